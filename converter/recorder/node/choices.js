// One of two values, by a condition: how it is made and what may be done with it.
"use strict";

const session = require("./run");
const conditions = require("./conditions");
const refusing = require("./refusing");
const symbols = require("./symbols");

const { MARK, MISSING, isChoice, isCondition, isMissing, isNumber, isText, lift, markOf } = symbols;

/** The condition and both values of a choice; the key of a value that may not be set is asked now. */
function partsOf(choice) {
  if (markOf(choice) === "optional") return require("./configuration").choiceOf(choice);
  return choice;
}

/** A choice's condition. */
const conditionOf = (choice) => conditions.byName(partsOf(choice).condition);

/** A choice between texts, or between numbers, as what it is made of; undefined for others. */
function merged(value) {
  const token = isNumber(value) ? session.run.tokens.ofNumber(value) : value;
  return typeof token === "string" ? session.run.whole(token, "choice") : undefined;
}

/** The first choice between texts inside of a text, as a choice between two whole ones. */
function mergedInside(text) {
  const { nodes, tokens } = session.run;
  for (const part of tokens.cut(text)) {
    const node = typeof part === "string" ? undefined : nodes.get(part.identity);
    if (part.kind !== "string" || node?.node !== "choice") continue;
    const token = tokens.write(part.kind, part.identity);
    const [then, otherwise] = [node.then, node.otherwise].map((it) =>
      text.replaceAll(token, () => it),
    );
    return { ...node, then, otherwise };
  }
  return undefined;
}

/** What chooses between two values, and the values; undefined for what is no choice. */
function split(value) {
  if (isChoice(value)) {
    const { condition, then, otherwise } = partsOf(value);
    return { condition: conditions.byName(condition), then, otherwise };
  }
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const found = merged(value) ?? (isText(value) ? mergedInside(value) : undefined);
  if (found === undefined) return undefined;
  const [then, otherwise] = [lift(found.then), lift(found.otherwise)];
  return { condition: conditions.byName(found.condition), then, otherwise };
}

/** Whether a value is one of two, both of which are there to be calculated with. */
const isEither = (value) => isChoice(value) || (isOpen(value) && split(value) !== undefined);

/** The side of a choice that counts under the assumptions at this place, if one does. */
function resolve(value) {
  let found = value;
  if (session.run.assumptions.length === 0) return found;
  for (;;) {
    const parts = isOpen(found) ? split(found) : undefined;
    if (parts === undefined) return found;
    const settled = conditions.simplify(parts.condition);
    if (typeof settled !== "boolean") return found;
    found = settled ? parts.then : parts.otherwise;
  }
}

const isOpen = (value) =>
  isText(value) || typeof value === "number" || markOf(value) === "choice" || isAsked(value);
/** Whether a config value that may not be set was asked for whether it is. */
const isAsked = (value) => symbols.isOptional(value) && require("./configuration").isAsked(value);

/** Do something with both values of a choice, or with the one that counts at this place. */
function each(choice, change) {
  const settled = resolve(choice);
  if (settled !== choice && split(settled) === undefined) return change(settled);
  const { condition, then, otherwise } = split(settled);
  return either(
    condition,
    () => change(resolve(then)),
    () => change(resolve(otherwise)),
  );
}

/** What is made under a condition, or under its opposite; where the program refuses one of these, the
 * other. `combine` puts both together. */
function either(condition, then, otherwise, combine = (...sides) => choose(condition, ...sides)) {
  const [one, other] = [
    [true, then],
    [false, otherwise],
  ].map(([holds, make]) =>
    conditions.under(condition, holds, () => ({ holds, ...refusing.attempt(make) })),
  );
  const refused = [one, other].filter(({ error }) => error !== undefined);
  if (refused.length === 2) throw one.error;
  if (refused.length === 0) return combine(one.value, other.value);
  refusing.goOn(refused[0].error, condition, refused[0].holds);
  const { holds, value } = refused[0] === one ? other : one;
  return isCondition(value)
    ? conditions.under(condition, holds, () => conditions.simplify(value))
    : value;
}

/** One of two values by a condition, in the plainest form that can say it. */
function choose(given, thenGiven, otherwiseGiven) {
  let [condition, then, otherwise] = [conditions.simplify(given), thenGiven, otherwiseGiven];
  if (typeof condition === "boolean") return condition ? then : otherwise;
  [then, otherwise] = [decided(condition, true, then), decided(condition, false, otherwise)];
  if (isSame(then, otherwise)) return then;
  if (isBoolean(then) && isBoolean(otherwise)) return chosenBoolean(condition, then, otherwise);
  if (conditions.isOpposite(condition)) {
    condition = conditions.negate(condition);
    [then, otherwise] = [otherwise, then];
  }
  const name = conditions.nameOf(condition);
  if (isKnownList(then) && isKnownList(otherwise)) {
    const lists = mergedLists(name, then, otherwise);
    if (lists !== undefined) return lists;
  }
  if (typeof then === "string" && typeof otherwise === "string") {
    return session.run.node("string", { node: "choice", condition: name, then, otherwise });
  }
  if (Number.isFinite(then) && Number.isFinite(otherwise)) {
    const [one, other] = [wireNumber(then), wireNumber(otherwise)];
    const kind = isInteger(one) && isInteger(other) ? "integer" : "number";
    return symbols.symbol(kind, { node: "choice", condition: name, then: one, otherwise: other });
  }
  return choiceOf(name, then, otherwise);
}

/** A side of a choice, without the choices inside that the condition of that one decides. */
function decided(condition, holds, side) {
  if (!isOpen(side)) return side;
  return conditions.under(condition, holds, () => {
    const value = resolve(side);
    const name = conditions.known(condition) ?? conditions.known(conditions.negate(condition));
    return name !== undefined && hangsOn(value, name) ? without(value) : value;
  });
}

/** Whether a condition of a name decides something in a choice. */
function hangsOn(value, name) {
  const parts = wholeOf(value);
  if (parts === undefined) return false;
  return parts.condition === name || [parts.then, parts.otherwise].some((it) => hangsOn(it, name));
}

/** The name of what chooses, and the values, where a value as a whole is one of two. */
const wholeOf = (value) =>
  markOf(value) === "choice" || isAsked(value) ? partsOf(value) : merged(value);

/** A choice without those in it that are decided at this place. */
function without(given) {
  const value = resolve(given);
  return wholeOf(value) === undefined ? value : each(value, without);
}

/** A choice between any two values, as an object. */
const choiceOf = (name, then, otherwise) => ({
  [MARK]: "choice",
  condition: name,
  then,
  otherwise,
});

const wireNumber = (value) => session.run.tokens.ofNumber(value) ?? value;
const isInteger = (value) =>
  Number.isInteger(value) || session.run.tokens.read(value)?.kind === "integer";
const isBoolean = (value) => typeof value === "boolean" || isCondition(value);
const isKnownList = (value) => Array.isArray(value) && !symbols.isItems(value);

function isSame(then, otherwise) {
  if (then === otherwise || Object.is(then, otherwise)) return true;
  if (isMissing(then) || isMissing(otherwise)) return isMissing(then) && isMissing(otherwise);
  return isCondition(then) && isCondition(otherwise) && conditions.same(then, otherwise);
}

/** One list where one of two only has more items behind those of the other. */
function mergedLists(name, then, otherwise) {
  const [shorter, longer] = then.length <= otherwise.length ? [then, otherwise] : [otherwise, then];
  if (shorter.length === 0 || !shorter.every((item, place) => isSame(item, longer[place]))) {
    return undefined;
  }
  const more = longer
    .slice(shorter.length)
    .map((item) => choiceOf(name, ...(longer === then ? [item, MISSING] : [MISSING, item])));
  const merged = [...shorter, ...more];
  share(merged, then, name, true);
  share(merged, otherwise, name, false);
  return merged;
}

const shares = new WeakMap(); // a list → those that are the same list where a condition holds, or not

/** Note that two lists are one under a condition: what changes one changes the other. */
function share(one, other, name, holds) {
  for (const [list, same] of [
    [one, other],
    [other, one],
  ]) {
    if (!shares.has(list)) shares.set(list, []);
    shares.get(list).push({ list: same, condition: conditions.byName(name), holds });
  }
}

/** Whether a list is another one as well, under some condition. */
const isShared = (list) => shares.has(list);

const beingChanged = new Set();

/** Change the lists that a list is as well, each where it is. */
function changeShared(list, change) {
  if (!isShared(list)) return;
  beingChanged.add(list);
  for (const { list: other, condition, holds } of [...shares.get(list)]) {
    const settled = conditions.simplify(condition);
    if (beingChanged.has(other) || settled === !holds) continue;
    const [assumptions, branches] = conditions.place(condition, holds);
    branches[branches.length - 1].isOfShared = true;
    session.run.standing(assumptions, branches, () => change(other));
  }
  beingChanged.delete(list);
}

/** Whether what counts of two booleans holds, in the plainest form that can say it. */
function chosenBoolean(given, thenGiven, otherwiseGiven) {
  let [condition, then, otherwise] = [given, thenGiven, otherwiseGiven];
  const opposite = conditions.negate(condition);
  const [first, second] = [
    conditions.under(condition, true, () => conditions.simplify(then)),
    conditions.under(condition, false, () => conditions.simplify(otherwise)),
  ];
  let found;
  if (first === true) found = conditions.anyOf(condition, second);
  else if (second === true) found = conditions.anyOf(opposite, first);
  else {
    found = conditions.anyOf(
      conditions.allOf(condition, first),
      conditions.allOf(opposite, second),
    );
  }
  const values = [then, otherwise].filter(isCondition);
  if (!isCondition(found) || values.some((side) => side.token === null)) return found;
  // Where it is used as a value, it stays the choice of the values that the sides are.
  if (conditions.isOpposite(condition)) {
    condition = conditions.negate(condition);
    [then, otherwise] = [otherwise, then];
  }
  const token = session.run.node("boolean", {
    node: "choice",
    condition: conditions.nameOf(condition),
    then: wire(then),
    otherwise: wire(otherwise),
  });
  return symbols.condition(symbols.specificationOf(found), token);
}

/** A list with the items of both sides of a choice of lists, each there for its side; what both have
 * is one item. */
function flat(given) {
  const value = resolve(given);
  if (!isChoice(value)) return value;
  const { condition, then, otherwise } = partsOf(value);
  const sides = [then, otherwise].map(flat);
  const nothing = (side) => side === undefined || side === null || isMissing(side);
  if (!sides.every((side) => nothing(side) || isKnownList(side))) return value;
  const [one, other] = sides.map((side) => (nothing(side) ? [] : side));
  const pairs = aligned(one, other);
  if (one.length === 1 && other.length === 1 && pairs.length === 2)
    return [choose(conditions.byName(condition), one[0], other[0])]; // one item, whichever side
  return pairs.map(([left, right]) => {
    const isThere = choose(conditions.byName(condition), there(left), there(right));
    const both = isMissing(left) || isMissing(right) ? undefined : whereThere(left);
    if (both === undefined) return choiceOf(condition, left, right);
    return isThere === true ? both : choose(isThere, both, MISSING);
  });
}

/** The items of two lists in an order that fits both: each by itself, or with an equal one. */
function aligned(one, other) {
  const [left, right] = [one, other].map((items) => items.map(whereThere));
  const lengths = left.map(() => right.map(() => 0));
  const longest = (row, column) => lengths[row]?.[column] ?? 0;
  const isEqual = (row, column) => isFixed(left[row]) && left[row] === right[column];
  for (let row = left.length - 1; row >= 0; row--) {
    for (let column = right.length - 1; column >= 0; column--) {
      lengths[row][column] = isEqual(row, column)
        ? longest(row + 1, column + 1) + 1
        : Math.max(longest(row + 1, column), longest(row, column + 1));
    }
  }
  const found = [];
  let [row, column] = [0, 0];
  while (row < one.length || column < other.length) {
    if (row < one.length && column < other.length && isEqual(row, column))
      found.push([one[row++], other[column++]]);
    else if (row < one.length && longest(row + 1, column) >= longest(row, column + 1))
      found.push([one[row++], MISSING]);
    else if (column < other.length) found.push([MISSING, other[column++]]);
    else found.push([one[row++], MISSING]);
  }
  return found;
}

const isFixed = (value) =>
  ["string", "number", "boolean"].includes(typeof value) && !symbols.isSymbol(value);

/** What an item is where it is there. */
function whereThere(item) {
  const isThere = there(item);
  if (isThere === false) return undefined;
  return isThere === true ? resolve(item) : conditions.under(isThere, true, () => resolve(item));
}

/** Whether an item or an entry is there: a boolean, or a condition. */
function there(given) {
  const entry = resolve(given);
  if (isMissing(entry)) return false;
  if (markOf(entry) !== "choice") return true;
  const condition = conditions.byName(entry.condition);
  return choose(
    condition,
    conditions.under(condition, true, () => there(entry.then)),
    conditions.under(condition, false, () => there(entry.otherwise)),
  );
}

/** Whether something in a list or object may not be there. */
function isLoose(value) {
  if (typeof value !== "object" || value === null || symbols.isSymbol(value)) return false;
  if (!Array.isArray(value) && !symbols.hasEntries(value)) return false;
  return Object.values(value).some(mayLack);
}

/** The items of a list that are there, where the assumptions at this place settle which; the list
 * itself where they do not. */
function present(list) {
  if (!isLoose(list)) return list;
  const items = list.map((item) => ({ item, isThere: there(item) }));
  if (items.some(({ isThere }) => typeof isThere !== "boolean")) return list;
  return items.filter(({ isThere }) => isThere).map(({ item }) => resolve(item));
}

/** Whether an item need not be there where one behind it is, which has its place then. */
function isMoving(list, place) {
  if (!mayLack(list[place])) return false;
  return list.slice(place + 1).some((it) => {
    const isThere = there(it);
    if (typeof isThere === "boolean") return isThere;
    return conditions.under(isThere, true, () => there(list[place])) !== true;
  });
}

/** How many of a list's items are there. */
function counted(list) {
  const { add } = require("./texts"); // which needs this module
  return list.reduce((count, item) => {
    const isThere = there(item);
    if (typeof isThere === "boolean") return isThere ? add(count, 1) : count;
    return choose(
      isThere,
      conditions.under(isThere, true, () => add(count, 1)),
      conditions.under(isThere, false, () => resolve(count)),
    );
  }, 0);
}

/** The item at a place of those that are there. */
function itemAt(list, place) {
  const [first, ...others] = list;
  if (first === undefined && others.length === 0) return undefined;
  const isThere = there(first);
  const later = () => itemAt(others, place);
  const here = () => (place === 0 ? resolve(first) : itemAt(others, place - 1));
  if (typeof isThere === "boolean") return isThere ? here() : later();
  return refusing.found(either(isThere, here, later));
}

/** Whether an entry of a map may not be there. */
const isLooseMap = (value) => value instanceof Map && [...value.values()].some(mayLack);

const mayLack = (entry) =>
  (markOf(entry) === "choice" || isMissing(entry)) && there(entry) !== true;

/** Items in a row, of which each is one value where it is there. */
const apart = (items, isOne = isSure) => items.flatMap((item) => apartOf(item, isOne));

const isSure = (item) => markOf(item) !== "choice" || !mayLack(item);

function apartOf(given, isOne) {
  const item = resolve(given);
  if (isMissing(item)) return [];
  if (isOne(item)) return [item];
  const { condition, then, otherwise } = item;
  return [
    ...apartOf(then, isOne).map((each) => choiceOf(condition, each, MISSING)),
    ...apartOf(otherwise, isOne).map((each) => choiceOf(condition, MISSING, each)),
  ];
}

/** An item or an entry as the program sees it: what is not there is undefined. */
function seen(given) {
  const value = resolve(given);
  if (isMissing(value)) return undefined;
  if (markOf(value) !== "choice") return value;
  const [then, otherwise] = [seen(value.then), seen(value.otherwise)];
  if (then === value.then && otherwise === value.otherwise) return value;
  return choose(conditions.byName(value.condition), then, otherwise);
}

const places = new WeakMap(); // what was made in a branch → the branches that the program was in

/** Note what is made here: a change of it in the same branch needs no condition. */
function made(value) {
  const { branches } = session.run;
  if (branches.length > 0 && typeof value === "object" && value !== null)
    places.set(value, branches);
  return value;
}

/** Whether a change of an object counts wherever the object is there. */
const isUnconditional = (holder) => {
  const { branches } = session.run;
  return branches.length === 0 || places.get(holder) === branches;
};

/** A value that counts in the branches that the program is in; elsewhere there is another one. */
function underBranch(value, otherwise) {
  const { run } = session;
  const [only, ...others] = run.branches;
  // Nobody wrote the opposite of what chooses between two lists: it needs no name
  if (only?.isOfShared && !only.holds && others.length === 0) {
    const given = symbols.condition(only.specification);
    return run.standing([], run.branches, () => choose(given, otherwise, value));
  }
  const name = conditions.here();
  if (name === null) return value;
  return run.standing([], run.branches, () => choose(conditions.byName(name), value, otherwise));
}

/** A value as it goes to the engine: placeholders for what is not known. */
function wire(given) {
  const value = resolve(given);
  switch (typeof value) {
    case "number":
      if (!Number.isFinite(value))
        session.run.refuse(`${value} as a number cannot be said in a template`);
      return wireNumber(value);
    case "string":
      return session.run.spelled(value);
    case "object":
      return value === null ? null : wireObject(value);
    default:
      return value;
  }
}

function wireObject(value) {
  const mark = markOf(value);
  if (mark === "condition") return wireCondition(value);
  if (mark === "choice" || mark === "optional") return wireChoice(value);
  if (mark === "row") return wire(require("./tables").alternatives(value));
  if (mark === "missing") return undefined;
  if (mark === "count") symbols.refuseOperation(value, "a use");
  if (Array.isArray(value)) {
    return value.filter((item) => !isMissing(resolve(item))).map((item) => wire(item) ?? null);
  }
  const found = {};
  for (const [key, item] of Object.entries(value)) {
    const wired = wire(item);
    if (wired !== undefined) found[key] = wired;
  }
  return found;
}

function wireCondition(value) {
  if (value.token !== null && value.token !== undefined) return value.token;
  const settled = conditions.simplify(value);
  if (typeof settled === "boolean") return settled;
  const otherwise = conditions.isOpposite(value);
  const condition = conditions.nameOf(otherwise ? conditions.negate(value) : value);
  return session.run.node("boolean", { node: "choice", condition, then: !otherwise, otherwise });
}

function wireChoice(value) {
  const { condition, then, otherwise } = partsOf(value);
  const [one, other] = [
    [true, then],
    [false, otherwise],
  ].map(([holds, side]) => conditions.under(conditions.byName(condition), holds, () => wire(side)));
  const absent = one === undefined || other === undefined ? { absent: true } : {};
  const sides = { then: one ?? null, otherwise: other ?? null };
  return session.run.node("json", { node: "choice", condition, ...sides, ...absent });
}

/** Whether a value counts as true: a boolean, or a condition. */
function truth(given) {
  const value = resolve(require("./tables").asked(given));
  const parts = split(value);
  if (parts !== undefined) return each(value, truth);
  if (isText(value)) return truthOfText(value);
  if (require("./tables").mayLack(value)) return require("./tables").isOneOf(value, Boolean);
  if (isNumber(value)) return conditions.negate(conditions.equal(value, 0));
  if (isCondition(value)) return conditions.simplify(value);
  if (symbols.isRow(value)) return require("./tables").isThere(value);
  return isMissing(value) ? false : Boolean(value);
}

function truthOfText(value) {
  const { run } = session;
  const read = run.tokens.read(value);
  if (read === null || read.identity[0] !== "c") return true;
  const lookup = run.whole(value, "lookup");
  if (lookup !== undefined) return require("./tables").isFilled(value);
  if (symbols.isShapeless(value)) symbols.refuseOperation(value, "the truth");
  return conditions.negate(conditions.equal(value, ""));
}

module.exports = {
  apart,
  changeShared,
  choiceOf,
  choose,
  conditionOf,
  counted,
  each,
  either,
  flat,
  isEither,
  isLoose,
  isLooseMap,
  isMoving,
  isShared,
  isUnconditional,
  itemAt,
  made,
  mayLack,
  partsOf,
  present,
  resolve,
  seen,
  split,
  there,
  truth,
  underBranch,
  whereThere,
  wire,
};
