// Runs the program: connects the SDK to the engine, tells the parent how it ended.
"use strict";

const fs = require("fs");
const path = require("path");
const util = require("util");

const session = require("./run");
const { MissingError, Sources } = require("./sources");

/** Run the program that the settings on standard input name; the process ends here. */
function main() {
  const line = fs.readFileSync(0, "utf8");
  if (line === "") process.exit(1);
  const run = session.start(JSON.parse(line));
  const fail = (error) => {
    tell(run, error);
    session.leave(1);
  };
  process.on("uncaughtException", fail);
  process.on("unhandledRejection", fail);
  process.on("exit", () =>
    run.report("error", {
      message: "the program ended itself before it was done",
      ...run.position(),
      lifting: false,
    }),
  );
  hardenInspection();
  record(run).then(() => {
    if (process.exitCode) fail(`the program failed, with process.exitCode ${process.exitCode}`);
    require("./tables").tellUnchecked();
    run.report("end");
    session.leave(0);
  }, fail);
}

/** Pulumi prints errors in colors, and Node never ends to look for these in some stack traces. */
function hardenInspection() {
  const { inspect } = util;
  const plain = (value, options, ...rest) =>
    inspect(value, typeof options === "object" ? { ...options, colors: false } : options, ...rest);
  util.inspect = Object.assign(plain, inspect);
}

async function record(run) {
  const { settings } = run;
  Object.assign(process.env, environment(settings));
  process.argv = [process.argv[0], settings.main];
  const sources = new Sources(run);
  sources.compiler();
  const load = await sdkOf(settings);
  const pulumi = load("index");
  const sdk = require("./sdk");
  sdk.install(pulumi, load);
  sources.install(require("./runtime"));
  const components = new (require("./component").Components)(pulumi, sources);
  sources.loaded = (file, exports) => components.standIn(file, exports);
  let outputs;
  await pulumi.runtime.runInPulumiStack(async () => {
    outputs =
      settings.entry === null
        ? await exported(sources, settings.main)
        : await components.runAlone();
    return {};
  });
  await sdk.reportOutputs(load, outputs);
  await idle();
}

/** The variables by which Pulumi's SDK knows what it runs. */
function environment(settings) {
  return {
    ...settings.environment,
    PULUMI_NODEJS_PROJECT: settings.project,
    PULUMI_NODEJS_STACK: settings.stack,
    PULUMI_NODEJS_ORGANIZATION: settings.organization,
    PULUMI_NODEJS_ROOT_DIRECTORY: settings.directory,
    PULUMI_NODEJS_MONITOR: settings.address,
    PULUMI_NODEJS_ENGINE: settings.address,
    PULUMI_NODEJS_PARALLEL: "16",
    PULUMI_NODEJS_DRY_RUN: "false",
    PULUMI_CONFIG: JSON.stringify(settings.config),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(settings.secrets),
  };
}

/** What gives a module of the program's own SDK. */
async function sdkOf(settings) {
  let index;
  try {
    index = require.resolve("@pulumi/pulumi", { paths: [settings.main] });
  } catch (error) {
    throw new MissingError("the program's SDK is not installed", "@pulumi/pulumi");
  }
  require("./deferring").install();
  return (name) => require(path.join(path.dirname(index), name));
}

/** What the program exports: names and values. */
async function exported(sources, main) {
  const { exports, isModule } = await sources.load(main);
  let found = exports;
  if (isModule && Object.prototype.hasOwnProperty.call(found, "default")) found = found.default;
  return require("./sdk").outputsOf(found);
}

/** Wait until nothing is under way any more, as Node does at its end. */
function idle() {
  return new Promise((resolve) => process.once("beforeExit", resolve));
}

/** Report why the program stopped. */
function tell(run, error) {
  const place = error instanceof Error ? run.position(error) : { file: null, line: null };
  const words = error instanceof MissingError ? error.message : run.readable(wordsOf(error));
  run.report("error", { message: words, ...place, lifting: false });
}

function wordsOf(error) {
  if (!(error instanceof Error)) return String(error);
  const name = error.name || "Error";
  const hint = /^Cannot find (?:module|package) '[^./]/.test(error.message)
    ? "; is it installed?"
    : "";
  return error.message ? `${name}: ${error.message.split("\n")[0]}${hint}` : name;
}

main();
