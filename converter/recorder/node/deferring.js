// A part of Pulumi's SDK that takes a fifth of the time that a program takes, and that few need.
"use strict";

const fs = require("fs");
const Module = require("module");

// It finds the files of a function that is to run in a cloud, by all that npm itself is made of.
const PART = /[\\/]@pulumi[\\/]pulumi[\\/]runtime[\\/]closure[\\/]codePaths\.js$/;
const EXPORT = /^exports\.(\w+) = (.+);$/gm;

/** Have it loaded when one of its functions is called. */
function install() {
  const original = Module._extensions[".js"];
  Module._extensions[".js"] = (module, filename) => {
    const names = PART.test(filename) ? functionsOf(filename) : [];
    if (names.length === 0) return original(module, filename);
    let loaded;
    const load = () => {
      if (loaded === undefined) {
        module.exports = {};
        original(module, filename);
        loaded = module.exports;
      }
      return loaded;
    };
    for (const name of names) module.exports[name] = (...given) => load()[name](...given);
  };
}

/** The functions that a module exports; none where it exports anything else. */
function functionsOf(filename) {
  const text = fs.readFileSync(filename, "utf8");
  const found = [...text.matchAll(EXPORT)];
  const are = found.every(
    ([, name, value]) => name === value && text.includes(`function ${name}(`),
  );
  return are ? found.map(([, name]) => name) : [];
}

module.exports = { install };
