// Functions and classes, rewritten: what they are given is taken apart, and they are noted as the
// program's own.
"use strict";

/** The rules for functions and classes, by their kind. */
function functionRules(rewriter) {
  const { ts, f } = rewriter;
  const K = ts.SyntaxKind;
  const visit = (node) => rewriter.expression(node);
  const children = (node) => ts.visitEachChild(node, rewriter.visit, rewriter.context);
  const ask = (...args) => rewriter.ask(...args);

  /** A member's name. */
  function name(node) {
    if (!ts.isComputedPropertyName(node)) return node;
    return f.updateComputedPropertyName(node, ask("key", [visit(node.expression)], node));
  }

  function parametersOf(node) {
    const before = [];
    const parameters = node.parameters.map((parameter) => {
      if (ts.isIdentifier(parameter.name) && parameter.initializer === undefined) return parameter;
      const isNamed = ts.isIdentifier(parameter.name);
      const holder = isNamed ? parameter.name : f.createIdentifier(rewriter.name("given"));
      const value = rewriter.patterns.withDefault(holder, parameter.initializer);
      if (isNamed) before.push(f.createExpressionStatement(f.createAssignment(holder, value)));
      else {
        for (const [bound, source] of rewriter.patterns.bound(parameter.name, value)) {
          before.push(rewriter.variable(bound, source, ts.NodeFlags.Let));
        }
      }
      return f.updateParameterDeclaration(
        parameter,
        parameter.modifiers,
        parameter.dotDotDotToken,
        holder,
        undefined,
        undefined,
        undefined,
      );
    });
    return { parameters, before };
  }

  function bodyOf(node, before) {
    if (!ts.isBlock(node.body)) {
      const value = visit(node.body);
      if (before.length === 0)
        return ts.isObjectLiteralExpression(value) ? f.createParenthesizedExpression(value) : value;
      return f.createBlock([...before, f.createReturnStatement(value)], true);
    }
    return f.updateBlock(node.body, [...before, ...rewriter.statements.ofFunction(node)]);
  }

  /** The body of a function that waits: it ends where the program stood before. */
  function waitingBody(node, before) {
    const begin = rewriter.activated();
    const statements = ts.isBlock(node.body)
      ? rewriter.statements.ofFunction(node)
      : rewriter.statements.ofBody([f.createReturnStatement(node.body)]);
    const end = f.createExpressionStatement(rewriter.activation("end", []));
    const tried = f.createBlock([...before, ...statements], true);
    return f.createBlock(
      [begin, f.createTryStatement(tried, undefined, f.createBlock([end], true))],
      true,
    );
  }

  /** The body of a generator. */
  function givingBody(node, before) {
    const tries = rewriter.asks.has(node.body, ts.isTryStatement)
      ? f.createTrue()
      : f.createFalse();
    const begin = rewriter.activated("generation", [tries]);
    return bodyOf(node, [begin, ...before]);
  }

  const gives = (node) =>
    node.body !== undefined &&
    Boolean(node.asteriskToken) &&
    !node.modifiers?.some((it) => it.kind === K.AsyncKeyword);

  const waits = (node) =>
    node.body !== undefined &&
    !node.asteriskToken &&
    node.modifiers?.some((it) => it.kind === K.AsyncKeyword);

  /** A function's value, noted as the program's own. */
  function noted(node, made) {
    const own = ask("ownFunction", [made]);
    return reports(node.body) ? ask("reports", [own]) : own;
  }

  /** Whether a function only tells of an error, raises one, or ends the program. */
  const reports = (body) =>
    ts.isBlock(body)
      ? body.statements.length > 0 &&
        body.statements.every(
          (it) =>
            ts.isThrowStatement(it) || (ts.isExpressionStatement(it) && isReport(it.expression)),
        )
      : isReport(body);

  const REPORTING = /^(?:console|process|pulumi\.log)\./;
  const isReport = (node) =>
    (ts.isCallExpression(node) && REPORTING.test(rewriter.expressions.dotted(node.expression))) ||
    (ts.isBinaryExpression(node) && REPORTING.test(rewriter.expressions.dotted(node.left)));

  /** The parts of a function that every kind of function has. */
  const functionParts = (node) =>
    rewriter.inside(node, () => {
      const { parameters, before } = parametersOf(node);
      if (waits(node)) return { parameters, body: waitingBody(node, before) };
      if (gives(node)) return { parameters, body: givingBody(node, before) };
      return { parameters, body: node.body && bodyOf(node, before) };
    });

  function arrow(node) {
    const { parameters, body } = functionParts(node);
    const made = f.updateArrowFunction(
      node,
      node.modifiers,
      undefined,
      parameters,
      undefined,
      node.equalsGreaterThanToken,
      body,
    );
    return noted(node, made);
  }

  function functionExpression(node) {
    const { parameters, body } = functionParts(node);
    const made = f.updateFunctionExpression(
      node,
      node.modifiers,
      node.asteriskToken,
      node.name,
      undefined,
      parameters,
      undefined,
      body,
    );
    return noted(node, made);
  }

  function method(node) {
    const { parameters, body } = functionParts(node);
    return f.updateMethodDeclaration(
      node,
      node.modifiers,
      node.asteriskToken,
      name(node.name),
      undefined,
      undefined,
      parameters,
      undefined,
      body,
    );
  }

  function constructor(node) {
    const { parameters, body } = functionParts(node);
    return f.updateConstructorDeclaration(node, node.modifiers, parameters, body);
  }

  function getter(node) {
    const { parameters, body } = functionParts(node);
    return f.updateGetAccessorDeclaration(
      node,
      node.modifiers,
      name(node.name),
      parameters,
      undefined,
      body,
    );
  }

  function setter(node) {
    const { parameters, body } = functionParts(node);
    return f.updateSetAccessorDeclaration(node, node.modifiers, name(node.name), parameters, body);
  }

  /** A class, with its name known to what is inside. */
  function classInside(node) {
    rewriter.classes.push(node.name);
    try {
      return children(node);
    } finally {
      rewriter.classes.pop();
    }
  }

  const classExpression = (node) => ask("ownClass", [classInside(node)]);

  const rules = {
    [K.ArrowFunction]: arrow,
    [K.FunctionExpression]: functionExpression,
    [K.MethodDeclaration]: method,
    [K.Constructor]: constructor,
    [K.GetAccessor]: getter,
    [K.SetAccessor]: setter,
    [K.ClassDeclaration]: classInside,
    [K.ClassExpression]: classExpression,
  };
  return { functionParts, name, rules };
}

module.exports = { functionRules };
