// What is waited for: of a choice, both sides.
"use strict";

const session = require("./run");
const promising = require("./promising");
const symbols = require("./symbols");
const { choose, flat, isLoose, split } = require("./choices");
const { listed } = require("./keys");

const { describe, firstSymbol, isMissing, markOf } = symbols;

/** What a value is once it is there; `wait` waits for one that is no choice. */
function settled(value, wait = (side) => side) {
  if (markOf(value) !== "choice") return isMissing(value) ? value : wait(value);
  const { condition, then, otherwise } = split(value);
  const sides = [then, otherwise].map((side) => settled(side, wait));
  return Promise.all(sides).then((known) => choose(condition, ...known));
}

/** What a function of several promises goes through. */
const items = (given) => [...listed(flat(given))];

/** `Promise.all` and the like: each item is waited for there where it is. */
const ofAll = (wait) => (given) => {
  const found = items(given);
  return promising.link(Promise.all(found.map((item) => settled(item, wait))), found);
};

/** `Promise.allSettled`, and what takes the first that does not fail. */
const catching = (take) => (given) => {
  promising.caught(items(given));
  return take(given);
};

const outcome = (value) => Promise.allSettled([value]).then(([found]) => found);

/** What has to be there, whatever a condition says: it is the first of several, or comes by itself. */
function fixed(given, what) {
  const found = items(given);
  if (isLoose(found)) {
    const words = describe(firstSymbol(found));
    session.run.refuse(`${what} over ${words} cannot be said in a template`);
  }
  return found.map((item) => settled(item));
}

/** `Promise.race`, `Promise.any`. */
const ofFirst = (target) => (given) =>
  promising.link(Reflect.apply(target, Promise, [fixed(given, `${target.name}()`)]), items(given));

/** What `for await` goes through. */
const eachAwaited = (given) =>
  Array.isArray(flat(given)) ? fixed(given, "a loop that waits for each item") : given;

/** What the language's functions make of promises that hang on conditions. */
const PROMISES = [
  [Promise.all, ofAll()],
  [Promise.allSettled, catching(ofAll(outcome))],
  [Promise.any, catching(ofFirst(Promise.any))],
  [Promise.race, ofFirst(Promise.race)],
  [Promise.resolve, (value) => Promise.resolve(settled(value))],
];

module.exports = { PROMISES, eachAwaited, settled };
