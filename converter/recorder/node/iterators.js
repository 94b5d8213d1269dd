// Iterators that go on: what is taken of one in a branch is taken in that branch only.
"use strict";

const session = require("./run");
const { own } = require("./symbols");

const noted = new WeakMap(); // an iterator that a branch takes items of → that branch
const sources = new WeakMap(); // an iterator → those that it goes through

/** Whether a value gives its items once; of one of the program's own, what changes is seen. */
const isIterator = (value) =>
  typeof value === "object" &&
  value !== null &&
  typeof value.next === "function" &&
  typeof value[Symbol.iterator] === "function" &&
  !own.has(value.next);

const here = () => JSON.stringify(session.run.branches);

/** Note that a value is gone through here, and refuse what was gone through in a branch only: for
 * the values of config for which that branch is not run, its items are still to come.
 */
function used(value) {
  if (!session.run.symbolic || !isIterator(value)) return;
  if (noted.has(value)) checkOnlyHere(value, here());
  else if (session.run.branches.length > 0) noted.set(value, here());
  (sources.get(value) ?? []).forEach(used);
}

/** Refuse to go on with what another branch than that which it is gone through in took from. */
function checkOnlyHere(value, branch) {
  if (noted.has(value) && noted.get(value) !== branch)
    session.run.refuse("going on with an iterator of which a branch takes items cannot be said");
}

/** The items of a value one by one, of which the body of a loop may take more. */
function* oneByOne(value) {
  const begun = here();
  for (const item of value) {
    yield item;
    if (isIterator(value)) checkOnlyHere(value, begun);
  }
}

/** What a library made of iterators: another one, with which they are gone through, or a value. */
function madeOf(found, given) {
  const taken = given.filter(isIterator);
  if (taken.length === 0 || taken.includes(found)) return found;
  if (isIterator(found)) sources.set(found, taken);
  else taken.forEach(used);
  return found;
}

module.exports = { madeOf, oneByOne, used };
