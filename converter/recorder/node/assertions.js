// What the program asserts of values that are not known: a template does not check it.
"use strict";

const assert = require("assert");

const session = require("./run");
const { describe, firstSymbol } = require("./symbols");

const NAMES = [
  "deepEqual",
  "deepStrictEqual",
  "doesNotMatch",
  "equal",
  "ifError",
  "match",
  "notDeepEqual",
  "notDeepStrictEqual",
  "notEqual",
  "notStrictEqual",
  "ok",
  "strictEqual",
];

const functions = [assert, assert.strict].flatMap((module) => [
  module,
  ...NAMES.map((name) => module[name]),
]);

/** Each function with what stands for it: a warning where a value is not known. */
const ASSERTIONS = functions.map((target) => [
  target,
  (...args) => {
    const symbol = firstSymbol(args.slice(0, 2));
    if (symbol === undefined) return target(...args);
    session.run.refuseCaught(`an assertion about ${describe(symbol)}`);
    return session.run.warn(
      "unchecked",
      `the program asserts something of ${describe(symbol)}, which the template does not check`,
    );
  },
]);

module.exports = { ASSERTIONS };
