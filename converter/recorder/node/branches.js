// An `if` whose test is a condition: both branches are run, each under its assumption.
"use strict";

const session = require("./run");
const { Untold } = session;
const conditions = require("./conditions");
const promising = require("./promising");
const { choose, truth, underBranch } = require("./choices");
const { settled } = require("./waiting");
const refusing = require("./refusing");
const { isCondition, isSymbol, specificationOf } = require("./symbols");

/** One run of an `if` statement. */
class Branch {
  constructor(test) {
    this.outcome = isSymbol(test) ? truth(test) : Boolean(test);
    this.symbolic = isCondition(this.outcome);
    this.before = [];
    this.then = [];
    this.dead = [];
    this.place = null;
  }

  /** Keep the variables' values from before the statement. */
  save(values) {
    this.before = values;
  }

  /** Whether a branch is to be run; assume what it stands under. */
  enter(holds) {
    if (!this.symbolic) return this.outcome === holds;
    const { run } = session;
    this.holds = holds;
    this.place = [run.assumptions, run.branches];
    [run.assumptions, run.branches] = conditions.place(this.outcome, holds);
    return true;
  }

  /** Leave the first branch; give the variables the values from before. */
  turn(values) {
    if (!this.symbolic) return values;
    this.leavePlace();
    this.then = values;
    return this.before;
  }

  /** Leave the statement; give each variable a choice of what the branches made of it. */
  merge(values) {
    if (!this.symbolic) return values;
    this.leavePlace();
    if (this.dead.includes(true)) return values;
    if (this.dead.includes(false)) return this.then;
    return values.map((value, place) => choose(this.outcome, this.then[place], value));
  }

  /** Take an error in a branch: the program's own only mean that the branch must not be. */
  fail(error) {
    if (!this.symbolic) throw error;
    this.leavePlace();
    refusing.goOn(error, this.outcome, this.holds);
    this.dead.push(this.holds);
  }

  /** Refuse a jump out of the statement. */
  leave() {
    if (!this.symbolic) return;
    const words = conditions.describeSpecification(specificationOf(this.outcome));
    session.run.refuse(`a jump that hangs on ${words} cannot be said in a template`);
  }

  leavePlace() {
    if (this.place === null) return;
    [session.run.assumptions, session.run.branches] = this.place;
    this.place = null;
  }
}

/** The test of an `if` that only throws: where a template cannot say it, the program goes on. */
function check(test) {
  const { run } = session;
  if (!run.symbolic || run.catching > 0 || run.checking) return test();
  run.checking = true;
  try {
    const found = test();
    return isSymbol(found) ? truth(found) : found;
  } catch (error) {
    if (!(error instanceof Untold)) throw error;
    const words = "the program refuses some values, which the template does not";
    run.warn("unchecked", `${words}: ${error.message}`);
    return false;
  } finally {
    run.checking = false;
  }
}

/** A value of a variable of another function, as it is after an assignment in a branch. */
function shared(value, before) {
  return session.run.branches.length === 0 ? value : underBranch(value, before());
}

/** A value that is given to who goes through a generator that waits, or gone through as it comes. */
function awaiting(value) {
  const { run } = session;
  if (run.branches.length > 0) {
    run.refuse("what waits in a branch that hangs on a condition cannot be said in a template");
  }
  return settled(value);
}

/** One run of a function that waits. While it does, the program stands where it went on: at first
 * where the function was called, later where nothing is assumed. Then it stands in the function's
 * branches again. */
class Activation {
  constructor() {
    this.outside = standing();
    this.inside = null;
    this.work = new promising.Work();
    session.run.work = this.work;
  }

  /** Begin to wait for a value. */
  wait(value) {
    this.inside = standing();
    promising.awaited(value);
    const awaited = settled(value);
    this.end();
    return Promise.resolve(awaited).then(
      (result) => ({ result }),
      (error) => ({ error }),
    );
  }

  /** Go on with what was waited for. */
  resume(outcome) {
    this.outside = standing();
    Object.assign(session.run, this.inside);
    if ("error" in outcome) throw outcome.error;
    return outcome.result;
  }

  /** Leave the function, or begin to wait. */
  end() {
    Object.assign(session.run, this.outside, { done: this.work });
  }
}

/** Where the program stands: in which branches, and how deep in `try` statements. */
function standing() {
  const { assumptions, branches, catching, work } = session.run;
  return { assumptions, branches, catching, work };
}

/** Begin a `try` statement: how deep the program was in others. */
function trying() {
  const place = standing();
  session.run.catching += 1;
  return place;
}

/** Leave what a `try` statement tries. */
function tried(place) {
  Object.assign(session.run, place);
}

module.exports = {
  Branch,
  activation: () => new Activation(),
  awaiting,
  branch: (test) => new Branch(test),
  check,
  shared,
  tried,
  trying,
};
