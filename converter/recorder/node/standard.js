// What the functions that JavaScript comes with make of values that are not known.
"use strict";

const session = require("./run");
const { ASSERTIONS } = require("./assertions");
const conditions = require("./conditions");
const { primitive } = require("./primitives");
const refusing = require("./refusing");
const symbols = require("./symbols");
const tables = require("./tables");
const {
  apart,
  choose,
  each,
  flat,
  isEither,
  isLoose,
  isLooseMap,
  isUnconditional,
  resolve,
  seen,
  split,
  there,
  underBranch,
} = require("./choices");
const {
  before,
  distinct,
  entriesOf,
  isOpenSet,
  isOpenlyOrdered,
  keyed,
  listed,
  native,
  over,
  put,
  putUnder,
  remove,
} = require("./keys");
const { handed, noted } = require("./handing");
const { contains } = require("./members");
const { merge } = require("./spreading");
const { ofItem } = require("./lists");
const { compare, not } = require("./logic");
const { documentOf, stringified } = require("./json");
const { part } = require("./texts");
const { PROMISES } = require("./waiting");

const { MISSING, describe, isChoice, isCondition, isItems, isNumber, isPlain, isSymbol, isText } =
  symbols;

/** Let a function of one object take one of several objects. */
function ofEach(target) {
  return function ofOne(value, ...rest) {
    const found = symbols.isRow(value) ? tables.alternatives(value) : resolve(tables.only(value));
    if (isChoice(found)) return each(found, (side) => ofOne(side, ...rest));
    if (isSymbol(found))
      return session.run.refuse(
        `${target.name}() of ${describe(found)} cannot be said in a template`,
      );
    return target(distinct(found), ...rest);
  };
}

const MOST = 1000; // items of a list of which it is not known how long it is

const entries = ofEach(function entries(object) {
  return entriesOf(object).flatMap(([key, value]) => entry(value, (it) => [key, it]));
});
const keysOf = ofEach(function keys(object) {
  return entriesOf(object).flatMap(([key, value]) => entry(value, () => key));
});
const valuesOf = ofEach(function values(object) {
  return entriesOf(object).flatMap(([, value]) => entry(value, (it) => it));
});

/** What is made of an entry, there where the entry is. */
const entry = (value, make) => (holdsMissing(value) ? ofItem(value, make) : [make(value)]);
const holdsMissing = (value) =>
  typeof value === "object" && value !== null && there(value) !== true;

const fromEntries = (pairs) => keyed(laid({}, pairs));

/** An object or a map with the entries of a list of pairs, each there where its pair is. */
function laid(found, pairs) {
  const isOne = (pair) => !isChoice(pair);
  for (const pair of apart([...distinct(listed(flat(pairs)))], isOne)) {
    const condition = there(pair);
    if (condition === false) continue;
    const [key, value] =
      condition === true ? pair : conditions.under(condition, true, () => resolve(pair));
    putUnder(found, key, condition === true ? value : choose(condition, value, MISSING));
  }
  return found;
}

function assign(target, ...sources) {
  if (isSymbol(target))
    session.run.refuse(`changing ${describe(target)} cannot be said in a template`);
  const isFree = session.run.branches.length === 0;
  const all = merge(...sources);
  const bySymbols = Object.getOwnPropertySymbols(all).map((key) => [key, all[key]]);
  for (const [key, given] of [...entriesOf(all), ...bySymbols]) {
    const value = over(given, before(target, key));
    put(target, key, isFree ? value : underBranch(value, before(target, key)));
  }
  return target;
}

/** A property with more than a value, which counts in every branch. */
function defined(define) {
  return (object, ...rest) => {
    if (isSymbol(object))
      session.run.refuse(`${define.name}() of ${describe(object)} cannot be said in a template`);
    if (session.run.branches.length > 0)
      session.run.refuse(`${define.name}() in a branch that hangs on a condition cannot be said`);
    return define(object, ...rest);
  };
}

/** An object that is not to be changed; of one of two, each is none. */
function frozen(value) {
  if (isChoice(value)) [split(value).then, split(value).otherwise].forEach(frozen);
  else if (!isSymbol(value)) Object.freeze(value);
  return value;
}

function isArray(value) {
  const found = resolve(value);
  return isChoice(found) ? each(found, isArray) : Array.isArray(found);
}

function arrayFrom(value, change) {
  const found = listed(flat(tables.only(value)));
  if (isItems(found))
    return change === undefined ? found : require("./lists").callMethod(found, "map", [change]);
  const length = holdsLength(found) ? tables.opened(found.length) : undefined;
  if (isEither(length))
    return require("./lists").callMethod(placesUpTo(length), "map", [
      noted(change === undefined ? () => undefined : (place) => handed(change)(undefined, place)),
    ]);
  if (isSymbol(found) || holdsLength(found)) {
    const symbol = isSymbol(found) ? found : found.length;
    session.run.refuse(
      `a list with a length that is ${describe(symbol)} cannot be said in a template`,
    );
  }
  if (isLoose(found))
    return change === undefined
      ? [...found]
      : require("./lists").callMethod([...found], "map", [change]);
  return Array.from(distinct(found), handed(change));
}

/** The places of a list that has one of two lengths, or more. */
function placesUpTo(length) {
  const most = Math.max(...sidesOf(length));
  return Array.from({ length: most }, (_, place) =>
    choose(compare("<", place, length), place, MISSING),
  );
}

/** All that a choice may give. */
function sidesOf(value) {
  if (isEither(value)) {
    const { then, otherwise } = split(value);
    return [then, otherwise].flatMap(sidesOf);
  }
  if (!Number.isInteger(value) || isSymbol(value) || value > MOST)
    session.run.refuse(
      `a list with a length that is ${describe(value)} cannot be said in a template`,
    );
  return [value];
}

/** `Array(length)`, `new Array(...items)`. */
const array = (...items) =>
  items.length === 1 && isEither(items[0])
    ? arrayFrom({ length: items[0] })
    : items.length === 1 && isSymbol(items[0]) && isNumber(items[0])
      ? session.run.refuse(`Array() of ${describe(items[0])} cannot be said in a template`)
      : new Array(...items);

const holdsLength = (value) => isPlain(value) && isSymbol(value.length);

function text(...values) {
  return values.length === 0 ? "" : part(values[0]);
}

/** `Number(value)`, `parseInt(value)`, `parseFloat(value)`. */
function numberBy(convert, kind) {
  return function number(given, ...rest) {
    const value = primitive(given, convert === Number ? "number" : "string");
    if (!isSymbol(value)) return convert(value, ...rest);
    if (split(value) !== undefined) return each(value, (side) => number(side, ...rest));
    if (isCondition(value)) return choose(value, 1, 0);
    if (
      isNumber(value) &&
      (kind === "number" ||
        session.run.tokens.read(session.run.tokens.ofNumber(value)).kind === kind)
    ) {
      return value;
    }
    if (!isText(value) || !readsAsNumber(value) || (rest.length > 0 && rest[0] !== 10)) {
      session.run.refuse(`${convert.name}() of ${describe(value)} cannot be said in a template`);
    }
    return symbols.symbol(kind, { node: "convert", to: kind, value });
  };
}

/** Whether a text is a number wherever what is not known in it is one: around that are digits. */
function readsAsNumber(text) {
  const parts = session.run.tokens.cut(text);
  const literals = parts.map((part) => (typeof part === "string" ? part : ""));
  return [literals[0].replace("-", ""), ...literals.slice(1)].every((it) => /^[0-9.]*$/.test(it));
}

function boolean(value) {
  return not(not(value));
}

function parsed(given, reviver) {
  const value = resolve(given);
  if (!isText(value)) return JSON.parse(value, reviver);
  const known = reviver === undefined ? documentOf(value) : undefined;
  if (known !== undefined) return known;
  try {
    return symbols.lift(JSON.parse(value, reviver));
  } catch (error) {
    return session.run.refuse(`JSON.parse() of ${describe(value)} cannot be said in a template`);
  }
}

/** Print something for a person. */
function told(print) {
  return (...values) => {
    print(...values.map(shown));
  };
}

function shown(value) {
  if (typeof value === "string") return session.run.told(value);
  if (isSymbol(value)) return `<${describe(value)}>`;
  return symbols.holdsSymbol(value) ? "<a value that is not known>" : value;
}

/** `Buffer.from(text)`: its bytes, which go no further than into Base64. */
function bufferFrom(value, ...rest) {
  const found = resolve(value);
  if (isChoice(found)) return each(found, (side) => bufferFrom(side, ...rest));
  if (!isSymbol(found)) return Buffer.from(found, ...rest);
  if (typeof found !== "string" || (rest.length > 0 && !["utf8", "utf-8"].includes(rest[0]))) {
    session.run.refuse(`Buffer.from() of ${describe(found)} cannot be said in a template`);
  }
  return new Bytes(found);
}

/** `Buffer.concat(list)`, of known bytes. */
function buffersTogether(list, ...rest) {
  const found = resolve(list);
  const open = Array.isArray(found) && found.map(resolve).find((it) => it instanceof Bytes);
  if (open)
    session.run.refuse(`Buffer.concat() of ${describe(open.text)} cannot be said in a template`);
  return Buffer.concat(found, ...rest);
}

/** The bytes of a text that is not known. */
class Bytes {
  constructor(value) {
    this.text = value;
  }

  /** The text back, or its Base64. */
  toString(encoding = "utf8") {
    if (encoding === "base64")
      return session.run.node("string", { node: "base64", value: this.text });
    if (encoding === "utf8" || encoding === "utf-8") return this.text;
    return session.run.refuse(
      `toString("${encoding}") of ${describe(this.text)} cannot be said in a template`,
    );
  }
}

function base64(value) {
  const found = resolve(value);
  return isText(found) ? bufferFrom(found).toString("base64") : btoa(found);
}

const HANDLERS = new Map([
  ...ASSERTIONS,
  ...PROMISES,
  [JSON.stringify, (...args) => stringified(...args)],
  [JSON.parse, parsed],
  [Object.entries, entries],
  [Object.keys, keysOf],
  [Object.values, valuesOf],
  [Object.fromEntries, fromEntries],
  [Object.assign, assign],
  [Object.defineProperty, defined(Object.defineProperty)],
  [Object.defineProperties, defined(Object.defineProperties)],
  [Object.hasOwn, (object, key) => contains(key, object, true)],
  [Object.freeze, frozen],
  [Array, array],
  [Array.isArray, isArray],
  [Array.from, arrayFrom],
  [Array.of, (...items) => items],
  [String, text],
  [Number, numberBy(Number, "number")],
  [parseInt, numberBy(parseInt, "integer")],
  [Number.parseInt, numberBy(parseInt, "integer")],
  [parseFloat, numberBy(parseFloat, "number")],
  [Number.parseFloat, numberBy(parseFloat, "number")],
  [Boolean, boolean],
  [Buffer.from, bufferFrom],
  [Buffer.concat, buffersTogether],
  [btoa, base64],
  ...["debug", "error", "info", "log", "warn"].map((name) => [
    console[name],
    told(console[name].bind(console)),
  ]),
]);

const isError = (target) => target === Error || target.prototype instanceof Error;

/** Whether a function only carries values to where the program's own functions take them. */
function isHarmless(target, holder) {
  return (
    HARMLESS.has(target) ||
    (holder instanceof Promise && typeof Promise.prototype[target.name] === "function")
  );
}

const HARMLESS = new Set([
  Promise.reject,
  queueMicrotask,
  setImmediate,
  setTimeout,
  process.nextTick,
  Function.prototype.bind,
  structuredClone,
]);

/** Call a method of a map or a set with a key that is not known, or with such keys in it. */
function methodOfCollection(holder, method, args) {
  const keys = [...native(holder, "keys")];
  const isKnown = !args.some(isSymbol) && !keys.some(isSymbol);
  const isOpen = isLooseMap(holder) || isOpenlyOrdered(holder);
  if (isOpen && isKnown && method in OPEN_MAP) return { value: OPEN_MAP[method](holder, ...args) };
  if (isOpenSet(holder) && method in OPEN_SET)
    return { value: OPEN_SET[method](listed(holder), ...args) };
  if (method === "forEach") distinct(holder);
  if (method === "forEach" || (isKnown && !isOpen && isUnconditional(holder)))
    return handedOn(holder, method, args);
  if (method === "has") {
    const isThere = (key) => there(holder instanceof Map ? native(holder, "get", key) : key);
    const tests = keys.map((key) => conditions.allOf(isThere(key), compare("===", args[0], key)));
    return { value: conditions.anyOf(...tests) };
  }
  if (method === "get") return { value: gotten(holder, args[0], keys) };
  if (["entries", "keys", "values"].includes(method)) {
    distinct(holder);
    return handedOn(holder, method, args);
  }
  if (method === "set" && isEither(resolve(args[0]))) {
    each(args[0], (side) => methodOfCollection(holder, method, [side, args[1]]));
    return { value: holder };
  }
  if (method === "set" && (!isSymbol(args[0]) || isUnconditional(holder)))
    return { value: setIn(holder, ...args) };
  if (method === "delete" && isKnown && holder instanceof Map)
    return { value: removeFrom(holder, ...args) };
  if (method === "add" && !isSymbol(args[0])) return { value: addTo(holder, args[0]) };
  if (isUnconditional(holder) && method === "add") return handedOn(holder, method, args);
  return session.run.refuse(
    `${method}() of a ${holder.constructor.name} here hangs on what is not known, which cannot be said in a template`,
  );
}

/** What a map has for a key; of keys that may be the same one, the last counts. */
function gotten(map, wanted, keys) {
  const inTurn = keys.some(isSymbol) ? [...keys].reverse() : keys;
  return inTurn.reduceRight(
    (rest, key) =>
      refusing.found(choose(compare("===", wanted, key), seen(native(map, "get", key)), rest)),
    undefined,
  );
}

/** Set an entry of a map, in a branch with effect for that branch only. Behind a key that is not
 * known it is the last one. */
function setIn(map, key, value) {
  const given = isUnconditional(map) ? value : underBranch(value, before(map, key));
  if ([...native(map, "keys")].some(isSymbol)) native(map, "delete", key);
  put(map, key, given);
  return map;
}

/** Delete an entry of a map, in a branch with effect for that branch only. */
function removeFrom(map, key) {
  const isThere = native(map, "has", key) && there(native(map, "get", key));
  if (isUnconditional(map)) remove(map, key);
  else if (native(map, "has", key))
    native(map, "set", key, underBranch(MISSING, native(map, "get", key)));
  return isThere;
}

/** Add an item to a set, in a branch with effect for that branch only. */
const addTo = (set, item) =>
  native(set, "has", item)
    ? set
    : native(set, "add", isUnconditional(set) ? item : underBranch(item, MISSING));

/** What a method of a map or a set gives, which only keeps what it is given. */
function handedOn(holder, method, args) {
  const { prototype } = holder instanceof Map ? Map : Set;
  if (typeof prototype[method] !== "function") return undefined;
  return { value: native(holder, method, ...args) };
}

const entriesOfMap = (make) => (map) =>
  entriesOf(map).flatMap(([key, value]) => entry(value, (it) => make(key, it)));
const called = (list, method, change) =>
  require("./lists").callMethod(list, method, [noted(change)]);

/** What a map gives of which an entry, or its place, hangs on conditions. */
const OPEN_MAP = {
  delete: removeFrom,
  entries: entriesOfMap((key, value) => [key, value]),
  forEach: (map, change) => called(listed(map), "forEach", ([key, value]) => change(value, key)),
  get: (map, key) => seen(native(map, "get", key)),
  has: (map, key) => native(map, "has", key) && there(native(map, "get", key)),
  keys: entriesOfMap((key) => key),
  values: entriesOfMap((_, value) => value),
};

/** What a set gives of which it is not known which items it has. */
const OPEN_SET = {
  entries: (items) => called(items, "map", (item) => [item, item]),
  forEach: (items, change) => called(items, "forEach", (item) => change(item, item)),
  keys: (items) => items,
  values: (items) => items,
};

/** A set of items, of which it has to be known how many there are. */
function setOf(items = []) {
  const found = listed(flat(items));
  if (isItems(found)) symbols.refuseOperation(found, "a Set");
  return new Set(found);
}

const CONSTRUCTORS = new Map([
  [Array, array],
  [Map, (pairs) => laid(new Map(), pairs ?? [])],
  [Set, setOf],
  [String, text],
  [Number, numberBy(Number, "number")],
  [Boolean, boolean],
]);

module.exports = { Bytes, CONSTRUCTORS, HANDLERS, isError, isHarmless, methodOfCollection };
