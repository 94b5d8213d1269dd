// Texts with values in them that are not known: template literals and JSON.
"use strict";

const session = require("./run");
const symbols = require("./symbols");
const { primitive } = require("./primitives");
const { choose, each, isEither, resolve, wire } = require("./choices");

const { describe, isChoice, isCondition, isItems, isMissing, isNumber, isRow, isSymbol, isText } =
  symbols;

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
  const found = primitive(value, "string");
  if (!Object.is(found, value)) return part(found);
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
  const items = [...list].map(resolve).filter((item) => !isMissing(item)); // a hole is an item
  if (items.some((item) => require("./choices").mayLack(item))) {
    return session.run.node("string", {
      node: "join",
      delimiter,
      values: items
        .map(itemText)
        .filter((item) => !isMissing(item))
        .map(wire),
    });
  }
  return items.map(itemText).join(delimiter);
}

/** What an item of a list prints as, where it is there. */
function itemText(given) {
  const value = resolve(given);
  if (value === undefined || value === null) return "";
  if (isMissing(value)) return value;
  if (isChoice(value)) return each(value, itemText);
  return part(value);
}

/** `a + b`. */
function add(leftGiven, rightGiven) {
  const [left, right] = [primitive(leftGiven), primitive(rightGiven)];
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

module.exports = { add, joined, part, refuseOutput, text };
