// Texts with values in them that are not known: template literals and JSON.
"use strict";

const session = require("./run");
const symbols = require("./symbols");
const { choose, each, isEither, isLoose, resolve, seen, split, wire } = require("./choices");

const {
  describe,
  isChoice,
  isCondition,
  isItems,
  isMissing,
  isNumber,
  isPlain,
  isRow,
  isSymbol,
  isText,
} = symbols;

/** A template literal's text. */
function text(literals, values) {
  return literals
    .map((literal, place) => (place === 0 ? "" : part(values[place - 1])) + literal)
    .join("");
}

/** What a value prints as. */
function part(given) {
  const value = resolve(given);
  refuseOutput(value, "inside a text never gives its value: use pulumi.interpolate or apply");
  if (isNumber(value)) return isEither(value) ? each(value, part) : printedNumber(value);
  if (isText(value)) return value;
  if (isCondition(value)) return choose(value, "true", "false");
  if (isChoice(value)) return each(value, part);
  if (isRow(value) || isItems(value)) symbols.refuseOperation(value, "printing");
  if (Array.isArray(value)) return joined(value, ",");
  if (isMissing(value)) return "undefined";
  if (symbols.hasEntries(value) && symbols.own.has(value.toString)) return part(value.toString());
  if (typeof value === "object" && value !== null && symbols.holdsSymbol(value)) {
    session.run.refuse(
      "printing an object with values that are not known cannot be said in a template",
    );
  }
  refuseResource(value);
  return `${value}`;
}

function printedNumber(value) {
  const { run } = session;
  const token = run.tokens.ofNumber(value);
  if (symbols.isSpelledFreely(value)) {
    run.warn(
      "number-text",
      `${describe(value)} is printed as it was given, not as JavaScript does`,
    );
  }
  return run.node("string", { node: "convert", to: "string", value: token });
}

function refuseResource(value) {
  if (typeof value === "object" && value !== null && value.__pulumiResource === true) {
    session.run.refuse("a resource is printed into a text: name a part of it");
  }
}

/** Refuse an output where only its value would do. */
function refuseOutput(value, words) {
  if (typeof value === "object" && value !== null && value.__pulumiOutput === true) {
    session.run.refuse(`an Output ${words}`);
  }
}

/** `list.join(delimiter)`. */
function joined(list, delimiter) {
  const token = symbols.itemsToken(list);
  if (token !== undefined) {
    if (isText(delimiter))
      session.run.refuse(`join() with ${describe(delimiter)} cannot be said in a template`);
    return session.run.node("string", { node: "join", delimiter, values: [token] });
  }
  const items = list.map(resolve).filter((item) => !isMissing(item));
  if (items.some((item) => require("./choices").mayLack(item))) {
    return session.run.node("string", { node: "join", delimiter, values: items.map(joinedItem) });
  }
  return items
    .map((item) => (item === undefined || item === null ? "" : part(item)))
    .join(delimiter);
}

/** An item of a list as it goes to the engine, where it may not be there. */
function joinedItem(item) {
  return require("./choices").mayLack(item) ? wire(item) : part(item);
}

/** `a + b`. */
function add(leftGiven, rightGiven) {
  const [left, right] = [resolve(leftGiven), resolve(rightGiven)];
  if (!isSymbol(left) && !isSymbol(right)) return addKnown(left, right);
  const parts = [left, right].find((side) => isChoice(side) || isCondition(side));
  if (parts !== undefined && isChoice(parts)) {
    return parts === left
      ? each(left, (side) => add(side, right))
      : each(right, (side) => add(left, side));
  }
  if (typeof left === "string" || typeof right === "string") return part(left) + part(right);
  if (isEither(left)) return each(left, (side) => add(side, right));
  if (isEither(right)) return each(right, (side) => add(left, side));
  return session.run.refuse(
    `arithmetic or an order of ${describe(isSymbol(left) ? left : right)} cannot be said in a template`,
  );
}

function addKnown(left, right) {
  if (typeof left === "string" || typeof right === "string") {
    return (
      (typeof left === "object" ? part(left) : left) +
      (typeof right === "object" ? part(right) : right)
    );
  }
  const isList = Array.isArray(left) || Array.isArray(right);
  return isList ? part(left) + part(right) : left + right;
}

/** `JSON.stringify(value, null, space)`: placeholders in the places of what is not known.
 *
 * Texts of the config may hold what JSON escapes: `Fn::ToJsonString` does that, which leaves no
 * space between the parts; with spaces the text is put together, and a warning says so.
 */
function stringified(given, replacer, space, position) {
  const found = resolve(given);
  if (isSymbol(space))
    session.run.refuse(`JSON.stringify() with ${describe(space)} cannot be said in a template`);
  if (!isSymbol(found) && !symbols.holdsSymbol(found, 12) && !isLoose(found)) {
    refuseOutputs(found);
    return JSON.stringify(found, replacer, space);
  }
  const value = dataOf(found, replacer, { "": found }, "");
  refuseOutputs(value);
  const written = writtenAs(value, space, position);
  documents.set(written, value);
  return written;
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
  if (space === undefined && isSaidExactly(value)) {
    const wired = wire(value);
    return session.run.node("string", { node: "json", value: wired });
  }
  const keys = [...new Set(unescaped(value))].sort();
  if (keys.length > 0) {
    const way = space === undefined ? "" : "; without spaces it is an Fn::ToJsonString";
    session.run.warn(
      "json-text",
      `quotes, backslashes and line ends in ${keys.join(", ")} are not escaped in the JSON${way}`,
      position ?? session.run.position(),
    );
  }
  const tokens = [];
  let written = JSON.stringify(jsonable(value, tokens), null, space);
  tokens.forEach((token, place) => {
    written = written.replace(`"${session.run.settings.nonce}-${place}"`, () => token);
  });
  return written;
}

/** What JSON takes of a value: of the program's own objects what their `toJSON` gives, or their
 * entries; of all what the replacer leaves, a function or the names of entries. */
function dataOf(given, replacer, holder, key) {
  const whole = resolve(given);
  if (isChoice(whole)) return each(whole, (side) => dataOf(side, replacer, holder, key));
  const own = symbols.own.has(whole?.toJSON) ? whole.toJSON(key) : whole;
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
  return Object.fromEntries(
    names.map((name) => [name, dataOf(value[name], replacer, value, name)]),
  );
}

function refuseOutputs(value, depth = 8) {
  refuseOutput(value, "inside JSON.stringify never gives its value: use pulumi.jsonStringify");
  if (depth === 0 || typeof value !== "object" || value === null) return;
  if (Array.isArray(value) || isPlain(value))
    Object.values(value).forEach((it) => refuseOutputs(it, depth - 1));
}

/** A value that JSON can be made of, with a stand-in for each symbol that is no text. */
function jsonable(given, found) {
  const value = seen(given);
  if (isText(value) && session.run.tokens.read(value)?.kind !== "json") return value;
  if (isSymbol(value)) {
    found.push(jsonToken(value));
    return `${session.run.settings.nonce}-${found.length - 1}`;
  }
  if (Array.isArray(value)) {
    return value.filter((item) => !isMissing(resolve(item))).map((item) => jsonable(item, found));
  }
  if (!isPlain(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, jsonable(item, found)]),
  );
}

function jsonToken(value) {
  const { run } = session;
  if (isNumber(value)) return run.tokens.ofNumber(value);
  if (isCondition(value)) return choose(value, "true", "false");
  if (isChoice(value)) {
    const { then, otherwise } = split(value);
    if ([then, otherwise].some((side) => side === undefined || isMissing(side))) {
      run.refuse(
        "JSON text with a part that may not be there cannot be said in a template, save as a whole without spaces",
      );
    }
    return each(value, (side) => stringified(side));
  }
  return run.node("string", { node: "json", value: wire(value) });
}

/** The config keys, and the tables with something that JSON escapes, of which the texts stand in a
 * value that becomes JSON.
 */
function unescaped(given) {
  const value = resolve(given);
  const { run } = session;
  if (isText(value)) {
    return run.tokens
      .cut(value)
      .map((piece) => (typeof piece === "string" ? undefined : run.nodes.get(piece.identity)))
      .flatMap((node) => {
        if (node?.node === "config") return [node.key];
        return node?.node === "lookup" && require("./tables").hasEscapes(node.table)
          ? [node.table]
          : [];
      });
  }
  if (Array.isArray(value)) return isItems(value) ? [] : value.flatMap(unescaped);
  if (!isPlain(value) || symbols.markOf(value) !== undefined) return [];
  return Object.entries(value).flatMap(([key, item]) => [...unescaped(key), ...unescaped(item)]);
}

/** Whether `Fn::ToJsonString` writes a value as `JSON.stringify` does.
 *
 * It quotes what refers to a number or a boolean, and knows no null and no key that is not known.
 */
function isSaidExactly(given) {
  const value = resolve(given);
  if (isChoice(value)) {
    const { then, otherwise } = split(value);
    return [then, otherwise].every(
      (side) => side === undefined || isMissing(side) || isSaidExactly(side),
    );
  }
  if (isText(value)) return session.run.tokens.read(value)?.kind !== "json";
  if (isItems(value)) return true;
  if (isSymbol(value)) return false;
  if (Array.isArray(value)) return value.every(isSaidExactly);
  if (isPlain(value)) {
    return Object.entries(value).every(
      ([key, item]) =>
        !isText(key) && (item === undefined || isMissing(item) || isSaidExactly(item)),
    );
  }
  return ["string", "boolean"].includes(typeof value) || Number.isInteger(value);
}

module.exports = { add, documentOf, joined, part, refuseOutput, stringified, text };
