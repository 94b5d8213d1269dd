// Functions that are not the program's own, handed to what calls them back: a list's method, an
// output, a promise. Each is called as it is where the program calls it.
"use strict";

const path = require("path");

const session = require("./run");
const { own } = require("./symbols");

/** A function that is called back; `place` is where it was handed over, if it is called later. */
function handed(value, place = undefined) {
  if (typeof value !== "function" || own.has(value)) return value;
  const { call } = require("./calls"); // which needs this module
  const calledBack = function calledBack(...args) {
    const given = TAKING_ONE.has(value) ? args.slice(0, 1) : args;
    return session.run.handing(place, () => call(value, given, this));
  };
  return Object.defineProperties(calledBack, {
    name: { value: value.name },
    length: { value: value.length },
  });
}

/** A function of the recorder's, which takes what is not known. */
function noted(value) {
  own.add(value);
  return value;
}

/** Arguments of a function that calls back later what it is given. */
function handedLater(args) {
  if (!args.some((value) => typeof value === "function" && !own.has(value))) return args;
  const place = session.run.position();
  return args.map((value) => handed(value, place));
}

const isOfOne = (value) => typeof value === "function" && value.length === 1;
const ofOneIn = (holder) =>
  Object.getOwnPropertyNames(holder)
    .map((name) => holder[name])
    .filter(isOfOne);

/** Functions that look at their first argument only: a list's method gives the place and the list,
 * too. */
const TAKING_ONE = new Set([
  ...[encodeURI, encodeURIComponent, decodeURI, decodeURIComponent, escape, unescape],
  ...[isFinite, isNaN, Number.isFinite, Number.isInteger, Number.isNaN, Number.isSafeInteger],
  ...ofOneIn(Math),
  ...[path.posix, path.win32].flatMap(({ dirname, extname, isAbsolute, normalize }) => [
    dirname,
    extname,
    isAbsolute,
    normalize,
  ]),
]);

module.exports = { handed, handedLater, noted };
