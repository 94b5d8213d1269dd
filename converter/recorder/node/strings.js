// The methods of texts.
"use strict";

const session = require("./run");
const symbols = require("./symbols");
const { each, resolve, split } = require("./choices");
const tables = require("./tables");
const { part } = require("./texts");

const { describe, isSymbol, isText, refuseOperation } = symbols;
const isLookUp = (text) => tables.lookUpOf(text) !== undefined;
const IGNORED = new Set(["toString", "valueOf", "normalize"]);

/** Call a method of a text, where it or an argument is not known. */
function callMethod(text, method, given) {
  if (split(text) !== undefined)
    return each(text, (side) => methodOfSide(text, side, method, given));
  const args = given.map(resolve);
  if (method === "concat") return text + args.map(part).join("");
  if (!isText(text)) return methodOfKnown(text, method, args);
  if (IGNORED.has(method)) return text;
  if (method === "split") return splitAt(text, args);
  if (method === "trim") return trimmed(text);
  if (method === "toLowerCase" && (!isLookUp(text) || tables.isTruth(text))) return lowered(text);
  const open = tables.opened(text);
  if (open !== text) return callMethod(open, method, args);
  return refuseOperation(text, `${method}()`);
}

function methodOfSide(text, side, method, args) {
  if (typeof side !== "string") symbols.refuseOperation(text, `${method}()`);
  return isText(side) || args.some(isSymbol)
    ? callMethod(side, method, args)
    : side[method](...args);
}

/** Call a method of a known text with an argument that is not known. */
function methodOfKnown(text, method, args) {
  const symbol = args.find(isSymbol);
  const [pattern, replacement] = args;
  if (
    (method === "replace" || method === "replaceAll") &&
    !isSymbol(pattern) &&
    isSymbol(replacement)
  ) {
    return text[method](pattern, () => part(replacement));
  }
  if (symbol !== undefined && split(symbol) !== undefined) {
    const place = args.indexOf(symbol);
    return each(symbol, (side) => {
      const found = [...args.slice(0, place), side, ...args.slice(place + 1)];
      return found.some(isSymbol) ? methodOfKnown(text, method, found) : text[method](...found);
    });
  }
  return session.run.refuse(`${method}() with ${describe(symbol)} cannot be said in a template`);
}

/** Whether a function of the program gives what stands in a text then. */
const isReplacing = (method, [pattern, change]) =>
  /^replace(?:All)?$/.test(method) && !isSymbol(pattern) && symbols.own.has(change);

/** A known text with what a function gives, which may not be known. */
const replaced = (text, method, [pattern, change]) =>
  text[method](pattern, (...found) => part(change(...found)));

/** Cut a text at a fixed separator. */
function splitAt(text, args) {
  const [separator, limit] = args;
  if (
    typeof separator !== "string" ||
    separator === "" ||
    isText(separator) ||
    limit !== undefined
  ) {
    refuseOperation(text, "split() without a fixed separator");
  }
  return symbols.symbol("list", { node: "split", delimiter: separator, source: text });
}

/** A text without blanks around it; each item of a comma-separated text, which makes it a list. */
function trimmed(text) {
  const { run } = session;
  const made = run.whole(text, "each");
  const cut = made === undefined ? undefined : run.whole(made.of, "split");
  if (cut !== undefined && cut.delimiter === ",") {
    const of = run.node("list", { node: "convert", to: "list", value: cut.source });
    return run.node("string", { node: "each", of });
  }
  const stripped = text.trim();
  const parts = run.tokens.cut(stripped);
  const ends = [parts[0], parts[parts.length - 1]];
  return ends.every((end) => typeof end === "string") ? stripped : refuseOperation(text, "trim()");
}

/** A text in lower case, good for a comparison only. */
function lowered(text) {
  if (session.run.tokens.read(text) === null) refuseOperation(text, "toLowerCase()");
  const told = `toLowerCase() of ${describe(text)}`;
  return session.run.node("string", { node: "lower", of: text, told });
}

module.exports = { callMethod, isReplacing, replaced };
