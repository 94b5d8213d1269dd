// Exported variables that change: each is a variable as any other, and what is exported gives the
// value that it has by then.
//
// TypeScript would write each assignment to one as one to the module's exports, too, behind the back
// of what follows variables through branches.
"use strict";

const session = require("./run");
const { RUNTIME } = require("./syntax");
const WORTHWHILE = /\bexport\s+(?:let|var)\b|\bexport\s*\{/;

/** A module's text in which no variable that changes is exported by TypeScript's own means. */
function exporting(ts, asks, text, filename) {
  if (!WORTHWHILE.test(text)) return text;
  const file = ts.createSourceFile(filename, text, ts.ScriptTarget.Latest, true);
  const changes = [];
  const changing = assignedAnywhere(file);
  const blank = (node) => changes.push([node.getStart(file), node.end, ""]);

  const isExport = (node) => node.kind === ts.SyntaxKind.ExportKeyword;
  const isDeclare = (node) => node.kind === ts.SyntaxKind.DeclareKeyword;
  const namesIn = (list) => list.declarations.flatMap((it) => asks.names(it.name));
  const isVariable = (node) =>
    ts.isVariableStatement(node) &&
    !(node.declarationList.flags & ts.NodeFlags.Const) &&
    !node.modifiers?.some(isDeclare);

  /** The declarations of exported variables that change. */
  const exported = (statements) =>
    statements.filter(
      (node) =>
        isVariable(node) &&
        node.modifiers?.some(isExport) &&
        namesIn(node.declarationList).some((it) => changing.has(it)),
    );

  /** The names of such variables, which are declared for the module alone from then on. */
  function declared(statements) {
    return exported(statements).flatMap((node) => {
      blank(node.modifiers.find(isExport));
      return namesIn(node.declarationList).map((name) => [name, name]);
    });
  }

  /** Those that are exported by name: `export { z as y }`. */
  function listed(statements) {
    const local = new Set(
      statements.filter(isVariable).flatMap((node) => namesIn(node.declarationList)),
    );
    const isLocal = (name) => local.has(name) && changing.has(name);
    return statements.flatMap((node) => {
      if (!ts.isExportDeclaration(node) || node.moduleSpecifier || node.isTypeOnly) return [];
      if (node.exportClause === undefined || !ts.isNamedExports(node.exportClause)) return [];
      const { elements } = node.exportClause;
      const isLive = ({ name, propertyName, isTypeOnly }) =>
        !isTypeOnly && isLocal((propertyName ?? name).text);
      const live = elements.filter(isLive);
      if (live.length === 0) return [];
      const kept = elements.filter((it) => !isLive(it)).map((it) => it.getText(file));
      changes.push([
        node.exportClause.getStart(file),
        node.exportClause.end,
        `{ ${kept.join(", ")} }`,
      ]);
      return live.map(({ name, propertyName }) => [name.text, (propertyName ?? name).text]);
    });
  }

  /** What every namespace of a text exports, where it is one block. */
  function namespaces() {
    const blocks = new Map();
    const look = (node) => {
      if (ts.isModuleDeclaration(node) && node.body !== undefined && ts.isModuleBlock(node.body))
        blocks.set(node.name.text, [...(blocks.get(node.name.text) ?? []), node]);
      ts.forEachChild(node, look);
    };
    look(file);
    for (const [name, parts] of blocks) {
      const isOne = parts.length === 1;
      for (const { body } of parts) {
        const live = isOne ? declared([...body.statements]) : exported(body.statements);
        const words = isOne
          ? call(name, [], live)
          : `${RUNTIME}.refuseParts(${JSON.stringify(name)});`;
        const start = body.getStart(file) + 1;
        if (live.length > 0) changes.push([start, start, ` ${words}`]);
      }
    }
  }

  const statements = [...file.statements];
  const live = [...declared(statements), ...listed(statements)];
  namespaces();
  if (changes.length === 0) return text;
  if (live.length > 0)
    changes.push(
      [0, 0, call("exports", order(), live)],
      [text.length, text.length, "\nexport {};"],
    );
  return changed();

  /** The names that a module exports, in order. */
  function order() {
    return statements.flatMap((node) => {
      if (ts.isExportDeclaration(node) && node.exportClause && ts.isNamedExports(node.exportClause))
        return node.exportClause.elements.map((it) => it.name.text);
      return ts.isVariableStatement(node) && node.modifiers?.some(isExport)
        ? namesIn(node.declarationList)
        : [];
    });
  }

  /** What gives the variables as the members of an object. */
  function call(holder, names, variables) {
    const taking = variables.map(
      ([name, variable]) => `${JSON.stringify(name)}: () => ${variable}`,
    );
    const putting = variables.map(
      ([name, variable]) => `${JSON.stringify(name)}: ($value) => { ${variable} = $value; }`,
    );
    const parts = [JSON.stringify(names), `{ ${taking.join(", ")} }`, `{ ${putting.join(", ")} }`];
    return `${RUNTIME}.live(${holder}, ${parts.join(", ")}); `;
  }

  /** The text with all changes; each line stays where it is. */
  function changed() {
    let [found, place] = ["", 0];
    for (const [start, end, words] of changes.sort(
      (one, other) => one[0] - other[0] || one[1] - other[1],
    )) {
      const lines = "\n".repeat(text.slice(start, end).split("\n").length - 1);
      found += text.slice(place, start) + words + lines;
      place = end;
    }
    return found + text.slice(place);
  }

  /** Every name to which something is assigned anywhere in a text. */
  function assignedAnywhere(node) {
    const found = new Set();
    const look = (inner) => {
      asks.assignedHere(inner).forEach((name) => found.add(name));
      ts.forEachChild(inner, look);
    };
    look(node);
    return found;
  }
}

/** Let an object's members be what the program's variables are when they are asked for; `names` are
 * all of its members in order, as far as that matters. */
function live(holder, names, taking, putting) {
  for (const name of new Set([...names, ...Object.keys(taking)])) {
    const [get, set] = [taking[name], putting[name]];
    const known = Object.getOwnPropertyDescriptor(holder, name);
    const found = get === undefined ? known : { get, set, enumerable: true, configurable: true };
    if (found?.configurable !== true) continue;
    delete holder[name];
    Object.defineProperty(holder, name, found);
  }
}

/** Refuse a namespace in parts, whose variables TypeScript takes for members in the others. */
function refuseParts(name) {
  const { run } = session;
  if (run.symbolic)
    run.refuse(
      `the namespace ${name} has parts, and a variable that changes, which cannot be followed`,
    );
}

module.exports = { exporting, live, refuseParts };
