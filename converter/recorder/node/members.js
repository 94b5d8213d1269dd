// Members, entries and items: how they are taken, put, and spread.
"use strict";

const moments = require("./moments");
const session = require("./run");
const conditions = require("./conditions");
const tables = require("./tables");
const symbols = require("./symbols");
const {
  choose,
  counted,
  each,
  flat,
  isEither,
  isLoose,
  isLooseMap,
  itemAt,
  mayLack,
  present,
  resolve,
  seen,
  split,
  there,
  truth,
  underBranch,
} = require("./choices");

const {
  MISSING,
  describe,
  isChoice,
  isCondition,
  isItems,
  isMissing,
  isNumber,
  isPlain,
  isRow,
  isShapeless,
  isSymbol,
  isText,
} = symbols;

const MANY = 8; // items that may not be there, of which each doubles the cases
const openKeys = new WeakSet(); // objects with a key that is not known
const isOutput = (value) =>
  typeof value === "object" && value !== null && value.__pulumiOutput === true;
const isNothing = (value) => value === undefined || value === null;

/** `holder.key` or `holder[key]`; `name` is the variable that the holder is in. */
function get(holderGiven, keyGiven, name) {
  const key = resolve(keyGiven);
  if (isChoice(key) || (isNumber(key) && isEither(key)))
    return each(key, (side) => get(holderGiven, side, name));
  const holder = isSymbol(holderGiven) ? resolve(holderGiven) : holderGiven;
  if (isSymbol(holder)) return memberOfSymbol(holder, key);
  if (isNothing(holder)) return holder[key]; // fails as it would
  if (isOutput(holder)) return memberOfOutput(holder, key);
  if (isSymbol(key) && !isPlainKey(holder, key)) return lookedUp(holder, key, name);
  if (openKeys.has(holder) && typeof key === "string" && !(key in Object.prototype)) {
    session.run.refuse(
      "looking into an object with keys that are not known cannot be said in a template",
    );
  }
  if (
    key === "size" &&
    (holder instanceof Map || holder instanceof Set) &&
    [...holder.keys()].some(isSymbol)
  ) {
    session.run.refuse("the number of different values cannot be said where one is not known");
  }
  if (key === "size" && isLooseMap(holder))
    session.run.refuse("the size of a map that hangs on conditions cannot be said");
  if (Array.isArray(holder) && key !== "length" && typeof holder[key] === "function")
    return holder[key];
  if (Array.isArray(holder) && typeof key !== "symbol" && isLoose(holder))
    return memberOfLoose(holder, key);
  moments.tellEnvironment(holder);
  const found = holder[key];
  return typeof found === "object" && found !== null ? seen(found) : found;
}

/** A key that stands in an object as it is, placeholder and all. */
const isPlainKey = (holder, key) =>
  typeof holder === "object" &&
  typeof key === "string" &&
  Object.prototype.hasOwnProperty.call(holder, key);

function memberOfSymbol(holder, key) {
  const parts = split(holder);
  if (parts !== undefined) return each(holder, (side) => memberOfSide(holder, side, key));
  if (isRow(holder)) return tables.member(holder, key);
  if (isItems(holder)) return itemOf(holder, key);
  if (typeof holder === "string" && (isShapeless(holder) || isImported(holder, key)))
    return memberOfUnknown(holder, key);
  if (isCondition(holder)) return true[key];
  if (typeof holder === "string" && typeof ""[key] === "function") return ""[key];
  if (typeof holder === "number") return (0)[key];
  return symbols.refuseOperation(holder, key === "length" ? "length" : "taking a part");
}

/** Whether a part of another stack's output is taken which no text has: the output is none. */
const isImported = (holder, key) =>
  session.run.whole(holder, "stack_output") !== undefined &&
  typeof key !== "symbol" &&
  !(key in String.prototype);

function memberOfSide(holder, side, key) {
  if (isNothing(side) || isMissing(side)) {
    session.run.refuse(`.${String(key)} is taken of a value that may not be there`);
  }
  return get(side, key);
}

function itemOf(items, key) {
  if (key === "length") {
    return symbols.symbol("integer", { node: "length", values: items });
  }
  if (typeof key === "string" && typeof [][key] === "function") return [][key];
  const index = typeof key === "string" && /^[0-9]+$/.test(key) ? Number(key) : key;
  session.run.refuseCaught(`an item of ${describe(items)}`);
  if (isNumber(index) || (Number.isInteger(index) && index >= 0)) {
    const wired = isNumber(index) ? session.run.tokens.ofNumber(index) : index;
    return session.run.node("string", { node: "select", index: wired, values: items });
  }
  return symbols.refuseOperation(items, "taking anything but an item counted from the front");
}

/** An item of a list of which some may not be there, or how many are. */
function memberOfLoose(list, key) {
  const known = present(list);
  if (known !== list) return get(known, key);
  if (list.filter(mayLack).length > MANY)
    session.run.refuse("taking an item of a list that hangs on conditions cannot be said");
  return key === "length" ? counted(list) : itemAt(list, Number(key));
}

/** A member of what has a shape that nobody knows: its path grows by a step. */
function memberOfUnknown(holder, key) {
  const { run } = session;
  const read = run.tokens.read(holder);
  const node = run.nodes.get(read.identity);
  if (isSymbol(key)) symbols.refuseOperation(holder, "taking a member that is not fixed");
  if (node !== undefined && (node.node === "asked" || node.node === "stack_output")) {
    return run.node("json", { ...node, more: [...(node.more ?? []), key] });
  }
  return run.node("json", {
    node: "member",
    of: holder,
    key: /^[0-9]+$/.test(key) ? Number(key) : key,
  });
}

/** What an output has under a key: a member of its own, or a member of its value. */
function memberOfOutput(output, key) {
  const own = output[key];
  if (typeof key === "symbol" || key === "then" || String(key).startsWith("__") || !isOutput(own))
    return own;
  return output.apply((value) => (isNothing(value) ? undefined : get(value, key)));
}

function lookedUp(holder, key, name) {
  if (isNumber(key) && Array.isArray(holder) && !isLoose(holder)) return itemCounted(holder, key);
  if (isNumber(key)) symbols.refuseOperation(key, "looking into an object by");
  if (isCondition(key)) return get(holder, choose(key, "true", "false"), name);
  if (isText(key) && isPlain(holder)) return tables.lookUp(holder, key, name);
  return session.run.refuse(
    `looking into an object with ${describe(key)} cannot be said in a template`,
  );
}

/** An item of a known list, counted by a number that is not known. */
function itemCounted(list, key) {
  const { run } = session;
  if (!list.every((item) => typeof item === "string")) {
    run.refuse(
      `an item of a list that holds other things than texts, counted by ${describe(key)}, cannot be said`,
    );
  }
  return run.node("string", { node: "select", index: run.tokens.ofNumber(key), values: list });
}

/** `holder?.rest`. */
function optional(holderGiven, rest) {
  const holder = resolve(tables.asked(holderGiven));
  if (isNothing(holder)) return undefined;
  if (isChoice(holder)) return each(holder, (side) => optional(side, rest));
  return isMissing(holder) ? undefined : rest(holder);
}

/** `holder.key = value`, in a branch with effect for that branch only. */
function set(holder, keyGiven, value) {
  const key = resolve(keyGiven);
  if (isChoice(key) || isCondition(key) || isNumber(key)) {
    session.run.refuse(`a key that is ${describe(key)} cannot be said in a template`);
  }
  if (isChoice(holder) && resolve(holder) === holder) {
    session.run.refuse(`changing ${describe(holder)} cannot be said in a template`);
  }
  const changed = resolve(holder);
  if (session.run.branches.length > 0 && isCoercing(changed, key)) {
    session.run.refuse("changing it in a branch that hangs on a condition cannot be said");
  }
  if (isText(key)) openKeys.add(changed);
  const isThere = Object.prototype.hasOwnProperty.call(changed, key);
  changed[key] =
    session.run.branches.length === 0
      ? value
      : underBranch(value, isThere ? changed[key] : MISSING);
  return value;
}

/** Whether what is set is not kept as it is. */
const isCoercing = (holder, key) =>
  holder === process.env || (Array.isArray(holder) && key === "length");

/** `delete holder.key`. */
function remove(holder, key) {
  if (isSymbol(key))
    session.run.refuse(`deleting by ${describe(key)} cannot be said in a template`);
  if (session.run.branches.length === 0) return delete holder[key];
  if (isCoercing(holder, key))
    session.run.refuse("changing it in a branch that hangs on a condition cannot be said");
  if (Object.prototype.hasOwnProperty.call(holder, key))
    holder[key] = underBranch(MISSING, holder[key]);
  return true;
}

/** Refuse to go through what may hold one thing twice. */
function distinct(value) {
  const isKeyed = value instanceof Map || value instanceof Set;
  const keys = isKeyed ? [...value.keys()] : openKeys.has(value) ? Object.keys(value) : [];
  if (keys.length > 1 && keys.some(isSymbol)) {
    session.run.refuse("going through keys of which one is not known cannot be said in a template");
  }
  if (isLooseMap(value))
    session.run.refuse("going through a map that hangs on conditions cannot be said here");
  return value;
}

/** A computed key of a literal. */
function key(value) {
  const found = resolve(value);
  if (isSymbol(found) && typeof found !== "string") {
    session.run.refuse(`a key that is ${describe(found)} cannot be said in a template`);
  }
  return found;
}

/** A literal with computed keys. */
function keyed(object) {
  if (Object.keys(object).some(isText)) openKeys.add(object);
  return object;
}

/** `{...one, ...other}`. */
function merge(...sources) {
  const found = {};
  for (const source of sources) mergeOne(found, source);
  return found;
}

function mergeOne(found, given) {
  const source = resolve(tables.orNothing(given));
  if (isNothing(source) || typeof source === "boolean" || isMissing(source)) return;
  if (isCondition(source)) return;
  if (isSymbol(source) && !isChoice(source)) symbols.refuseOperation(source, "spreading");
  if (typeof source !== "object") {
    Object.assign(found, source);
    return;
  }
  if (openKeys.has(source)) openKeys.add(found);
  for (const [name, value] of Object.entries(
    isChoice(source) ? entriesOfChoice(source, found) : source,
  )) {
    found[name] = mayLack(value) ? overlaid(value, found[name]) : value;
  }
}

/** The entries of one of two objects: each is there for its side. */
function entriesOfChoice(choice, before) {
  const { condition, then, otherwise } = split(choice);
  const sides = [then, otherwise].map((side) => merge(side));
  const names = new Set([...Object.keys(sides[0]), ...Object.keys(sides[1])]);
  const other = (name) => (name in before ? before[name] : MISSING);
  return Object.fromEntries(
    [...names].map((name) => [
      name,
      choose(condition, ...sides.map((side) => (name in side ? side[name] : other(name)))),
    ]),
  );
}

/** An entry that may not be there, over another one. */
function overlaid(value, before) {
  const condition = there(value);
  return before === undefined ? value : choose(condition, value, before);
}

/** The entries of a map of which one may not be there, as a list; any other value as it is. */
const entriesOf = (value) =>
  isLooseMap(value)
    ? [...value].map(([name, item]) => {
        const isThere = there(item);
        if (typeof isThere === "boolean") return isThere ? [name, resolve(item)] : MISSING;
        const known = conditions.under(isThere, true, () => resolve(item));
        return choose(isThere, [name, known], MISSING);
      })
    : value;

/** What a list's literal has from `...value`. */
function spread(given) {
  const value = entriesOf(flat(isMissing(given) ? [] : given));
  if (isItems(value)) symbols.refuseOperation(value, "spreading");
  if (isSymbol(value))
    session.run.refuse(`spreading ${describe(value)} cannot be said in a template`);
  return new Spread([...distinct(value)]);
}

class Spread {
  constructor(items) {
    this.items = items;
  }
}

/** A list's literal with spreads in it. */
const list = (...items) =>
  items.length === 1 && items[0] instanceof Spread
    ? [...items[0].items]
    : items.flatMap((item) => (item instanceof Spread ? item.items : [item]));

/** A list that alone is spread stays what it is. */
function whole(value) {
  const found = flat(value);
  return isItems(found) ? found : list(spread(found));
}

/** What a call is given by `...value`: of several lists what stands at the same place. */
function spreadGiven(value) {
  const placed = isChoice(resolve(value)) ? byPlace(value) : undefined;
  return placed === undefined ? spread(value) : new Spread(placed);
}

const wholeGiven = (value) => (isChoice(resolve(value)) ? list(spreadGiven(value)) : whole(value));

/** The items of a known list, or of one of several; undefined for anything else. */
function byPlace(given) {
  const value = resolve(given);
  if (!isChoice(value)) return Array.isArray(value) && !isItems(value) ? value : undefined;
  const { condition, then, otherwise } = split(value);
  const sides = [then, otherwise].map(byPlace);
  if (sides.includes(undefined)) return undefined;
  const longest = sides[0].length > sides[1].length ? sides[0] : sides[1];
  return longest.map((_, place) =>
    choose(condition, ...sides.map((side) => (place < side.length ? side[place] : MISSING))),
  );
}

/** What an array pattern takes from. */
function indexed(given) {
  const value = resolve(given);
  if (isSymbol(value) || Array.isArray(value) || isNothing(value)) return value;
  return [...distinct(value)];
}

/** `{taken, ...rest}`. */
function rest(holder, names) {
  const found = merge(holder);
  for (const name of names) delete found[name];
  return found;
}

/** `[first, ...rest]`. */
function restItems(holder, count) {
  if (isSymbol(holder)) symbols.refuseOperation(holder, "the rest");
  const items = isNothing(holder) ? holder : present(holder);
  if (isLoose(items))
    session.run.refuse("the rest of a list that hangs on conditions cannot be said");
  return items.slice(count);
}

/** The turns of a loop, each with its item and where it is made: a boolean, or a condition. `stop`
 * tells whether the loop is left. */
function* turns(given, stop) {
  const value = entriesOf(flat(given));
  if (isSymbol(value)) symbols.refuseOperation(value, "a loop over it, the number of turns");
  for (const item of isLoose(value) ? value : distinct(value)) {
    const test = conditions.allOf(there(item), conditions.negate(truth(stop())));
    if (test !== false) yield { item, test };
    if (stop() === true) return;
  }
}

/** What a loop goes through, each item where it is there. */
function* iterate(given) {
  const value = entriesOf(flat(given));
  if (isSymbol(value)) symbols.refuseOperation(value, "a loop over it, the number of turns");
  if (!isLoose(value)) {
    yield* distinct(value);
    return;
  }
  const { run } = session;
  for (const item of value) {
    const condition = there(item);
    if (condition === false) continue;
    if (condition === true) {
      yield item;
      continue;
    }
    const before = [run.assumptions, run.branches];
    [run.assumptions, run.branches] = conditions.place(condition, true);
    try {
      yield resolve(item);
    } finally {
      [run.assumptions, run.branches] = before;
    }
  }
}

/** What `for (key in holder)` goes through, as a list. */
function keysIn(given) {
  const holder = resolve(given);
  if (isNothing(holder)) return [];
  if (isSymbol(holder) || isLoose(holder)) {
    if (Array.isArray(holder))
      session.run.refuse("the keys of a list that hangs on conditions cannot be said");
    return require("./standard").HANDLERS.get(Object.keys)(holder); // which needs this module
  }
  const found = [];
  for (const name in distinct(holder)) found.push(name);
  return found;
}

/** `key in holder`. */
function contains(keyGiven, holderGiven) {
  const [name, holder] = [resolve(keyGiven), resolve(holderGiven)];
  if (isChoice(holder)) return each(holder, (side) => contains(name, side));
  if (isText(name) && isPlain(holder)) {
    return conditions.anyOf(
      ...Object.keys(holder).map((candidate) => conditions.equal(name, candidate)),
    );
  }
  if (openKeys.has(holder)) {
    session.run.refuse(
      "looking into an object with keys that are not known cannot be said in a template",
    );
  }
  if (isSymbol(name) || isSymbol(holder)) {
    session.run.refuse(
      `looking into ${describe(isSymbol(name) ? name : holder)} cannot be said in a template`,
    );
  }
  return name in holder && isPlain(holder) ? there(holder[name]) : name in holder;
}

/** `value instanceof kind`. */
function isInstance(given, kind) {
  const value = resolve(given);
  if (isChoice(value)) return each(value, (side) => isInstance(side, kind));
  if (isSymbol(value)) return isItems(value) && value instanceof kind;
  return value instanceof kind;
}

/** `typeof value`. */
function typeOf(given) {
  const value = resolve(given);
  if (isChoice(value)) return each(value, typeOf);
  if (isCondition(value)) return "boolean";
  if (isMissing(value)) return "undefined";
  if (typeof value === "string" && isShapeless(value)) symbols.refuseOperation(value, "the type");
  return typeof value;
}

module.exports = {
  contains,
  distinct,
  get,
  indexed,
  isInstance,
  isOutput,
  iterate,
  keysIn,
  key,
  keyed,
  list,
  merge,
  openKeys,
  optional,
  remove,
  rest,
  restItems,
  set,
  spread,
  spreadGiven,
  turns,
  typeOf,
  whole,
  wholeGiven,
};
