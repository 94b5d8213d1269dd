// Patterns, taken apart: each variable is taken from what is matched by itself.
"use strict";

/** The rules for patterns in declarations, parameters and assignments. */
function patternRules(rewriter) {
  const { ts, f, asks } = rewriter;

  /** Each variable of a pattern with what it is: `[name, expression]`, in order. */
  function bound(pattern, source) {
    if (ts.isIdentifier(pattern)) return [[pattern, source]];
    const holder = f.createIdentifier(rewriter.name("part"));
    const isList = ts.isArrayBindingPattern(pattern);
    const found = [[holder, isList ? indexed(pattern, source) : source]];
    pattern.elements.forEach((element, place) => {
      if (ts.isOmittedExpression(element)) return;
      found.push(
        ...bound(
          element.name,
          withDefault(taken(pattern, element, place, holder), element.initializer),
        ),
      );
    });
    return found;
  }

  /** What the places of a pattern are taken from; all of it where the pattern takes the rest. */
  function indexed(pattern, source) {
    const isRest = (it) => Boolean(it.dotDotDotToken) || ts.isSpreadElement(it);
    const { elements } = pattern;
    const count = elements.some(isRest) ? [] : [f.createNumericLiteral(elements.length)];
    return rewriter.ask("indexed", [source, ...count]);
  }

  function taken(pattern, element, place, holder) {
    if (ts.isArrayBindingPattern(pattern)) {
      const number = f.createNumericLiteral(place);
      return element.dotDotDotToken
        ? rewriter.ask("restItems", [holder, number])
        : rewriter.ask("get", [holder, number], element);
    }
    if (element.dotDotDotToken) {
      const others = pattern.elements
        .filter((other) => other !== element)
        .map((other) => keyOf(other.propertyName ?? other.name));
      return rewriter.ask("rest", [holder, f.createArrayLiteralExpression(others)]);
    }
    return rewriter.ask("get", [holder, keyOf(element.propertyName ?? element.name)], element);
  }

  function keyOf(name) {
    if (ts.isComputedPropertyName(name)) return rewriter.expression(name.expression);
    if (ts.isIdentifier(name)) return rewriter.text(name.text);
    return name;
  }

  function withDefault(value, initializer) {
    if (initializer === undefined) return value;
    return rewriter.ask("fallback", [value, rewriter.arrow([], rewriter.expression(initializer))]);
  }

  /** The statements that do an assignment to a pattern. */
  function assigned(target, source) {
    const node = asks.unwrapped(target);
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
      return assigned(node.left, withDefault(source, node.right));
    }
    if (!ts.isArrayLiteralExpression(node) && !ts.isObjectLiteralExpression(node)) {
      return [f.createExpressionStatement(rewriter.expressions.assign(node, source))];
    }
    const holder = f.createIdentifier(rewriter.name("part"));
    const isList = ts.isArrayLiteralExpression(node);
    const before = rewriter.constant(holder, isList ? indexed(node, source) : source);
    const parts = isList
      ? node.elements.map((element, place) => [element, place])
      : node.properties.map((it) => [it]);
    return [before, ...parts.flatMap(([part, place]) => assignedPart(node, part, place, holder))];
  }

  function assignedPart(node, part, place, holder) {
    if (ts.isOmittedExpression(part)) return [];
    if (ts.isSpreadElement(part)) {
      return assigned(
        part.expression,
        rewriter.ask("restItems", [holder, f.createNumericLiteral(place)]),
      );
    }
    if (ts.isSpreadAssignment(part)) {
      const others = node.properties.filter((it) => it !== part).map((it) => keyOf(it.name));
      return assigned(
        part.expression,
        rewriter.ask("rest", [holder, f.createArrayLiteralExpression(others)]),
      );
    }
    if (ts.isArrayLiteralExpression(node)) {
      return assigned(part, rewriter.ask("get", [holder, f.createNumericLiteral(place)]));
    }
    const source = rewriter.ask("get", [holder, keyOf(part.name)]);
    if (ts.isShorthandPropertyAssignment(part)) {
      return assigned(part.name, withDefault(source, part.objectAssignmentInitializer));
    }
    return assigned(part.initializer, source);
  }

  return { assigned, bound, withDefault };
}

module.exports = { patternRules };
