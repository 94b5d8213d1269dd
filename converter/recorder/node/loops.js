// What loops go through: each item where it is there.
"use strict";

const session = require("./run");
const conditions = require("./conditions");
const symbols = require("./symbols");
const tables = require("./tables");
const { asked, isGoingOn, leftSomewhere, oneByOne } = require("./iterators");
const { distinct, isOpenlyOrdered, listed } = require("./keys");
const { apart, flat, isLoose, resolve, there, truth } = require("./choices");

const { isCondition, isSymbol } = symbols;

/** The turns of a loop, each with its item and where it is made: a boolean, or a condition. `stop`
 * tells whether the loop is left. */
function* turns(given, stop) {
  const ask = (generator) => unless(truth(stop()), () => asked(generator));
  for (const item of itemsOf(given, ask)) {
    const test = conditions.allOf(there(item), conditions.negate(truth(stop())));
    if (test !== false) yield { item, test };
    if (stop() === true) return;
  }
  if (isCondition(truth(stop()))) leftSomewhere(resolve(given));
}

/** Do something where a condition, if it is one, does not hold. */
const unless = (condition, action) =>
  isCondition(condition) ? conditions.under(conditions.negate(condition), true, action) : action();

/** The items that a loop goes through; those of a generator are asked for one by one. */
function* itemsOf(given, ask) {
  const found = flat(tables.only(given));
  const value = isGoingOn(found) ? found : listed(found);
  if (isSymbol(value)) symbols.refuseOperation(value, "a loop over it, the number of turns");
  if (isLoose(value)) yield* apart(value);
  else
    for (const item of oneByOne(distinct(value), ask))
      yield* isGoingOn(value) ? apart([item]) : [item];
}

/** What a loop goes through, each item where it is there. */
function* iterate(given) {
  const { run } = session;
  for (const item of itemsOf(given)) {
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
  if (holder === undefined || holder === null) return [];
  if (isSymbol(holder) || isLoose(holder) || isOpenlyOrdered(holder)) {
    if (Array.isArray(holder))
      session.run.refuse("the keys of a list that hangs on conditions cannot be said");
    return require("./standard").HANDLERS.get(Object.keys)(holder); // which needs this module
  }
  const found = [];
  for (const name in distinct(holder)) found.push(name);
  return found;
}

module.exports = { iterate, keysIn, turns };
