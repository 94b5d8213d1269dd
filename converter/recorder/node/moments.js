// Values that a run has from its clock, from chance or from its environment: the template keeps them,
// though each run of the program has its own.
"use strict";

const crypto = require("crypto");
const os = require("os");

const session = require("./run");

const NAMES = new Map([
  [Math.random, "Math.random()"],
  [Date.now, "Date.now()"],
  [process.hrtime, "process.hrtime()"],
  ...["randomBytes", "randomInt", "randomUUID"].map((name) => [crypto[name], `${name}()`]),
  ...["hostname", "userInfo", "platform"].map((name) => [os[name], `${name}()`]),
]);

/** Warn of a call that gives such a value. */
function tell(target) {
  if (NAMES.has(target)) warn(NAMES.get(target));
}

/** Warn of an object that is such a value. */
function tellNew(target, args) {
  if (target === Date && args.length === 0) warn("new Date()");
}

const given = new Set(); // the variables of the environment that the program has set itself

/** Warn where a variable of the environment is read. */
function tellEnvironment(holder, name) {
  if (holder === process.env && !given.has(name)) warn("the environment");
}

/** Note that the program sets a variable of the environment. */
function noteEnvironment(holder, name) {
  if (holder === process.env) given.add(name);
}

function warn(what) {
  const words = `${what} gives what it gave in this run, and the template keeps that`;
  session.run.warn("value-of-this-run", words);
}

module.exports = { noteEnvironment, tell, tellEnvironment, tellNew };
