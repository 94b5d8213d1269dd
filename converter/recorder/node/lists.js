// The methods of lists, with items that are not known or may not be there.
"use strict";

const session = require("./run");
const conditions = require("./conditions");
const symbols = require("./symbols");
const { joined } = require("./texts");
const {
  choiceOf,
  choose,
  flat,
  isLoose,
  resolve,
  seen,
  there,
  truth,
  underBranch,
} = require("./choices");
const { compare } = require("./logic");

const { MISSING, describe, isChoice, isCondition, isItems, isSymbol, isText } = symbols;
const CHANGING = new Set(["copyWithin", "fill", "pop", "reverse", "shift", "splice"]);
const CARRYING = new Set([
  ...CHANGING,
  "at",
  "entries",
  "forEach",
  "keys",
  "map",
  "reduce",
  "reduceRight",
  "slice",
  "toReversed",
  "values",
  "with",
]);

/** Call a method of a list. */
function callMethod(list, method, given) {
  const { HANDLERS } = require("./standard"); // which needs this module
  const args = given.map((value) => HANDLERS.get(value) ?? value); // `filter(Boolean)`
  if (isItems(list)) return methodOfItems(list, method, args);
  if (method in OWN) return OWN[method](list, ...args);
  if (isLoose(list)) return methodOfLoose(list, method, args);
  if (CHANGING.has(method) && session.run.branches.length > 0) {
    session.run.refuse(`${method}() in a branch that hangs on a condition cannot be said`);
  }
  if (args.some(isSymbol) && method !== "fill") {
    session.run.refuse(
      `${method}() with ${describe(args.find(isSymbol))} cannot be said in a template`,
    );
  }
  const found = list[method](...(CARRYING.has(method) ? args : args.map(watched)));
  return Array.isArray(found) ? found : seen(found);
}

/** A function of which a method of lists only takes what is known. */
function watched(value) {
  if (typeof value !== "function") return value;
  return (...args) => {
    const found = value(...args);
    if (isSymbol(found))
      session.run.refuse(
        `a list's method is given ${describe(found)}, which cannot be said in a template`,
      );
    return found;
  };
}

/** Call a method of a list of unknown length. */
function methodOfItems(items, method, args) {
  if (method === "join") return joined(items, args[0] === undefined ? "," : args[0]);
  if (method === "map") return mapped(items, args[0]);
  if (method === "toString") return joined(items, ",");
  if (method === "at" && args[0] >= 0) return require("./members").get(items, args[0]);
  return symbols.refuseOperation(items, `${method}()`);
}

/** What is made of each item of a list of unknown length: the items as they are. */
function mapped(items, change) {
  const { run } = session;
  const each = run.node("string", { node: "each", of: items[0] });
  const found = change(each);
  if (found === each) return items;
  const made = typeof found === "string" ? run.whole(found, "each") : undefined;
  if (made !== undefined) return [made.of];
  return run.refuse(
    "a list made from each item of a list of unknown length cannot be said in a template",
  );
}

/** Call a method of a list of which an item may not be there. */
function methodOfLoose(list, method, args) {
  if (method === "map" || method === "forEach") {
    const made = changed(list, args[0]);
    return method === "map" ? made : undefined;
  }
  if (method === "slice" && args.length === 0) return [...list];
  return session.run.refuse(`${method}() of what hangs on conditions cannot be said in a template`);
}

/** What is made of each item, there where the item is. */
const changed = (list, change) =>
  list.flatMap((item, place) => ofItem(item, (value) => change(value, place, list)));

/** The items of lists in a list, each there where its list is. */
function flattened(list, depth = 1) {
  if (isSymbol(depth))
    session.run.refuse(`flat() with ${describe(depth)} cannot be said in a template`);
  return list.flatMap((given) => {
    const item = flat(given);
    if (!Array.isArray(item)) return [item];
    if (isItems(item))
      return session.run.refuse(`a list that holds ${describe(item)} cannot be said in a template`);
    return depth > 1 ? flattened(item, depth - 1) : item;
  });
}

/** What is made of an item, there where the item is. */
function ofItem(item, make) {
  const condition = there(item);
  if (condition === false) return [];
  if (condition === true) return [make(item)];
  const made = conditions.under(condition, true, () => make(resolve(item)));
  return [choiceOf(conditions.nameOf(condition), made, MISSING)];
}

/** Whether a test holds for an item: a boolean, or a condition. */
function holds(test, item, place, list) {
  const condition = there(item);
  if (condition === false) return false;
  if (condition === true) return truth(test(item, place, list));
  const found = conditions.under(condition, true, () => truth(test(resolve(item), place, list)));
  return conditions.allOf(condition, found);
}

/** The items that a test holds for, each under its condition. */
function filtered(list, test) {
  return list.flatMap((item, place) => {
    const outcome = holds(test, item, place, list);
    if (!isCondition(outcome)) return outcome ? [item] : [];
    return [
      choose(
        outcome,
        conditions.under(outcome, true, () => resolve(item)),
        MISSING,
      ),
    ];
  });
}

/** The first item that a test holds for. */
function found(list, test) {
  const tests = list.map((item, place) => holds(test, item, place, list));
  return tests.reduceRight((rest, outcome, place) => {
    if (!isCondition(outcome)) return outcome ? seen(list[place]) : rest;
    return choose(
      outcome,
      conditions.under(outcome, true, () => resolve(list[place])),
      rest,
    );
  }, undefined);
}

/** Whether a value is among the items: a boolean, or a condition. */
function includes(list, value, ...rest) {
  if (rest.length > 0 && isSymbol(value))
    session.run.refuse("includes() from a place on cannot be said");
  if (!isSymbol(value) && !isLoose(list) && !list.some(isSymbol))
    return list.includes(value, ...rest);
  return conditions.anyOf(...list.map((item) => holds((it) => compare("===", value, it), item)));
}

function placeOf(list, value, ...rest) {
  if (isSymbol(value) || list.some(isSymbol) || isLoose(list)) {
    const symbol = isSymbol(value) ? value : list.find(isSymbol);
    session.run.refuse(`indexOf() with ${describe(symbol)} cannot be said in a template`);
  }
  return list.indexOf(value, ...rest);
}

function placeFound(list, test) {
  const tests = list.map((item, place) => holds(test, item, place, list));
  if (tests.some(isCondition))
    session.run.refuse("findIndex() by a condition cannot be said in a template");
  return tests.indexOf(true);
}

/** Add items; in a branch, each is there under its condition. */
function pushed(list, ...items) {
  list.push(...added(items));
  return list.length;
}

function unshifted(list, ...items) {
  list.unshift(...added(items));
  return list.length;
}

function added(items) {
  if (session.run.branches.length === 0) return items;
  return items.map((item) => underBranch(item, MISSING));
}

function sorted(list, compareItems) {
  if (session.run.branches.length > 0)
    session.run.refuse("sort() in a branch that hangs on a condition cannot be said");
  if (
    list.some((item) => isText(item) || isChoice(item)) ||
    (compareItems === undefined && symbols.holdsSymbol(list, 2))
  ) {
    session.run.refuse(
      `sort() of ${describe(symbols.firstSymbol(list))} cannot be said in a template`,
    );
  }
  return list.sort(watched(compareItems));
}

const OWN = {
  concat: (list, ...others) => [...list, ...flattened(others)],

  every: (list, test) =>
    conditions.allOf(
      ...list.map((item, place) =>
        there(item) === true
          ? holds(test, item, place, list)
          : conditions.anyOf(conditions.negate(there(item)), holds(test, item, place, list)),
      ),
    ),
  filter: filtered,
  find: found,
  flat: flattened,
  flatMap: (list, change) => flattened(changed(list, change)),
  findIndex: placeFound,
  includes,
  indexOf: placeOf,
  join: (list, delimiter = ",") => joined(list, delimiter),
  lastIndexOf: placeOf,
  push: pushed,
  some: (list, test) =>
    conditions.anyOf(...list.map((item, place) => holds(test, item, place, list))),
  sort: sorted,
  unshift: unshifted,
};

module.exports = { callMethod, ofItem };
