// What rewritten modules call: every name here is used by `rewriting`.
"use strict";

const session = require("./run");
const { attempted } = require("./attempting");
const branches = require("./branches");
const calls = require("./calls");
const { live, refuseParts } = require("./exporting");
const keys = require("./keys");
const logic = require("./logic");
const { generation } = require("./generating");
const loops = require("./loops");
const members = require("./members");
const { primitive } = require("./primitives");
const { reports } = require("./promising");
const refusing = require("./refusing");
const spreading = require("./spreading");
const texts = require("./texts");
const { eachAwaited } = require("./waiting");
const tables = require("./tables");
const { isSymbol, isText, describe } = require("./symbols");
const { each, isEither, resolve } = require("./choices");

const ARITHMETIC = {
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "%": (a, b) => a % b,
  "**": (a, b) => a ** b,
  "&": (a, b) => a & b,
  "|": (a, b) => a | b,
  "^": (a, b) => a ^ b,
  "<<": (a, b) => a << b,
  ">>": (a, b) => a >> b,
  ">>>": (a, b) => a >>> b,
};
const UNARY = { "-": (a) => -a, "+": (a) => +a, "~": (a) => ~a };

/** `left - right` and the like. */
function calculate(operation, left, right) {
  const [one, other] = [left, right].map((it) => primitive(tables.opened(it), "number"));
  if (!isSymbol(one) && !isSymbol(other)) return ARITHMETIC[operation](one, other);
  if (isEither(one)) return each(one, (side) => calculate(operation, side, other));
  if (isEither(other)) return each(other, (side) => calculate(operation, one, side));
  const words = describe(isSymbol(one) ? one : other);
  return session.run.refuse(`arithmetic or an order of ${words} cannot be said in a template`);
}

/** `holder.length > number` and the like: of a text that is not known, whether it is empty. */
function compareLength(operation, holder, number) {
  const value = resolve(holder);
  const lengths = [0, 1, 2].map((length) => logic.compare(operation, length, number));
  const isUnsaid = !isText(value) || isEither(value) || lengths[1] !== lengths[2] || number > 1;
  if (isUnsaid) return logic.compare(operation, members.get(holder, "length"), number);
  if (lengths[0] === lengths[1]) return lengths[0];
  return logic.compare(lengths[0] ? "===" : "!==", value, "");
}

/** `-value` and the like. */
function unary(operation, given) {
  const value = isSymbol(given) ? given : primitive(given, "number");
  if (!isSymbol(value)) return UNARY[operation](value);
  if (operation === "+") return calls.call(Number, [value]);
  const settled = resolve(tables.opened(value));
  if (!isSymbol(settled)) return UNARY[operation](settled);
  if (isEither(settled)) return each(settled, (side) => unary(operation, side));
  const words = describe(settled);
  return session.run.refuse(`arithmetic or an order of ${words} cannot be said in a template`);
}

/** What `value++` and `value--` make of a value. */
function step(operation, value) {
  if (typeof value === "bigint") return operation === "+" ? value + 1n : value - 1n;
  return calculate("-", value, operation === "+" ? -1 : 1);
}

/** `holder.key++` and the like. */
function stepMember(operation, holder, key, isPrefix) {
  const before = members.get(holder, key);
  const after = members.set(holder, key, step(operation, before));
  return isPrefix ? after : before;
}

/** The first of two values, the second of which is an assignment. */
const before = (value) => value;

/** Begin a `try` that catches nothing. */
function passing() {
  const place = branches.trying();
  session.run.catching = place.catching;
  return place;
}

module.exports = {
  activation: branches.activation,
  add: texts.add,
  attempted,
  awaiting: branches.awaiting,
  generation,
  before,
  branch: branches.branch,
  calculate,
  check: branches.check,
  compareLength,
  eachAwaited,
  live,
  passing,
  refuseParts,
  reports,
  shared: branches.shared,
  step,
  stepMember,
  text: texts.text,
  thrown: refusing.thrown,
  tried: branches.tried,
  trying: branches.trying,
  unary,
  keyed: keys.keyed,
  ...logic,
  ...loops,
  ...members,
  ...spreading,
  ...calls,
};
