// Which functions are those of Pulumi's packages, which hand values on.
"use strict";

const PACKAGES = /[\\/]node_modules[\\/](?:@pulumi[\\/]|(?:@[^\\/]*[\\/])?[^\\/]*pulumi)/;
const found = new Set();
const seen = new Set(); // the modules that were looked through
let pulumi = null;

/** Know Pulumi's SDK. */
function install(sdk) {
  pulumi = sdk;
}

/** Whether a function, or a method of `holder`, is one of Pulumi's packages. */
function isPulumis(target, holder) {
  if (target.__pulumiType !== undefined || target.prototype instanceof pulumi.Resource) return true;
  if (holder !== undefined && holder !== null && isPulumisObject(holder)) return true;
  if (found.has(target)) return true;
  lookThrough();
  return found.has(target);
}

function isPulumisObject(holder) {
  if (holder.__pulumiOutput === true || holder.__pulumiResource === true) return true;
  return holder instanceof pulumi.Config || (typeof holder === "object" && found.has(holder.constructor));
}

/** Note what the modules that were loaded meanwhile export. */
function lookThrough() {
  for (const [file, module] of Object.entries(require.cache)) {
    if (seen.has(file) || !module.loaded || !PACKAGES.test(file)) continue;
    seen.add(file);
    note(module.exports);
  }
}

function note(exported) {
  if (typeof exported === "function") found.add(exported);
  if (typeof exported !== "object" || exported === null) return;
  for (const descriptor of Object.values(Object.getOwnPropertyDescriptors(exported))) {
    if (typeof descriptor.value === "function") found.add(descriptor.value);
  }
}

/** Note functions that stand in for some of Pulumi's. */
const noteAll = (functions) => functions.forEach((each) => found.add(each));

module.exports = { install, isPulumis, noteAll };
