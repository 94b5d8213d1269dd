// Control flow made structured: no `return` inside an `if` that something follows.
//
// `if (a) return x;` with statements behind it becomes `if (a) result = x;` with those statements in
// the `else` branch, so that both branches of an `if` can be run, one after the other; with
// `continue` likewise. A `switch` becomes a chain of these, unless a case is left from within.
"use strict";

const RESULT = "$result";

/** Makes the control flow of a release of TypeScript's syntax trees structured. */
function structuring(ts) {
  const f = ts.factory;

  const statementsOf = (node) =>
    node === undefined ? [] : ts.isBlock(node) ? [...node.statements] : [node];

  /** A function's statements with its `return`s at the end, where that can be done. */
  function ofFunction(statements) {
    const isJump = ts.isReturnStatement;
    if (!hasJumps(statements, isJump)) return statements;
    const hoisted = statements.filter(ts.isFunctionDeclaration);
    const others = statements.filter((it) => !ts.isFunctionDeclaration(it));
    const variable = f.createVariableDeclaration(RESULT);
    return [
      f.createVariableStatement(
        undefined,
        f.createVariableDeclarationList([variable], ts.NodeFlags.Let),
      ),
      ...hoisted,
      ...withoutJumps(structured(others, isJump), isJump, ({ expression }) => [
        assigned(RESULT, expression ?? f.createVoidZero()),
      ]),
      f.createReturnStatement(f.createIdentifier(RESULT)),
    ];
  }

  const assigned = (name, value) =>
    f.createExpressionStatement(f.createAssignment(f.createIdentifier(name), value));

  const isContinue = (node) => ts.isContinueStatement(node) && node.label === undefined;
  const isBreak = (node) => ts.isBreakStatement(node) && node.label === undefined;
  const isExit = (node) => isBreak(node) || ts.isReturnStatement(node);

  /** A loop's statements with its `continue`s at the end, where that can be done. */
  function ofLoop(statements) {
    if (!hasJumps(statements, isContinue)) return statements;
    return withoutJumps(structured(statements, isContinue), isContinue, () => []);
  }

  /** Whether an `if` among statements has a jump. */
  const hasJumps = (statements, isJump) =>
    statements.some((it) => ts.isIfStatement(it) && hasJump(it, isJump));

  const isJump = (node) =>
    ts.isReturnStatement(node) || ts.isBreakStatement(node) || ts.isContinueStatement(node);

  /** The statements of a loop that is left from within an `if`: they set the variable `left`, which is
   * asked before each further turn, and what `exits` keeps. Undefined where no `if` leaves the loop. */
  function ofLeftLoop(statements, left, exits) {
    const leaves = (node) => isJump(node) && !isContinue(node);
    if (!statements.some(leaves) && !hasJumps(statements, leaves)) return undefined;
    if (!hasJumps(statements, isJump)) return undefined;
    const found = withoutJumps(structured(statements, isJump), isJump, (jump) => {
      if (isContinue(jump)) return [];
      const isLeft = assigned(left, f.createTrue());
      return isBreak(jump) ? [isLeft] : [...exits.taken(jump), isLeft];
    });
    const isIn = f.createLogicalNot(f.createIdentifier(left));
    return [f.createIfStatement(isIn, f.createBlock(found, true))];
  }

  /** The statements of a block of a `try` that is left from within: they set what `exits` keeps. */
  const ofTry = (statements, exits) =>
    withoutJumps(structured(statements, isJump), isJump, (jump) => exits.taken(jump));

  /** Whether a block is left at its end, or from within an `if`. */
  const isLeft = (statements) => statements.some(isJump) || hasJumps(statements, isJump);

  /** The jumps that leave a loop or a `try`, each as variables that are asked behind it.
   *
   * Args: gives a new variable's name.
   */
  function exitsBy(name) {
    const known = new Map();
    const exitOf = (jump) => {
      const words = `${jump.kind} ${jump.label?.text ?? ""}`;
      if (!known.has(words)) {
        const value = ts.isReturnStatement(jump) ? name("value") : undefined;
        known.set(words, { flag: name("exit"), value, jump });
      }
      return known.get(words);
    };
    return {
      taken(jump) {
        const { flag, value } = exitOf(jump);
        const found = [assigned(flag, f.createTrue())];
        return value === undefined
          ? found
          : [assigned(value, jump.expression ?? f.createVoidZero()), ...found];
      },
      flags: () => [...known.values()].map(({ flag }) => flag),
      values: () => [...known.values()].flatMap(({ value }) => value ?? []),
      after: () =>
        [...known.values()].map(({ flag, value, jump }) =>
          f.createIfStatement(f.createIdentifier(flag), again(jump, value)),
        ),
    };
  }

  function again(jump, value) {
    const made = ts.isReturnStatement(jump)
      ? f.createReturnStatement(f.createIdentifier(value))
      : ts.isBreakStatement(jump)
        ? f.createBreakStatement(jump.label)
        : f.createContinueStatement(jump.label);
    return ts.setSourceMapRange(made, ts.getSourceMapRange(jump));
  }

  /** Move what follows an `if` with a jump in it into the branches that go on. */
  function structured(statements, isJump) {
    for (let place = 0; place < statements.length; place++) {
      const statement = statements[place];
      if (isJump(statement)) return statements.slice(0, place + 1);
      if (!ts.isIfStatement(statement) || !hasJump(statement, isJump)) continue;
      const rest = statements.slice(place + 1);
      const [then, otherwise] = [statement.thenStatement, statement.elseStatement].map((branch) => {
        const inner = statementsOf(branch);
        return structured(ends(inner, isJump) ? inner : [...inner, ...rest], isJump);
      });
      const made = f.createIfStatement(
        statement.expression,
        f.createBlock(then, true),
        otherwise.length > 0 ? f.createBlock(otherwise, true) : undefined,
      );
      return [
        ...statements.slice(0, place),
        ts.setSourceMapRange(made, ts.getSourceMapRange(statement)),
      ];
    }
    return statements;
  }

  /** Replace the jumps at the end of statements, which nothing follows any more. */
  function withoutJumps(statements, isJump, replaced) {
    if (statements.length === 0) return statements;
    const last = statements[statements.length - 1];
    const before = statements.slice(0, -1);
    if (ts.isIfStatement(last)) {
      const [then, otherwise] = [last.thenStatement, last.elseStatement].map((branch) =>
        withoutJumps(statementsOf(branch), isJump, replaced),
      );
      const made = f.createIfStatement(
        last.expression,
        f.createBlock(then, true),
        otherwise.length > 0 ? f.createBlock(otherwise, true) : undefined,
      );
      return [...before, ts.setSourceMapRange(made, ts.getSourceMapRange(last))];
    }
    if (!isJump(last)) return statements;
    const made = replaced(last).map((it) => ts.setSourceMapRange(it, ts.getSourceMapRange(last)));
    return [...before, ...made];
  }

  /** Whether every way through statements ends in a jump or an error. */
  function ends(statements, isJump) {
    const last = statements[statements.length - 1];
    if (last === undefined) return false;
    if (ts.isIfStatement(last)) {
      return (
        ends(statementsOf(last.thenStatement), isJump) &&
        ends(statementsOf(last.elseStatement), isJump)
      );
    }
    if (ts.isBlock(last)) return ends(statementsOf(last), isJump);
    return isJump(last) || isEnd(last);
  }

  const isEnd = (node) =>
    ts.isReturnStatement(node) ||
    ts.isThrowStatement(node) ||
    ts.isContinueStatement(node) ||
    ts.isBreakStatement(node);

  /** Whether there is a jump in an `if`, not counting loops and functions inside it. */
  function hasJump(node, isJump) {
    return [node.thenStatement, node.elseStatement].some((branch) =>
      statementsOf(branch).some(
        (inner) => isJump(inner) || (ts.isIfStatement(inner) && hasJump(inner, isJump)),
      ),
    );
  }

  /** The `if`s that a `switch` over `subject` amounts to; undefined where it is left in another way.
   * `test` makes the comparison with a case's value. */
  function chainOf(node, test) {
    const groups = groupsOf(node.caseBlock.clauses);
    if (groups === undefined) return undefined;
    const isOne = (values) =>
      values.map(test).reduce((one, other) => f.createLogicalOr(one, other));
    const when = (values, body, otherwise) =>
      f.createIfStatement(isOne(values), f.createBlock(body, true), otherwise);
    const before = (group) => group.through.map(({ values, body }) => when(values, body));
    const rest = groups.find((group) => group.isDefault);
    const last = rest && [...before(rest), ...rest.body];
    return groups
      .filter((group) => !group.isDefault)
      .reduceRight((others, group) => {
        const otherwise = others && f.createBlock(others, true);
        const isChain = others?.length === 1 && ts.isIfStatement(others[0]);
        const made = when(group.values, group.body, isChain ? others[0] : otherwise);
        return [...before(group), made];
      }, last);
  }

  /** The cases of a `switch`, those together that go on into each other: `through` has what the
   * earlier ones do, each with the values that get there. */
  function groupsOf(clauses) {
    const groups = [];
    let group = { values: [], through: [], isDefault: false };
    for (const [place, clause] of clauses.entries()) {
      if (ts.isDefaultClause(clause)) group.isDefault = true;
      else group.values.push(clause.expression);
      if (clause.statements.length === 0) continue;
      const { body, isEnd } = bodyOf(clause, place === clauses.length - 1);
      if (body.some((it) => breaks(it))) return undefined;
      if (isEnd || place === clauses.length - 1) {
        groups.push({ ...group, body });
        group = { values: [], through: [], isDefault: false };
      } else if (group.isDefault || body.some(isScoped)) {
        return undefined;
      } else group.through.push({ values: [...group.values], body });
    }
    if (group.values.length > 0 || group.isDefault) groups.push({ ...group, body: [] });
    return groups;
  }

  /** Whether a statement declares something that the cases behind it know, too. */
  const isScoped = (node) =>
    ts.isClassDeclaration(node) ||
    ts.isFunctionDeclaration(node) ||
    (ts.isVariableStatement(node) &&
      Boolean(node.declarationList.flags & ts.NodeFlags.BlockScoped));

  /** A clause's statements without its `break`, and whether it ends by itself. */
  function bodyOf(clause, isLastClause) {
    const single = clause.statements.length === 1 && ts.isBlock(clause.statements[0]);
    const statements = single ? [...clause.statements[0].statements] : [...clause.statements];
    if (hasJumps(statements, isBreak) && (isLastClause || ends(statements, isExit))) {
      const body = withoutJumps(structured(statements, isBreak), isBreak, () => []);
      return { body, isEnd: true };
    }
    const last = statements[statements.length - 1];
    const isLeft = last !== undefined && isBreak(last);
    const body = isLeft ? statements.slice(0, -1) : statements;
    return { body, isEnd: isLeft || ends(body, ts.isReturnStatement) };
  }

  /** Whether a statement has a `break` of the `switch` that it is in. */
  function breaks(node) {
    if (ts.isBreakStatement(node)) return node.label === undefined;
    if (
      ts.isFunctionLike(node) ||
      ts.isSwitchStatement(node) ||
      ts.isIterationStatement(node, false)
    )
      return false;
    let found = false;
    ts.forEachChild(node, (inner) => {
      found = found || breaks(inner);
    });
    return found;
  }

  return { chainOf, exitsBy, isLeft, ofFunction, ofLeftLoop, ofLoop, ofTry, statementsOf };
}

module.exports = { RESULT, structuring };
