// Values that are not known while the program runs, and how each is told from all others.
//
// - A text is a primitive text with placeholders in it, so it flows through code that expects text.
// - A number is a double of the run's own (`tokens`).
// - A list of unknown length is an array whose one item is the list's placeholder.
// - A boolean, one of two values (`choices`), a row of a table and nothing at all are plain objects
//   with a mark: Pulumi's SDK copies them, with the outputs that are inside resolved.
"use strict";

const session = require("./run");

const MARK = "pulumi recording";
const has = Object.prototype.hasOwnProperty;
const own = new WeakSet(); // the functions and classes of the program
const shuffled = new WeakSet(); // objects and maps of which the keys' order hangs on conditions

/** Stands for an item or an entry that is not there. */
const MISSING = Object.freeze({ [MARK]: "missing" });

/** What an object with a mark is; undefined for any other value. */
function markOf(value) {
  return typeof value === "object" && value !== null && has.call(value, MARK)
    ? value[MARK]
    : undefined;
}

const isMissing = (value) => markOf(value) === "missing";
const isCondition = (value) => markOf(value) === "condition";
const isOptional = (value) => markOf(value) === "optional";
const isChoice = (value) => markOf(value) === "choice" || isOptional(value);
const isRow = (value) => markOf(value) === "row";
const isText = (value) => typeof value === "string" && session.run.tokens.occurIn(value);
const isNumber = (value) =>
  typeof value === "number" && session.run.tokens.ofNumber(value) !== undefined;

/** The placeholder of a list of unknown length; undefined for any other value. */
function itemsToken(value) {
  if (!Array.isArray(value) || value.length !== 1 || typeof value[0] !== "string") return undefined;
  const read = session.run.tokens.read(value[0]);
  return read && read.kind === "list" ? value[0] : undefined;
}

const isItems = (value) => itemsToken(value) !== undefined;

/** Whether a text stands for something of a shape that nobody knows. */
function isShapeless(value) {
  const read = session.run.tokens.read(value);
  return read !== null && (read.kind === "json" || read.kind === "map");
}

/** Whether a value is not known. */
function isSymbol(value) {
  switch (typeof value) {
    case "string":
      return isText(value);
    case "number":
      return isNumber(value);
    case "object":
      return value !== null && (markOf(value) !== undefined || isItems(value));
    default:
      return false;
  }
}

/** Whether an object is one that the language's literals make. */
function isPlain(value) {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Whether an object has entries that the program gave it: one of a literal, or of a class of the
 * program's own, save a resource. */
const hasEntries = (value) =>
  isPlain(value) ||
  (typeof value === "object" &&
    value !== null &&
    own.has(value.constructor) &&
    value.__pulumiResource !== true);

/** Whether something that is not known is in a value, in lists and objects all through. */
function holdsSymbol(value, depth = 4) {
  if (isSymbol(value)) return true;
  if (depth === 0 || typeof value !== "object" || value === null) return false;
  if (shuffled.has(value)) return true;
  if (Array.isArray(value)) return value.some((item) => holdsSymbol(item, depth - 1));
  if (value instanceof Map || value instanceof Set) return holdsSymbol([...value], depth - 1);
  if (!hasEntries(value)) return false;
  return Object.entries(value).some(([key, item]) => isText(key) || holdsSymbol(item, depth - 1));
}

/** A text, a number, a boolean or a list as the program has it, for a placeholder from outside. */
function lift(value) {
  if (typeof value === "string") {
    const read = session.run.tokens.read(value);
    return read === null ? value : fromToken(value, read.kind);
  }
  if (Array.isArray(value)) return isItems(value) ? value : value.map(lift);
  if (!isPlain(value) || markOf(value) !== undefined) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, lift(item)]));
}

function fromToken(token, kind) {
  if (kind === "list") return [token];
  if (kind === "boolean") return condition({ node: "equal", left: token, right: "true" }, token);
  if (kind === "integer" || kind === "number") return session.run.tokens.number(token);
  return token;
}

/** A value of a kind for a specification. */
function symbol(kind, specification) {
  return fromToken(session.run.node(kind, specification), kind);
}

/** A boolean that is not known; `token` where it is a value as it stands. */
function condition(specification, token = null) {
  return { [MARK]: "condition", specification: JSON.stringify(specification), token };
}

/** What a condition is made of. */
function specificationOf(value) {
  return JSON.parse(value.specification);
}

/** Name a value for a person: `the config value size`. */
function describe(value) {
  const { run } = session;
  const mark = markOf(value);
  if (mark === "condition")
    return require("./conditions").describeSpecification(specificationOf(value));
  if (mark === "optional")
    return `the config value ${value.key.replace(`${run.settings.project}:`, "")}`;
  if (mark === "choice") return `a value that hangs on the condition ${value.condition}`;
  if (mark === "count") return "the length of a list that hangs on conditions";
  if (mark === "row") return `a row that ${describe(require("./tables").rowOf(value).key)} chooses`;
  const text = isNumber(value)
    ? run.tokens.ofNumber(value)
    : Array.isArray(value)
      ? value[0]
      : value;
  if (typeof text !== "string") return "a value that only the deployment knows";
  const names = run.tokens
    .cut(text)
    .filter((part) => typeof part !== "string")
    .map((part) => run.label(part.identity));
  return [...new Set(names)].join(" and ") || "a value that only the deployment knows";
}

/** The first value that is not known in others. */
function firstSymbol(value, depth = 4) {
  if (isSymbol(value)) return value;
  if (depth === 0 || typeof value !== "object" || value === null) return undefined;
  const inner =
    value instanceof Map || value instanceof Set
      ? [...value]
      : hasEntries(value)
        ? Object.entries(value).flat()
        : Array.isArray(value)
          ? value
          : [];
  for (const item of inner) {
    const found = firstSymbol(item, depth - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function refuseOperation(value, what) {
  session.run.refuse(`${what} of ${describe(value)} cannot be said in a template`);
}

module.exports = {
  MARK,
  MISSING,
  condition,
  describe,
  firstSymbol,
  fromToken,
  hasEntries,
  holdsSymbol,
  isChoice,
  isCondition,
  isItems,
  isMissing,
  isNumber,
  isOptional,
  isPlain,
  isRow,
  isShapeless,
  isSymbol,
  isText,
  itemsToken,
  lift,
  markOf,
  own,
  refuseOperation,
  shuffled,
  specificationOf,
  symbol,
};
