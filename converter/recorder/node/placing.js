// What a call is given by `...list`: each argument at the place that it has in the end.
"use strict";

const session = require("./run");
const symbols = require("./symbols");
const { either, isLoose, isMoving, mayLack, resolve, there } = require("./choices");
const { list, spread } = require("./spreading");

const MOST_OPEN = 4; // of the arguments that need not be there, each doubles the calls

/** Whether it is not known how many arguments there are. */
const isOpenList = (args) => symbols.isItems(args) || isLoose(args);

/** What a function gives that knows nothing of symbols: `use` is done with each of the lists that
 * its arguments may be. */
function ofEachList(args, use) {
  if (symbols.isItems(args)) return ofEachList(list(spread(args)), use);
  return placed(args, (place) => mayLack(args[place]), use);
}

/** The same of a function of the program, which has names for its first places: behind these, it
 * takes a list. */
function ofOwn(target, args, use) {
  if (!isOpenList(args)) return use(args);
  const { length, takesMore } = parametersOf(target);
  if (symbols.isItems(args) && length > 0 && takesMore)
    return ofOwn(target, list(spread(args)), use);
  if (symbols.isItems(args)) return use(length === 0 ? args : firstOf(args, length));
  return placed(args, (place, all) => place < length && isMoving(all, place), use);
}

/** What a class of the program is given by `super(...list)`, which is said once. */
function inherited(target, args) {
  let calls = 0;
  const found = ofOwn(target, args, (all) => {
    calls++;
    return all;
  });
  if (calls > 1)
    session.run.refuse(
      "super() with arguments that hang on conditions cannot be said in a template",
    );
  return found;
}

/** Do something with arguments of which one, where `isOpen` says so, may leave its place to the next;
 * with each of the lists that they are then. */
function placed(args, isOpen, use, left = MOST_OPEN) {
  if (!isLoose(args)) return use(args);
  const place = args.findIndex((it, at) => mayLack(it) && isOpen(at, args));
  if (place < 0) return use(args);
  if (left === 0)
    session.run.refuse("so many arguments that hang on conditions cannot be said in a template");
  const given = (...items) =>
    placed([...args.slice(0, place), ...items, ...args.slice(place + 1)], isOpen, use, left - 1);
  const isThere = there(args[place]);
  const here = () => given(resolve(args[place]));
  if (typeof isThere === "boolean") return isThere ? here() : given();
  return either(isThere, here, () => given());
}

/** Items of a list of unknown length, one for each name of a function. */
function firstOf(items, length) {
  const { get } = require("./members"); // which needs this module
  return Array.from({ length }, (_, place) => get(items, place));
}

/** How many parameters a function of the program has a name for, and whether it takes more. In
 * `arguments` all have a place. Of a class without a constructor, that of its parent counts. */
function parametersOf(target) {
  const text = Function.prototype.toString.call(target);
  if (/\barguments\b/.test(text)) return { length: Infinity, takesMore: true };
  if (!/^class\b/.test(text))
    return { length: target.length, takesMore: text.split(/\)|=>/, 1)[0].includes("...") };
  const [, parameters] = /\bconstructor\s*\(([^)]*)\)/.exec(text) ?? [];
  if (parameters !== undefined)
    return { length: target.length, takesMore: parameters.includes("...") };
  const parent = Object.getPrototypeOf(target);
  return parent === Function.prototype ? { length: 0, takesMore: false } : parametersOf(parent);
}

module.exports = { inherited, isOpenList, ofEachList, ofOwn };
