// Config, read through `pulumi.Config`: each reading is reported, and gives a symbol.
"use strict";

const session = require("./run");
const conditions = require("./conditions");
const { noteAll } = require("./packages");
const refusing = require("./refusing");
const symbols = require("./symbols");

const { MARK, isSymbol } = symbols;
const KINDS = { "": "string", Number: "number", Boolean: "boolean", Object: "json" };
const readings = new Map(); // full key and kind → the choice that a value that may not be set is
let secretOf = null; // makes a secret of a value

/** Change the methods of `pulumi.Config`. */
function install(pulumi) {
  const methods = pulumi.Config.prototype;
  secretOf = pulumi.secret;
  for (const [suffix, kind] of Object.entries(KINDS)) {
    for (const verb of ["get", "require"]) {
      replace(methods, `${verb}${suffix}`, kind, verb === "require");
      replaceSecret(pulumi, methods, `${verb}Secret${suffix}`, `${verb}${suffix}`, kind);
      noteAll([methods[`${verb}${suffix}`], methods[`${verb}Secret${suffix}`]]);
    }
  }
}

function replace(methods, method, kind, isRequired) {
  const original = methods[method];
  methods[method] = function read(key, options) {
    const { run } = session;
    const full = this.fullKey(key);
    if (kind === "json" && isListed(full)) {
      settle(full, "list", null);
      return symbolOf(full, "list");
    }
    if (isFixed(full, kind)) {
      report(full, kind, { fixed: true });
      return symbols.lift(original.call(this, key, options));
    }
    if (isRequired && !(full in run.settings.config)) {
      run.refuseCaught(`the required config value ${bare(full)}`);
    }
    return valueOf(full, kind, isRequired, options);
  };
}

function replaceSecret(pulumi, methods, method, plain, kind) {
  methods[method] = function read(key, options) {
    const full = this.fullKey(key);
    report(full, kind, { secret: true, fixed: isFixed(full, kind) });
    const value = this[plain](key, options);
    if (symbols.isOptional(value)) return { ...value, secret: true };
    return value === undefined ? undefined : pulumi.secret(value);
  };
}

function isFixed(key, kind) {
  const { run } = session;
  const { config, fixed, secrets } = run.settings;
  if (kind !== "json" && secrets.includes(key) && !(key in config)) return false;
  return !run.symbolic || kind === "json" || fixed.includes(key);
}

/** Whether a key is declared as an array of texts, which a parameter can hold. */
function isListed(key) {
  const { run } = session;
  const { arrays, fixed, secrets } = run.settings;
  return run.symbolic && !fixed.includes(key) && !secrets.includes(key) && arrays.includes(key);
}

function report(key, kind, more = {}) {
  const { run } = session;
  run.report("config", {
    key: bare(key),
    kind: kind === "json" ? "string" : kind,
    default: null,
    secret: false,
    fixed: false,
    optional: false,
    ...run.position(),
    ...more,
  });
}

const bare = (key) => key.replace(new RegExp(`^${session.run.settings.project}:`), "");

/** The symbol for one reading of a key that is not fixed. */
function valueOf(key, kind, isRequired, options = {}) {
  const { run } = session;
  const { config, optional, region_keys: regions, secrets } = run.settings;
  if (regions.includes(key)) return symbols.symbol("string", { node: "region" });
  const constraints = constraintsOf(options);
  const may = { [MARK]: "optional", key, kind, constraints };
  if (optional.includes(key) && !(key in config)) return may;
  if (!isRequired && !(key in config) && !secrets.includes(key)) return may;
  settle(key, kind, null, constraints);
  return symbolOf(key, kind);
}

/** The symbol for an argument of a component; one that may be left out takes a default. */
function argument(key, kind, isOptional) {
  if (isOptional) return { [MARK]: "optional", key, kind, constraints: {} };
  settle(key, kind, null);
  return symbolOf(key, kind);
}

/** What the program asks of a value, in the words of a template's parameter. */
function constraintsOf(options) {
  const { allowedValues, minLength, maxLength, min, max, pattern } = options;
  const found = {
    AllowedValues: allowedValues,
    AllowedPattern: patternOf(pattern),
    MinLength: minLength,
    MaxLength: maxLength,
    MinValue: min,
    MaxValue: max,
  };
  return Object.fromEntries(
    Object.entries(found).filter(([, value]) => value !== undefined && !symbols.holdsSymbol(value)),
  );
}

/** A pattern for the whole text, as a template wants it. */
function patternOf(pattern) {
  if (
    pattern === undefined ||
    isSymbol(pattern) ||
    (pattern instanceof RegExp && pattern.flags !== "")
  )
    return undefined;
  const source = pattern instanceof RegExp ? pattern.source : String(pattern);
  return /^\^[^|]*\$$/.test(source) ? source : `.*(?:${source}).*`;
}

/** Constraints of a value that may be the empty text. */
const withEmpty = ({ AllowedValues }) =>
  AllowedValues === undefined ? {} : { AllowedValues: ["", ...AllowedValues] };

/** Report what a key's value is when it is not set. */
function settle(key, kind, given, constraints = {}, isOptional = false) {
  const { run } = session;
  const settled = run.defaults.get(key);
  if (settled !== undefined && given !== null && settled !== given) run.againWithOptional(key);
  if (given !== null) run.defaults.set(key, given);
  const more = Object.keys(constraints).length > 0 ? { constraints } : {};
  report(key, kind, { default: given, optional: isOptional, ...more });
}

const symbolOf = (key, kind) => symbols.symbol(kind, { node: "config", key: bare(key) });

/** The place of what was read of a key, among others. */
const placeOf = ({ key, kind, secret }) => `${kind} ${key}${secret ? " as a secret" : ""}`;

/** A config value as it is read: a secret's is an output. */
const asRead = ({ secret }, value) => (secret ? secretOf(value) : value);

/** The choice that a value that may not be set is: its text, or undefined. */
function choiceOf(optional) {
  const { key, kind, constraints } = optional;
  const place = placeOf(optional);
  if (!readings.has(place)) {
    settle(key, "string", "", withEmpty(constraints), true);
    const text = symbolOf(key, "string");
    const given = conditions.negate(symbols.condition({ node: "equal", left: text, right: "" }));
    const condition = session.run.standing([], [], () => conditions.nameOf(given));
    readings.set(place, {
      [MARK]: "choice",
      condition,
      then: asRead(optional, kind === "string" ? text : converted(text, kind)),
      otherwise: undefined,
    });
  }
  return readings.get(place);
}

const isAsked = (optional) => readings.has(placeOf(optional));

/** A text read as a boolean: a condition that is a value, too. */
function readAsBoolean(text) {
  const holds = conditions.equal(text, "true");
  if (!symbols.isCondition(holds)) return holds;
  const token = session.run.node("boolean", { node: "convert", to: "boolean", value: text });
  return symbols.condition(symbols.specificationOf(holds), token);
}

function converted(text, kind) {
  if (kind === "boolean") return readAsBoolean(text);
  if (kind === "list") return symbols.symbol(kind, { node: "split", delimiter: ",", source: text });
  return symbols.symbol(kind, { node: "convert", to: kind, value: text });
}

/** The value, with a default for the case that there is none; undefined where that cannot be.
 *
 * `isOr`: the default also counts for a value that counts as false.
 */
function withDefault(optional, other, isOr = false) {
  const { key, kind, constraints } = optional;
  if (session.run.settings.optional.includes(key) || isAsked(optional)) return undefined;
  const { value: given, error } = refusing.attempt(other);
  if (error !== undefined) return isOr && kind !== "string" ? undefined : required(optional);
  const value =
    kind === "list" && Array.isArray(given) && !symbols.holdsSymbol(given)
      ? given.join(",")
      : given;
  if (isOr && value === true) return true; // whatever the config value is
  if (!["string", "number", "boolean"].includes(typeof value) || isSymbol(value)) return undefined;
  if (isOr && kind !== "string" && typeof value === "number" && value !== 0) {
    const words = `the program takes ${value} where ${bare(key)} is 0`;
    session.run.note("zero", `${words}, the template takes 0`);
  }
  settle(key, kind, String(value), constraints);
  return asRead(optional, symbolOf(key, kind));
}

/** The value where the program refuses that there is none. */
function required(optional) {
  const { key, kind, constraints } = optional;
  session.run.refuseCaught(`the required config value ${bare(key)}`);
  settle(key, kind, null, constraints);
  return asRead(optional, symbolOf(key, kind));
}

module.exports = { argument, choiceOf, install, isAsked, settle, symbolOf, valueOf, withDefault };
