// A module of the program, rewritten: what its operators, calls and branches do is asked of the run.
"use strict";

const { RESULT, structuring } = require("./flow");
const { RUNTIME, questions } = require("./syntax");
const { statementRules } = require("./statements");
const { expressionRules } = require("./expressions");
const { functionRules } = require("./functions");
const { patternRules } = require("./patterns");

/** A transformer for a release of TypeScript, to be run after its own ones.
 *
 * Each function, and the module itself, has a scope: the variables that are its own, the branches
 * that a statement is in, the name of its activation where it waits, and whether it may.
 */
function rewriting(ts) {
  return (context) => (file) => new Rewriter(ts, context).file(file);
}

/** The branches that each kind of jump would leave. */
const noJumps = () => ({ return: [], break: [], continue: [] });

class Rewriter {
  constructor(ts, context) {
    this.ts = ts;
    this.f = ts.factory;
    this.context = context;
    this.asks = questions(ts);
    this.flow = structuring(ts);
    this.counter = 0;
    this.classes = []; // the names of the classes around
    this.scope = null;
    this.patterns = patternRules(this);
    this.functions = functionRules(this);
    this.expressions = expressionRules(this);
    this.statements = statementRules(this);
    this.rules = { ...this.functions.rules, ...this.expressions.rules, ...this.statements.rules };
    this.visit = this.visit.bind(this);
  }

  file(node) {
    const plain = this.plain(node);
    const variables = this.asks.declared(plain);
    this.scope = { variables, jumps: noJumps(), activation: null, outer: null };
    const waits = plain.statements.some((it) => this.asks.has(it, this.ts.isAwaitExpression));
    const begin = waits ? [this.activated()] : [];
    const statements = this.statements.expanded([...plain.statements]);
    return this.f.updateSourceFile(plain, this.statements.all(statements, begin));
  }

  /** A tree without what TypeScript leaves in the places of assertions. */
  plain(node) {
    const { ts } = this;
    const visit = (inner) =>
      inner.kind === ts.SyntaxKind.PartiallyEmittedExpression
        ? ts.visitNode(inner.expression, visit)
        : ts.visitEachChild(inner, visit, this.context);
    return ts.visitNode(node, visit);
  }

  visit(node) {
    const { ts } = this;
    const rule = this.rules[node.kind];
    if (rule !== undefined) return rule(node);
    return ts.visitEachChild(node, this.visit, this.context);
  }

  /** An expression, rewritten. */
  expression(node) {
    return this.ts.visitNode(node, this.visit);
  }

  /** A call of the run. */
  ask(name, args, node) {
    const { f, ts } = this;
    const target = f.createPropertyAccessExpression(f.createIdentifier(RUNTIME), name);
    const made = f.createCallExpression(target, undefined, args);
    return node === undefined ? made : ts.setSourceMapRange(made, ts.getSourceMapRange(node));
  }

  /** A function that gives an expression when it is called; undefined where it cannot be moved. */
  thunk(node) {
    return this.asks.isMovable(node) ? this.arrow([], this.expression(node)) : undefined;
  }

  arrow(parameters, body) {
    const { f, ts } = this;
    return f.createArrowFunction(
      undefined,
      undefined,
      parameters.map((name) => f.createParameterDeclaration(undefined, undefined, name)),
      undefined,
      f.createToken(ts.SyntaxKind.EqualsGreaterThanToken),
      ts.isObjectLiteralExpression(body) ? f.createParenthesizedExpression(body) : body,
    );
  }

  name(words) {
    this.counter += 1;
    return `$${words}${this.counter}`;
  }

  identifier(name) {
    return this.f.createIdentifier(name);
  }

  text(value) {
    return this.f.createStringLiteral(value);
  }

  constant(name, value) {
    return this.variable(name, value, this.ts.NodeFlags.Const);
  }

  variable(name, value, flags) {
    const { f } = this;
    const declaration = f.createVariableDeclaration(name, undefined, undefined, value);
    return f.createVariableStatement(
      undefined,
      f.createVariableDeclarationList([declaration], flags),
    );
  }

  /** Do something in the scope of a function. */
  inside(node, action) {
    const variables = this.asks.declared(node);
    variables.add(RESULT);
    const isAsync = node.modifiers?.some((it) => it.kind === this.ts.SyntaxKind.AsyncKeyword);
    this.scope = { variables, jumps: noJumps(), activation: null, isAsync, outer: this.scope };
    try {
      return action();
    } finally {
      this.scope = this.scope.outer;
    }
  }

  /** The beginning of what waits or gives items: where the program stands then is kept. */
  activated(kind = "activation", args = []) {
    this.scope.activation = this.name("activation");
    return this.constant(this.scope.activation, this.ask(kind, args));
  }

  /** A call of the activation around. */
  activation(method, args, node) {
    const { f, ts } = this;
    const target = f.createPropertyAccessExpression(
      f.createIdentifier(this.scope.activation),
      method,
    );
    const made = f.createCallExpression(target, undefined, args);
    return node === undefined ? made : ts.setSourceMapRange(made, ts.getSourceMapRange(node));
  }

  /** Whether a variable is one of another function around this one. */
  isShared(name) {
    if (this.scope.variables.has(name)) return false;
    for (let scope = this.scope.outer; scope !== null; scope = scope.outer) {
      if (scope.variables.has(name)) return true;
    }
    return false;
  }
}

module.exports = { rewriting };
