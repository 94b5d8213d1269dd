// Members, entries and items: how they are taken and put.
"use strict";

const { isProxy } = require("util").types;

const moments = require("./moments");
const session = require("./run");
const conditions = require("./conditions");
const keys = require("./keys");
const packages = require("./packages");
const refusing = require("./refusing");
const tables = require("./tables");
const symbols = require("./symbols");
const { part } = require("./texts");
const {
  changeShared,
  choose,
  counted,
  each,
  either,
  isEither,
  isLoose,
  isMoving,
  itemAt,
  mayLack,
  present,
  resolve,
  seen,
  split,
  there,
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
  own,
} = symbols;

const MEMBER = /^[A-Z_]/; // how providers name the members of enums
const MANY = 8; // items that may not be there, of which each doubles the cases
const isOutput = (value) =>
  typeof value === "object" && value !== null && value.__pulumiOutput === true;
const isNothing = (value) => value === undefined || value === null;

/** `holder.key` or `holder[key]`; `name` is the variable that the holder is in. */
function get(holderGiven, keyGiven, name) {
  const key = resolve(keyGiven);
  if (
    isChoice(key) ||
    (isEither(key) && (isNumber(key) || isComputing(holderGiven) || lacksOne(holderGiven, key)))
  )
    return each(key, (side) => get(holderGiven, side, name));
  const holder = isSymbol(holderGiven) ? resolve(tables.only(holderGiven)) : holderGiven;
  if (isSymbol(holder)) return memberOfSymbol(holder, key);
  if (isNothing(holder)) {
    const parts = conditions.isNowhere() ? split(holderGiven) : undefined;
    const resource = parts && resourceIn(parts);
    return resource === undefined ? holder[key] : get(resource, key); // fails as it would
  }
  if (isOutput(holder)) return memberOfOutput(holder, key);
  if (isSymbol(key) && !isPlainKey(holder, key)) return lookedUp(holder, key, name);
  if (keys.openKeys.has(holder) && typeof key === "string" && !(key in Object.prototype)) {
    session.run.refuse(
      "looking into an object with keys that are not known cannot be said in a template",
    );
  }
  if (key === "size" && sizes.has(getterOf(holder, key))) return sizeOf(holder);
  if (Array.isArray(holder) && key !== "length" && typeof holder[key] === "function")
    return holder[key];
  if (Array.isArray(holder) && typeof key !== "symbol" && isLoose(holder))
    return memberOfLoose(holder, key);
  moments.tellEnvironment(holder, key);
  const found = holder[key];
  if (found === undefined) checkEnum(holder, key, name);
  return typeof found === "object" && found !== null ? seen(found) : found;
}

/** Tell that a provider's enum lacks a member: TypeScript's compiler would refuse it. In brackets
 * the program may ask for what need not be there. */
function checkEnum(holder, key, name) {
  const words = typeof key === "string" && MEMBER.test(key) ? packages.enumName(holder) : undefined;
  if (words === undefined) return;
  const message = `${words} has no member ${key} in the installed version of its package`;
  if (name === undefined) throw new TypeError(message);
  session.run.warn("unknown-member", message);
}

const sidesOf = (key) => [split(key).then, split(key).otherwise];

/** Whether an object has no entry for one of the texts that a key may be. */
const lacksOne = (holder, key) =>
  isEither(key)
    ? isPlain(holder) && sidesOf(key).some((side) => lacksOne(holder, side))
    : !isSymbol(key) && !Object.prototype.hasOwnProperty.call(holder, key);

/** How a member of an object, or of what it inherits from, is described. */
const accessorOf = (holder, key) => {
  for (let it = Object(holder); it !== null; it = Object.getPrototypeOf(it)) {
    const found = Object.getOwnPropertyDescriptor(it, key);
    if (found !== undefined) return found;
  }
  return undefined;
};
const getterOf = (holder, key) => accessorOf(holder, key)?.get;
const sizes = new Set([Map, Set].map(({ prototype }) => getterOf(prototype, "size")));

/** How many entries a map has, or a set items. */
function sizeOf(holder) {
  if (holder instanceof Map && [...holder.keys()].some(isSymbol))
    session.run.refuse("the number of different values cannot be said where one is not known");
  return counted([...keys.listed(holder)]);
}

/** A key that stands in an object as it is, placeholder and all. */
const isPlainKey = (holder, key) =>
  typeof holder === "object" &&
  typeof key === "string" &&
  Object.prototype.hasOwnProperty.call(holder, key);

function memberOfSymbol(holder, key) {
  const parts = split(holder);
  const resource = parts && resourceIn(parts);
  if (resource !== undefined) {
    const words = "a resource is used here that need not be there";
    const specification = symbols.specificationOf(parts.condition);
    const unless = { specification, holds: parts.then === resource };
    session.run.warn("unassigned", words, undefined, unless);
    return get(resource, key);
  }
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

/** The resource where one side of a choice is none: a template that refers to it where it is not
 * there cannot be deployed, as the program fails there. */
function resourceIn({ then, otherwise }) {
  const lacks = (side) => isNothing(side) || isMissing(side);
  if (lacks(then) === lacks(otherwise)) return undefined;
  const found = lacks(then) ? otherwise : then;
  return found.__pulumiResource === true ? found : undefined;
}

function memberOfSide(holder, side, key) {
  if (isNothing(side) || isMissing(side)) {
    refusing.failWithout(holder, `cannot read .${String(key)} of undefined`);
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
  if (Number.isInteger(index) && index >= tables.shortest(items))
    return get(resolve(tables.opened(items)), key);
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
  if (isNumber(key) && isPlain(holder))
    return tables.lookUp(holder, session.run.tokens.ofNumber(key), name);
  if (isCondition(key)) return get(holder, choose(key, "true", "false"), name);
  refuseProxy(holder);
  if (isText(key) && isPlain(holder) && isComputing(holder)) return computed(holder, key);
  if (isText(key) && isPlain(holder)) return tables.lookUp(holder, key, name);
  return session.run.refuse(
    `looking into an object with ${describe(key)} cannot be said in a template`,
  );
}

/** Whether an object makes a value when it is asked for it. */
const isComputing = (holder) =>
  isPlain(holder) &&
  (isProxy(holder) ||
    Object.values(Object.getOwnPropertyDescriptors(holder)).some((it) => symbols.own.has(it.get)));

/** What an object makes for a key that is not known: for each key where it is that one. */
function computed(holder, key, candidates = Object.keys(holder)) {
  const { compare } = require("./logic"); // which needs this module
  const [candidate, ...others] = candidates;
  if (candidate === undefined) return undefined;
  const isIt = conditions.simplify(compare("===", key, candidate));
  if (!isCondition(isIt)) return isIt ? holder[candidate] : computed(holder, key, others);
  return either(
    isIt,
    () => holder[candidate],
    () => computed(holder, key, others),
  );
}

function refuseProxy(holder) {
  if (isProxy(holder))
    session.run.refuse("a Proxy that is asked for what is not known cannot be said in a template");
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

/** `holder?.rest`; `isDeep`: more than a member is taken of it. */
function optional(holderGiven, rest, isDeep = false) {
  const holder = resolve(tables.asked(holderGiven));
  if (isNothing(holder)) return undefined;
  if (isChoice(holder)) return each(holder, (side) => optional(side, rest, isDeep));
  if (isDeep && isRow(holder)) return optional(tables.orNothing(holder), rest);
  if (tables.mayLack(holder)) return optionalCell(holder, rest);
  if (isRow(holder)) tables.askOptional(holder);
  return isMissing(holder) ? undefined : rest(holder);
}

/** What is taken of what a table may lack: of a list in it where that is there, else of each text. */
function optionalCell(cell, rest) {
  if (!isItems(cell)) return optional(tables.opened(cell, undefined), rest);
  const isThere = conditions.simplify(tables.isThere(cell));
  if (!isCondition(isThere)) return isThere ? rest(cell) : undefined;
  const taken = conditions.under(isThere, true, () => rest(cell));
  return choose(isThere, taken, undefined);
}

/** `holder.key = value`, in a branch with effect for that branch only. */
function set(given, keyGiven, value) {
  const [holder, key] = [tables.only(given), resolve(keyGiven)];
  if (isText(key) && isEither(key)) return each(key, (side) => set(holder, side, value));
  if (isChoice(key) || isCondition(key) || isNumber(key)) {
    session.run.refuse(`a key that is ${describe(key)} cannot be said in a template`);
  }
  const changed = resolve(holder);
  if (isChoice(changed)) {
    eachHolder(changed, (side) => set(side, key, value));
    return value;
  }
  refuseChange(changed);
  refusePlace(changed, key);
  if (isCoercing(changed, key)) refuseCoercing(changed, key, value);
  moments.noteEnvironment(changed, key);
  if (changed === process.env && isSymbol(value) && typeof value !== "string")
    return set(changed, key, part(value));
  if (isText(key)) keys.openKeys.add(changed);
  const isFree = session.run.branches.length === 0;
  changeShared(changed, (side) => set(side, key, value));
  keys.put(changed, key, isFree ? value : underBranch(value, keys.before(changed, key)));
  return value;
}

/** Refuse to change what a table or the config gives: nothing else can stand in its place. */
function refuseChange(holder) {
  if (isItems(holder) || isRow(holder))
    session.run.refuse(`changing ${describe(holder)} cannot be said in a template`);
}

/** Refuse to change an item of a list that has another place in it for some values. */
function refusePlace(list, key) {
  if (!Array.isArray(list) || !/^[0-9]+$/.test(String(key))) return;
  if (list.slice(0, Number(key) + 1).some((_, place) => isMoving(list, place)))
    session.run.refuse("changing an item of a list that hangs on conditions cannot be said");
}

/** Change one of several objects: each where it counts. */
function eachHolder(choice, change) {
  const { condition, then, otherwise } = split(choice);
  if ([then, otherwise].some((side) => typeof side !== "object" || side === null))
    session.run.refuse(`changing ${describe(choice)} cannot be said in a template`);
  conditions.under(condition, true, () => change(then));
  conditions.under(condition, false, () => change(otherwise));
}

/** Whether what is set is not kept as it is: the language, or a library, makes something of it. */
const isCoercing = (holder, key) =>
  holder === process.env ||
  (holder instanceof RegExp && key === "lastIndex") ||
  ArrayBuffer.isView(holder) ||
  (Array.isArray(holder) && key === "length") ||
  isForeign(accessorOf(holder, key)?.set);

const isForeign = (setter) => setter !== undefined && !own.has(setter);

/** Refuse what is not known where it is not kept as it is; the environment keeps texts. */
function refuseCoercing(holder, key, value) {
  if (isSymbol(value) && holder !== process.env) {
    const words = ArrayBuffer.isView(holder) ? "an item" : `a ${String(key)}`;
    session.run.refuse(`${words} that is ${describe(value)} cannot be said in a template`);
  }
  if (session.run.branches.length > 0)
    session.run.refuse("changing it in a branch that hangs on a condition cannot be said");
}

/** `delete holder.key`. */
function remove(given, keyGiven) {
  const [holder, key] = [resolve(given), resolve(keyGiven)];
  if (isChoice(holder)) {
    eachHolder(holder, (side) => remove(side, key));
    return true;
  }
  refuseChange(holder);
  if (Array.isArray(holder) && session.run.symbolic)
    session.run.refuse("deleting an item of a list cannot be said");
  if (isText(key) && isEither(key)) return each(key, (side) => remove(holder, side));
  if (isSymbol(key))
    session.run.refuse(`deleting by ${describe(key)} cannot be said in a template`);
  if (session.run.branches.length === 0) return keys.remove(holder, key);
  if (isCoercing(holder, key))
    session.run.refuse("changing it in a branch that hangs on a condition cannot be said");
  if (Object.prototype.hasOwnProperty.call(holder, key))
    holder[key] = underBranch(MISSING, holder[key]);
  return true;
}

/** A computed key of a literal. */
function key(value) {
  const found = resolve(value);
  if (isSymbol(found) && typeof found !== "string") {
    session.run.refuse(`a key that is ${describe(found)} cannot be said in a template`);
  }
  return found;
}

/** `key in holder`; `isOwn`: not what it has from its class. */
function contains(keyGiven, holderGiven, isOwn = false) {
  const { compare } = require("./logic"); // which needs this module
  const [name, holder] = [resolve(keyGiven), resolve(holderGiven)];
  if (isChoice(holder)) return each(holder, (side) => contains(name, side, isOwn));
  if (isSymbol(name)) refuseProxy(holder);
  if (isText(name) && isPlain(holder)) {
    return conditions.anyOf(
      ...Object.keys(holder).map((candidate) =>
        conditions.allOf(compare("===", name, candidate), there(holder[candidate])),
      ),
    );
  }
  if (keys.openKeys.has(holder)) {
    session.run.refuse(
      "looking into an object with keys that are not known cannot be said in a template",
    );
  }
  if (isSymbol(name) || isSymbol(holder)) {
    session.run.refuse(
      `looking into ${describe(isSymbol(name) ? name : holder)} cannot be said in a template`,
    );
  }
  if (Array.isArray(holder) && isLoose(holder) && /^[0-9]+$/.test(String(name)))
    return compare(">", counted(holder), Number(name));
  const found = Object.getOwnPropertyDescriptor(isOwn ? holder : Object(holder), name);
  const isThere = found !== undefined && there(found.value);
  return isThere === true || isOwn ? isThere : name in withoutOwn(holder, found) || isThere;
}

/** Where to look on for what an object need not have itself. */
const withoutOwn = (holder, found) =>
  found === undefined ? holder : (Object.getPrototypeOf(holder) ?? {});

/** `value instanceof kind`. */
function isInstance(given, kindGiven) {
  const [value, kind] = [resolve(given), resolve(kindGiven)];
  if (isChoice(kind)) return each(kind, (side) => isInstance(value, side));
  const asked = kind?.[Symbol.hasInstance];
  if (symbols.own.has(asked))
    return require("./standard").HANDLERS.get(Boolean)(Reflect.apply(asked, kind, [value]));
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
  get,
  isInstance,
  isOutput,
  key,
  optional,
  remove,
  set,
  typeOf,
};
