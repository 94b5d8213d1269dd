// Statements, rewritten: branches, loops, declarations.
"use strict";

/** The rules for statements, by their kind. */
function statementRules(rewriter) {
  const { ts, f, asks, flow } = rewriter;
  const K = ts.SyntaxKind;
  const visit = (node) => rewriter.expression(node);
  const ask = (...args) => rewriter.ask(...args);
  const statement = (expression) => f.createExpressionStatement(expression);

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
    return all(node.asteriskToken ? statements : flow.ofFunction(expanded(statements)));
  }

  // --- branches ---

  /** Both branches of an `if`, one after the other, where its test is not known. */
  function branch(node) {
    const name = rewriter.name("branch");
    const use = (method, args = []) =>
      f.createCallExpression(
        f.createPropertyAccessExpression(f.createIdentifier(name), method),
        undefined,
        args,
      );
    const variables = changedIn(node);
    const values = () =>
      f.createArrayLiteralExpression(variables.map((it) => f.createIdentifier(it)));
    const take = (call) =>
      variables.length === 0 ? statement(call) : statement(f.createAssignment(values(), call));
    const { jumps } = rewriter.scope;
    rewriter.scope.jumps = mapped(jumps, (names) => [...names, name]);
    const [then, otherwise] = [node.thenStatement, node.elseStatement].map((it) =>
      all(expanded(flow.statementsOf(it))),
    );
    rewriter.scope.jumps = jumps;
    return block([
      rewriter.constant(name, ask("branch", [visit(node.expression)], node.expression)),
      ...(variables.length === 0 ? [] : [statement(use("save", [values()]))]),
      attempt(use, then, f.createTrue()),
      take(use("turn", [values()])),
      attempt(use, otherwise, f.createFalse()),
      take(use("merge", [values()])),
    ]);
  }

  function attempt(use, statements, holds) {
    const error = rewriter.name("error");
    const body = f.createIfStatement(use("enter", [holds]), block(statements));
    const caught = f.createCatchClause(
      f.createVariableDeclaration(error),
      block([statement(use("fail", [f.createIdentifier(error)]))]),
    );
    return f.createTryStatement(block([body]), caught, undefined);
  }

  /** The variables of this function that a statement may change. */
  function changedIn(node) {
    const inner = new Set(
      [node.thenStatement, node.elseStatement]
        .filter(Boolean)
        .flatMap((it) => [...asks.declaredInBlock(it)]),
    );
    return [...asks.assigned(node)]
      .filter((it) => rewriter.scope.variables.has(it) && !inner.has(it))
      .sort();
  }

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

  /** Statements with each `switch`, and each choice that waits, as `if`s, where that can be done. */
  function expanded(statements) {
    return statements.flatMap((node) => {
      if (!ts.isSwitchStatement(node)) return decidedLater(node);
      const subject = f.createIdentifier(rewriter.name("subject"));
      const chain = flow.chainOf(node, (value) => f.createStrictEquality(subject, value));
      return chain === undefined ? [node] : [rewriter.constant(subject, node.expression), ...chain];
    });
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
  function loopBody(node, before = []) {
    const { jumps } = rewriter.scope;
    rewriter.scope.jumps = { ...jumps, break: [], continue: [] };
    const statements = all(flow.ofLoop(expanded(flow.statementsOf(node.statement))));
    rewriter.scope.jumps = jumps;
    return block([...before, ...statements]);
  }

  function loopOver(node) {
    const { initializer, before } = loopVariable(node.initializer);
    const declared = asks.declared(node.statement);
    const isTied =
      [...asks.assigned(node.statement)].some((it) => !declared.has(it)) ||
      asks.has(node.statement, isExit);
    const source = node.awaitModifier
      ? ask("awaiting", [visit(node.expression)], node)
      : ask(
          "iterate",
          [visit(node.expression), isTied ? f.createTrue() : f.createFalse()],
          node.expression,
        );
    return f.updateForOfStatement(
      node,
      node.awaitModifier,
      initializer,
      source,
      loopBody(node, before),
    );
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

  const loopOverKeys = (node) =>
    f.updateForInStatement(
      node,
      node.initializer,
      ask("iterateKeys", [visit(node.expression)], node),
      loopBody(node),
    );

  const decided = (test) => test && ask("decide", [visit(test)], test);

  const counting = (node) =>
    f.updateForStatement(
      node,
      node.initializer && rewriter.visit(node.initializer),
      decided(node.condition),
      node.incrementor && visit(node.incrementor),
      loopBody(node),
    );

  const repeating = (node) =>
    f.updateWhileStatement(node, decided(node.expression), loopBody(node));

  const repeatingOnce = (node) =>
    f.updateDoStatement(node, loopBody(node), decided(node.expression));

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
    const enter = node.catchClause === undefined ? "passing" : "trying";
    return block([
      rewriter.constant(place, ask(enter, [])),
      f.updateTryStatement(node, tried, caught, last),
    ]);
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
    [K.ReturnStatement]: jump,
    [K.BreakStatement]: jump,
    [K.ContinueStatement]: jump,
    [K.ThrowStatement]: throwing,
    [K.TryStatement]: trying,
    [K.VariableDeclarationList]: declarations,
    [K.FunctionDeclaration]: functionDeclaration,
  };
  return { all, ofFunction, rules };
}

module.exports = { statementRules };
