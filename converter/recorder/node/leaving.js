// Loops and `try` statements that are left from within: a jump sets variables, which are asked
// behind them.
"use strict";

/** What stands for such statements; `expanded` gives those inside of them likewise. */
function leavingRules(rewriter, expanded) {
  const { ts, f, flow } = rewriter;
  const statement = (expression) => f.createExpressionStatement(expression);
  const block = (statements) => f.createBlock(statements, true);
  const lefts = new WeakMap(); // a loop that an `if` left → the variable that says whether it has

  /** A loop that is left from within an `if`, and what stands before and behind it then. */
  function ofLoop(given) {
    const isNamed = ts.isLabeledStatement(given);
    const node = isNamed ? given.statement : given;
    if (node.awaitModifier) return [given];
    const left = rewriter.name("left");
    const exits = flow.exitsBy((words) => rewriter.name(words));
    const inner = expanded(flow.statementsOf(node.statement));
    const statements = isNamed ? inner.map((it) => unnamed(it, given.label.text)) : inner;
    const body = flow.ofLeftLoop(statements, left, exits);
    if (body === undefined) {
      return isNamed && !statements.some((it) => names(it, given.label.text))
        ? [ranged(withBody(node, statements, undefined), node)]
        : [given];
    }
    const made = withBody(node, body, left);
    lefts.set(made, left);
    const loop = statements.some((it) => names(it, given.label?.text))
      ? f.createLabeledStatement(given.label, made)
      : made;
    return [...declared([left, ...exits.flags()], exits), ranged(loop, node), ...exits.after()];
  }

  const ranged = (made, node) => ts.setSourceMapRange(made, ts.getSourceMapRange(node));

  /** The variables that jumps set. */
  function declared(flags, exits) {
    [...flags, ...exits.values()].forEach((name) => rewriter.scope.variables.add(name));
    return [
      ...flags.map((name) => rewriter.variable(name, f.createFalse(), ts.NodeFlags.Let)),
      ...exits.values().map((name) => rewriter.variable(name, undefined, ts.NodeFlags.Let)),
    ];
  }

  const isJumpTo = (node, label) =>
    (ts.isBreakStatement(node) || ts.isContinueStatement(node)) && node.label?.text === label;
  const isApart = (node) => ts.isFunctionLike(node) || ts.isIterationStatement(node, false);

  /** A statement in which a jump by the name of the loop around is one without a name. */
  function unnamed(node, label) {
    if (isJumpTo(node, label)) {
      const isBreak = ts.isBreakStatement(node);
      return ranged(isBreak ? f.createBreakStatement() : f.createContinueStatement(), node);
    }
    if (isApart(node) || ts.isSwitchStatement(node)) return node;
    return ts.visitEachChild(node, (inner) => unnamed(inner, label), rewriter.context);
  }

  /** Whether there is a jump to a name. */
  function names(node, label) {
    if (label === undefined || ts.isFunctionLike(node)) return false;
    if (isJumpTo(node, label)) return true;
    let found = false;
    ts.forEachChild(node, (inner) => {
      found = found || names(inner, label);
    });
    return found;
  }

  /** A loop with other statements in it; what counts a variable from outside on is one of them. */
  function withBody(node, statements, left) {
    const body = block(statements);
    if (ts.isForOfStatement(node))
      return f.updateForOfStatement(node, undefined, node.initializer, node.expression, body);
    if (ts.isForInStatement(node))
      return f.updateForInStatement(node, node.initializer, node.expression, body);
    if (ts.isWhileStatement(node)) return f.updateWhileStatement(node, node.expression, body);
    if (ts.isDoStatement(node)) return f.updateDoStatement(node, body, node.expression);
    const { initializer, condition, incrementor } = node;
    if (left === undefined || incrementor === undefined || isDeclaring(node))
      return f.updateForStatement(node, initializer, condition, incrementor, body);
    const isIn = f.createLogicalNot(f.createIdentifier(left));
    const last = f.createIfStatement(isIn, block([statement(incrementor)]));
    return f.updateForStatement(
      node,
      initializer,
      condition,
      undefined,
      block([...statements, last]),
    );
  }

  /** Whether what a loop counts is a variable of its own. */
  const isDeclaring = (node) =>
    node.initializer !== undefined &&
    ts.isVariableDeclarationList(node.initializer) &&
    Boolean(node.initializer.flags & ts.NodeFlags.BlockScoped);

  /** A `try` that is left from within, and what stands before and behind it then. */
  function ofTry(node) {
    const blocks = [node.tryBlock, node.catchClause?.block].map(
      (it) => it && expanded([...it.statements]),
    );
    if (!blocks.some((it) => it !== undefined && flow.isLeft(it))) return [node];
    const exits = flow.exitsBy((words) => rewriter.name(words));
    const [tried, caught] = blocks.map((it) => it && block(flow.ofTry(it, exits)));
    const clause =
      node.catchClause &&
      f.updateCatchClause(node.catchClause, node.catchClause.variableDeclaration, caught);
    const made = f.updateTryStatement(node, tried, clause, node.finallyBlock);
    return [...declared(exits.flags(), exits), ranged(made, node), ...exits.after()];
  }

  return { isDeclaring, lefts, ofLoop, ofTry };
}

module.exports = { leavingRules };
