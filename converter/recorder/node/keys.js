// The keys of objects and maps: which are not known, and the order that they are in.
//
// Where a branch adds an entry, a later assignment leaves it where it is, or adds it at the end.
"use strict";

const session = require("./run");
const { entire, used } = require("./iterators");
const conditions = require("./conditions");
const symbols = require("./symbols");
const tables = require("./tables");
const {
  choose,
  each,
  flat,
  isEither,
  isLooseMap,
  mayLack,
  resolve,
  there,
  underBranch,
} = require("./choices");

const { MISSING, isCondition, isItems, isMissing, isSymbol, isText } = symbols;

const openKeys = new WeakSet(); // objects with a key that is not known
const orders = new WeakMap(); // object → its keys in order, `when` each is at that place, if that hangs
const COUNTED = /^(?:0|[1-9][0-9]{0,8})$/; // keys that come first, whenever they are added

const isMap = (holder) => holder instanceof Map;

/** What the language's own method of a map or a set does, whatever a class of the program has. */
const native = (holder, method, ...args) =>
  Reflect.apply((isMap(holder) ? Map : Set).prototype[method], holder, args);

const has = (holder, key) =>
  isMap(holder) ? native(holder, "has", key) : Object.prototype.hasOwnProperty.call(holder, key);
const valueOf = (holder, key) => (isMap(holder) ? native(holder, "get", key) : holder[key]);
const keysOf = (holder) => (isMap(holder) ? [...native(holder, "keys")] : Object.keys(holder));

/** Whether the order of an object's keys hangs on conditions. */
const isOpenlyOrdered = (holder) => orders.has(holder);

function keep(holder, places) {
  orders.set(holder, places);
  symbols.shuffled.add(holder);
}

/** What an object has under a key, which may not be there. */
const before = (holder, key) => (has(holder, key) ? valueOf(holder, key) : MISSING);

/** Set an entry. */
function put(holder, key, value) {
  if (isOrdered(holder, key)) order(holder, key);
  if (isMap(holder)) native(holder, "set", key, value);
  else holder[key] = value;
}

const isOrdered = (holder, key) =>
  isMap(holder) || (typeof key === "string" && !COUNTED.test(key) && symbols.hasEntries(holder));

/** Note at which place an entry is that is set now. */
function order(holder, key) {
  const known = orders.get(holder);
  if (!has(holder, key)) {
    known?.push({ key, when: true });
    return;
  }
  const value = valueOf(holder, key);
  if (!mayLack(value)) return;
  const isThere = session.run.standing([], [], () => there(value));
  if (isThere === false) again(holder, key);
  else if (isCondition(isThere)) moved(holder, key, isThere);
}

/** An entry that is nowhere is added at the end. */
function again(holder, key) {
  remove(holder, key);
  orders.get(holder)?.push({ key, when: true });
}

/** An entry that is added at the end where it is not there yet. */
function moved(holder, key, isThere) {
  const isNew = conditions.negate(isThere);
  const places = orders.get(holder) ?? keysOf(holder).map((each) => ({ key: each, when: true }));
  const last = places.map((place) => place.key).lastIndexOf(key);
  const isBehind = (place) =>
    conditions.under(isNew, true, () =>
      conditions.simplify(conditions.allOf(place.when, there(valueOf(holder, place.key)))),
    ) !== false;
  const behind = places
    .slice(last + 1)
    .filter((place) => isMap(holder) || !COUNTED.test(place.key));
  const stays = !behind.some(isBehind);
  if (stays && places[last].when === true) return;
  const kept = places.map((place) =>
    place.key === key ? { key, when: conditions.allOf(place.when, isThere) } : place,
  );
  if (stays) kept[last] = { key, when: conditions.anyOf(kept[last].when, isNew) };
  else kept.push({ key, when: isNew });
  keep(holder, kept);
}

/** An object with the keys of another one, in the order of those. */
function inOrderOf(holder, copy) {
  if (orders.has(holder)) keep(copy, orders.get(holder));
  return copy;
}

/** Delete an entry. */
function remove(holder, key) {
  const known = orders.get(holder);
  if (known !== undefined)
    orders.set(
      holder,
      known.filter((place) => place.key !== key),
    );
  return isMap(holder) ? native(holder, "delete", key) : delete holder[key];
}

/** The entries of an object or a map in order, what may not be there as a choice. */
function entriesOf(holder) {
  const known = orders.get(holder);
  if (known === undefined) return keysOf(holder).map((key) => [key, valueOf(holder, key)]);
  const first = isMap(holder) ? [] : keysOf(holder).filter((key) => COUNTED.test(key));
  return [
    ...first.map((key) => [key, holder[key]]),
    ...known
      .filter(({ key }) => !first.includes(key))
      .map(({ key, when }) => [key, valueWhen(holder, key, when)]),
  ];
}

const valueWhen = (holder, key, when) =>
  choose(
    when,
    isCondition(when) ? under(when, valueOf(holder, key)) : valueOf(holder, key),
    MISSING,
  );

const under = (condition, value) => conditions.under(condition, true, () => resolve(value));

/** What a map, a set or a text goes through as a list, where that hangs on conditions, and what a
 * generator gives; any other value as it is. */
function listed(value) {
  if (typeof value === "string" && isEither(value)) return flat(letters(value));
  if (isItems(value)) return flat(tables.opened(value));
  if (isLooseMap(value) || (isMap(value) && isOpenlyOrdered(value)))
    return entriesOf(value).map(([name, item]) =>
      when(there(item), (known) => [name, known(item)]),
    );
  return isOpenSet(value) ? itemsOf(value) : entire(value);
}

/** The letters of a text, or of one of several. */
function letters(text) {
  if (isEither(text)) return each(text, letters);
  return isText(text) ? symbols.refuseOperation(text, "a loop over it") : [...text];
}

/** What is there under a condition, made of what is known then. */
function when(isThere, make) {
  if (typeof isThere === "boolean") return isThere ? make(resolve) : MISSING;
  return choose(
    isThere,
    make((item) => under(isThere, item)),
    MISSING,
  );
}

const isOpenSet = (value) => value instanceof Set && value.size > 1 && [...value].some(isSymbol);

/** The items of a set, of which two may be the same. */
function itemsOf(set) {
  const { compare } = require("./logic"); // which needs this module
  const earlier = [];
  return [...set].map((item) => {
    const isThere = there(item);
    const isSame = earlier.map((other) =>
      conditions.allOf(other.isThere, compare("===", other.item, item)),
    );
    earlier.push({ item, isThere });
    const isFirst = conditions.negate(conditions.anyOf(...isSame));
    return when(conditions.allOf(isThere, isFirst), (known) => known(item));
  });
}

/** Refuse to go through what may hold one thing twice. */
function distinct(value) {
  used(value);
  const keys = isMap(value) ? keysOf(value) : openKeys.has(value) ? Object.keys(value) : [];
  if ((keys.length > 1 && keys.some(isSymbol)) || isOpenSet(value)) {
    session.run.refuse("going through keys of which one is not known cannot be said in a template");
  }
  if (isLooseMap(value))
    session.run.refuse("going through a map that hangs on conditions cannot be said here");
  return value;
}

/** An entry that may not be there, over another one. */
const over = (value, earlier) =>
  mayLack(value) && !isMissing(earlier) ? choose(there(value), value, earlier) : value;

/** Set an entry that may not be there, or of which the key is one of two: each is there for its side. */
function putUnder(holder, key, value) {
  if (isChosen(key)) each(key, (side) => putInBranch(holder, side, value));
  else put(holder, key, over(value, before(holder, key)));
}

function putInBranch(holder, key, value) {
  if (isChosen(key)) putUnder(holder, key, value);
  else put(holder, key, underBranch(over(value, before(holder, key)), before(holder, key)));
}

/** Whether a key is one of two. */
const isChosen = (key) => isEither(resolve(key));

/** A literal with computed keys. */
function keyed(given) {
  const isOpen = Object.keys(given).some((key) => isText(key) && isEither(key));
  const object = isOpen ? {} : given;
  if (isOpen) Object.entries(given).forEach(([key, value]) => putUnder(object, key, value));
  if (Object.keys(object).some(isText)) openKeys.add(object);
  return object;
}

module.exports = {
  before,
  distinct,
  entriesOf,
  inOrderOf,
  isOpenSet,
  isOpenlyOrdered,
  keyed,
  listed,
  native,
  openKeys,
  over,
  put,
  putUnder,
  remove,
};
