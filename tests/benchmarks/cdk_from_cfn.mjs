// Convert templates with the npm package cdk-from-cfn: the list of their paths, the folder for the
// apps, and the package's folder. What is converted is printed.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [list, out, modules] = process.argv.slice(2);
const { transmute } = createRequire(join(modules, "x"))("cdk-from-cfn");

readFileSync(list, "utf8")
  .trim()
  .split("\n")
  .forEach((path, position) => {
    try {
      const app = transmute(readFileSync(path, "utf8"), "python", "Stack");
      writeFileSync(join(out, `${position}.py`), app);
      console.log(path);
    } catch {
      // it is left out of what is compared
    }
  });
