// Statements, rewritten: branches, loops, declarations.
"use strict";

const { attemptRules } = require("./attempting");
const { leavingRules } = require("./leaving");

/** The rules for statements, by their kind. */
function statementRules(rewriter) {
  const { ts, f, asks, flow } = rewriter;
  const K = ts.SyntaxKind;
  const visit = (node) => rewriter.expression(node);
  const ask = (...args) => rewriter.ask(...args);
  const statement = (expression) => f.createExpressionStatement(expression);
  const attempts = attemptRules(rewriter);
  const leaving = leavingRules(rewriter, (statements) => expanded(statements));

  /** Statements, rewritten; functions and classes are noted as the program's own. `begin` stands
   * before them. */
  function all(statements, begin = []) {
    const functions = statements.filter(
      (it) => ts.isFunctionDeclaration(it) && it.name !== undefined && it.body !== undefined,
    );
    const noted = functions.map((it) => statement(ask("ownFunction", [it.name])));
    const start = statements.findIndex((it) => !isPrologue(it));
    const found = statements.flatMap((it) => rewritten(it));
    const [prologue, rest] = [found.slice(0, Math.max(start, 0)), found.slice(Math.max(start, 0))];
    return [...prologue, ...begin, ...noted, ...rest];
  }

  const isPrologue = (node) =>
    ts.isExpressionStatement(node) && ts.isStringLiteral(node.expression);

  function rewritten(node) {
    const made = rewriter.visit(node);
    if (ts.isClassDeclaration(node) && node.name !== undefined)
      return [made, statement(ask("ownClass", [node.name]))];
    return Array.isArray(made) ? made : made === undefined ? [] : [made];
  }

  const block = (statements) => f.createBlock(statements, true);

  /** A function's statements. */
  function ofFunction(node) {
    const statements = [...node.body.statements];
    const isWaiting = node.asteriskToken && rewriter.scope.isAsync;
    return isWaiting ? all(statements) : ofBody(statements);
  }

  /** The statements of a function that gives no items. */
  const ofBody = (statements) => all(flow.ofFunction(expanded(statements)));

  // --- branches ---

  /** Both branches of an `if`, one after the other, where its test is not known. */
  function branch(node, begin = [], outside = []) {
    const test = isCheck(node)
      ? ask("check", [rewriter.arrow([], visit(node.expression))], node.expression)
      : visit(node.expression);
    const name = rewriter.name("branch");
    const use = (method, args = []) =>
      f.createCallExpression(
        f.createPropertyAccessExpression(f.createIdentifier(name), method),
        undefined,
        args,
      );
    const variables = changedIn(node, outside);
    const values = () =>
      f.createArrayLiteralExpression(variables.map((it) => f.createIdentifier(it)));
    const take = (call) =>
      variables.length === 0 ? statement(call) : statement(f.createAssignment(values(), call));
    const { jumps } = rewriter.scope;
    rewriter.scope.jumps = mapped(jumps, (names) => [...names, name]);
    const [then, otherwise] = [node.thenStatement, node.elseStatement].map((it, place) =>
      all(expanded(flow.statementsOf(it)), place === 0 ? begin : []),
    );
    rewriter.scope.jumps = jumps;
    return block([
      rewriter.constant(name, ask("branch", [test], node.expression)),
      ...(variables.length === 0 ? [] : [statement(use("save", [values()]))]),
      attempt(use, then, f.createTrue()),
      take(use("turn", [values()])),
      attempt(use, otherwise, f.createFalse()),
      take(use("merge", [values()])),
    ]);
  }

  /** Whether an `if` only refuses what the program was given. */
  const isCheck = (node) =>
    node.elseStatement === undefined &&
    asks.isMovable(node.expression) &&
    flow.statementsOf(node.thenStatement).length === 1 &&
    ts.isThrowStatement(flow.statementsOf(node.thenStatement)[0]);

  function attempt(use, statements, holds) {
    const error = rewriter.name("error");
    const body = f.createIfStatement(use("enter", [holds]), block(statements));
    const caught = f.createCatchClause(
      f.createVariableDeclaration(error),
      block([statement(use("fail", [f.createIdentifier(error)]))]),
    );
    return f.createTryStatement(block([body]), caught, undefined);
  }

  /** The variables of this function that a statement may change, and others. */
  const changedIn = (node, others) =>
    [...new Set([...asks.assigned(node), ...others])]
      .filter((it) => rewriter.scope.variables.has(it))
      .sort();

  const mapped = (jumps, change) =>
    Object.fromEntries(Object.entries(jumps).map(([kind, names]) => [kind, change(names)]));

  /** A jump, which no branch may make that hangs on a condition. */
  function jump(node) {
    const made = ts.visitEachChild(node, rewriter.visit, rewriter.context);
    const isLabeled = node.label !== undefined;
    const kind =
      ts.isReturnStatement(node) || isLabeled
        ? "return"
        : ts.isBreakStatement(node)
          ? "break"
          : "continue";
    return [...rewriter.scope.jumps[kind].map((name) => left(name, node)), made];
  }

  function left(name, node) {
    const leave = f.createPropertyAccessExpression(f.createIdentifier(name), "leave");
    return statement(
      ts.setSourceMapRange(
        f.createCallExpression(leave, undefined, []),
        ts.getSourceMapRange(node),
      ),
    );
  }

  /** `const a = test ? await b : c` as an `if`, whose branches can wait. */
  function decidedLater(node) {
    if (ts.isReturnStatement(node) && node.expression !== undefined) return returnedLater(node);
    if (!ts.isVariableStatement(node) || node.declarationList.declarations.length !== 1)
      return [node];
    const { name, initializer } = node.declarationList.declarations[0];
    if (initializer === undefined || !ts.isIdentifier(name)) return [node];
    const value = asks.unwrapped(initializer);
    if (!ts.isConditionalExpression(value) || !asks.has(value, ts.isAwaitExpression)) return [node];
    const [then, otherwise] = [value.whenTrue, value.whenFalse].map((side) =>
      block([ts.setSourceMapRange(statement(f.createAssignment(name, side)), side)]),
    );
    const made = f.createIfStatement(value.condition, then, otherwise);
    return [
      rewriter.variable(name, undefined, ts.NodeFlags.Let),
      ts.setSourceMapRange(made, ts.getSourceMapRange(value)),
    ];
  }

  /** `return test ? await b : c` as an `if`. */
  function returnedLater(node) {
    const value = asks.unwrapped(node.expression);
    if (!ts.isConditionalExpression(value) || !asks.has(value, ts.isAwaitExpression)) return [node];
    const [then, otherwise] = [value.whenTrue, value.whenFalse].map((side) =>
      block(returnedLater(ts.setSourceMapRange(f.createReturnStatement(side), side))),
    );
    const made = f.createIfStatement(value.condition, then, otherwise);
    return [ts.setSourceMapRange(made, ts.getSourceMapRange(value))];
  }

  /** Statements with each `switch`, and each choice that waits, as `if`s, where that can be done. */
  function expanded(statements) {
    return statements.flatMap((node) => {
      if (isLooping(node) || isNamedLoop(node)) return leaving.ofLoop(node);
      const taken = ts.isTryStatement(node) ? attempts.ofTry(node) : undefined;
      if (taken !== undefined) return [taken];
      if (ts.isTryStatement(node)) return leaving.ofTry(node);
      if (ts.isIfStatement(node) && asks.has(node, isExpandable)) return [withExpanded(node)];
      if (!ts.isSwitchStatement(node)) return decidedLater(node);
      const subject = f.createIdentifier(rewriter.name("subject"));
      const chain = flow.chainOf(node, (value) => f.createStrictEquality(subject, value));
      return chain === undefined ? [node] : [rewriter.constant(subject, node.expression), ...chain];
    });
  }

  const isLooping = (node) => ts.isIterationStatement(node, false);
  const isNamedLoop = (node) => ts.isLabeledStatement(node) && isLooping(node.statement);
  const isExpandable = (node) =>
    isLooping(node) || ts.isTryStatement(node) || ts.isSwitchStatement(node);

  /** An `if` with what is in it expanded, so that a jump out of these is one out of it. */
  function withExpanded(node) {
    const [then, otherwise] = [node.thenStatement, node.elseStatement].map(
      (it) => it && block(expanded(flow.statementsOf(it))),
    );
    return f.updateIfStatement(node, node.expression, then, otherwise);
  }

  function switched(node) {
    const found = expanded([node]);
    if (found[0] !== node) return block(all(found));
    const { jumps } = rewriter.scope;
    rewriter.scope.jumps = { ...jumps, break: [] };
    const made = ts.visitEachChild(node, rewriter.visit, rewriter.context);
    rewriter.scope.jumps = jumps;
    return f.updateSwitchStatement(made, ask("subject", [made.expression], node), made.caseBlock);
  }

  // --- loops ---

  /** A loop's body; its own jumps leave none of the branches outside. */
  function loopBody(node, change) {
    const { jumps } = rewriter.scope;
    rewriter.scope.jumps = { ...jumps, break: [], continue: [] };
    const found = change(flow.ofLoop(expanded(flow.statementsOf(node.statement))));
    rewriter.scope.jumps = jumps;
    return found;
  }

  /** A loop's body that is run where a turn's test holds. */
  const turnOf = (node, test, begin = [], last = []) =>
    loopBody(node, (statements) =>
      branch(f.createIfStatement(test, block([...statements, ...last])), begin),
    );

  function loopOver(node, items = visit(node.expression)) {
    const isTied = asks.assigned(node).size > 0 || asks.has(node.statement, isExit);
    if (isTied && !node.awaitModifier) return turnsOver(node, items);
    const { initializer, before } = loopVariable(node.initializer);
    const source = ask(node.awaitModifier ? "eachAwaited" : "iterate", [items], node);
    const body = loopBody(node, (statements) => block([...before, ...all(statements)]));
    return f.updateForOfStatement(node, node.awaitModifier, initializer, source, body);
  }

  /** A loop of which a turn changes something or leaves it: each is in a branch of its own. */
  function turnsOver(node, items) {
    const turn = f.createIdentifier(rewriter.name("turn"));
    const item = ask("get", [turn, rewriter.text("item")]);
    const isOwn = ts.isVariableDeclarationList(node.initializer);
    const begin = isOwn
      ? rewriter.patterns
          .bound(node.initializer.declarations[0].name, item)
          .map(([bound, source]) => rewriter.variable(bound, source, ts.NodeFlags.Let))
      : [statement(rewriter.expressions.assign(node.initializer, item))];
    const left = leaving.lefts.has(node)
      ? f.createIdentifier(leaving.lefts.get(node))
      : f.createFalse();
    const source = ask("turns", [items, rewriter.arrow([], left)], node.expression);
    const test = f.createPropertyAccessExpression(turn, "test");
    const declared = f.createVariableDeclarationList(
      [f.createVariableDeclaration(turn)],
      ts.NodeFlags.Const,
    );
    const outside = isOwn ? [] : asks.targets(node.initializer);
    const body = loopBody(node, (statements) =>
      branch(f.createIfStatement(test, block(statements)), begin, outside),
    );
    return f.updateForOfStatement(node, undefined, declared, source, body);
  }

  const isExit = (node) => ts.isBreakStatement(node) || ts.isReturnStatement(node);

  function loopVariable(initializer) {
    if (!ts.isVariableDeclarationList(initializer)) return { initializer, before: [] };
    const { name } = initializer.declarations[0];
    if (ts.isIdentifier(name)) return { initializer, before: [] };
    const item = f.createIdentifier(rewriter.name("item"));
    const list = f.createVariableDeclarationList(
      [f.createVariableDeclaration(item)],
      ts.NodeFlags.Const,
    );
    const before = rewriter.patterns
      .bound(name, item)
      .map(([bound, source]) => rewriter.variable(bound, source, ts.NodeFlags.Let));
    return { initializer: list, before };
  }

  /** A loop over keys, as one over the list of these. */
  function loopOverKeys(node) {
    const { initializer, expression, statement: body } = node;
    const made = f.createForOfStatement(undefined, initializer, expression, body);
    if (leaving.lefts.has(node)) leaving.lefts.set(made, leaving.lefts.get(node));
    return loopOver(made, ask("keysIn", [visit(expression)], node));
  }

  /** The test of a loop's turn, for which the one before was made; one that assigns must be known. */
  function tested(node, turn, test) {
    const left = leaving.lefts.get(node);
    const isIn = left === undefined ? [] : [f.createLogicalNot(f.createIdentifier(left))];
    const whole = [...isIn, test].reduce((one, other) => f.createLogicalAnd(one, other));
    const then = rewriter.thunk(whole) ?? rewriter.arrow([], ask("decide", [visit(whole)], test));
    const value = ask("turn", [turn, then], test);
    const isOn = f.createParenthesizedExpression(f.createAssignment(turn, value));
    return f.createStrictInequality(isOn, f.createFalse());
  }

  /** A loop with a test: a turn is in a branch where that is not known. */
  function repeated(node, test, make) {
    const turn = f.createIdentifier(rewriter.name("turn"));
    const first = rewriter.variable(turn, f.createTrue(), ts.NodeFlags.Let);
    if (asks.has(test, asks.isWaiting)) {
      const decided = ask("decide", [visit(test)], test);
      return make(
        decided,
        loopBody(node, (statements) => block(all(statements))),
      );
    }
    return [first, make(tested(node, turn, test), turn)];
  }

  function counting(node) {
    const test = node.condition ?? f.createTrue();
    const { incrementor } = node;
    const isInside =
      incrementor !== undefined &&
      !leaving.isDeclaring(node) &&
      !asks.has(node.statement, isContinuing);
    return repeated(node, test, (condition, turn) =>
      f.updateForStatement(
        node,
        node.initializer && rewriter.visit(node.initializer),
        condition,
        isInside ? undefined : incrementor && visit(incrementor),
        turnOf(node, turn, [], isInside ? [statement(incrementor)] : []),
      ),
    );
  }

  const isContinuing = (node) => ts.isContinueStatement(node);

  const repeating = (node) =>
    repeated(node, node.expression, (condition, turn) =>
      f.updateWhileStatement(node, condition, turnOf(node, turn)),
    );

  const repeatingOnce = (node) =>
    repeated(node, node.expression, (condition, turn) =>
      f.updateDoStatement(node, turnOf(node, turn), condition),
    );

  /** A loop with a name, and what stands before it. */
  function labeled(node) {
    const found = [rewriter.visit(node.statement)].flat();
    const loop = found[found.length - 1];
    return [...found.slice(0, -1), f.updateLabeledStatement(node, node.label, loop)];
  }

  // --- declarations and the rest ---

  function declarations(node) {
    const found = node.declarations.flatMap((each) => {
      if (each.initializer === undefined) return [each];
      if (ts.isIdentifier(each.name)) {
        const value = rewriter.expressions.named(each.name.text, each.initializer);
        return [f.updateVariableDeclaration(each, each.name, undefined, undefined, value)];
      }
      return rewriter.patterns
        .bound(each.name, visit(each.initializer))
        .map(([name, source]) => f.createVariableDeclaration(name, undefined, undefined, source));
    });
    return f.updateVariableDeclarationList(node, found);
  }

  function functionDeclaration(node) {
    const { parameters, body } = rewriter.functions.functionParts(node);
    return f.updateFunctionDeclaration(
      node,
      node.modifiers,
      node.asteriskToken,
      node.name,
      undefined,
      parameters,
      undefined,
      body,
    );
  }

  const throwing = (node) =>
    f.updateThrowStatement(node, ask("thrown", [visit(node.expression)], node));

  /** A `try`, in which what may fail for some values is refused. */
  function trying(node) {
    const place = rewriter.name("place");
    const leave = () => statement(ask("tried", [f.createIdentifier(place)]));
    const tried = block([...all(node.tryBlock.statements), leave()]);
    const caught =
      node.catchClause &&
      f.updateCatchClause(
        node.catchClause,
        node.catchClause.variableDeclaration,
        block([leave(), ...all(node.catchClause.block.statements)]),
      );
    const last = node.finallyBlock && block([leave(), ...all(node.finallyBlock.statements)]);
    const enter = node.catchClause && !endsIn(node.catchClause.block) ? "trying" : "passing";
    return block([
      rewriter.constant(place, ask(enter, [])),
      f.updateTryStatement(node, tried, caught, last),
    ]);
  }

  const isJump = (node) => isExit(node) || isContinuing(node);

  /** Whether the program ends where a block does, or fails. */
  function endsIn({ statements }) {
    const last = statements[statements.length - 1];
    if (last === undefined || statements.some((it) => asks.has(it, isJump))) return false;
    if (ts.isThrowStatement(last)) return true;
    const call = ts.isExpressionStatement(last) ? asks.unwrapped(last.expression) : undefined;
    if (call === undefined || !ts.isCallExpression(call)) return false;
    const { expression: target } = call;
    return (
      ts.isPropertyAccessExpression(target) &&
      ts.isIdentifier(target.expression) &&
      target.expression.text === "process" &&
      ["abort", "exit"].includes(target.name.text)
    );
  }

  const rules = {
    [K.Block]: (node) => f.updateBlock(node, all(expanded(node.statements))),
    [K.IfStatement]: branch,
    [K.SwitchStatement]: switched,
    [K.ForOfStatement]: loopOver,
    [K.ForInStatement]: loopOverKeys,
    [K.ForStatement]: counting,
    [K.WhileStatement]: repeating,
    [K.DoStatement]: repeatingOnce,
    [K.LabeledStatement]: labeled,
    [K.ReturnStatement]: jump,
    [K.BreakStatement]: jump,
    [K.ContinueStatement]: jump,
    [K.ThrowStatement]: throwing,
    [K.TryStatement]: trying,
    [K.VariableDeclarationList]: declarations,
    [K.FunctionDeclaration]: functionDeclaration,
  };
  return { all, expanded, ofBody, ofFunction, rules };
}

module.exports = { statementRules };
