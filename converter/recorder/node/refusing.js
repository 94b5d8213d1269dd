// What the program refuses: errors that it throws itself, for some values only. A template does not.
"use strict";

const session = require("./run");
const conditions = require("./conditions");
const { refuse } = require("./promising");
const tables = require("./tables");
const { isCondition, specificationOf } = require("./symbols");

const DELIBERATE = Symbol("deliberate");
const sought = new WeakSet(); // what a search gave that may have found nothing
const refused = []; // the conditions under which the program has ended by now

/** Mark an error that the program raises itself. */
function thrown(error) {
  if (error instanceof Error) error[DELIBERATE] = { isLack: isAboutLookUps() };
  return error;
}

/** Whether the program stands where a look-up finds nothing, which a template refuses, too. */
function isAboutLookUps() {
  const last = session.run.branches[session.run.branches.length - 1];
  return last !== undefined && last.holds && tables.isLack(last.specification);
}

/** What an action gives, or the error that the program raises itself in it. */
function attempt(action) {
  try {
    return { value: action() };
  } catch (error) {
    if (isRefusal(error)) return { error };
    refuseCaught();
    throw error;
  }
}

const isRefusal = (error) => error instanceof Error && error[DELIBERATE] !== undefined;

/** Go on without what raised an error: the program's own only mean that it must not be. */
function goOn(error, condition, holds) {
  refuseCaught();
  if (!isRefusal(error)) throw error;
  const { run } = session;
  if (run.branches.length === 0) refused.push(holds ? condition : conditions.negate(condition));
  if (error[DELIBERATE].isLack) return;
  const words = conditions.describeSpecification(specificationOf(condition));
  run.warn(
    "unchecked",
    `the program refuses some values of ${words}, which the template does not: ${run.told(error.message)}`,
    run.position(error),
  );
}

/** End the program where it catches an error that it raises for some values. */
function refuseCaught() {
  const { run } = session;
  if (run.catching > 0) refuse();
  run.work?.fail();
}

/** Whether the program has ended by now where a condition does not hold. */
const isExcluded = (condition) =>
  isCondition(condition) &&
  conditions.under(condition, false, () => refused.some((it) => conditions.simplify(it) === true));

/** Note what a search gives: nothing, for some values. */
function found(value) {
  if (typeof value === "object" && value !== null) sought.add(value);
  return value;
}

/** Fail, as the program does, where a search found nothing of which it takes something. */
function failWithout(holder, words) {
  if (!sought.has(holder)) return;
  const error = new TypeError(words);
  error.place = session.run.position();
  const isKnown = refused.some((condition) => conditions.simplify(condition) === true);
  error[DELIBERATE] = { isLack: isKnown };
  throw error;
}

module.exports = { attempt, failWithout, found, goOn, isExcluded, refuseCaught, thrown };
