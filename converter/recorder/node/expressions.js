// Expressions, rewritten: operators, members, calls, literals, functions.
"use strict";

const { RUNTIME } = require("./syntax");

const HELPERS =
  /^__(?:import|export|create|set|decorate|metadata|param|awaiter|rest|assign|class|spread|await|async|values|read|es|run|prop|add|dispose|make)/;

/** The rules for expressions, by their kind. */
function expressionRules(rewriter) {
  const { ts, f, asks } = rewriter;
  const K = ts.SyntaxKind;
  const visit = (node) => rewriter.expression(node);
  const children = (node) => ts.visitEachChild(node, rewriter.visit, rewriter.context);
  const ask = (...args) => rewriter.ask(...args);

  const COMPARING = new Map([
    [K.EqualsEqualsEqualsToken, "==="],
    [K.ExclamationEqualsEqualsToken, "!=="],
    [K.EqualsEqualsToken, "=="],
    [K.ExclamationEqualsToken, "!="],
    [K.LessThanToken, "<"],
    [K.LessThanEqualsToken, "<="],
    [K.GreaterThanToken, ">"],
    [K.GreaterThanEqualsToken, ">="],
  ]);
  const EXACTLY = new Set([K.EqualsEqualsEqualsToken, K.ExclamationEqualsEqualsToken]);
  const isText = (node) => ts.isStringLiteralLike(asks.unwrapped(node));
  const LOGICAL = new Map([
    [K.AmpersandAmpersandToken, "and"],
    [K.BarBarToken, "or"],
    [K.QuestionQuestionToken, "nullish"],
  ]);
  const LOGICAL_ASSIGNING = new Map([
    [K.AmpersandAmpersandEqualsToken, K.AmpersandAmpersandToken],
    [K.BarBarEqualsToken, K.BarBarToken],
    [K.QuestionQuestionEqualsToken, K.QuestionQuestionToken],
  ]);
  const ARITHMETIC = "- * / % ** & | ^ << >> >>>".split(" ");
  const shown = (token) => ts.tokenToString(token);

  // --- operators ---

  function binary(node) {
    const operator = node.operatorToken.kind;
    if (operator === K.EqualsToken) return assignment(node);
    if (asks.isAssignment(node)) return changing(node);
    if (operator === K.CommaToken) return children(node);
    const operands = () => [visit(node.left), visit(node.right)];
    if (EXACTLY.has(operator) && [node.left, node.right].every(isText))
      return ask("constant", [rewriter.text(COMPARING.get(operator)), ...operands()], node);
    if (COMPARING.has(operator) && isLength(node.left) && ts.isNumericLiteral(node.right)) {
      const { expression } = asks.unwrapped(node.left);
      const length = [visit(expression), node.right];
      return ask("compareLength", [rewriter.text(COMPARING.get(operator)), ...length], node);
    }
    if (COMPARING.has(operator))
      return ask("compare", [rewriter.text(COMPARING.get(operator)), ...operands()], node);
    if (LOGICAL.has(operator)) return logical(operator, visit(node.left), node.right, node);
    if (operator === K.PlusToken) return ask("add", operands(), node);
    if (operator === K.InKeyword)
      return ts.isPrivateIdentifier(node.left) ? node : ask("contains", operands(), node);
    if (operator === K.InstanceOfKeyword) return ask("isInstance", operands(), node);
    if (ARITHMETIC.includes(shown(operator)))
      return ask("calculate", [rewriter.text(shown(operator)), ...operands()], node);
    return children(node);
  }

  const isLength = (node) => {
    const target = asks.unwrapped(node);
    return (
      ts.isPropertyAccessExpression(target) &&
      target.name.text === "length" &&
      target.expression.kind !== K.SuperKeyword &&
      !(target.flags & ts.NodeFlags.OptionalChain)
    );
  };

  function logical(operator, left, right, node) {
    const then = rewriter.thunk(right);
    if (then !== undefined) return ask(LOGICAL.get(operator), [left, then], node);
    return f.createBinaryExpression(ask("known", [left], node), operator, visit(right));
  }

  function conditional(node) {
    const [then, otherwise] = [node.whenTrue, node.whenFalse].map((side) => rewriter.thunk(side));
    if (then !== undefined && otherwise !== undefined)
      return ask("either", [visit(node.condition), then, otherwise], node);
    if (asks.has(node, ts.isAwaitExpression) && !asks.has(node, ts.isYieldExpression))
      return visit(decidedLater(node));
    return f.createConditionalExpression(
      ask("decide", [visit(node.condition)], node),
      undefined,
      visit(node.whenTrue),
      undefined,
      visit(node.whenFalse),
    );
  }

  /** `test ? await a : b` as a function that waits, in which it is an `if`. */
  function decidedLater(node) {
    const decide = f.createArrowFunction(
      [f.createModifier(K.AsyncKeyword)],
      undefined,
      [],
      undefined,
      f.createToken(K.EqualsGreaterThanToken),
      node,
    );
    const decided = f.createCallExpression(f.createParenthesizedExpression(decide), undefined, []);
    return ts.setSourceMapRange(f.createAwaitExpression(decided), ts.getSourceMapRange(node));
  }

  function prefix(node) {
    if (asks.isStep(node)) return step(node, true);
    if (node.operator === K.ExclamationToken) return ask("not", [visit(node.operand)], node);
    if (ts.isNumericLiteral(node.operand)) return node;
    return ask("unary", [rewriter.text(shown(node.operator)), visit(node.operand)], node);
  }

  function step(node, isPrefix) {
    const name = rewriter.text(node.operator === K.PlusPlusToken ? "+" : "-");
    const target = asks.unwrapped(node.operand);
    if (ts.isIdentifier(target) || isNative(target)) {
      const changed = assign(target, ask("step", [name, target]));
      return isPrefix
        ? f.createParenthesizedExpression(changed)
        : ask("before", [target, changed], node);
    }
    return ask(
      "stepMember",
      [name, ...holderAndKey(target), isPrefix ? f.createTrue() : f.createFalse()],
      node,
    );
  }

  function typeOf(node) {
    const operand = visit(node.expression);
    if (!ts.isIdentifier(node.expression)) return ask("typeOf", [operand], node);
    const isThere = f.createStrictInequality(
      f.createTypeOfExpression(operand),
      rewriter.text("undefined"),
    );
    return ask(
      "typeOf",
      [f.createConditionalExpression(isThere, undefined, operand, undefined, f.createVoidZero())],
      node,
    );
  }

  function deletion(node) {
    const target = asks.unwrapped(node.expression);
    const isMember = ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target);
    return isMember ? ask("remove", holderAndKey(target), node) : node;
  }

  // --- assignments ---

  function assignment(node) {
    const target = asks.unwrapped(node.left);
    if (ts.isArrayLiteralExpression(target) || ts.isObjectLiteralExpression(target)) {
      const given = f.createIdentifier(rewriter.name("given"));
      const body = f.createBlock(
        [...rewriter.patterns.assigned(target, given), f.createReturnStatement(given)],
        true,
      );
      return f.createCallExpression(
        f.createParenthesizedExpression(rewriter.arrow([given], body)),
        undefined,
        [visit(node.right)],
      );
    }
    const name = ts.isIdentifier(target)
      ? target.text
      : ts.isPropertyAccessExpression(target)
        ? target.name.text
        : undefined;
    return parenthesized(assign(target, named(name, node.right), node));
  }

  /** `target = value`, in a branch with effect for that branch only. */
  function assign(target, value, node) {
    if (ts.isIdentifier(target)) {
      const shared = rewriter.isShared(target.text)
        ? ask("shared", [value, rewriter.arrow([], target)])
        : value;
      return f.createAssignment(target, shared);
    }
    if (isNative(target)) {
      const native = ts.visitEachChild(target, rewriter.visit, rewriter.context);
      return f.createAssignment(native, ask("shared", [value, rewriter.arrow([], native)]));
    }
    return ask("set", [...holderAndKey(target), value], node);
  }

  function changing(node) {
    const operator = node.operatorToken.kind;
    const target = asks.unwrapped(node.left);
    const value = (before) => {
      if (LOGICAL_ASSIGNING.has(operator))
        return logical(LOGICAL_ASSIGNING.get(operator), before, node.right, node);
      const words = shown(operator).slice(0, -1);
      if (words === "+") return ask("add", [before, visit(node.right)], node);
      return ask("calculate", [rewriter.text(words), before, visit(node.right)], node);
    };
    if (ts.isIdentifier(target)) return parenthesized(assign(target, value(target), node));
    if (isNative(target)) return parenthesized(assign(target, value(target), node));
    const [holder, key] = ["holder", "key"].map((words) =>
      f.createIdentifier(rewriter.name(words)),
    );
    const body = ask("set", [holder, key, value(ask("get", [holder, key], node))], node);
    return f.createCallExpression(
      f.createParenthesizedExpression(rewriter.arrow([holder, key], body)),
      undefined,
      holderAndKey(target),
    );
  }

  const parenthesized = (node) =>
    ts.isBinaryExpression(node) ? f.createParenthesizedExpression(node) : node;

  /** A value under the name of what it is assigned to. */
  function named(name, value) {
    const isNamed = name !== undefined && !isPlainValue(asks.unwrapped(value));
    const asked = ts.isIdentifier(asks.unwrapped(value)) ? "namedAgain" : "named";
    return isNamed ? ask(asked, [rewriter.text(name), visit(value)]) : visit(value);
  }

  const isPlainValue = (node) =>
    ts.isFunctionLike(node) ||
    ts.isClassExpression(node) ||
    ts.isLiteralExpression(node) ||
    ts.isNewExpression(node) ||
    ts.isArrayLiteralExpression(node) ||
    ts.isTemplateExpression(node) ||
    ts.isVoidExpression(node) ||
    isRequire(node);

  // --- members ---

  /** Whether a member is one of a class's parent or a private one, which no function can take. */
  const isNative = (node) =>
    node.expression.kind === K.SuperKeyword ||
    (ts.isPropertyAccessExpression(node) && ts.isPrivateIdentifier(node.name));

  function holderAndKey(node) {
    const holder = visit(node.expression);
    return [holder, keyOf(node)];
  }

  const keyOf = (node) =>
    ts.isPropertyAccessExpression(node)
      ? rewriter.text(node.name.text)
      : visit(node.argumentExpression);

  function member(node) {
    if (node.flags & ts.NodeFlags.OptionalChain) return chain(node);
    if (isNative(node) || node.expression.kind === K.MetaProperty) return children(node);
    return memberOf(visit(node.expression), node);
  }

  function memberOf(holder, node) {
    const name = ts.isElementAccessExpression(node) ? variableOf(node.expression) : undefined;
    return ask(
      "get",
      [holder, keyOf(node), ...(name === undefined ? [] : [rewriter.text(name)])],
      node,
    );
  }

  function variableOf(node) {
    const target = asks.unwrapped(node);
    if (ts.isIdentifier(target)) return target.text;
    return ts.isPropertyAccessExpression(target) ? target.name.text : undefined;
  }

  /** `a?.b.c(d)`: what follows is done where there is something. */
  function chain(node) {
    const links = [];
    let root = node;
    while (root.flags & ts.NodeFlags.OptionalChain && !ts.isNonNullExpression(root)) {
      links.unshift(root);
      if (root.questionDotToken) break;
      root = root.expression;
    }
    const start = links[0].expression;
    const isCallOfMember =
      ts.isCallExpression(links[0]) &&
      (ts.isPropertyAccessExpression(start) || ts.isElementAccessExpression(start));
    const holder = f.createIdentifier(rewriter.name("holder"));
    const source =
      isCallOfMember && !(start.flags & ts.NodeFlags.OptionalChain)
        ? visit(start.expression)
        : visit(start);
    if (isCallOfMember && !(start.flags & ts.NodeFlags.OptionalChain)) {
      const method = f.createIdentifier(rewriter.name("method"));
      const first = ask("call", [method, args(links[0].arguments), holder], links[0]);
      const rest = ask("optional", [
        memberOf(holder, start),
        rewriter.arrow([method], linked(first, links.slice(1))),
      ]);
      return f.createCallExpression(
        f.createParenthesizedExpression(rewriter.arrow([holder], rest)),
        undefined,
        [source],
      );
    }
    const isDeep = links.length > 1 ? [f.createTrue()] : [];
    const rest = rewriter.arrow([holder], linked(holder, links));
    return ask("optional", [source, rest, ...isDeep], node);
  }

  function linked(start, links) {
    let found = start;
    for (let place = 0; place < links.length; place++) {
      const [link, next] = [links[place], links[place + 1]];
      if (ts.isCallExpression(link)) {
        found = ask("call", [found, args(link.arguments)], link);
      } else if (next !== undefined && ts.isCallExpression(next)) {
        found = ask("invoke", [found, keyOf(link), args(next.arguments)], next);
        place += 1;
      } else {
        found = memberOf(found, link);
      }
    }
    return found;
  }

  // --- calls ---

  const isRequire = (node) =>
    ts.isCallExpression(node) &&
    ts.isIdentifier(node.expression) &&
    (node.expression.text === "require" || HELPERS.test(node.expression.text));

  /** Whether a call asks the run by now. */
  const isAsked = (target) =>
    ts.isPropertyAccessExpression(target) &&
    ts.isIdentifier(target.expression) &&
    target.expression.text === RUNTIME;

  const ASSERTING = /^assert(?:_\d+)?$/; // an imported name as TypeScript writes it, too

  function isAssertion(target) {
    if (ts.isIdentifier(target)) return ASSERTING.test(target.text);
    if (ts.isBinaryExpression(target)) return isAssertion(target.right); // `(0, imported)`
    return ts.isPropertyAccessExpression(target) && isAssertion(target.expression);
  }

  /** A call; what is asserted is a check, as an `if` that only throws. */
  function call(node) {
    const isCheck = isAssertion(asks.unwrapped(node.expression)) && asks.isMovable(node);
    return isCheck ? ask("check", [rewriter.arrow([], called(node))], node) : called(node);
  }

  function called(node) {
    if (node.flags & ts.NodeFlags.OptionalChain) return chain(node);
    const target = asks.unwrapped(node.expression);
    if (target.kind === K.SuperKeyword) {
      const spread = f.createSpreadElement(parentGiven(args(node.arguments)));
      return f.updateCallExpression(node, target, undefined, [spread]);
    }
    if (isAsked(target))
      return f.updateCallExpression(node, target, undefined, node.arguments.map(visit));
    if (target.kind === K.ImportKeyword || isRequire(node)) return children(node);
    if (ts.isIdentifier(target) && target.text === "eval") {
      return f.createParenthesizedExpression(
        f.createComma(ask("evaluate", [], node), children(node)),
      );
    }
    const isMember = ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target);
    if (isMember && target.expression.kind === K.SuperKeyword) {
      return ask("call", [children(target), args(node.arguments), f.createThis()], node);
    }
    if (isMember && isNative(target)) return children(node);
    if (isMember && !(target.flags & ts.NodeFlags.OptionalChain)) {
      return ask("invoke", [...holderAndKey(target), args(node.arguments)], node);
    }
    return ask("call", [visit(node.expression), args(node.arguments)], node);
  }

  function parentGiven(values) {
    const name = rewriter.classes[rewriter.classes.length - 1];
    return name === undefined ? ask("given", [values]) : ask("inherited", [values, name]);
  }

  const construct = (node) => {
    const words = rewriter.text(dotted(node.expression));
    return ask("construct", [visit(node.expression), args(node.arguments ?? []), words], node);
  };

  /** A class's name as the program says it, as far as it is only names. */
  const dotted = (node) =>
    ts.isPropertyAccessExpression(node)
      ? `${dotted(node.expression)}.${node.name.text}`
      : (node.text ?? "it");

  const args = (nodes) => list(nodes, undefined, ["wholeGiven", "spreadGiven"]);

  function tagged(node) {
    const target = asks.unwrapped(node.tag);
    const isMember = ts.isPropertyAccessExpression(target) && !isNative(target);
    const tag = ask("tag", isMember ? holderAndKey(target) : [visit(target)], node);
    return f.updateTaggedTemplateExpression(
      node,
      tag,
      undefined,
      ts.visitEachChild(node.template, rewriter.visit, rewriter.context),
    );
  }

  // --- literals ---

  function template(node) {
    const literals = [node.head, ...node.templateSpans.map((span) => span.literal)];
    return ask(
      "text",
      [
        f.createArrayLiteralExpression(literals.map((it) => rewriter.text(it.text))),
        f.createArrayLiteralExpression(node.templateSpans.map((span) => visit(span.expression))),
      ],
      node,
    );
  }

  function list(nodes, node, [whole, spread] = ["whole", "spread"]) {
    if (!nodes.some(ts.isSpreadElement))
      return f.createArrayLiteralExpression(nodes.map(visit), false);
    if (nodes.length === 1) return ask(whole, [visit(nodes[0].expression)], node);
    return ask(
      "list",
      nodes.map((item) =>
        ts.isSpreadElement(item) ? ask(spread, [visit(item.expression)], item) : visit(item),
      ),
      node,
    );
  }

  function object(node) {
    const groups = [];
    for (const property of node.properties) {
      if (ts.isSpreadAssignment(property)) groups.push(visit(property.expression));
      else if (Array.isArray(groups[groups.length - 1])) groups[groups.length - 1].push(property);
      else groups.push([property]);
    }
    const parts = groups.map((group) => (Array.isArray(group) ? literal(group) : group));
    if (node.properties.some(ts.isSpreadAssignment)) return ask("merge", parts, node);
    return parts[0] ?? node;
  }

  function literal(properties) {
    const made = f.createObjectLiteralExpression(properties.map(property), true);
    const isComputed = properties.some(
      (it) => it.name !== undefined && ts.isComputedPropertyName(it.name),
    );
    const hasMethods = properties.some((it) => ts.isMethodDeclaration(it) || ts.isAccessor(it));
    const keyed = isComputed ? ask("keyed", [made]) : made;
    return hasMethods ? ask("ownMethods", [keyed]) : keyed;
  }

  function property(node) {
    if (!ts.isPropertyAssignment(node)) return rewriter.visit(node);
    return f.updatePropertyAssignment(
      node,
      rewriter.functions.name(node.name),
      visit(node.initializer),
    );
  }

  /** What is waited for; a generator that does cannot be in a branch. */
  function awaited(node) {
    if (rewriter.scope.activation === null)
      return f.updateAwaitExpression(node, ask("awaiting", [visit(node.expression)], node));
    const value = rewriter.activation("wait", [visit(node.expression)], node);
    return rewriter.activation("resume", [f.updateAwaitExpression(node, value)], node);
  }

  /** What a generator gives; one that waits gives it when it is there. */
  function given(node) {
    const value = node.expression === undefined ? [] : [visit(node.expression)];
    const { asteriskToken } = node;
    if (rewriter.scope.isAsync)
      return f.updateYieldExpression(node, asteriskToken, ask("awaiting", value, node));
    if (asteriskToken)
      return f.updateYieldExpression(node, asteriskToken, rewriter.activation("each", value, node));
    const made = f.updateYieldExpression(node, undefined, rewriter.activation("give", value, node));
    return rewriter.activation("resume", [made], node);
  }

  const rules = {
    [K.BinaryExpression]: binary,
    [K.ConditionalExpression]: conditional,
    [K.PrefixUnaryExpression]: prefix,
    [K.PostfixUnaryExpression]: (node) => step(node, false),
    [K.TypeOfExpression]: typeOf,
    [K.DeleteExpression]: deletion,
    [K.PropertyAccessExpression]: member,
    [K.ElementAccessExpression]: member,
    [K.CallExpression]: call,
    [K.NewExpression]: construct,
    [K.TaggedTemplateExpression]: tagged,
    [K.TemplateExpression]: template,
    [K.ArrayLiteralExpression]: (node) => list(node.elements, node),
    [K.ObjectLiteralExpression]: object,
    [K.AwaitExpression]: awaited,
    [K.YieldExpression]: given,
  };
  return { assign, dotted, named, rules };
}

module.exports = { expressionRules };
