// Run the apps in the folders of a folder, `node --import tsx run_apps.cjs FOLDER`.
// An app that fails leaves its error in error.txt.
const fs = require("fs");
const path = require("path");

process.env.CDK_VALIDATION = "false";
process.setMaxListeners(0); // each app waits for the end
const folder = path.resolve(process.argv[2]);
for (const name of fs.readdirSync(folder).sort()) {
  process.env.CDK_OUTDIR = path.join(folder, name, "cdk.out");
  try {
    require(path.join(folder, name, "bin", "app.ts"));
  } catch (error) {
    fs.writeFileSync(path.join(folder, name, "error.txt"), String(error.stack));
  }
}
