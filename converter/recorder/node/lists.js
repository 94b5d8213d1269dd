// The methods of lists, with items that are not known or may not be there.
"use strict";

const session = require("./run");
const conditions = require("./conditions");
const refusing = require("./refusing");
const symbols = require("./symbols");
const tables = require("./tables");
const { handed } = require("./handing");
const { add, joined } = require("./texts");
const {
  changeShared,
  choiceOf,
  choose,
  counted,
  each,
  flat,
  isEither,
  isLoose,
  itemAt,
  present,
  resolve,
  seen,
  split,
  there,
  truth,
  underBranch,
  whereThere,
} = require("./choices");
const { compare } = require("./logic");

const { MARK, MISSING, describe, isChoice, isCondition, isItems, isMissing, isSymbol, isText } =
  symbols;
const loosened = new WeakSet(); // lists that were added to in a branch
const CHANGING = new Set(["copyWithin", "fill", "pop", "reverse", "shift", "sort", "splice"]);
const isChanging = (method) => CHANGING.has(method) || method === "push" || method === "unshift";
const AS_A_WHOLE = new Set(["at", "join", "toString"]); // what a template does with a look-up
const MOST_TAKEN = 6; // a part of more items is a limit, which a list hardly reaches
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

const FROM_A_PLACE = new Set(["fill", "includes", "indexOf", "lastIndexOf"]);

/** What a search finds from a place on that is not known; what fills a list from there is refused. */
function fromOpenPlace(list, method, [value], from) {
  if (method === "fill" || !isEither(from))
    session.run.refuse(`${method}() from ${describe(from)} on cannot be said in a template`);
  return each(from, (side) => callMethod(list, method, [value, side]));
}

/** Call a method of a list. */
function callMethod(given, method, givenArgs) {
  const args = withCallback(method, givenArgs);
  if (isItems(given)) {
    if (isChanging(method)) symbols.refuseOperation(given, `${method}()`);
    const known = AS_A_WHOLE.has(method) ? given : flat(tables.opened(given));
    return isItems(known)
      ? methodOfItems(given, method, args)
      : callMethod(known, method, givenArgs);
  }
  const from = FROM_A_PLACE.has(method) ? args.slice(1).map(resolve).find(isSymbol) : undefined;
  if (from !== undefined) return fromOpenPlace(given, method, args, from);
  if (CHANGING.has(method)) changeShared(given, (side) => callMethod(side, method, givenArgs));
  if (CHANGING.has(method) && session.run.branches.length > 0)
    return changedInBranch(given, method, args);
  const list = isChanging(method) ? settledItems(given) : present(given);
  if (method in OWN) return OWN[method](list, ...args);
  if (isLoose(list)) return methodOfLoose(list, method, args);
  const open = args.findIndex(isEither);
  if (open >= 0 && method !== "fill") {
    const sides = (side) => [...args.slice(0, open), side, ...args.slice(open + 1)];
    return each(args[open], (side) => callMethod(list, method, sides(side)));
  }
  if (args.some(isSymbol) && method !== "fill") {
    session.run.refuse(
      `${method}() with ${describe(args.find(isSymbol))} cannot be said in a template`,
    );
  }
  const found = list[method](...(CARRYING.has(method) ? args : args.map(watched)));
  return Array.isArray(found) ? found : seen(found);
}

const TAKING_THIS = new Set(
  "every filter find findIndex findLast findLastIndex flatMap forEach map some".split(" "),
);
const CALLING = new Set([...TAKING_THIS, "reduce", "reduceRight", "sort", "toSorted"]);

/** What a list's method is given, with `this` in the function where that is given, too. */
function withCallback(method, args) {
  const [given, ...rest] = args;
  const { call, callAs } = require("./calls"); // which needs this module
  const change = isChoice(given) ? (...items) => call(given, items) : given;
  if (!CALLING.has(method) || typeof change !== "function") return args;
  if (rest[0] === undefined || !TAKING_THIS.has(method)) return [handed(change), ...rest];
  return [(...items) => callAs(change, rest[0], items)];
}

/** Change a list where that counts in a branch only: each place has what it has there, or had. */
function changedInBranch(list, method, args) {
  const before = [...list];
  const after = present(list).map(resolve);
  const found = session.run.standing(session.run.assumptions, [], () =>
    callMethod(after, method, args),
  );
  const longer = after.length > before.length ? after : before;
  const at = (items, place) => (place in items ? items[place] : MISSING);
  list.splice(
    0,
    list.length,
    ...longer.map((_, place) => underBranch(at(after, place), at(before, place))),
  );
  return found === after ? list : found;
}

/** A list itself, without the items that it has nowhere any more. */
function settledItems(list) {
  const items = session.run.branches.length === 0 ? present(list) : list;
  if (items !== list) list.splice(0, list.length, ...items);
  return list;
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
  if (method === "toString") return joined(items, ",");
  if (method === "slice") return firstOf(items, ...args);
  if (method === "at" && args[0] >= 0) return require("./members").get(items, args[0]);
  if (method === "map") return mapped(items, args[0]);
  if (method === "filter") return filled(items, args[0]);
  return symbols.refuseOperation(items, `${method}()`);
}

/** A part of a list of unknown length: a few of its items. */
function firstOf(items, start = 0, end = undefined) {
  const isPart = Number.isInteger(start) && Number.isInteger(end) && start >= 0 && end > start;
  if (!isPart || end > MOST_TAKEN) return symbols.refuseOperation(items, "slice()");
  const count = end - start === 1 ? "1 item" : `${end - start} items`;
  const words = `the template needs ${count} of ${describe(items)} here`;
  session.run.warn("few-items", `${words}, the program takes as many of these as there are`);
  const { get } = require("./members");
  return Array.from({ length: end - start }, (_, place) => get(items, start + place));
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

/** The items of a list of unknown length, of which those are left out that are empty. */
function filled(items, test) {
  const { run } = session;
  const item = run.node("string", { node: "each", of: items[0] });
  const isFull = conditions.negate(conditions.equal(item, ""));
  if (!conditions.same(truth(test(item)), isFull))
    symbols.refuseOperation(items, "filter() with another test than whether an item is empty");
  run.warn(
    "empty-items",
    `the program leaves empty items (a,,b) of ${describe(cutFrom(items))} out, the template does not`,
  );
  return items;
}

/** The text that a list of unknown length is cut from; the list itself where it is none. */
function cutFrom(items) {
  const { nodes, tokens } = session.run;
  const token = symbols.itemsToken(items) ?? "";
  const cut = nodes.get(tokens.read(token)?.identity) ?? {};
  if (cut.of !== undefined) return cutFrom([cut.of]);
  return cut.source ?? cut.value ?? items;
}

/** Call a method of a list of which an item may not be there. */
function methodOfLoose(list, method, args) {
  if (method === "map" || method === "forEach") {
    const made = changed(list, args[0]);
    return method === "map" ? made : undefined;
  }
  if (method === "pop" || method === "shift") return takenOff(list, method);
  if (method === "toReversed") return [...list].reverse();
  if (method === "reverse") return list.reverse();
  if (method === "fill" && args.length === 1) return refilled(list, args[0]);
  if (method === "at" && Number.isInteger(args[0]))
    return args[0] < 0 ? itemAt([...list].reverse(), -1 - args[0]) : itemAt(list, args[0]);
  if (method === "reduce") return reduced(list, ...args);
  if (method === "keys") return changed(list, (_, place) => place);
  if (method === "entries") return changed(list, (item, place) => [place, item]);
  return session.run.refuse(`${method}() of what hangs on conditions cannot be said in a template`);
}

/** Take the last or the first item of those that are there off a list. */
function takenOff(list, method) {
  const found = method === "pop" ? itemAt([...list].reverse(), 0) : itemAt(list, 0);
  const others = method === "pop" ? slicedLoose(list, 0, -1) : slicedLoose(list, 1);
  list.splice(0, list.length, ...others);
  return found;
}

/** The items between two places, counted among those that are there. */
function slicedLoose(list, start = 0, end = undefined) {
  if (![start, end ?? 0].every(Number.isInteger))
    session.run.refuse(`slice() with ${start} and ${end} cannot be said in a template`);
  const isBehind = (place) =>
    start >= 0
      ? compare(">=", counted(list.slice(0, place)), start)
      : compare("<", counted(list.slice(place + 1)), -start);
  const isBefore = (place) =>
    end === undefined ||
    (end >= 0
      ? compare("<", counted(list.slice(0, place)), end)
      : compare(">=", counted(list.slice(place + 1)), -end));
  return list.flatMap((item, place) =>
    ofItem(item, (value) =>
      choose(conditions.allOf(truth(isBehind(place)), truth(isBefore(place))), value, MISSING),
    ),
  );
}

/** What is made of each item, there where the item is. */
function changed(list, change) {
  const placeOfItem = placesIn(list, change);
  return list.flatMap((item, place) =>
    ofItem(item, (value) => change(value, placeOfItem(place), list)),
  );
}

/** Gives the place of an item among those that are there, for a function that takes it. */
const placesIn = (list, { length }, expected = 1) =>
  length === expected || !isLoose(list)
    ? (place) => place
    : (place) => counted(list.slice(0, place));

/** The same value in the place of each item. */
function refilled(list, value) {
  list.forEach((item, place) => {
    list[place] = choose(there(item), value, MISSING);
  });
  return list;
}

/** What a function makes of one item after the other, of those that are there. */
function reduced(list, change, ...initial) {
  if (initial.length === 0) return reducedFromFirst(list, change);
  const placeOfItem = placesIn(list, change, 2);
  return list.reduce((found, item, place) => {
    const isThere = there(item);
    if (isThere === false) return found;
    const next = () => change(resolve(found), resolve(item), placeOfItem(place), list);
    if (isThere === true) return next();
    return choose(
      isThere,
      conditions.under(isThere, true, next),
      conditions.under(isThere, false, () => resolve(found)),
    );
  }, initial[0]);
}

/** The same, beginning with the first item that is there. */
function reducedFromFirst([first, ...others], change) {
  const isThere = there(first ?? MISSING);
  if (isThere === false && others.length === 0)
    session.run.refuse("reduce() of a list that may be empty needs a value to begin with");
  const shifted = (found, item, place, all) => change(found, item, add(place, 1), all);
  const begun = () => reduced(others, change.length > 2 ? shifted : change, resolve(first));
  const later = () => reducedFromFirst(others, change);
  if (typeof isThere === "boolean") return isThere ? begun() : later();
  return choose(
    isThere,
    conditions.under(isThere, true, begun),
    conditions.under(isThere, false, later),
  );
}

/** The part of a list between two places, of which one hangs on a condition. */
function sliced(list, ...given) {
  const range = given.map((place) => tables.opened(place));
  if (isLoose(list)) return ofEachRange(range, (places) => slicedLoose(list, ...places));
  if (!range.some(isSymbol)) return list.slice(...range);
  return list.flatMap((item, place) => {
    const isIn = isInside(list, place, range);
    if (typeof isIn === "boolean") return isIn ? [item] : [];
    return [choose(isIn, item, MISSING)];
  });
}

/** Whether a place is in a part of a list: a boolean, or a condition. */
const isInside = (list, place, range) =>
  ofEachRange(range, (places) => [...list.keys()].slice(...places).includes(place));

/** What is made of two places, of which each may be one of several. */
function ofEachRange(range, make) {
  const open = range.findIndex(isEither);
  if (open >= 0) {
    return each(range[open], (side) =>
      ofEachRange([...range.slice(0, open), side, ...range.slice(open + 1)], make),
    );
  }
  const symbol = range.find(isSymbol);
  if (symbol !== undefined)
    session.run.refuse(`slice() with ${describe(symbol)} cannot be said in a template`);
  return make(range);
}

/** The items of lists in a list, each there where its list is. */
function flattened(list, depth = 1) {
  if (isSymbol(depth))
    session.run.refuse(`flat() with ${describe(depth)} cannot be said in a template`);
  return list.flatMap((given) => {
    const item = flat(inList(resolve(given)));
    if (!Array.isArray(item)) return [item];
    if (isItems(item))
      return session.run.refuse(`a list that holds ${describe(item)} cannot be said in a template`);
    return depth > 1 ? flattened(item, depth - 1) : item;
  });
}

/** A choice of which a side is a list as one of lists only: what is none is its own one item. */
function inList(value) {
  const isList = (side) => (isChoice(side) ? sidesOf(side).some(isList) : Array.isArray(side));
  const listed = (side) => {
    if (isChoice(side)) return each(side, listed);
    return Array.isArray(side) || isMissing(side) ? side : [side];
  };
  return isChoice(value) && isList(value) ? listed(value) : value;
}

const sidesOf = (choice) => [split(choice).then, split(choice).otherwise];

/** What is made of an item, there where the item is. */
function ofItem(item, make) {
  const condition = there(item);
  if (condition === false) return [];
  if (condition === true) return [make(item)];
  const made = conditions.under(condition, true, () => make(resolve(item)));
  return [choiceOf(conditions.nameOf(condition), made, MISSING)];
}

/** Whether a test holds for each item: a boolean, or a condition. Where an outcome ends the search,
 * `last`, the items behind it are asked where it has not. */
function outcomes(list, test, last) {
  const { run } = session;
  const placeOfItem = placesIn(list, test);
  let place = [run.assumptions, run.branches];
  const asked = (item, index) => {
    const condition = there(item);
    const holds = () => truth(test(resolve(item), placeOfItem(index), list));
    if (typeof condition === "boolean") return condition ? holds() : last === false;
    const outcome = conditions.under(condition, true, holds);
    return last === false
      ? conditions.anyOf(conditions.negate(condition), outcome)
      : conditions.allOf(condition, outcome);
  };
  const found = [];
  for (const [index, item] of list.entries()) {
    const outcome = run.standing(...place, () => asked(item, index));
    found.push(outcome);
    if (outcome === last) break;
    if (last !== undefined && isCondition(outcome))
      place = run.standing(...place, () => conditions.place(outcome, !last));
  }
  return found;
}

/** The items that a test holds for, each under its condition. */
function filtered(list, test) {
  const tests = outcomes(list, test);
  return list.flatMap((item, place) => {
    const outcome = tests[place];
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
  const tests = outcomes(list, test, true);
  return tests.reduceRight((rest, outcome, place) => {
    if (!isCondition(outcome)) return outcome ? seen(list[place]) : rest;
    const item = conditions.under(outcome, true, () => resolve(list[place]));
    return refusing.found(choose(outcome, item, rest));
  }, undefined);
}

/** Whether a value is among the items: a boolean, or a condition. */
function includes(list, value, ...rest) {
  if (rest.length > 0 && isSymbol(value))
    session.run.refuse("includes() from a place on cannot be said");
  if (!isSymbol(value) && !isLoose(list) && !list.some(isSymbol))
    return list.includes(value, ...rest);
  return conditions.anyOf(...outcomes(list, (it) => compare("===", value, it)));
}

function placeOf(list, value, ...rest) {
  if (!isSymbol(value) && !list.some(isSymbol)) return list.indexOf(value, ...rest);
  if (rest.length > 0) {
    const symbol = isSymbol(value) ? value : list.find(isSymbol);
    session.run.refuse(`indexOf() with ${describe(symbol)} cannot be said in a template`);
  }
  return firstPlace(
    list,
    outcomes(list, (it) => compare("===", value, it)),
  );
}

/** The first place of which a test holds, among the items that are there. */
function firstPlace(list, tests) {
  const isKnown = !isLoose(list);
  return tests.reduceRight((rest, outcome, place) => {
    const before = () => (isKnown ? place : counted(list.slice(0, place)));
    if (!isCondition(outcome)) return outcome ? before() : rest;
    return choose(outcome, conditions.under(outcome, true, before), rest);
  }, -1);
}

function placeOfLast(list, value, ...rest) {
  if (isSymbol(value) || list.some(isSymbol) || isLoose(list)) {
    const symbol = isSymbol(value) ? value : list.find(isSymbol);
    session.run.refuse(`lastIndexOf() with ${describe(symbol)} cannot be said in a template`);
  }
  return list.lastIndexOf(value, ...rest);
}

const placeFound = (list, test) => firstPlace(list, outcomes(list, test, true));

/** Add items; in a branch, each is there under its condition. */
const pushed = (list, ...items) => addedTo("push", list, items);
const unshifted = (list, ...items) => addedTo("unshift", list, items);

function addedTo(method, list, items) {
  list[method](...added(items));
  changeShared(list, (side) => addedTo(method, side, items));
  return lengthOf(list);
}

/** How long a list is that was added to; nobody may look at that where a branch did. */
function lengthOf(list) {
  if (session.run.branches.length > 0) loosened.add(list);
  return loosened.has(list) ? { [MARK]: "count" } : list.length;
}

function added(items) {
  if (session.run.branches.length === 0) return items;
  return items.map((item) => underBranch(item, MISSING));
}

const MOST_OPEN = 8; // items that are sorted by what is not known

/** Sort a list of which each item is known where it is there, or all are there. */
function sorted(list, compareItems) {
  const isWhole = list.length <= MOST_OPEN && list.every((item) => there(item) === true);
  if (compareItems !== undefined && isWhole && symbols.holdsSymbol(list))
    return sortedBy(list, compareItems);
  const items = list.map((item) => ({ item, value: whereThere(item) }));
  const open = items.find(
    ({ value }) =>
      isText(value) ||
      isChoice(value) ||
      (compareItems === undefined && symbols.holdsSymbol(value, 1)),
  );
  if (open !== undefined)
    session.run.refuse(
      `sort() of ${describe(symbols.firstSymbol(open.value))} cannot be said in a template`,
    );
  const inOrder = compareItems === undefined ? byText : watched(compareItems);
  items.sort((one, other) => inOrder(one.value, other.value));
  items.forEach(({ item }, place) => {
    list[place] = item;
  });
  return list;
}

/** Sort a list by what hangs on conditions: each item goes to the front as long as it is before. */
function sortedBy(list, compareItems) {
  for (let end = 1; end < list.length; end++) {
    for (let place = end; place > 0; place--) {
      const [one, other] = [list[place - 1], list[place]];
      const isBehind = truth(compare(">", compareItems(resolve(one), resolve(other)), 0));
      if (isBehind === false) break;
      list[place - 1] = choose(isBehind, other, one);
      list[place] = choose(isBehind, one, other);
    }
  }
  return list;
}

const byText = (one, other) => {
  const texts = [one, other].map(String);
  if (one === undefined || other === undefined) return (one === undefined) - (other === undefined);
  return texts[0] < texts[1] ? -1 : texts[0] > texts[1] ? 1 : 0;
};

const OWN = {
  concat: (list, ...others) => [...list, ...flattened(others)],

  every: (list, test) => conditions.allOf(...outcomes(list, test, false)),
  filter: filtered,
  find: found,
  flat: flattened,
  flatMap: (list, change) => flattened(changed(list, change)),
  findIndex: placeFound,
  includes,
  indexOf: placeOf,
  join: (list, delimiter = ",") => joined(list, delimiter),
  lastIndexOf: placeOfLast,
  push: pushed,
  slice: sliced,
  some: (list, test) => conditions.anyOf(...outcomes(list, test, true)),
  sort: sorted,
  toString: (list) => joined(list, ","),
  toSorted: (list, compareItems) => sorted([...list], compareItems),
  unshift: unshifted,
};

module.exports = { callMethod, ofItem };
