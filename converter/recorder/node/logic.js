// Truth, comparison, and what hangs on them.
"use strict";

const session = require("./run");
const conditions = require("./conditions");
const configuration = require("./configuration");
const { primitive } = require("./primitives");
const tables = require("./tables");
const symbols = require("./symbols");
const choices = require("./choices");

const { describe, isCondition, isItems, isMissing, isOptional, isRow, isShapeless, isSymbol } =
  symbols;
const { choose, each, resolve, split, truth } = choices;
const isNothing = (value) => value === undefined || value === null;

const ORDERS = {
  "<": (left, right) => left < right,
  "<=": (left, right) => left <= right,
  ">": (left, right) => left > right,
  ">=": (left, right) => left >= right,
};
const PLAIN = {
  ...ORDERS,
  "===": (left, right) => left === right,
  "!==": (left, right) => left !== right,
  "==": (left, right) => left == right, // eslint-disable-line eqeqeq
  "!=": (left, right) => left != right, // eslint-disable-line eqeqeq
};
const MOST_TURNS = 10000;
let turnsTaken = 0; // that hang on conditions
const OPPOSITES = { "!==": "===", "!=": "==" };

/** The outcome of a comparison: a boolean, or a condition. */
function compare(operation, leftGiven, rightGiven) {
  const [left, right] = compared(operation, [leftGiven, rightGiven].map(tables.asked).map(resolve));
  if (!isSymbol(left) && !isSymbol(right)) {
    if (operation !== "===" && operation !== "!==") refusePrinted(left, right);
    return PLAIN[operation](left, right);
  }
  if (operation in OPPOSITES) return conditions.negate(compare(OPPOSITES[operation], left, right));
  if (split(left) !== undefined) return each(left, (side) => compare(operation, side, right));
  if (split(right) !== undefined) return each(right, (side) => compare(operation, left, side));
  if (operation === "===" || operation === "==") {
    const sides = tables.mayLack(left) ? [left, right] : [right, left];
    if (tables.mayLack(sides[0]) && !isNothing(sides[1])) return equalCell(operation, ...sides);
    return equal(operation === "==", left, right);
  }
  const open = [tables.opened(left), tables.opened(right)];
  if (open[0] !== left || open[1] !== right) return compare(operation, ...open);
  const words = describe(isSymbol(left) ? left : right);
  return session.run.refuse(`arithmetic or an order of ${words} cannot be said in a template`);
}

/** Two values as a comparison takes them: only an order makes something else of two objects. */
function compared(operation, sides) {
  if (operation in ORDERS) return sides.map((side) => primitive(side, "number"));
  const isObject = (side) => typeof side === "object" && side !== null && !isSymbol(side);
  const isLoose = operation === "==" || operation === "!=";
  if (!isLoose || sides.every(isObject) || sides.some(isNothing)) return sides;
  return sides.map((side) => primitive(side));
}

/** Refuse a comparison that makes text of an object in which something is not known. */
function refusePrinted(...sides) {
  const open = sides.find((side) => typeof side === "object" && symbols.holdsSymbol(side));
  if (open !== undefined && sides.some((side) => typeof side !== "object" && side !== undefined)) {
    session.run.refuse(
      `a comparison with ${describe(symbols.firstSymbol(open))} inside cannot be said in a template`,
    );
  }
}

/** Whether what is looked up, which may be undefined, is a value. */
function equalCell(operation, cell, value) {
  if (isSymbol(value)) return compare(operation, tables.opened(cell, undefined), value);
  return tables.isOneOf(cell, (found) => PLAIN[operation](found, value));
}

function equal(loosely, left, right) {
  const [symbol, other] = isSymbol(left) ? [left, right] : [right, left];
  if (symbols.markOf(symbol) === "count") symbols.refuseOperation(symbol, "a comparison");
  if (isNothing(other)) return isLookUp(symbol) ? tables.isLacking(symbol) : false;
  if (isItems(symbol) || isRow(symbol)) {
    session.run.refuse(`a comparison of ${describe(symbol)} cannot be said in a template`);
  }
  if (isCondition(symbol)) return equalCondition(loosely, symbol, other);
  if (isShapeless(symbol) || (isSymbol(other) && isShapeless(other))) {
    return conditions.equal(left, right);
  }
  if (typeof symbol !== typeof other || isCondition(other)) {
    if (loosely)
      session.run.refuse(`== with ${describe(symbol)} cannot be said in a template: use ===`);
    return false;
  }
  return conditions.equal(left, right);
}

function equalCondition(loosely, condition, other) {
  if (typeof other === "boolean") return other ? condition : conditions.negate(condition);
  if (isCondition(other)) {
    return conditions.anyOf(
      conditions.allOf(condition, other),
      conditions.allOf(conditions.negate(condition), conditions.negate(other)),
    );
  }
  if (loosely)
    session.run.refuse(`== with ${describe(condition)} cannot be said in a template: use ===`);
  return false;
}

const isLookUp = (value) => isRow(value) || tables.lookUpOf(value) !== undefined;

/** Whether a value is not known, or asks for something that may not be there. */
const isOpen = isSymbol;

/** `!value`. */
function not(value) {
  return isOpen(value) ? conditions.negate(truth(value)) : !value;
}

/** `first && other`. */
function and(given, other) {
  const first = tables.asked(given);
  if (!isOpen(first)) return first && other();
  const outcome = truth(first);
  if (!isCondition(outcome)) return outcome ? other() : resolve(first);
  const hollow = tables.mayLack(first) ? tables.opened(first, undefined) : first;
  return combined(
    outcome,
    () => resolve(other()),
    () => resolve(hollow),
    false,
  );
}

/** `first || other`; a config value that may not be set takes a default that way. */
function or(given, other) {
  const first = tables.asked(given);
  if (!isOpen(first)) return first || other();
  if (isOptional(first)) {
    const found = configuration.withDefault(first, other, true);
    if (found !== undefined) return found;
  }
  if (isLookUp(first) && tables.isHollow(first)) {
    const open = tables.opened(first, undefined);
    if (open !== first) return or(open, other);
  } else if (isLookUp(first)) return tables.orElse(first, other);
  const outcome = truth(first);
  if (!isCondition(outcome)) return outcome ? resolve(first) : other();
  return combined(
    outcome,
    () => resolve(first),
    () => resolve(other()),
    true,
  );
}

/** `first ?? other`. */
function nullish(given, other) {
  const first = tables.asked(given);
  if (!isOpen(first)) return first ?? other();
  if (isOptional(first)) {
    const found = configuration.withDefault(first, other);
    if (found !== undefined) return found;
  }
  if (isLookUp(first)) return tables.orElse(first, other);
  const value = resolve(first);
  if (split(value) === undefined) return value ?? other();
  return each(value, (side) => nullish(side, other));
}

/** A value, or another one where it is undefined: what parameters and patterns take. */
function fallback(given, other) {
  const value = tables.asked(given);
  const settled = isOptional(value) ? value : resolve(value);
  if (settled === undefined || isMissing(settled)) return other();
  if (!isOpen(settled)) return settled;
  if (isOptional(settled)) {
    const found = configuration.withDefault(settled, other);
    if (found !== undefined) return found;
  }
  if (isLookUp(settled)) return tables.orElse(settled, other);
  return split(settled) === undefined ? settled : each(settled, (side) => fallback(side, other));
}

/** The value of `&&` or `||`: a condition where it is made of conditions. */
function combined(outcome, one, other, isOr) {
  const isBoolean = (value) => typeof value === "boolean" || isCondition(value);
  return choices.either(outcome, one, other, (then, otherwise) => {
    if (isBoolean(then) && isBoolean(otherwise))
      return isOr ? conditions.anyOf(outcome, otherwise) : conditions.allOf(outcome, then);
    return choose(outcome, then, otherwise);
  });
}

/** `test ? then : otherwise`. */
function either(test, then, otherwise) {
  const outcome = isOpen(test) ? truth(test) : Boolean(test);
  if (!isCondition(outcome)) return outcome ? then() : otherwise();
  return choices.either(outcome, then, otherwise);
}

/** A value of which the truth must be known. */
function known(value) {
  if (!isOpen(value)) return value;
  return conditions.decide(truth(value)) ? resolve(value) : false;
}

/** Whether a test holds where that must be known. */
const decide = (test) => (isOpen(test) ? conditions.decide(truth(test)) : Boolean(test));

/** Whether a loop goes on after a turn: a boolean, or a condition. */
function turn(before, test) {
  const outcome = isCondition(before)
    ? conditions.under(before, true, () => truth(test()))
    : truth(test());
  const found = conditions.allOf(before, outcome);
  if (isCondition(found) && ++turnsTaken > MOST_TURNS)
    session.run.refuse("a loop of which nobody knows when it ends cannot be said in a template");
  return found;
}

/** A value that must be known, as the subject of a `switch`. */
function subject(value) {
  if (isSymbol(value))
    session.run.refuse(`a switch like this over ${describe(value)} cannot be said in a template`);
  return value;
}

/** A value under the name of the variable that it is assigned to. */
function named(name, value) {
  if (isCondition(value) && (value.token === null || value.token === undefined)) {
    const specification = symbols.specificationOf(value);
    if (specification.node !== "condition" && conditions.isEarly(specification)) {
      return conditions.byName(conditions.giveName(value, name));
    }
    return value;
  }
  tables.remember(name, value);
  return value;
}

/** Name a condition that has a name after another variable, too: it is another condition. */
function namedAgain(name, value) {
  if (isCondition(value) && (value.token === null || value.token === undefined)) {
    const specification = symbols.specificationOf(value);
    if (specification.node === "condition" && conditions.wordsFor(name) !== specification.name) {
      return conditions.byName(conditions.giveName(value, name));
    }
  }
  return named(name, value);
}

/** Compare two fixed texts: a condition that a template's author decided by hand. */
function constant(operation, left, right) {
  const found = symbols.condition({ node: "equal", left, right });
  return operation === "===" ? found : conditions.negate(found);
}

module.exports = {
  and,
  compare,
  constant,
  decide,
  either,
  fallback,
  known,
  named,
  namedAgain,
  not,
  nullish,
  or,
  subject,
  turn,
};
