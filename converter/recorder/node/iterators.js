// Iterators that go on: what is taken of one in a branch is taken in that branch only.
"use strict";

const { isGeneratorFunction, isGeneratorObject: isGenerator } = require("util").types;

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

/** The items of a value one by one, of which the body of a loop may take more. `ask` asks a generator
 * for the next one.
 */
function* oneByOne(value, ask = asked) {
  const begun = here();
  for (const item of isGoingOn(value) ? given(value[Symbol.iterator](), ask) : value) {
    yield item;
    if (isIterator(value)) checkOnlyHere(value, begun);
  }
}

/** What a generator gives as long as it is asked. */
function* given(generator, ask) {
  let found = { done: false };
  try {
    for (found = ask(generator); !found.done; found = ask(generator)) yield found.value;
  } finally {
    if (!found.done) generator.return();
  }
}

/** Whether a value is a generator, or what one goes through. */
const isGoingOn = (value) =>
  typeof value === "object" &&
  value !== null &&
  (isGenerator(value) || isGeneratorFunction(value[Symbol.iterator]));

/** Ask for the next item; it may be one that is not there. */
function asked(iterator) {
  const { run } = session;
  run.taking = true;
  try {
    return iterator.next();
  } finally {
    run.taking = false;
  }
}

/** Note that an iterator is left for some values only. */
const leftSomewhere = (value) => isIterator(value) && noted.set(value, "left");

/** What a generator gives, as a list; any other value as it is. */
function entire(value) {
  if (!isGoingOn(value)) return value;
  used(value);
  return [...oneByOne(value)];
}

/** What a library made of iterators: another one, with which they are gone through, or a value. */
function madeOf(found, given) {
  const taken = given.filter(isIterator);
  if (taken.length === 0 || taken.includes(found)) return found;
  if (isIterator(found)) sources.set(found, taken);
  else taken.forEach(used);
  return found;
}

module.exports = {
  asked,
  entire,
  here,
  isGenerator,
  isGoingOn,
  leftSomewhere,
  madeOf,
  oneByOne,
  used,
};
