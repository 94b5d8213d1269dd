// ES modules as functions that wait: what is imported is waited for, in order.
"use strict";

const IMPORT = "__import";
const META = "__meta";

/** A transformer for a release of TypeScript: `require` of what is imported becomes waiting for it. */
function waiting(ts) {
  const f = ts.factory;
  const isRequire = (node) =>
    ts.isCallExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === "require" &&
    node.arguments.length === 1;

  return (context) => (file) => {
    const top = new Set(file.statements.flatMap(importsOf));
    const visit = (node) => {
      if (top.has(node)) return f.createAwaitExpression(imported(node.arguments));
      if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword)
        return f.createIdentifier(META);
      if (isLazy(node))
        return imported(
          node.arguments[0].body.arguments?.[0]?.arguments ?? node.arguments[0].body.arguments,
        );
      return ts.visitEachChild(node, visit, context);
    };
    return ts.visitNode(file, visit);
  };

  function imported(args) {
    return f.createCallExpression(f.createIdentifier(IMPORT), undefined, args);
  }

  /** The calls of `require` that a statement of the module makes for an import or an export. */
  function importsOf(statement) {
    const found = [];
    const look = (node) => {
      if (isRequire(node)) found.push(node);
      else if (!ts.isFunctionLike(node)) ts.forEachChild(node, look);
    };
    look(statement);
    return found;
  }

  /** `Promise.resolve().then(() => require(x))`, which `import(x)` was made. */
  function isLazy(node) {
    if (
      !ts.isCallExpression(node) ||
      !ts.isPropertyAccessExpression(node.expression) ||
      node.expression.name.text !== "then"
    )
      return false;
    const [then] = node.arguments;
    return (
      then !== undefined &&
      ts.isArrowFunction(then) &&
      ts.isCallExpression(then.body) &&
      isRequire(then.body)
    );
  }
}

module.exports = { waiting };
