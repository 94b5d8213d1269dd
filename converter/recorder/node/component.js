// Components that stand for nested stacks: one is run alone, or tells only what it is given.
"use strict";

const fs = require("fs");
const path = require("path");

const session = require("./run");
const configuration = require("./configuration");
const symbols = require("./symbols");
const { noteAll } = require("./packages");
const { isMissing, isPlain } = symbols;
const { split } = require("./choices");

/** What stands for nested stacks in a program.
 *
 * Args: the SDK, and what loads the program's modules.
 */
class Components {
  constructor(pulumi, sources) {
    this.pulumi = pulumi;
    this.sources = sources;
  }

  /** Let the component that a module of the program exports do nothing but tell its arguments. */
  standIn(file, exported) {
    const { settings } = session.run;
    const module = moduleOf(file);
    const name = settings.components[module];
    const found = name === undefined ? undefined : exported[name];
    if (typeof found !== "function" || settings.entry === module) return;
    const token = `${settings.project}:${module}:${name}`;
    const { pulumi } = this;
    const takesNothing = hasOptionsOnly(declarationOf(this.sources, file, name));
    class StandIn extends pulumi.ComponentResource {
      constructor(instance, ...rest) {
        const [args, options] = takesNothing ? [{}, ...rest] : rest;
        super(token, instance, given(args), options);
        return withOutputs(pulumi, this);
      }
    }
    noteAll([StandIn]);
    Object.defineProperty(exported, name, { value: StandIn, enumerable: true, configurable: true });
  }

  /** Make the component that is asked for, with symbols as its arguments; give its outputs. */
  async runAlone() {
    const { run } = session;
    const { components, directory, entry, instance } = run.settings;
    const file = path.join(directory, entry);
    const source = [".ts", ".js", ".mts", ".mjs", ".tsx"]
      .map((it) => file + it)
      .find((it) => fs.existsSync(it));
    const { exports } = await this.sources.load(fs.realpathSync(source ?? file));
    const Component = exports[components[entry]];
    let outputs = {};
    const { registerOutputs } = this.pulumi.ComponentResource.prototype;
    Component.prototype.registerOutputs = function registerAndKeep(told) {
      if (told !== undefined) outputs = { ...told }; // the SDK itself calls it with nothing
      return registerOutputs.call(this, {});
    };
    noteAll([Component.prototype.registerOutputs]);
    const members = argumentsOf(this.sources, source, components[entry]);
    const made = new Component(instance, ...(members.length > 0 ? [symbolsFor(members)] : []));
    await made.getData?.();
    run.report("component", {
      attributes: attributesOf(made, outputs),
      arguments: members.map((it) => it.name),
    });
    return outputs;
  }
}

const moduleOf = (file) => {
  const { directory } = session.run;
  return path.dirname(file) === directory ? path.basename(file, path.extname(file)) : undefined;
};

/** What a component is given, without what is left out. */
function given(args) {
  return Object.fromEntries(
    Object.entries(args ?? {}).filter(([, value]) => value !== undefined && !isMissing(value)),
  );
}

/** A component of which each attribute is an output, known as late as any resource's. */
function withOutputs(pulumi, component) {
  const { run } = session;
  const ordinal = component.__recordingOrdinal;
  const names = [];
  const output = (name) => {
    if (!names.includes(name)) names.push(name);
    const id = `r${ordinal}_${names.indexOf(name)}`;
    run.report("node", {
      id,
      specification: { node: "attribute", resource: ordinal, path: [name] },
    });
    const made = pulumi.output(run.tokens.write("string", id));
    return new pulumi.Output(
      [component],
      made.promise(),
      made.isKnown,
      made.isSecret,
      Promise.resolve([component]),
    );
  };
  const known = new Map();
  return new Proxy(component, {
    get(target, name, receiver) {
      if (typeof name === "symbol" || name in target || /^(?:_|then$|toJSON$)/.test(name))
        return Reflect.get(target, name, receiver);
      if (!known.has(name)) known.set(name, output(name));
      return known.get(name);
    },
  });
}

/** Where a component is declared: what its constructor takes, what finds a statement by its name,
 * and its file's tree. */
function declarationOf(sources, file, name) {
  const ts = sources.compiler();
  const tree = ts.createSourceFile(
    file,
    fs.readFileSync(file, "utf8"),
    ts.ScriptTarget.Latest,
    true,
  );
  const named = (test, wanted) =>
    tree.statements.find((it) => test(it) && it.name?.text === wanted);
  const declared = named(ts.isClassDeclaration, name);
  const parameters = declared?.members.find(ts.isConstructorDeclaration)?.parameters ?? [];
  return { parameters, named, tree };
}

/** Whether a constructor takes options behind the name, and no arguments. */
function hasOptionsOnly({ parameters, tree }) {
  const [, second, third] = parameters;
  return third === undefined && /ResourceOptions$/.test(second?.type?.getText(tree) ?? "");
}

/** The members of the type of a component's arguments. */
function argumentsOf(sources, file, name) {
  const ts = sources.compiler();
  const { parameters, named, tree } = declarationOf(sources, file, name);
  const type = parameters[1]?.type;
  if (type === undefined) return [];
  const alias = ts.isTypeReferenceNode(type) ? type.typeName.getText(tree) : undefined;
  const found =
    named(ts.isInterfaceDeclaration, alias) ??
    named(ts.isTypeAliasDeclaration, alias)?.type ??
    type;
  return (found.members ?? []).filter(ts.isPropertySignature).map((member) => ({
    name: member.name.text,
    isOptional: member.questionToken !== undefined,
    kind: kindOf(member.type?.getText(tree) ?? "string"),
  }));
}

/** What a value of a type is: the name of a placeholder's kind. */
function kindOf(type) {
  const plain = type
    .replace(/(?:pulumi\.)?Input</g, "")
    .replace(/>+$/, "")
    .trim();
  if (/\[\]$/.test(plain) || /Array</.test(plain)) return "list";
  return ["number", "boolean"].includes(plain) ? plain : "string";
}

/** An argument of symbols: those that may be left out take their defaults as config does. */
function symbolsFor(members) {
  const { project } = session.run.settings;
  return Object.fromEntries(
    members.map(({ name, kind, isOptional }) => {
      const key = `${project}:${name}`;
      return [name, configuration.argument(key, kind, isOptional)];
    }),
  );
}

/** The output that each attribute of a component is; those that are one value stand in one order. */
function attributesOf(made, outputs) {
  const [whole, sides] = [new Map(), new Map()];
  const note = (keys, value, key) => keys.set(value, [...(keys.get(value) ?? []), key]);
  for (const [key, value] of Object.entries(outputs)) {
    note(whole, value, key);
    const parts = isPlain(value) ? split(value) : undefined;
    for (const side of [parts?.then, parts?.otherwise])
      if (side !== undefined) note(sides, side, key);
  }
  const found = {};
  for (const [name, value] of Object.entries(made)) {
    const keys = name.startsWith("__") ? undefined : (whole.get(value) ?? sides.get(value));
    if (keys !== undefined) found[name] = keys.length > 1 ? keys.shift() : keys[0];
  }
  return found;
}

module.exports = { Components };
