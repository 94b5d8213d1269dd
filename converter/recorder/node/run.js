// The run that this process is: settings, the events it reports, where the program stands.
"use strict";

const fs = require("fs");
const Module = require("module");
const path = require("path");
const { Tokens } = require("./tokens");

const WAY_OUT = "fix the value with -c KEY=VALUE, or use --concrete";
const AN_OUTPUT = "an output of";
const A_RESULT = "a provider function's result";
const LATE = [AN_OUTPUT, A_RESULT];
const LABELS = {
  stack: "the stack's name",
  organization: "the organization's name",
  stack_output: `${AN_OUTPUT} another stack`,
};

const NOT_OWN = /(^|[\\/])node_modules[\\/]/;

/** What the program is to refuse cannot be said in a template. */
class Untold extends Error {}

/** What the modules of this folder share about the run. */
class Run {
  constructor(settings) {
    this.settings = settings;
    this.tokens = new Tokens(settings.nonce);
    this.symbolic = !settings.concrete;
    this.directory = fs.realpathSync(settings.directory);
    this.nodes = new Map(Object.entries(settings.nodes)); // identity → specification
    this.assumptions = []; // {specification, holds}: what is taken for granted here
    this.branches = []; // the same, as branches were entered
    this.catching = 0;
    this.attempt = undefined; // where the program takes a value, or another one instead
    this.work = undefined; // what is done for a promise now
    this.taking = false; // whether who asks a generator knows of items that may not be there
    this.handed = undefined; // where the program handed over what is called now
    this.checking = false; // whether the program only asks what it is to refuse
    this.conditions = new Map(); // name → specification
    this.conditionNames = new Map(); // specification as text → name
    this.origins = []; // the names of resources, by ordinal
    this.notedNames = new Set(Object.values(settings.names));
    this.defaults = new Map(); // config key → the text it has when it is not set
    this.asked = 0;
    this.positions = null; // gives the program's own position for a compiled one
    this.identities = new Map();
    this.events = fs.openSync(settings.events, "a");
  }

  /** Tell the parent process something. */
  report(event, fields = {}) {
    fs.writeSync(this.events, `${JSON.stringify({ event, ...fields })}\n`);
  }

  /** The placeholder for a value that is specified in this process. */
  node(kind, specification) {
    const key = JSON.stringify([kind, specification]);
    let identity = this.identities.get(key);
    if (identity === undefined) {
      identity = `c${this.identities.size}`;
      this.identities.set(key, identity);
      this.nodes.set(identity, specification);
      this.report("node", { id: identity, specification });
    }
    return this.tokens.write(kind, identity);
  }

  /** The specification that a text as a whole stands for, of one kind of node; else undefined. */
  whole(text, node) {
    const read = this.tokens.read(text);
    const found = read && this.nodes.get(read.identity);
    return found && found.node === node ? found : undefined;
  }

  /** The first part of a text that is known only after the deployment began. */
  latePart(text) {
    for (const part of this.tokens.cut(text)) {
      if (typeof part === "string" || part.identity[0] === "p") continue;
      const node = this.nodes.get(part.identity);
      if ("ri".includes(part.identity[0]) || node.node === "stack_output") return part.identity;
      for (const operand of Object.values(node)) {
        for (const inner of Array.isArray(operand) ? operand : [operand]) {
          const late = typeof inner === "string" ? this.latePart(inner) : undefined;
          if (late !== undefined) return late;
        }
      }
    }
    return undefined;
  }

  /** What a placeholder stands for, for a person. */
  label(identity) {
    const node = this.nodes.get(identity);
    if (node && node.node === "config") return `the config value ${node.key}`;
    if (node && LABELS[node.node]) return LABELS[node.node];
    if (identity[0] === "r") {
      const origin = this.origins[Number(identity.slice(1).split("_")[0])];
      return `${AN_OUTPUT} ${origin ?? "a resource"}`;
    }
    if ("pi".includes(identity[0])) return A_RESULT;
    const late = this.latePart(this.tokens.write("string", identity));
    if (late !== undefined && late !== identity) {
      return `a value that is made of ${this.label(late)}`;
    }
    return "a value that is made of config values";
  }

  /** A text for a person, with names in the places of what is not known. */
  told(text) {
    const parts = this.tokens.cut(this.spelled(text));
    return parts
      .map((part) => (typeof part === "string" ? part : `<${this.shortLabel(part.identity)}>`))
      .join("");
  }

  /** A text for a person: without the numbers of resources, with words for placeholders. */
  readable(text) {
    const plain = this.spelled(text).replace(new RegExp(`~${this.settings.nonce}~[0-9]+`, "g"), "");
    return this.tokens
      .cut(plain)
      .map((part) => (typeof part === "string" ? part : `<${this.label(part.identity)}>`))
      .join("");
  }

  /** A text in which the digits of numbers that are not known are placeholders. */
  spelled(text) {
    return this.tokens.restored(text, (token) => token);
  }

  shortLabel(identity) {
    const node = this.nodes.get(identity) ?? {};
    return String(node.key ?? { stack: "stack name" }[node.node] ?? "value");
  }

  /** End the program, naming the line of its own code that is being run. */
  refuse(message, position = this.position()) {
    if (this.checking && this.catching === 0) throw new Untold(message);
    const way = LATE.some((words) => message.includes(words)) ? "" : `; ${WAY_OUT}`;
    this.report("error", { message: message + way, ...position, lifting: true });
    leave(1);
  }

  /** End the program where it catches an error that what it does here may raise. */
  refuseCaught(what) {
    if (this.catching > 0) {
      this.refuse(`${what} may fail, which the program catches, and a template cannot`);
    }
    this.work?.fail();
  }

  /** Report a finding that touches meaning, with the program's line. It is none where what is
   * assumed here implies something (`unless`). */
  warn(code, message, position = this.position(), unless = undefined) {
    const asPair = ({ specification, holds }) => [specification, holds];
    const proof = unless && { unless: asPair(unless), assumed: this.assumptions.map(asPair) };
    this.report("finding", { code, message, ...position, ...proof });
  }

  /** Report a finding of less weight, with the program's line. */
  note(code, message) {
    this.report("finding", { code, message, severity: "note", ...this.position() });
  }

  /** End the process: the program is to be run again, with no default for a config key. */
  againWithOptional(key) {
    this.report("again", { optional: key });
    leave(1);
  }

  /** File and line of the innermost frame of the program's own code; where a package calls what is
   * none of it, the place where the program handed that over. */
  position(error = wholeStack()) {
    const found = this.positions === null ? undefined : this.positions(error);
    return found ?? this.handed ?? { file: null, line: null };
  }

  /** Call what the program handed over at a place. */
  handing(place, action) {
    const before = this.handed;
    this.handed = place ?? before;
    try {
      return action();
    } finally {
      this.handed = before;
    }
  }

  /** Whether a file is the program's own code, not an installed package: one beside the project's
   * folder, which it imports, is its own, too. */
  isOwn(filename) {
    return !NOT_OWN.test(filename) && path.dirname(filename) !== __dirname;
  }

  /** A file's name as a person would write it, seen from where the command was given. */
  shown(filename) {
    return path.join(this.settings.shown_directory, path.relative(this.directory, filename));
  }

  /** Do something, and be where the program stood before. */
  standing(assumptions, branches, action) {
    const before = [this.assumptions, this.branches];
    [this.assumptions, this.branches] = [assumptions, branches];
    try {
      return action();
    } finally {
      [this.assumptions, this.branches] = before;
    }
  }
}

/** An error with all that was called. */
function wholeStack() {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = Infinity;
  const error = new Error();
  Error.stackTraceLimit = before;
  return error;
}

/** End the process at once: nothing of the SDK is worth an orderly shutdown. */
function leave(status) {
  Module.flushCompileCache?.(); // what Node keeps of what it compiled is written at an orderly end
  process.reallyExit(status);
}

let current = null;

module.exports = {
  WAY_OUT,
  Untold,
  leave,
  start(settings) {
    current = new Run(settings);
    return current;
  },
  get run() {
    return current;
  },
};
