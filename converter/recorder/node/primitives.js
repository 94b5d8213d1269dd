// What operators and texts make of an object: what its own methods say, as JavaScript asks them.
"use strict";

const { resolve } = require("./choices");
const { isSymbol, own } = require("./symbols");

const METHODS = {
  default: ["valueOf", "toString"],
  number: ["valueOf", "toString"],
  string: ["toString", "valueOf"],
};
const isObject = (value) => typeof value === "object" && value !== null && !isSymbol(value);

/** A value as an operator takes it, which wants a `hint`: an object of the program's by the method
 * that its class has for that. What the language knows itself to convert stays as it is.
 */
function primitive(given, hint = "default") {
  const value = resolve(given);
  if (!isObject(value)) return value;
  const { call } = require("./calls"); // which needs this module
  if (own.has(value[Symbol.toPrimitive]))
    return resolve(call(value[Symbol.toPrimitive], [hint], value));
  for (const method of METHODS[hint].map((name) => value[name])) {
    if (method === Object.prototype.valueOf) continue; // which gives the object again
    if (!own.has(method)) return value;
    const found = resolve(call(method, [], value));
    if (!isObject(found)) return found;
  }
  return value;
}

/** Functions of the language that convert each argument, and how. */
const CONVERTING = new Map([
  ...Object.getOwnPropertyNames(Math).map((name) => [Math[name], "number"]),
  ...[isFinite, isNaN].map((it) => [it, "number"]),
  ...[decodeURI, decodeURIComponent, encodeURI, encodeURIComponent].map((it) => [it, "string"]),
]);

/** The arguments of such a function, converted; those of any other as they are. */
const converted = (target, args) =>
  CONVERTING.has(target) ? args.map((it) => primitive(it, CONVERTING.get(target))) : args;

module.exports = { converted, primitive };
