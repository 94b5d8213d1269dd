// What is changed in Pulumi's SDK for the run: values that are not known pass through it, and it
// tells the order in which resources and outputs are made.
"use strict";

const session = require("./run");
const asking = require("./asking");
const calls = require("./calls");
const conditions = require("./conditions");
const configuration = require("./configuration");
const packages = require("./packages");
const { isOutput } = require("./members");
const symbols = require("./symbols");
const { stringified } = require("./json");
const { merge } = require("./spreading");
const texts = require("./texts");
const waiting = require("./waiting");
const { each, flat, isEither, partsOf, resolve, truth, wire } = require("./choices");

const { describe, isChoice, isMissing, isSymbol, lift, markOf } = symbols;

const places = new WeakMap(); // a resource's inputs → where the program stood

/** Change the SDK that is loaded in this process; `load` gives one of its modules. */
function install(pulumi, load) {
  packages.install(pulumi);
  configuration.install(pulumi);
  followOutputs(pulumi, load);
  numberResources(load);
  checkTransforms(load);
  sendSymbols(load);
  receiveSymbols(load);
  answerReferences(pulumi);
  asking.install(pulumi, load);
  hearLoggedErrors(load);
  if (session.run.symbolic) hideNames(pulumi, load);
  else if (session.run.settings.no_organization) noteOrganization(pulumi, load);
}

/** Give functions in `apply` symbols, where the program stood when it called it. */
function followOutputs(pulumi, load) {
  const { prototype } = pulumi.Output;
  const { apply } = prototype;
  prototype.apply = function applyLifted(change, runWithUnknowns) {
    const { run } = session;
    const [assumptions, branches] = [run.assumptions, run.branches];
    const changed = (value) =>
      run.standing(assumptions, branches, () => sent(pulumi, change(resolve(lift(value)))));
    return apply.call(this, changed, runWithUnknowns);
  };
  packages.noteAll([prototype.apply]);
  const own = {
    concat: (...values) =>
      pulumi.output(values).apply((known) => known.map((it) => texts.part(it)).join("")),
    interpolate: (literals, ...values) =>
      pulumi.output(values).apply((known) => texts.text(literals, known)),
    jsonParse(text, reviver) {
      const position = session.run.position();
      const parsed = (known) => calls.call(JSON.parse, [known, reviver]);
      return pulumi
        .output(text)
        .apply((known) => symbols.lift(session.run.handing(position, () => parsed(known))));
    },
    jsonStringify(value, replacer, space) {
      const position = session.run.position();
      return pulumi.output(value).apply((known) => stringified(known, replacer, space, position));
    },
  };
  for (const module of [pulumi, load("output")]) replaceAll(module, own);
}

/** What a function in `apply` gives, with the outputs inside of a choice resolved. */
const sent = (pulumi, value) => (isChoice(value) ? pulumi.output(settled(value)) : value);

/** A value that is not known as an object that the SDK copies as it is. */
function settled(value) {
  return markOf(value) === "optional" ? partsOf(value) : value;
}

function replaceAll(module, functions) {
  packages.noteAll(Object.values(functions));
  for (const [name, value] of Object.entries(functions)) {
    Object.defineProperty(module, name, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
}

/** Report every construction of a resource, and send its number along with its name. */
function numberResources(load) {
  const resources = load("runtime/resource");
  for (const [name, isExisting] of [
    ["registerResource", false],
    ["readResource", true],
  ]) {
    const original = resources[name];
    // name and options stand at different places
    const places = isExisting
      ? { name: 3, props: 4, options: 5 }
      : { name: 3, props: 7, options: 8 };
    resources[name] = function numbered(...args) {
      const type = args[2];
      register(type, args, places, isExisting);
      return original.apply(this, args);
    };
  }
}

function register(type, args, at, isExisting) {
  const { run } = session;
  const [resource] = args;
  const [name, options] = [args[at.name], { ...args[at.options] }];
  args[at.options] = options;
  checkName(name, "a resource");
  const ordinal = run.origins.length;
  run.origins.push(String(name));
  options.dependsOn = flatDependencies(options.dependsOn);
  const kept = retained(options);
  checkOptions(options);
  Object.defineProperty(resource, "__recordingOrdinal", { value: ordinal });
  asking.note(resource, type, args[at.props], isExisting);
  const position = run.position();
  run.report("resource", {
    ordinal,
    name: run.readable(String(name)),
    condition: conditions.here(),
    depends_on: dependencies(options.dependsOn),
    retained: kept,
    ...position,
  });
  args[at.name] = `${name}~${run.settings.nonce}~${ordinal}`;
  args[at.props] = { ...args[at.props] };
  places.set(args[at.props], {
    ordinal,
    assumptions: run.assumptions,
    branches: run.branches,
    position,
  });
}

/** Refuse a name of which a condition decides what it is. */
function checkName(name, what) {
  const { run } = session;
  if (typeof name !== "string") {
    if (isSymbol(name))
      run.refuse(`the name of ${what} is ${describe(name)}, and a template's names are fixed`);
    return;
  }
  for (const part of run.tokens.cut(name)) {
    const node = typeof part === "string" ? undefined : run.nodes.get(part.identity);
    if (node !== undefined && (node.node === "choice" || node.node === "lookup")) {
      const words = node.condition === undefined ? "a look-up" : `the condition ${node.condition}`;
      run.refuse(`the name of ${what} hangs on ${words}, and a template's names are fixed`);
    }
  }
}

/** The condition that `retainOnDelete` hangs on, and whether it is to hold or not; the option is
 * set in the run. */
function retained(options) {
  if (!isSymbol(resolve(options.retainOnDelete))) return null;
  const outcome = conditions.simplify(truth(options.retainOnDelete));
  options.retainOnDelete = isSymbol(outcome) ? true : outcome;
  if (!isSymbol(outcome)) return null;
  const holds = !conditions.isOpposite(outcome);
  return [conditions.nameOf(holds ? outcome : conditions.negate(outcome)), holds];
}

/** Options that no template has: it is told that they are lost, whatever they hang on. */
const TOLD = new Set(["protect", "deleteBeforeReplace"]);

/** Refuse options that are not fixed. */
function checkOptions(options) {
  for (const [name, value] of Object.entries(options)) {
    if (TOLD.has(name) && isSymbol(resolve(value))) {
      options[name] = true;
      continue;
    }
    if (
      name !== "id" &&
      name !== "dependsOn" &&
      typeof value !== "string" &&
      isSymbol(resolve(value))
    ) {
      session.run.refuse(`the option ${name} is not fixed, and a template's is`);
    }
    options[name] = resolve(value);
  }
}

/** Settle the options that transforms of the program give. */
function checkTransforms(load) {
  let server;
  try {
    server = load("runtime/callbacks").CallbackServer.prototype;
  } catch (error) {
    return; // an SDK that has no such transforms
  }
  const { registerTransform } = server;
  server.registerTransform = function registerSettled(transform) {
    const place = session.run.position();
    const settling = async (args) => settledResult(await transform(args), place);
    return registerTransform.call(this, settling);
  };
}

/** What a transform gives, with options that can be sent. */
function settledResult(given, place) {
  const result = resolve(given);
  return session.run.handing(place, () => {
    if (isSymbol(result))
      session.run.refuse("what a transform gives hangs on a condition, and a template is fixed");
    if (result === undefined || result === null || result.opts === undefined) return result;
    const opts = { ...result.opts };
    opts.dependsOn = flatDependencies(opts.dependsOn);
    checkOptions(opts);
    return { ...result, opts };
  });
}

/** `dependsOn` with both sides of its choices: nobody waits for what is not there. */
function flatDependencies(given) {
  const value = resolve(given);
  if (value === undefined || value === null || isMissing(value)) return undefined;
  if (isChoice(value)) {
    const { then, otherwise } = partsOf(value);
    return [then, otherwise].flatMap((side) => listed(flatDependencies(side)));
  }
  return Array.isArray(value)
    ? flat(value).flatMap((item) => listed(flatDependencies(item)))
    : value;
}

const listed = (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

/** The numbers of the resources in `dependsOn`; null where they are not there yet. */
function dependencies(value) {
  const ordinals = listed(value).map((each) => each?.__recordingOrdinal);
  return ordinals.includes(undefined) ? null : ordinals;
}

/** Send placeholders for what is not known, and report the inputs in the program's order. */
function sendSymbols(load) {
  const rpc = load("runtime/rpc");
  for (const name of [
    "serializeProperties",
    "serializePropertiesReturnDeps",
    "serializeResourceProperties",
  ]) {
    const original = rpc[name];
    rpc[name] = async function serialized(label, props, options) {
      const place = places.get(props);
      const asked = await settledDeeply(props, place?.position);
      const result = await original.call(this, label, asked, options);
      const found = name === "serializeProperties" ? result : result[0];
      const sentProps = place === undefined ? wire(found) : placed(place, found);
      if (place !== undefined)
        session.run.report("inputs", { ordinal: place.ordinal, inputs: sentProps });
      return name === "serializeProperties" ? sentProps : [sentProps, result[1]];
    };
  }
}

const placed = (place, found) =>
  session.run.standing(place.assumptions, place.branches, () => wire(found));

/** Inputs in which config values that may not be set are the choices that they are. */
async function settledDeeply(value, position) {
  if (markOf(value) === "optional") return partsOf(value);
  const known = isOutput(value) ? await value.promise() : value;
  if (asking.isUnknown(known)) {
    session.run.refuse(
      "an answer that only a deployment has is used as a whole: name a part of it",
      position,
    );
  }
  if (Array.isArray(value)) return Promise.all(value.map((item) => settledDeeply(item, position)));
  if (!symbols.isPlain(value)) return value;
  const entries = Object.entries(value).map(async ([key, item]) => [
    key,
    await settledDeeply(item, position),
  ]);
  return Object.fromEntries(await Promise.all(entries));
}

/** Give answers of the engine as the program has such values. */
function receiveSymbols(load) {
  const rpc = load("runtime/rpc");
  const { deserializeProperties } = rpc;
  rpc.deserializeProperties = (...args) => {
    const found = deserializeProperties(...args);
    for (const key of Object.keys(found)) found[key] = lift(found[key]);
    return found;
  };
}

/** Let references to other stacks give placeholders. */
function answerReferences(pulumi) {
  const { run } = session;
  pulumi.StackReference.prototype.getOutput = function getOutput(name) {
    const reference = this.__recordingOrdinal;
    const position = run.position();
    const imported = (known) => {
      if (isEither(known)) return each(known, imported);
      if (isSymbol(known))
        run.refuse(
          `the name of another stack's output is ${describe(known)}, and a template's are fixed`,
          position,
        );
      return run.node("string", { node: "stack_output", reference, output: String(known) });
    };
    return pulumi.output(name).apply(imported);
  };
  pulumi.StackReference.prototype.requireOutput = pulumi.StackReference.prototype.getOutput;
  const details = async function getOutputDetails(name) {
    return { value: await this.getOutputValue(name) };
  };
  const value = function getOutputValue(name) {
    return this.getOutput(name).promise();
  };
  Object.assign(pulumi.StackReference.prototype, {
    getOutputDetails: details,
    getOutputValue: value,
    requireOutputValue: value,
  });
  packages.noteAll([pulumi.StackReference.prototype.getOutput, details, value]);
}

/** Report an error that the program logs with its line; Pulumi's engine fails for it at the end. */
function hearLoggedErrors(load) {
  const log = load("log");
  const { error } = log;
  replaceAll(log, {
    debug: () => Promise.resolve(),
    error(message, ...rest) {
      const { run } = session;
      const words = `the program logs an error: ${run.readable(String(message))}`;
      run.report("error", { message: words, ...run.position(), lifting: false });
      return error(message, ...rest);
    },
  });
}

/** Let `pulumi.getStack` and `pulumi.getOrganization` give placeholders. */
function hideNames(pulumi, load) {
  const { run } = session;
  const own = {
    getStack: () => run.node("string", { node: "stack" }),
    getOrganization: () => run.node("string", { node: "organization" }),
  };
  for (const module of [pulumi, load("metadata")]) replaceAll(module, own);
}

/** Note where `pulumi.getOrganization` gives the name of none. */
function noteOrganization(pulumi, load) {
  const { run } = session;
  const given = pulumi.getOrganization;
  const own = {
    getOrganization() {
      run.note("organization", run.settings.no_organization);
      return given();
    },
  };
  for (const module of [pulumi, load("metadata")]) replaceAll(module, own);
}

/** The outputs of a program, of what it exports as a whole: a function is called, and one of several
 * objects is one of which the entries hang on what chooses. */
async function outputsOf(exported) {
  const made = (value) => {
    if (isChoice(value)) return each(value, made);
    return typeof value === "function" ? value() : value;
  };
  const there = async (side) => {
    const value = await side;
    if (isOutput(value)) return (await value.isSecret) ? ofSecret(value) : there(value.promise());
    return isChoice(value) ? waiting.settled(value, there) : value;
  };
  const found = await there(made(exported));
  return isSymbol(found) ? merge(found) : found;
}

/** Outputs that are one secret: each is a secret. */
async function ofSecret(output) {
  const known = await output.promise();
  if (isSymbol(known))
    session.run.refuse("outputs that are one secret, and hang on a decision, cannot be said");
  const names = Object.keys(known ?? {});
  return Object.fromEntries(names.map((name) => [name, output.apply((all) => all[name])]));
}

/** Report the stack's outputs in the program's order, each with its condition. */
async function reportOutputs(load, outputs) {
  const { run } = session;
  const rpc = load("runtime/rpc");
  const found = {};
  const under = {};
  for (const [name, value] of Object.entries(outputs ?? {})) {
    checkName(name, "an output");
    if (typeof value === "function") continue; // no value of a stack
    const known = await rpc.serializeProperties("outputs", { [name]: value });
    const { condition, inner } = conditional(known[name] ?? null);
    found[name] = inner;
    if (condition !== true) under[name] = conditions.nameOf(condition);
  }
  run.report("outputs", { outputs: found, conditions: under });
}

/** The condition under which an output is there, and what it is then. */
function conditional(value) {
  const node = typeof value === "string" ? session.run.whole(value, "choice") : undefined;
  if (node === undefined || !node.absent) return { condition: true, inner: value };
  const condition = conditions.byName(node.condition);
  if (node.then !== null && node.otherwise !== null) return { condition: true, inner: value };
  const [holds, side] =
    node.then === null ? [conditions.negate(condition), node.otherwise] : [condition, node.then];
  const rest = conditional(side);
  return { condition: conditions.allOf(holds, rest.condition), inner: rest.inner };
}

module.exports = { install, outputsOf, replaceAll, reportOutputs };
