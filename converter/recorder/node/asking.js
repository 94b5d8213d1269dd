// What only a deployment could answer: look-ups, and outputs of what a template cannot have.
//
// Nobody tells a program in JavaScript what such an answer holds: whatever is asked for is there.
"use strict";

const { noteAll } = require("./packages");
const session = require("./run");

const asked = new WeakMap(); // inputs of resources that a template cannot have → where they come from

/** Answer in the SDK what the engine has no answer for. */
function install(pulumi, load) {
  answerCalls(pulumi, load);
  answerResources(load);
}

/** Note a resource that a template cannot have: an existing one, or another provider's. */
function note(resource, type, props, isExisting) {
  const { run } = session;
  const isForeign = !type.startsWith("pulumi:") && !type.startsWith(`${run.settings.package}:`);
  if ((isExisting && !type.startsWith("pulumi:")) || isForeign) {
    asked.set(resource, { resource: resource.__recordingOrdinal });
  }
}

function answerCalls(pulumi, load) {
  const calls = load("runtime/invoke");
  const known = new Set(session.run.settings.functions);
  const single = (found) => found.then((result) => result.value);
  const own = {
    invoke: (...args) => answered(load, ...args),
    invokeSingle: (...args) => single(answered(load, ...args)),
    invokeOutput: (...args) => outputOf(pulumi, answered(load, ...args)),
    invokeSingleOutput: (...args) => outputOf(pulumi, single(answered(load, ...args))),
  };
  for (const [name, answer] of Object.entries(own)) {
    for (const module of [calls, load("runtime"), pulumi.runtime]) {
      const original = module[name];
      if (original === undefined) continue;
      const value = (token, ...rest) =>
        known.has(token) ? original(token, ...rest) : answer(token, ...rest);
      noteAll([value]);
      Object.defineProperty(module, name, {
        value,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
  }
}

async function answered(load, token, props) {
  const { run } = session;
  const position = run.position();
  const number = run.asked++;
  const [found] = await load("runtime/rpc").serializePropertiesReturnDeps(
    `invoke:${token}`,
    props ?? {},
  );
  run.report("asked", { number, function: token, arguments: found, ...position });
  const isOwn = token.startsWith(`${run.settings.package}:`); // it is asked by its identifier
  return unknown({ call: number }, isOwn ? found : {});
}

/** An output of a promise, of which the value is not copied. */
function outputOf(pulumi, promise) {
  const [yes, no] = [Promise.resolve(true), Promise.resolve(false)];
  return new pulumi.Output([], promise, yes, no, Promise.resolve([]));
}

const unknowns = new WeakSet();

/** A value of which nobody declares what it has: a function, which the SDK never copies. */
function unknown(source, known) {
  const made = new Proxy(() => {}, {
    get(target, name) {
      if (typeof name === "string" && name in known) return known[name];
      if (typeof name === "symbol" || isForeignQuestion(name)) return target[name];
      return answer(source, name);
    },
    set: () => false,
  });
  unknowns.add(made);
  return made;
}

/** Whether a value is an answer as a whole. */
const isUnknown = (value) => unknowns.has(value);

/** What others ask of every object. */
const isForeignQuestion = (name) =>
  name === "then" ||
  name === "toJSON" ||
  name.startsWith("__") ||
  name in Object.prototype ||
  name === "prototype";

const answer = (source, name) =>
  session.run.node("string", { node: "asked", source, path: [name], gives: "string" });

/** Give each output of a resource that a template cannot have a placeholder. */
function answerResources(load) {
  const rpc = load("runtime/rpc");
  const { resolveProperties } = rpc;
  rpc.resolveProperties = (resource, resolvers, type, name, properties, ...rest) => {
    const source = asked.get(resource);
    for (const key of source === undefined ? [] : Object.keys(resolvers)) {
      if (properties[key] === undefined && key !== "id" && key !== "urn")
        properties[key] = answer(source, key);
    }
    return resolveProperties(resource, resolvers, type, name, properties, ...rest);
  };
}

module.exports = { install, isUnknown, note };
