// Booleans that are not known: how they are made and named, and what is assumed where.
"use strict";

const session = require("./run");
const { condition, describe, isCondition, isNumber, specificationOf } = require("./symbols");

const LONGEST_NAME = 60;
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** Whether two values print the same: a boolean where that is known. */
function equal(left, right) {
  const { tokens } = session.run;
  const sides = [printed(left), printed(right)];
  if (sides[0] === sides[1]) return true;
  if (!sides.some((side) => tokens.occurIn(side))) return false;
  for (const [side, other] of [sides, [sides[1], sides[0]]]) {
    const original = session.run.whole(side, "lower");
    if (original !== undefined) return equalInAnyCase(original.of, other);
  }
  return simplify(condition({ node: "equal", left: sides[0], right: sides[1] }));
}

/** Whether a text is a word in any letter case: the three cases that people write. */
function equalInAnyCase(text, word) {
  const { run } = session;
  if (word !== word.toLowerCase()) return false;
  if (run.tokens.occurIn(word)) run.refuse("a comparison in lower case");
  const spellings = [word, word.slice(0, 1).toUpperCase() + word.slice(1), word.toUpperCase()];
  const tests = [...new Set(spellings)].map((each) => ({ node: "equal", left: text, right: each }));
  const specification = { node: "any", conditions: tests };
  if (word === "true") {
    return condition(
      specification,
      run.node("boolean", { node: "convert", to: "boolean", value: text }),
    );
  }
  run.warn("letter-case", `compared with '${word}' in lower, upper and title case only`);
  return simplify(condition(specification));
}

function printed(value) {
  return isNumber(value) ? session.run.tokens.ofNumber(value) : String(value);
}

/** The opposite. */
function negate(value) {
  if (!isCondition(value)) return !value;
  const specification = specificationOf(value);
  if (specification.node === "not") return condition(specification.condition);
  return condition({ node: "not", condition: specification });
}

/** Whether a condition has no name, but is the opposite of one that has. */
function isOpposite(value) {
  const specification = specificationOf(value);
  if (specification.node !== "not" || knownName(specification) !== undefined) return false;
  const inner = specification.condition;
  return inner.node === "condition" || knownName(inner) !== undefined;
}

/** Whether all hold. */
const allOf = (...values) => combine("all", values, false);

/** Whether one holds. */
const anyOf = (...values) => combine("any", values, true);

function combine(node, values, settles) {
  const parts = [];
  for (const value of values) {
    if (!isCondition(value)) {
      if (Boolean(value) === settles) return settles;
      continue;
    }
    const part = specificationOf(value);
    for (const item of part.node === node ? part.conditions : [part]) {
      if (!parts.some((other) => same(item, other))) parts.push(item);
    }
  }
  if (parts.length === 0) return !settles;
  const kept = settles ? parts : parts.filter((part) => !goesWithoutSaying(part, parts));
  return condition(kept.length === 1 ? kept[0] : { node, conditions: kept });
}

/** Whether one of several that hold says that a value is not a text, and another which it is. */
function goesWithoutSaying(part, others) {
  const meant = meaning(part);
  if (meant.node !== "not") return false;
  const inner = meaning(meant.condition);
  return others.some((other) => excludes(meaning(other), inner));
}

/** A condition's outcome where the assumptions at this place settle it, else the program's end. */
function decide(value) {
  const settled = simplify(value);
  if (typeof settled === "boolean") return settled;
  const what = describeSpecification(specificationOf(settled));
  return session.run.refuse(`a decision that hangs on ${what} cannot be followed here`);
}

/** What the assumptions at this place make of a condition: a boolean, or itself. */
function simplify(value) {
  if (!isCondition(value)) return Boolean(value);
  return settle(specificationOf(value)) ?? value;
}

/** What is known of a condition; `alone`: by each assumption on its own. */
function settle(given, alone = false) {
  const { assumptions } = session.run;
  if (assumptions.length === 0) return undefined;
  const specification = meaning(given);
  const { node } = specification;
  for (const assumed of assumptions) {
    if (same(assumed.specification, specification)) return assumed.holds;
    if (assumed.holds && excludes(assumed.specification, specification)) return false;
  }
  if (node === "not") {
    const inner = settle(specification.condition, alone);
    return inner === undefined ? undefined : !inner;
  }
  if (node === "all" || node === "any") {
    const parts = specification.conditions.map((part) => settle(part, alone));
    const decisive = node === "any";
    if (parts.includes(decisive)) return decisive;
    return parts.includes(undefined) ? undefined : !decisive;
  }
  return alone ? undefined : leftOver(specification);
}

/** What follows where only one of several that one must hold is left. */
function leftOver(specification) {
  for (const { specification: assumed, holds } of session.run.assumptions) {
    if (assumed.node !== (holds ? "any" : "all")) continue;
    const known = assumed.conditions.map((part) => [part, settle(part, true)]);
    const open = known.filter(([, settled]) => settled === undefined);
    if (open.length !== 1 || known.some(([, settled]) => settled === holds)) continue;
    for (const fact of implied(open[0][0], holds)) {
      if (same(fact.specification, specification)) return fact.holds;
    }
  }
  return undefined;
}

/** What a named condition says; a comparison begins with what is not known. */
function meaning(specification) {
  let found = specification;
  while (found.node === "condition") found = session.run.conditions.get(found.name);
  return inOrder(found);
}

function inOrder(specification) {
  if (specification.node !== "equal" || session.run.tokens.occurIn(specification.left)) {
    return specification;
  }
  return { ...specification, left: specification.right, right: specification.left };
}

/** Whether one comparison's holding means that another does not: one value, two texts. */
function excludes(assumed, other) {
  if (assumed.node !== "equal" || other.node !== "equal" || assumed.left !== other.left)
    return false;
  const texts = [assumed.right, other.right];
  return texts[0] !== texts[1] && !texts.some((text) => session.run.tokens.occurIn(text));
}

/** Where the program stands under a condition or its opposite, beside what holds here already. */
function place(value, holds) {
  const { run } = session;
  const entered = { specification: specificationOf(value), holds };
  return [
    [...run.assumptions, ...implied(entered.specification, holds)],
    [...run.branches, entered],
  ];
}

/** Whether what is assumed at this place cannot all be: nobody ever comes here. */
function isNowhere() {
  const { assumptions } = session.run;
  return assumptions.some(({ specification: one, holds }, place) =>
    assumptions
      .slice(place + 1)
      .some((other) =>
        same(one, other.specification)
          ? holds !== other.holds
          : holds && other.holds && excludes(one, other.specification),
      ),
  );
}

/** Do something under a condition, or under its opposite. */
function under(value, holds, action) {
  return session.run.standing(...place(value, holds), action);
}

/** An assumption and what follows from it. */
function implied(given, holds) {
  const specification = meaning(given);
  const found = [{ specification, holds }];
  if (specification.node === (holds ? "all" : "any")) {
    for (const part of specification.conditions) found.push(...implied(part, holds));
  } else if (specification.node === "not") {
    found.push(...implied(specification.condition, !holds));
  }
  return found;
}

/** The condition that has a name. */
const byName = (name) => condition({ node: "condition", name });

/** The name of the condition that everything made at this place stands under; null for none. */
function here() {
  const { branches } = session.run;
  if (branches.length === 0) return null;
  const parts = branches.map(({ specification, holds }) => {
    const name = specification.node === "condition" ? undefined : knownName(specification);
    const found = name === undefined ? condition(specification) : byName(name);
    return holds ? found : negate(found);
  });
  return nameOf(allOf(...parts));
}

/** A condition's name, after giving it one where it has none. */
function nameOf(value) {
  const specification = specificationOf(value);
  return known(value) ?? register(derive(specification), specification, true);
}

/** Name a condition after the variable that it is assigned to. */
function giveName(value, variable) {
  const [specification, words] = [specificationOf(value), wordsFor(variable)];
  if (same(session.run.conditions.get(words), specification)) return words;
  return register(words, specification);
}

/** The name of a condition that is assigned to a variable, if it is free. */
function wordsFor(variable) {
  return session.run.settings.names[variable] ?? (pascal(variable) || "Condition");
}

/** The name that a condition has, if it has one. */
function known(value) {
  const specification = specificationOf(value);
  return specification.node === "condition" ? specification.name : knownName(specification);
}

/** The name of the first condition that was given one and says the same. */
function knownName(specification) {
  return session.run.conditionNames.get(JSON.stringify(inOrder(specification)));
}

/** Give a new condition a name that is free, and tell the parent process of it. */
function register(words, specification, derived = false) {
  const { run } = session;
  refuseLate(specification);
  let name = words.length <= LONGEST_NAME || run.notedNames.has(words) ? words : "Condition";
  for (
    let number = 2;
    run.conditions.has(name) || (run.notedNames.has(name) && name !== words);
    number++
  ) {
    name = `${words.slice(0, LONGEST_NAME)}${number}`;
  }
  const key = JSON.stringify(inOrder(specification));
  if (!run.conditionNames.has(key)) run.conditionNames.set(key, name);
  run.conditions.set(name, specification);
  if (
    specification.node === "equal" &&
    [specification.left, specification.right].map(label).includes("stack name")
  ) {
    run.warn(
      "stack-name",
      `the condition ${name} hangs on the stack's name; in a template, that is the ` +
        "name of the CloudFormation stack",
    );
  }
  run.report("condition", { name, specification, derived });
  return name;
}

/** End the program for a condition that hangs on what is known after the deployment only. */
function refuseLate(specification) {
  const late = latePart(specification);
  if (late !== undefined) {
    const { run } = session;
    run.refuse(`a decision hangs on ${run.label(late)}, which is known too late for it`);
  }
}

/** Whether a condition is known before the deployment. */
const isEarly = (specification) => latePart(specification) === undefined;

function latePart(specification) {
  const { run } = session;
  if (specification.node === "equal") {
    return run.latePart(specification.left) ?? run.latePart(specification.right);
  }
  for (const part of partsOf(specification)) {
    const late = latePart(part);
    if (late !== undefined) return late;
  }
  return undefined;
}

function partsOf(specification) {
  return specification.node === "not"
    ? [specification.condition]
    : (specification.conditions ?? []);
}

/** A name made from what a condition says: `EnvIsProd`, `HasKeyArn`, `NotIsProd`. */
function derive(given) {
  const specification = inOrder(given);
  switch (specification.node) {
    case "condition":
      return specification.name;
    case "equal":
      return `${pascal(label(specification.left))}Is${pascal(label(specification.right)) || "Empty"}`;
    case "not": {
      const inner = inOrder(specification.condition);
      if (inner.node === "equal" && inner.right === "") return `Has${pascal(label(inner.left))}`;
      return `Not${derive(inner)}`;
    }
    default:
      return specification.conditions.map(derive).join(specification.node === "all" ? "And" : "Or");
  }
}

function label(text) {
  const { run } = session;
  return run.tokens
    .cut(text)
    .map((part) => (typeof part === "string" ? part : run.shortLabel(part.identity)))
    .join(" ");
}

/** A text's words in a row, each with a capital; a name in capitals is lowered first. */
function pascal(text) {
  const spread = text === text.toUpperCase() ? text.toLowerCase() : text;
  return (spread.match(/[A-Za-z0-9]+/g) ?? [])
    .map((word) => word[0].toUpperCase() + word.slice(1))
    .join("");
}

/** Name for a person what a condition hangs on. */
function describeSpecification(given) {
  const specification = inOrder(given);
  if (specification.node === "condition") return `the condition ${specification.name}`;
  if (specification.node === "equal") return describe(specification.left);
  return [...new Set(partsOf(specification).map(describeSpecification))].join(" and ");
}

module.exports = {
  allOf,
  anyOf,
  byName,
  decide,
  describeSpecification,
  equal,
  giveName,
  here,
  isEarly,
  isNowhere,
  isOpposite,
  known,
  nameOf,
  negate,
  pascal,
  place,
  same,
  simplify,
  under,
  wordsFor,
};
