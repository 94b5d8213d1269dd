// Runs Pulumi programs for `tests.wire`: a line of settings on standard input is a program.
//
// Pulumi's SDK is loaded once; each program's exit status is printed.
const path = require("path");
const readline = require("readline");
const util = require("util");

const modules = process.argv[2];
require(path.join(modules, "tsx", "dist", "cjs", "index.cjs"));

// Pulumi prints errors in colors, and Node never ends to look for these in some stack traces.
const inspect = util.inspect;
util.inspect = Object.assign((value, options) => inspect(value, { ...options, colors: false }), inspect);

const pulumi = require(path.join(modules, "@pulumi", "pulumi"));
require(path.join(modules, "@pulumi", "aws-native"));

async function run(settings) {
  process.chdir(settings.directory);
  pulumi.runtime.resetOptions(
    settings.project,
    settings.stack,
    16,
    settings.address,
    settings.address,
    false,
    settings.organization ?? "organization",
  );
  pulumi.runtime.setAllConfig(settings.config, settings.secrets);
  const own = Object.keys(require.cache).filter((file) => !file.includes("node_modules"));
  own.forEach((file) => delete require.cache[file]);
  await pulumi.runtime.runInPulumiStack(async () => {
    const program = require(path.join(settings.directory, "index.ts"));
    return typeof program === "function" ? await program() : { ...program };
  });
  await pulumi.runtime.disconnect();
}

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const status = await run(JSON.parse(line)).then(
      () => 0,
      (error) => {
        console.error(error.stack);
        return 1;
      },
    );
    process.stdout.write(`${status}\n`);
  }
}

process.on("unhandledRejection", (error) => {
  console.error(error.stack);
  process.stdout.write("1\n");
});
main();
