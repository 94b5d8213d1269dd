// A value that the program tries to take, and another one where it cannot: `try { n = table[env].k; }
// catch { n = 5; }` is a choice.
"use strict";

const session = require("./run");
const { RUNTIME } = require("./syntax");

/** What makes such a `try` of a release of TypeScript's one statement. */
function attemptRules(rewriter) {
  const { ts, f, asks } = rewriter;

  /** The statement that a `try` is; undefined for what does more than to take a value. */
  function ofTry(node) {
    if (node.finallyBlock !== undefined || node.catchClause === undefined) return undefined;
    if (node.tryBlock.statements.length !== 1) return undefined;
    const [tried] = node.tryBlock.statements;
    const caught = [...node.catchClause.block.statements];
    if (ts.isReturnStatement(tried)) {
      const [other] = caught;
      if (caught.length !== 1 || !ts.isReturnStatement(other)) return undefined;
      const made = attempt(node, tried.expression, other.expression);
      return made && f.updateReturnStatement(tried, made);
    }
    const [target, value] = assigned(tried);
    if (target === undefined || caught.length > 1) return undefined;
    const [same, other] = caught.length === 0 ? [target, target] : assigned(caught[0]);
    if (same?.text !== target.text) return undefined;
    const made = attempt(node, value, other);
    return made && f.updateExpressionStatement(tried, f.createAssignment(target, made));
  }

  /** The variable and the value of an assignment. */
  function assigned(node) {
    const found = ts.isExpressionStatement(node) ? asks.unwrapped(node.expression) : undefined;
    const isPlain =
      found !== undefined &&
      ts.isBinaryExpression(found) &&
      found.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      ts.isIdentifier(found.left);
    return isPlain ? [found.left, found.right] : [];
  }

  function attempt(node, value, other) {
    const error = node.catchClause.variableDeclaration?.name;
    const isError = (it) => ts.isIdentifier(it) && it.text === error?.text;
    const isKnown = error === undefined || ts.isIdentifier(error);
    if (value === undefined || other === undefined || !isKnown || asks.has(other, isError))
      return undefined;
    if (asks.has(value, isActing) || ![value, other].every(asks.isMovable)) return undefined;
    const target = f.createPropertyAccessExpression(f.createIdentifier(RUNTIME), "attempted");
    const parts = [value, other].map((it) => rewriter.arrow([], it));
    const made = f.createCallExpression(target, undefined, parts);
    return ts.setSourceMapRange(made, ts.getSourceMapRange(value));
  }

  /** Whether an expression may do more than to take a value. */
  const isActing = (node) =>
    ts.isCallExpression(node) ||
    ts.isNewExpression(node) ||
    ts.isTaggedTemplateExpression(node) ||
    ts.isDeleteExpression(node) ||
    ts.isFunctionLike(node) ||
    ts.isClassExpression(node);

  return { ofTry };
}

/** A value is taken that is there under a condition only. */
class Lacking extends Error {
  constructor(condition) {
    super("a look-up finds nothing");
    this.condition = condition;
  }
}

/** What is taken, or another value where it is not there. */
function attempted(take, other, known = []) {
  const { run } = session;
  const { assumptions, branches, catching, attempt } = run;
  run.catching += 1;
  run.attempt = { branches: branches.length, catching: run.catching };
  const { value, error } = outcome(take);
  Object.assign(run, { assumptions, branches, catching, attempt });
  if (error === undefined) return value;
  if (!(error instanceof Lacking)) return other();
  const { isCondition } = require("./symbols"); // which needs this module
  const isThere = require("./conditions").simplify(error.condition);
  const words = JSON.stringify(isThere);
  if (!isCondition(isThere) || known.includes(words))
    return run.refuse("a look-up may fail, which the program catches, and a template cannot");
  return require("./choices").either(
    isThere,
    () => attempted(take, other, [...known, words]),
    other,
  );
}

function outcome(action) {
  try {
    return { value: action() };
  } catch (error) {
    return { error };
  }
}

/** Leave what is attempted where a value is not there; nothing else is attempted otherwise. */
function leaveAttempt(isThere) {
  const { run } = session;
  const { attempt } = run;
  if (attempt === undefined || attempt.catching !== run.catching) return;
  if (run.branches.length > attempt.branches) return;
  throw new Lacking(isThere);
}

module.exports = { attemptRules, attempted, leaveAttempt };
