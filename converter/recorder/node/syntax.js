// What the rewriting asks of a program's syntax: who assigns what, and what may be moved into a
// function of its own.
"use strict";

const RUNTIME = "__recording"; // what rewritten modules call the run

/** Questions to syntax trees of one release of TypeScript. */
function questions(ts) {
  const K = ts.SyntaxKind;

  const isFunction = (node) => ts.isFunctionLike(node) || ts.isClassStaticBlockDeclaration?.(node);

  /** Whether a test holds for a node inside of another one, not counting functions in it. */
  function has(node, test) {
    if (isFunction(node)) return test(node);
    let found = false;
    const look = (inner) => {
      if (found || inner === undefined) return;
      if (test(inner)) found = true;
      else if (!isFunction(inner)) ts.forEachChild(inner, look);
    };
    ts.forEachChild(node, look);
    return found || test(node);
  }

  const isWaiting = (node) =>
    ts.isAwaitExpression(node) ||
    ts.isYieldExpression(node) ||
    (ts.isForOfStatement(node) && Boolean(node.awaitModifier));

  const isAssignment = (node) =>
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind >= K.FirstAssignment &&
    node.operatorToken.kind <= K.LastAssignment;

  const isStep = (node) =>
    (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) &&
    (node.operator === K.PlusPlusToken || node.operator === K.MinusMinusToken);

  const unwrapped = (node) =>
    ts.isParenthesizedExpression(node) ? unwrapped(node.expression) : node;

  /** The variables that a pattern or a target of an assignment names. */
  function targets(node) {
    const target = unwrapped(node);
    if (ts.isIdentifier(target)) return [target.text];
    if (ts.isArrayLiteralExpression(target)) return target.elements.flatMap(targets);
    if (ts.isSpreadElement(target) || ts.isSpreadAssignment(target))
      return targets(target.expression);
    if (ts.isBinaryExpression(target)) return targets(target.left);
    if (ts.isObjectLiteralExpression(target)) {
      return target.properties.flatMap((property) =>
        ts.isShorthandPropertyAssignment(property)
          ? [property.name.text]
          : ts.isPropertyAssignment(property)
            ? targets(property.initializer)
            : targets(property),
      );
    }
    return [];
  }

  const isOver = (node) => ts.isForOfStatement(node) || ts.isForInStatement(node);

  const assignedHere = (node) => {
    if (isAssignment(node)) return targets(node.left);
    if (isStep(node)) return targets(node.operand);
    const isGoing = isOver(node) && !ts.isVariableDeclarationList(node.initializer);
    return isGoing ? targets(node.initializer) : [];
  };

  /** The variables around a node that are assigned inside of it, not counting functions in it. */
  function assigned(node) {
    const found = new Set();
    const look = (inner, own) => {
      const known = new Set([...own, ...declaredFor(inner)]);
      const changed = isVarList(inner) ? inner.declarations.flatMap((it) => names(it.name)) : [];
      [...changed, ...assignedHere(inner)]
        .filter((name) => !known.has(name))
        .forEach((name) => found.add(name));
      if (!isFunction(inner)) ts.forEachChild(inner, (child) => look(child, known));
    };
    look(node, []);
    return found;
  }

  const isVarList = (node) =>
    ts.isVariableDeclarationList(node) && !(node.flags & ts.NodeFlags.BlockScoped);

  /** The variables that a block, a loop or a `switch` declares for what is inside of it. */
  function declaredFor(node) {
    const statements =
      ts.isBlock(node) || ts.isCaseOrDefaultClause(node)
        ? node.statements
        : ts.isCaseBlock(node)
          ? node.clauses.flatMap((clause) => [...clause.statements])
          : [];
    const lists = statements.filter(ts.isVariableStatement).map((it) => it.declarationList);
    if (isOver(node) || ts.isForStatement(node)) lists.push(node.initializer);
    return lists
      .filter((it) => it !== undefined && ts.isVariableDeclarationList(it) && !isVarList(it))
      .flatMap((it) => it.declarations.flatMap((each) => names(each.name)));
  }

  /** Whether an expression can become the body of a function that is called where it stood. */
  const isMovable = (node) =>
    !has(node, (inner) => isWaiting(inner) || assignedHere(inner).length > 0);

  /** The variables that a declaration's name declares. */
  function names(name) {
    if (name === undefined) return [];
    if (ts.isIdentifier(name)) return [name.text];
    return name.elements.flatMap((element) =>
      ts.isOmittedExpression(element) ? [] : names(element.name),
    );
  }

  /** The variables that are declared inside of a node, not counting functions in it. */
  function declared(node) {
    const found = new Set();
    const look = (inner) => {
      if (ts.isVariableDeclaration(inner) || ts.isParameter(inner))
        names(inner.name).forEach((it) => found.add(it));
      if ((ts.isFunctionDeclaration(inner) || ts.isClassDeclaration(inner)) && inner.name)
        found.add(inner.name.text);
      if (!isFunction(inner)) ts.forEachChild(inner, look);
    };
    ts.forEachChild(node, look);
    return found;
  }

  return {
    assigned,
    assignedHere,
    declared,
    has,
    isAssignment,
    isFunction,
    isMovable,
    isStep,
    isWaiting,
    names,
    targets,
    unwrapped,
  };
}

module.exports = { RUNTIME, questions };
