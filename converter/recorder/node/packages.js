// Which functions are those of Pulumi's packages, which hand values on.
"use strict";

const fs = require("fs");
const path = require("path");

const PACKAGE = /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/;
const CORE = "@pulumi/pulumi";
const kinds = new Map(); // a package's folder → `core`, `provider`, or neither
const found = new Map(); // function → the kind of its package
const enums = new Map(); // a provider's enum → its name
const seen = new Set(); // the modules that were looked through
let pulumi = null;

/** Know Pulumi's SDK. */
function install(sdk) {
  pulumi = sdk;
}

/** Whether a function, or a method of `holder`, is one of Pulumi's packages: its SDK, or a
 * provider's, which only hand values on. A package of components is none: it may look at them. */
function isPulumis(target, holder) {
  if (kindOf(target) !== undefined) return true;
  const owner = ownerOf(target, holder);
  return owner !== undefined && kindOf(owner) !== undefined;
}

/** The class that a method of an object is of, or the class that it is a static method of. */
function ownerOf(target, holder) {
  if (typeof holder === "function") return holder;
  if (typeof holder !== "object" || holder === null) return undefined;
  for (let place = holder; place !== null; place = Object.getPrototypeOf(place)) {
    const found = Object.getOwnPropertyDescriptor(place, target.name);
    if (found?.value === target) return place.constructor;
  }
  return undefined;
}

/** Whether a function takes an object of inputs apart. */
const isProviders = (target) =>
  kindOf(target) === "provider" || target.prototype instanceof pulumi.Resource;

/** What a provider calls an enum, undefined for anything else. */
function enumName(holder) {
  if (!isEnum(holder)) return undefined;
  if (!enums.has(holder)) lookThrough();
  return enums.get(holder);
}

function kindOf(target) {
  if (!found.has(target)) lookThrough();
  return found.get(target);
}

/** Note what the modules that were loaded meanwhile export. */
function lookThrough() {
  for (const [file, module] of Object.entries(require.cache)) {
    if (seen.has(file) || !module.loaded) continue;
    seen.add(file);
    const kind = kindOfFile(file);
    if (kind !== undefined) note(module.exports, kind);
  }
}

function kindOfFile(file) {
  const folder = PACKAGE.exec(file)?.[1];
  if (folder === undefined) return undefined;
  if (!kinds.has(folder)) kinds.set(folder, kindOfPackage(folder));
  return kinds.get(folder);
}

/** What a package's own description says that it is. */
function kindOfPackage(folder) {
  try {
    const described = JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8"));
    if (described.name === CORE) return "core";
    return described.pulumi?.resource === true ? "provider" : undefined;
  } catch (error) {
    return undefined;
  }
}

function note(exported, kind) {
  if (typeof exported === "function") found.set(exported, kind);
  if (typeof exported !== "object" || exported === null) return;
  for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(exported))) {
    if (typeof value === "function") found.set(value, kind);
    if (kind === "provider" && isEnum(value)) enums.set(value, name);
  }
}

/** Whether what a module exports is an object of nothing but texts and numbers. */
function isEnum(value) {
  if (typeof value !== "object" || value === null) return false;
  const members = Object.values(Object.getOwnPropertyDescriptors(value));
  const isMember = ({ value }) => typeof value === "string" || typeof value === "number";
  return members.length > 0 && members.every(isMember);
}

/** Note functions that stand in for some of the SDK's. */
const noteAll = (functions) => functions.forEach((each) => found.set(each, "core"));

module.exports = { enumName, install, isProviders, isPulumis, noteAll };
