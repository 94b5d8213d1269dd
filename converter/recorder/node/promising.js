// Promises that fail for some values only: a template goes on as if they did not, which is wrong where
// the program catches that.
"use strict";

const session = require("./run");
const { own } = require("./symbols");

const works = new WeakMap(); // a promise → what is done for it
const reporting = new WeakSet(); // functions that only tell of an error, or end the program

/** What is done for a promise: whether something in it fails for some values, whether that is caught. */
class Work {
  constructor(before = []) {
    this.before = before.filter((it) => it !== undefined);
    this.mayFail = false;
    this.isCaught = false;
  }

  /** Note that something fails for some values. */
  fail() {
    this.mayFail = true;
    if (this.isCaught) refuse();
  }

  /** Go on when another promise is there. */
  follow(promise) {
    const other = works.get(promise);
    if (other === undefined) return;
    this.before.push(other);
    if (this.isCaught) other.catch();
  }

  /** Note that the program catches what fails. */
  catch() {
    if (this.isCaught) return;
    this.isCaught = true;
    if (this.mayFail) refuse();
    this.before.forEach((it) => it.catch());
  }
}

const refuse = () =>
  session.run.refuse("an error that is raised for some values only, and caught, cannot be said");

/** Note a function that only tells of an error. */
function reports(made) {
  reporting.add(made);
  return made;
}

/** Note what a promise is there for; `before` are the promises that it comes after. */
function link(promise, before) {
  if (!works.has(promise)) works.set(promise, new Work(before.map((it) => works.get(it))));
  return promise;
}

/** What a function of the program gives; a promise is there for what the function does. */
function ofOwn(action) {
  const { run } = session;
  run.done = undefined;
  const found = action();
  if (found instanceof Promise && run.done !== undefined && !works.has(found))
    works.set(found, run.done);
  run.done = undefined;
  return found;
}

/** A promise that a function of the program settles. */
function making(settle) {
  const work = new Work();
  const made = new Promise((...settling) => doing(work, settle)(...settling, work));
  works.set(made, work);
  return made;
}

/** A promise's `then`, `catch` or `finally`; `given` is what the program gives it. */
function continued(promise, method, args, given) {
  const work = new Work([works.get(promise)]);
  const place = { then: 1, catch: 0 }[method];
  const handler = place === undefined ? undefined : given[place];
  if (typeof handler === "function") {
    work.before = [];
    if (own.has(handler) ? !reporting.has(handler) : !isPrinting(handler))
      works.get(promise)?.catch();
    else work.follow(promise);
  }
  const made = Reflect.apply(
    promise[method],
    promise,
    args.map((it) => doing(work, it)),
  );
  works.set(made, work);
  return made;
}

const isPrinting = (handler) => Object.values(console).includes(handler);

/** A function that is called for a promise. */
function doing(work, action) {
  if (typeof action !== "function") return action;
  return function later(...args) {
    const { run } = session;
    const before = run.work;
    run.work = work;
    try {
      const found = ofOwn(() => Reflect.apply(action, this, args));
      work.follow(found);
      return found;
    } finally {
      run.work = before;
    }
  };
}

/** Wait for a value, in what is done for another promise or in a `try`. */
function awaited(value) {
  const { run } = session;
  if (run.catching > 0) works.get(value)?.catch();
  else run.work?.follow(value);
}

/** Note that the program catches what fails in promises. */
const caught = (promises) => promises.forEach((it) => works.get(it)?.catch());

module.exports = { Work, awaited, caught, continued, link, making, ofOwn, refuse, reports };
