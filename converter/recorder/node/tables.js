// Tables: objects that are looked into with a value that is not known.
"use strict";

const session = require("./run");
const conditions = require("./conditions");
const symbols = require("./symbols");
const { leaveAttempt } = require("./attempting");

const { MARK, describe, isItems, isPlain, isSymbol, isText, markOf } = symbols;
const compare = (...sides) => require("./logic").compare(...sides); // which needs this module
const COLUMN = "Value";
const ROW_KEY = /^[A-Za-z0-9.-]{1,255}$/;

const names = new WeakMap(); // object → the first variable that held it
const rows = []; // the rows of tables of which it is not known which
const reported = new Map(); // object → {name, rows}
const lacks = new Set(); // conditions, as text, under which a look-up finds nothing
const lookUps = new Map(); // placeholder → {table, keys, whole}
const chains = new Map(); // what a key chooses from an object → {table, key, position, isAsked}

/** Remember the variable that holds an object. */
function remember(name, value) {
  if (isPlain(value) && !names.has(value)) names.set(value, name);
}

/** A row's table and key. */
const rowOf = (row) => rows[row.number];

/** What a value that is not known chooses from an object: a row, a cell, or one of anything. */
function lookUp(table, key, name) {
  const keys = Object.keys(table);
  const label = names.get(table) ?? name ?? "";
  if (keys.length === 0) return undefined;
  const legal = keys.every((row) => ROW_KEY.test(row));
  if (isText(key) && legal && isTable(table) && renamed(table) !== undefined) {
    rows.push({ table, key, name: label });
    return { [MARK]: "row", number: rows.length - 1 };
  }
  const values = Object.values(table);
  if (isText(key) && legal && values.every(isCell) && kindsOf(values).size === 1) {
    const cells = Object.fromEntries(keys.map((row) => [row, { [COLUMN]: table[row] }]));
    return cell(cells, label, key, COLUMN, table);
  }
  return chain(table, key);
}

/** A member of a row: a cell. */
function member(row, column) {
  const { table, key, name } = rowOf(row);
  if (typeof column === "string" && !isText(column)) {
    if (!Object.values(table).some((found) => column in found)) return undefined;
  }
  const found = cell(table, name, key, column, table);
  if (rowOf(row).isOptional && lookUpOf(found) !== undefined) lookUpOf(found).isOptional = true;
  return found;
}

/** A row as one of all rows, by comparing the key with one after the other. */
function alternatives(row) {
  const { table, key } = rowOf(row);
  return chain(table, key);
}

/** What is looked up as one of all that there is, or nothing: for what takes nothing, too. */
const orNothing = (value) =>
  symbols.isRow(value) ? chain(rowOf(value).table, rowOf(value).key, undefined) : asked(value);

/** What is chosen by comparing the key with one after the other. */
function chain(table, key, ...others) {
  const { choose, seen } = require("./choices");
  const groups = new Map();
  for (const [candidate, given] of Object.entries(table)) {
    const value = seen(given);
    if (!groups.has(value)) groups.set(value, []);
    groups.get(value).push(candidate);
  }
  const entries = [...groups].map(([value, candidates]) => ({ value, candidates }));
  if (entries.length === 1 && others.length === 0) return onlyOne(key, table, entries[0]);
  let result = others.length > 0 ? others[0] : entries.pop().value;
  for (const { value, candidates } of entries.reverse()) {
    const test = conditions.anyOf(...candidates.map((candidate) => compare("===", key, candidate)));
    result = choose(test, value, result);
  }
  if (others.length === 0) {
    const isNew = isSymbol(result) && !groups.has(result);
    const found = { table, key, position: session.run.position(), isAsked: false };
    chains.set(isNew ? result : Symbol("one value"), found);
  }
  return result;
}

/** What is chosen from an object with one value: that, or nothing for other keys. */
function onlyOne(key, table, { value, candidates }) {
  const { choose } = require("./choices");
  const tests = candidates.map((candidate) => compare("===", key, candidate));
  const result = choose(conditions.anyOf(...tests), value, undefined);
  const found = { table, key, position: session.run.position(), isAsked: true, only: value };
  if (symbols.isChoice(result) && result !== value) chains.set(result, found);
  return result;
}

/** The one value that is chosen from an object, for who takes it to be there. */
function only(value) {
  if (session.run.catching > 0 || session.run.work !== undefined) refuseCaught(value);
  const found = chains.get(value);
  if (session.run.catching > 0 && !isExcluded(found)) return asked(value);
  if (found === undefined || !("only" in found)) return value;
  found.isAsked = false;
  return found.only;
}

/** Refuse to take something of a value where the program catches the error that nothing gives. */
function refuseCaught(value) {
  const { run } = session;
  const isRow = symbols.isRow(value);
  const cell = isRow ? undefined : lookUpOf(value);
  if (isRow || (cell !== undefined && !cell.hasDefault)) {
    if (!(isRow && rowOf(value).isOptional) && !isSure(isThere(value))) {
      leaveAttempt(isThere(value));
      run.refuseCaught(`a look-up with ${describe(isRow ? rowOf(value).key : keyOf(cell))}`);
    }
  }
  const found = chains.get(value);
  if (!mayBeNothing(found === undefined ? value : chain(found.table, found.key, undefined))) return;
  if (found !== undefined) {
    const isOne = oneOf(found.key, Object.keys(found.table));
    if (isSure(isOne)) return;
    found.isAsked ||= run.catching > 0;
    leaveAttempt(isOne);
  }
  require("./refusing").refuseCaught(); // which needs this module
}

/** Whether the program has ended by now where an object has no such key. */
const isExcluded = (found) =>
  found !== undefined &&
  require("./refusing").isExcluded(oneOf(found.key, Object.keys(found.table)));

/** Whether a condition holds at this place, or the program has ended by now where it does not. */
const isSure = (condition) =>
  conditions.simplify(condition) === true || require("./refusing").isExcluded(condition);

const keyOf = ({ first, second }) => (isText(first) ? first : second);

/** Whether a value is none under some condition that may hold at this place. */
function mayBeNothing(given) {
  const { resolve, split } = require("./choices"); // which needs this module
  const value = resolve(given);
  if (!symbols.isChoice(value)) return false;
  const { condition, then, otherwise } = split(value);
  const isNothing = (side) => side === undefined || side === null || symbols.isMissing(side);
  return [
    [true, then],
    [false, otherwise],
  ].some(([holds, side]) =>
    conditions.under(condition, holds, () => isNothing(side) || mayBeNothing(side)),
  );
}

/** What a key chooses from an object, with undefined where the object has no such key: for what
 * asks whether it is there. */
function asked(value) {
  const found = chains.get(value);
  if (found === undefined) return value;
  found.isAsked = true;
  return chain(found.table, found.key, undefined);
}

/** Warn of the keys of which nobody asked whether they are there. */
function tellUnchecked() {
  for (const { table, key, position, isAsked } of chains.values()) {
    if (isAsked) continue;
    const shown = Object.keys(table).join(", ");
    session.run.warn(
      "unchecked",
      `${describe(key)} is looked up in ${shown}, which the template does not check`,
      position,
    );
  }
}

/** What is known of a look-up: its table, its keys; undefined for any other value. */
function lookUpOf(value) {
  const text = symbols.itemsToken(value) ?? value;
  const token = symbols.isNumber(value) ? session.run.tokens.ofNumber(value) : text;
  const found = markOf(value) === "condition" ? value.token : token;
  return typeof found === "string" ? lookUps.get(found) : undefined;
}

/** What is looked up as one of the values that there are, for what must know each of them; `others`
 * has what stands for other keys. */
function opened(value, ...others) {
  const found = lookUpOf(value);
  if (found === undefined || isText(found.second)) return value;
  const rows = Object.entries(found.table).filter(([, cells]) => found.second in cells);
  const last = found.hasDefault ? [found.other] : others;
  const table = Object.fromEntries(rows.map(([row, cells]) => [row, cells[found.second]]));
  return chain(table, found.first, ...last);
}

/** How many items a list that is looked up has at least; no limit is known of any other one. */
function shortest(value) {
  const found = lookUpOf(value);
  if (found === undefined || isText(found.second)) return Infinity;
  const rows = Object.values(found.table).filter((cells) => found.second in cells);
  return Math.min(...rows.map((cells) => cells[found.second].length));
}

/** Whether a look-up that finds nothing gives undefined, where a template's fails. */
function mayLack(value) {
  const found = symbols.isRow(value) ? undefined : lookUpOf(value);
  return found !== undefined && !found.hasDefault && !isText(found.second) && found.isOptional;
}

/** Whether a test holds for what is looked up: a boolean, or a condition. */
function isOneOf(value, test) {
  const { table, first, second } = lookUpOf(value);
  const rows = Object.keys(table).filter((row) => second in table[row]);
  return oneOf(
    first,
    rows.filter((row) => test(table[row][second])),
  );
}

/** Whether a look-up may find what counts as false. */
function isHollow(value) {
  const found = symbols.isRow(value) ? undefined : lookUpOf(value);
  if (found === undefined) return false;
  const cells = Object.values(found.table).flatMap((row) => Object.values(row));
  return !cells.every(Boolean) || (found.hasDefault && !found.other);
}

/** Whether what is looked up is there: a boolean, or a condition. */
function isThere(value) {
  if (symbols.isRow(value)) return oneOf(rowOf(value).key, Object.keys(rowOf(value).table));
  const { table, first, second } = lookUpOf(value);
  const pairs = Object.entries(table).flatMap(([row, cells]) =>
    Object.keys(cells).map((column) => [row, column]),
  );
  if (!isText(second)) {
    return oneOf(
      first,
      pairs.filter(([, column]) => column === second).map(([row]) => row),
    );
  }
  if (!isText(first)) {
    return oneOf(
      second,
      pairs.filter(([row]) => row === first).map(([, column]) => column),
    );
  }
  return conditions.anyOf(
    ...pairs.map(([row, column]) =>
      conditions.allOf(compare("===", first, row), compare("===", second, column)),
    ),
  );
}

/** Whether what is looked up is not there, of which a template's look-up fails, too. */
function isLacking(value) {
  const lack = conditions.negate(isThere(value));
  if (symbols.isCondition(lack)) lacks.add(lack.specification);
  return lack;
}

/** Whether a condition says that a look-up finds nothing. */
const isLack = (specification) => lacks.has(JSON.stringify(specification));

function oneOf(key, candidates) {
  return isText(key)
    ? conditions.anyOf(...candidates.map((candidate) => compare("===", key, candidate)))
    : candidates.includes(key);
}

/** Whether what is looked up counts as true. */
function isFilled(value) {
  const { table, hasDefault, second, other } = lookUpOf(value);
  const { truth } = require("./choices");
  const cells = Object.values(table).flatMap((row) => Object.values(row));
  if (cells.every(Boolean) && !hasDefault) return conditions.negate(isLacking(value));
  if (isText(second)) symbols.refuseOperation(value, "the truth");
  const isFull = isOneOf(value, Boolean);
  if (!hasDefault) return isFull;
  return conditions.anyOf(
    isFull,
    conditions.allOf(conditions.negate(isThere(value)), truth(other)),
  );
}

/** Whether all that may be looked up says true or false. */
function isTruth(value) {
  const { table, second, hasDefault } = lookUpOf(value);
  if (isText(second) || hasDefault) return false;
  return Object.values(table).every((row) => /^(true|false)$/i.test(row[second]));
}

/** What is looked up, or another value where it is not there. */
function orElse(value, other) {
  const refusing = require("./refusing"); // which needs this module
  const { value: given, error } = refusing.attempt(other);
  if (error !== undefined) {
    refusing.refuseCaught();
    return value; // what the program refuses, a look-up does not find
  }
  if (symbols.isRow(value)) {
    const { table, key } = rowOf(value);
    return chain(table, key, given);
  }
  const found = lookUpOf(value);
  if (found.hasDefault) return value;
  if (isCell(given) || isItems(given) || isDefault(given, isItems(value))) {
    return cell(found.table, found.name, found.first, found.second, found.whole, given);
  }
  const test = isThere(value);
  return require("./choices").choose(test, value, given);
}

/** Whether a look-up can have a value that is not fixed as its default: a text, a number, or a list of
 * these for a list. */
const isDefault = (value, isList = false) =>
  isList && Array.isArray(value)
    ? value.every((item) => !Array.isArray(item) && (isCell(item) || isDefault(item)))
    : isSymbol(value) && typeof value !== "object";

function isTable(table) {
  const found = Object.values(table);
  return (
    found.length > 0 &&
    found.every(
      (row) =>
        isPlain(row) &&
        markOf(row) === undefined &&
        Object.keys(row).length > 0 &&
        Object.values(row).every(isCell),
    )
  );
}

/** Whether a table can hold a value: fixed texts, numbers, booleans, and lists of them. */
function isCell(value) {
  if (Array.isArray(value)) {
    return !isItems(value) && value.every((item) => isCell(item) && !Array.isArray(item));
  }
  return ["string", "number", "boolean"].includes(typeof value) && !isSymbol(value);
}

/** Ask for a member of a row that may not be there. */
function askOptional(row) {
  rows[row.number].isOptional = true;
}

function cell(table, name, first, second, whole, ...others) {
  const { run } = session;
  const { wire } = require("./choices");
  const matches = (key, value) => isSymbol(key) || String(key) === value;
  const cells = Object.entries(table)
    .filter(([row]) => matches(first, row))
    .flatMap(([, row]) => Object.entries(row))
    .filter(([column]) => matches(second, column))
    .map(([, found]) => found);
  if (cells.length === 0) return others[0];
  if (isSymbol(second) && !conditions.same(renamed(table), table)) {
    run.refuse(
      `${describe(second)} chooses a column of ${name || "a table"}, whose names have other ` +
        "characters than a template allows: letters and digits",
    );
  }
  const kind = kindOf(cells, isSymbol(first) && isSymbol(second));
  const more = others.length > 0 ? { default: wire(others[0]), has_default: true } : {};
  const token = run.node(kind, {
    node: "lookup",
    table: register(table, name, whole),
    first: wire(first),
    second: isSymbol(second) ? wire(second) : columnOf(String(second)),
    ...more,
  });
  const hasDefault = others.length > 0;
  const found = { table, name, first, second, whole, hasDefault, other: others[0] };
  const isOptional = table !== whole || Object.values(table).some((row) => !(second in row));
  lookUps.set(token, { ...found, isOptional: isOptional || lookUps.get(token)?.isOptional });
  return symbols.fromToken(token, kind);
}

function kindsOf(cells) {
  const kinds = cells.map((found) => (Array.isArray(found) ? "list" : typeof found));
  const found = new Set(kinds);
  if (found.has("number")) {
    found.delete("number");
    found.add(
      cells.every((it) => typeof it !== "number" || Number.isInteger(it)) ? "integer" : "number",
    );
  }
  return found;
}

/** What cells are; of texts and lists, of which the place knows which it takes, what most are. */
function kindOf(cells, isOpen) {
  const found = [...kindsOf(cells)];
  if (isOpen && found.sort().join() === "list,string") {
    return 2 * cells.filter(Array.isArray).length > cells.length ? "list" : "string";
  }
  if (found.length > 1) {
    session.run.refuse("a look-up gives values of different types, which cannot be said");
  }
  return found[0];
}

/** A table's name in the template, after reporting it where it is new. */
function register(table, name, whole) {
  const { run } = session;
  const rowsNow = renamed(table) ?? table;
  let known = reported.get(whole);
  if (known !== undefined && !conditions.same(known.rows, rowsNow)) {
    run.refuse(`a look-up in ${name || "a table"}, which changes while the program runs`);
  }
  if (known === undefined) {
    const words = run.settings.names[name] ?? (conditions.pascal(name) || "Table");
    const taken = new Set([...reported.values()].map((other) => other.name));
    let unique = words;
    for (let number = 2; taken.has(unique); number++) unique = `${words}${number}`;
    known = { name: unique, rows: JSON.parse(JSON.stringify(rowsNow)) };
    reported.set(whole, known);
    run.report("table", known);
  }
  return known.name;
}

/** Whether JSON escapes something in the cells of a table, which is named as the template has it. */
function hasEscapes(name) {
  const found = [...reported.values()].find((known) => known.name === name);
  const cells = Object.values(found.rows).flatMap((row) => Object.values(row));
  return cells.some((cell) => typeof cell === "string" && JSON.stringify(cell) !== `"${cell}"`);
}

/** A column's name as a template allows it: `instance_type` is `instanceType`. */
function columnOf(name) {
  const [head, ...words] = name.match(/[A-Za-z0-9]+/g) ?? ["column"];
  return [head, ...words.map((word) => word[0].toUpperCase() + word.slice(1))].join("");
}

/** A table with legal names of columns, undefined where two would be one. */
function renamed(table) {
  if (!isTable(table)) return undefined;
  const found = {};
  for (const [row, cells] of Object.entries(table)) {
    found[row] = Object.fromEntries(
      Object.entries(cells).map(([column, value]) => [columnOf(column), value]),
    );
    if (Object.keys(found[row]).length !== Object.keys(cells).length) return undefined;
  }
  return found;
}

module.exports = {
  alternatives,
  askOptional,
  asked,
  hasEscapes,
  isFilled,
  isHollow,
  isLack,
  isLacking,
  isOneOf,
  isThere,
  isTruth,
  lookUp,
  lookUpOf,
  mayLack,
  member,
  only,
  opened,
  orElse,
  orNothing,
  remember,
  rowOf,
  shortest,
  tellUnchecked,
};
