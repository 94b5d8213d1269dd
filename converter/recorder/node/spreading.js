// What is spread, and what is taken apart: literals, arguments, patterns.
"use strict";

const session = require("./run");
const conditions = require("./conditions");
const { isGoingOn, oneByOne } = require("./iterators");
const symbols = require("./symbols");
const tables = require("./tables");
const {
  before,
  distinct,
  entriesOf,
  isOpenlyOrdered,
  listed,
  openKeys,
  over,
  put,
  remove,
} = require("./keys");
const { choose, each, flat, isLoose, resolve, split, there } = require("./choices");

const { MISSING, describe, isChoice, isCondition, isItems, isMissing, isSymbol } = symbols;
const isNothing = (value) => value === undefined || value === null;

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
  if (isChoice(source)) {
    mergeChoice(found, source);
    return;
  }
  for (const [name, value] of entriesOf(source)) put(found, name, over(value, before(found, name)));
  for (const name of Object.getOwnPropertySymbols(source)) found[name] = source[name];
}

/** The entries of one of two objects: each is there for its side. */
function mergeChoice(found, choice) {
  const { condition, then, otherwise } = split(choice);
  const [one, other] = [then, otherwise].map((side) => merge(side));
  if (isOpenlyOrdered(one) || isOpenlyOrdered(other))
    session.run.refuse("spreading an object of which the order hangs on conditions cannot be said");
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  const earlier = new Map(names.map((name) => [name, before(found, name)]));
  const lay = (name, holds, ...sides) => {
    const value = over(choose(condition, ...sides), earlier.get(name));
    conditions.under(condition, holds, () => put(found, name, value));
  };
  for (const name of Object.keys(one)) lay(name, true, one[name], earlier.get(name));
  for (const name of Object.keys(other)) {
    lay(name, false, name in one ? one[name] : earlier.get(name), other[name]);
  }
}

/** What a list's literal has from `...value`. */
function spread(given) {
  const value = listed(flat(isMissing(given) ? [] : tables.only(given)));
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

/** What an array pattern of some places takes from; of a generator, as many items as it has places. */
function indexed(given, count = Infinity) {
  const value = resolve(given);
  if (isSymbol(value) || Array.isArray(value) || isNothing(value)) return value;
  if (!isGoingOn(value)) return [...distinct(value)];
  const found = firstItems(distinct(value), count);
  if (count !== Infinity && isLoose(found))
    session.run.refuse("taking some of what a generator gives in a branch cannot be said");
  return found;
}

function firstItems(value, count) {
  const found = [];
  if (count === 0) return found;
  for (const item of oneByOne(value)) {
    found.push(item);
    if (found.length === count) break;
  }
  return found;
}

/** `{taken, ...rest}`. */
function rest(holder, names) {
  const found = merge(holder);
  for (const name of names) remove(found, name);
  return found;
}

/** `[first, ...rest]`. */
function restItems(holder, count) {
  const value = resolve(holder);
  if (isChoice(value)) return each(value, (side) => restItems(side, count));
  if (isSymbol(value)) symbols.refuseOperation(value, "the rest");
  if (isNothing(value)) return value;
  return require("./lists").callMethod(value, "slice", [count]); // which needs this module
}

module.exports = {
  indexed,
  list,
  merge,
  rest,
  restItems,
  spread,
  spreadGiven,
  whole,
  wholeGiven,
};
