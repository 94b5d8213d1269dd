// JSON with values in it that are not known.
"use strict";

const session = require("./run");
const conditions = require("./conditions");
const symbols = require("./symbols");
const tables = require("./tables");
const { choose, each, isLoose, resolve, seen, split, there, wire } = require("./choices");
const { entriesOf, inOrderOf, isOpenlyOrdered } = require("./keys");
const { refuseOutput } = require("./texts");

const { describe, isChoice, isCondition, isItems, isMissing, isNumber, isPlain, isSymbol, isText } =
  symbols;

/** `JSON.stringify(value, null, space)`: placeholders in the places of what is not known.
 *
 * Texts of the config may hold what JSON escapes: `Fn::ToJsonString` does that, which leaves no
 * space between the parts; with spaces the text is put together, and a warning says so.
 */
function stringified(given, replacer, asked, position) {
  const found = resolve(given);
  const space = typeof asked === "object" && !isSymbol(asked) ? undefined : asked; // as JSON has it
  if (isSymbol(space))
    session.run.refuse(`JSON.stringify() with ${describe(space)} cannot be said in a template`);
  if (isKnown(found) && !symbols.own.has(replacer) && !saysItself(found)) {
    refuseOutputs(found);
    return JSON.stringify(found, replacer, space);
  }
  if (isChoice(found) && isWritten(found) !== true)
    return each(found, (side) => stringified(side, replacer, space, position));
  const value = dataOf(found, replacer, { "": found }, "");
  refuseOutputs(value);
  if (isKnown(value)) return JSON.stringify(value, undefined, space);
  const written = writtenAs(value, space, position);
  documents.set(written, value);
  return written;
}

const isKnown = (value) => !isSymbol(value) && !symbols.holdsSymbol(value, 12) && !isLoose(value);

/** Whether a function of the program says what JSON has of a value, or of one inside. */
function saysItself(value, depth = 12) {
  if (depth === 0 || typeof value !== "object" || value === null) return false;
  if (symbols.own.has(value.toJSON)) return true;
  if (!Array.isArray(value) && !symbols.hasEntries(value)) return false;
  return Object.values(value).some((item) => saysItself(item, depth - 1));
}

const documents = new Map(); // JSON text → what it was made of

/** A copy of what a JSON text was made of; undefined for any other text. */
const documentOf = (text) => (documents.has(text) ? copied(documents.get(text)) : undefined);

function copied(given) {
  const value = given === undefined ? null : given;
  if (isSymbol(value)) return value;
  if (Array.isArray(value)) return value.map(copied);
  if (!isPlain(value)) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, copied(item)]));
}

function writtenAs(value, space, position) {
  const isOne = isText(resolve(value)); // of which Fn::ToJsonString says nothing
  if (space === undefined && !isOne && isSaidExactly(value)) {
    const wired = wire(value);
    return session.run.node("string", { node: "json", value: wired });
  }
  const keys = [...new Set(unescaped(value))].sort();
  if (keys.length > 0) {
    const way = space === undefined || isOne ? "" : "; without spaces it is an Fn::ToJsonString";
    session.run.warn(
      "json-text",
      `quotes, backslashes and line ends in ${keys.join(", ")} are not escaped in the JSON${way}`,
      position ?? session.run.position(),
    );
  }
  return jsonText(value, gapOf(space), "\n");
}

/** What JSON takes of a value: of the program's own objects what their `toJSON` gives, or their
 * entries; of all what the replacer leaves, a function or the names of entries. */
function dataOf(given, replacer, holder, key) {
  const whole = resolve(given);
  if (isChoice(whole)) return each(whole, (side) => dataOf(side, replacer, holder, key));
  const isSaid = symbols.own.has(whole?.toJSON) || whole instanceof Date;
  const own = isSaid ? whole.toJSON(key) : whole;
  const value = resolve(
    typeof replacer === "function" ? Reflect.apply(replacer, holder, [key, own]) : own,
  );
  if (value !== own && isChoice(value))
    return each(value, (side) => dataOf(side, undefined, holder, key));
  if (typeof value !== "object" || value === null || isSymbol(value)) return value;
  if (Array.isArray(value))
    return value.map((item, place) => dataOf(item, replacer, value, String(place)));
  if (!symbols.hasEntries(value)) return value;
  const names = Array.isArray(replacer)
    ? [...new Set(replacer.map(String))].filter((name) => name in value)
    : Object.keys(value);
  const found = Object.fromEntries(
    names.map((name) => [name, dataOf(value[name], replacer, value, name)]),
  );
  return Array.isArray(replacer) ? found : inOrderOf(value, found);
}

function refuseOutputs(value, depth = 8) {
  refuseOutput(value, "inside JSON.stringify never gives its value: use pulumi.jsonStringify");
  if (depth === 0 || typeof value !== "object" || value === null) return;
  if (Array.isArray(value) || isPlain(value))
    Object.values(value).forEach((it) => refuseOutputs(it, depth - 1));
}

/** What JSON puts before each level of a value. */
const gapOf = (space) =>
  typeof space === "number" ? " ".repeat(Math.min(space, 10)) : String(space ?? "").slice(0, 10);

/** JSON with placeholders in it; `end`: a line's end and the blanks behind it, of this level. */
function jsonText(given, gap, end) {
  const value = seen(given);
  if (isText(value) && session.run.tokens.read(value)?.kind !== "json")
    return `"${escaped(value)}"`;
  if (isSymbol(value)) return symbolText(value, gap, end);
  if (Array.isArray(value)) {
    const items = value.map((item) => ({
      isThere: there(item),
      write: () => jsonText(resolve(item), gap, end + gap),
    }));
    return put("[", items, "]", gap, end);
  }
  if (!isPlain(value)) return JSON.stringify(value) ?? "null";
  const entries = entriesOf(value).map(([key, item]) => ({
    isThere: isWritten(item),
    write: () =>
      `"${escaped(key)}"` + (gap === "" ? ":" : ": ") + jsonText(resolve(item), gap, end + gap),
  }));
  return put("{", entries, "}", gap, end);
}

/** A text as JSON has it: what stands in it is escaped, also in what a condition chooses. */
function escaped(text) {
  const parts = session.run.tokens.cut(text);
  return parts.map((it) => (typeof it === "string" ? plainEscaped(it) : escapedPart(it))).join("");
}

const plainEscaped = (text) => JSON.stringify(text).slice(1, -1);

function escapedPart({ kind, identity }) {
  const { nodes, tokens } = session.run;
  const token = tokens.write(kind, identity);
  const node = nodes.get(identity);
  if (kind !== "string" || node === undefined) return token;
  if (node.node === "json" && documents.has(token))
    return escaped(jsonText(documents.get(token), "", "\n"));
  const names = TEXTS[node.node] ?? [];
  if (names.length === 0) return token;
  const inside = (value) =>
    Array.isArray(value) ? value.map(inside) : typeof value === "string" ? escaped(value) : value;
  const made = Object.fromEntries(names.map((name) => [name, inside(node[name])]));
  return session.run.node(kind, { ...node, ...made });
}

/** Where the texts are of which a text that is not known is made. */
const TEXTS = {
  choice: ["then", "otherwise"],
  join: ["delimiter", "values"],
  lookup: ["default"],
};

function symbolText(value, gap, end) {
  const { run } = session;
  if (isNumber(value)) return run.tokens.ofNumber(value);
  if (isCondition(value)) return choose(value, "true", "false");
  if (isChoice(value)) return each(value, (side) => jsonText(side, gap, end));
  return run.node("string", { node: "json", value: wire(value) });
}

/** Whether JSON has an entry: a boolean, or a condition. */
function isWritten(given) {
  const value = resolve(given);
  if (value === undefined || isMissing(value) || typeof value === "function") return false;
  if (!isChoice(value)) return true;
  const { condition, then, otherwise } = split(value);
  return choose(condition, isWritten(then), isWritten(otherwise));
}

/** The parts of a list or an object between brackets, each where it is there. */
function put(open, given, close, gap, end) {
  const parts = given
    .map(({ isThere, write }) => ({ isThere: conditions.simplify(isThere), write }))
    .filter(({ isThere }) => isThere !== false);
  if (parts.length === 0) return open + close;
  const first = parts.findIndex(({ isThere }) => isThere === true);
  if (first < 0) {
    const [{ isThere, write }, ...others] = parts;
    const rest = (holds, ...before) =>
      conditions.under(isThere, holds, () => put(open, [...before, ...others], close, gap, end));
    return choose(isThere, rest(true, { isThere: true, write }), rest(false));
  }
  const [inner, outer] = gap === "" ? ["", ""] : [end + gap, end];
  const between = `,${inner}`;
  const texts = parts.map(({ isThere, write }, place) => {
    const text = () => (place > first ? between : "") + write() + (place < first ? between : "");
    return isThere === true ? text() : choose(isThere, conditions.under(isThere, true, text), "");
  });
  return open + inner + texts.join("") + outer + close;
}

/** The config keys, and the tables with something that JSON escapes, of which the texts stand in a
 * value that becomes JSON.
 */
function unescaped(given) {
  const value = resolve(given);
  if (isText(value)) return session.run.tokens.cut(value).flatMap(unescapedInside);
  if (Array.isArray(value)) return isItems(value) ? [] : value.flatMap(unescaped);
  if (isChoice(value)) {
    const { then, otherwise } = split(value);
    return [then, otherwise].flatMap(unescaped);
  }
  if (!isPlain(value) || symbols.markOf(value) !== undefined) return [];
  return Object.entries(value).flatMap(([key, item]) => [...unescaped(key), ...unescaped(item)]);
}

function unescapedInside(part) {
  const node = typeof part === "string" ? undefined : session.run.nodes.get(part.identity);
  if (node === undefined) return [];
  if (node.node === "config") return [node.key];
  const own = node.node === "lookup" && tables.hasEscapes(node.table) ? [node.table] : [];
  const document = documents.get(session.run.tokens.write(part.kind, part.identity));
  const inner = [...(SOURCES[node.node] ?? []), ...(TEXTS[node.node] ?? [])].map((it) => node[it]);
  return [...own, ...unescaped(document), ...inner.flat().flatMap(unescaped)];
}

/** Where the texts are of which a text that is not known is a part. */
const SOURCES = { select: ["values"], split: ["source"] };

/** What an object's entry is that JSON does not have; in a list it is null. */
const isAbsentEntry = (value) => value === undefined || isMissing(value);

/** Whether `Fn::ToJsonString` writes a value as `JSON.stringify` does.
 *
 * It quotes what refers to a number or a boolean, but not what is a length or one of two numbers,
 * and knows no null and no key that is not known.
 */
function isSaidExactly(given, isAbsent = isMissing) {
  const value = resolve(given);
  if (isAbsent(value)) return true;
  if (isChoice(value)) {
    const { then, otherwise } = split(value);
    return [then, otherwise].every((side) => isSaidExactly(side, isAbsent));
  }
  if (isText(value)) return session.run.tokens.read(value)?.kind !== "json";
  if (isItems(value)) return true;
  if (isCondition(value)) return (value.token ?? null) === null;
  if (isNumber(value)) return isWiredNumber(session.run.tokens.ofNumber(value));
  if (isSymbol(value)) return false;
  if (Array.isArray(value)) return value.every((item) => isSaidExactly(item));
  if (isPlain(value)) {
    if (isOpenlyOrdered(value)) return false;
    return Object.entries(value).every(
      ([key, item]) => !isText(key) && isSaidExactly(item, isAbsentEntry),
    );
  }
  if (typeof value === "number" && !Number.isInteger(value))
    return LEAST <= Math.abs(value) && Math.abs(value) < MOST;
  return ["string", "boolean", "number"].includes(typeof value);
}

/** Whether a value is a number in a template, too: it is one itself, or a list's length. */
function isWiredNumber(wired) {
  if (typeof wired !== "string") return typeof wired === "number";
  const { run } = session;
  const choice = run.whole(wired, "choice");
  if (choice !== undefined) return isWiredNumber(choice.then) && isWiredNumber(choice.otherwise);
  return run.whole(wired, "length") !== undefined;
}

// Between which fractions have no exponent, in Java's texts and in others.
const [LEAST, MOST] = [1e-3, 1e7];

module.exports = { documentOf, stringified };
