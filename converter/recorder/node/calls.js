// Calls: what each function makes of values that are not known.
"use strict";

const session = require("./run");
const { handed, handedLater } = require("./handing");
const { madeOf } = require("./iterators");
const lists = require("./lists");
const moments = require("./moments");
const placing = require("./placing");
const { converted, primitive } = require("./primitives");
const promising = require("./promising");
const refusing = require("./refusing");
const standard = require("./standard");
const strings = require("./strings");
const symbols = require("./symbols");
const {
  each,
  isEither,
  isLoose,
  isShared,
  isUnconditional,
  made,
  partsOf,
  resolve,
  split,
} = require("./choices");
const { contains, get, isOutput } = require("./members");
const { list, merge, spread, wholeGiven } = require("./spreading");
const tables = require("./tables");
const { part } = require("./texts");
const { settled } = require("./waiting");
const { isProviders, isPulumis } = require("./packages");

const {
  describe,
  firstSymbol,
  holdsSymbol,
  isChoice,
  isCondition,
  isItems,
  isMissing,
  isNumber,
  isRow,
  isSymbol,
  own,
} = symbols;

/** Note a function of the program. */
function ownFunction(made) {
  own.add(made);
  return made;
}

/** Note a class of the program, and its methods. */
function ownClass(made) {
  own.add(made);
  for (const holder of [made, made.prototype]) ownMethods(holder);
  return made;
}

/** Note the methods of an object's literal. */
function ownMethods(holder) {
  for (const name of Reflect.ownKeys(holder)) {
    const descriptor = Object.getOwnPropertyDescriptor(holder, name);
    for (const found of [descriptor.value, descriptor.get, descriptor.set])
      if (typeof found === "function") own.add(found);
  }
  return holder;
}

const STEPPING = new Set(["entries", "keys", "values"]);

/** `holder.name(...args)`. */
function invoke(holderGiven, name, args) {
  const holder = isSymbol(holderGiven) ? resolve(tables.only(holderGiven)) : holderGiven;
  const key = resolve(name);
  if (isSymbol(key)) return call(get(holder, key), args, holder);
  if (isChoice(holder)) return each(holder, (side) => invokeOfSide(holder, side, key, args));
  if (isMissing(holder)) return invoke(undefined, key, args);
  if (typeof holder === "string" && typeof ""[key] === "function") {
    if (placing.isOpenList(args))
      return placing.ofEachList(args, (all) => invoke(holder, key, all));
    if (!isSymbol(holder) && strings.isReplacing(key, args))
      return strings.replaced(holder, key, args);
    const texts = args.map((it) => primitive(it, "string"));
    return isSymbol(holder) || texts.some(isSymbol)
      ? strings.callMethod(holder, key, texts)
      : guarded(holder[key], holder, texts);
  }
  if (isNumber(holder) && isEither(tables.opened(holder)))
    return each(tables.opened(holder), (side) => invoke(side, key, args));
  if (isSymbol(holder) && !isItems(holder) && !isRow(holder))
    return invokeSymbol(holder, key, args);
  if (isOverridden(holder, key)) return call(holder[key], args, holder);
  if (Array.isArray(holder) && typeof [][key] === "function") {
    if (isItems(args)) return invoke(holder, key, list(spread(args)));
    return needsCare(holder, key, args)
      ? lists.callMethod(holder, key, args)
      : guarded(holder[key], holder, args);
  }
  if (isCollection(holder) && !isForeign(holder, key)) {
    const found = collected(holder, key, args);
    if (found !== undefined) return found.value;
  }
  if (isAsking(holder, key)) return contains(args[0], holder, true);
  if (isOutput(holder) && key !== "apply") return holder[key](...args);
  const method = holder === undefined || holder === null ? holder[key] : get(holder, key);
  if (typeof method !== "function" && !isChoice(method)) {
    throw new TypeError(`${String(key)} is not a function`);
  }
  return call(method, args, holder);
}

const { hasOwnProperty } = Object.prototype;

/** Whether a method asks an object of the program whether it has a member itself. */
const isAsking = (holder, key) =>
  key === "hasOwnProperty" && symbols.hasEntries(holder) && holder[key] === hasOwnProperty;

const isCollection = (value) => value instanceof Map || value instanceof Set;

/** Whether a class of the program has a method of its own in the place of a list's, a map's or a
 * set's. */
const isOverridden = (holder, key) =>
  (Array.isArray(holder) ? typeof [][key] === "function" : isCollection(holder)) &&
  own.has(holder[key]);

/** Whether a library's class has a method in the place of a map's or a set's. */
const isForeign = (holder, key) =>
  typeof holder[key] === "function" &&
  holder[key] !== (holder instanceof Map ? Map : Set).prototype[key];

/** What a method of a map or a set gives; undefined for what is none of those that both have. */
const collected = (holder, key, args) =>
  standard.methodOfCollection(holder, key, key === "forEach" ? args.map((it) => handed(it)) : args);

function invokeOfSide(holder, side, key, args) {
  if (side === undefined || side === null) {
    refusing.failWithout(holder, `cannot call .${String(key)}() of undefined`);
    session.run.refuse(
      `.${String(key)}() is called of a value that may not be there: ${describe(holder)}`,
    );
  }
  const found = invoke(side, key, args);
  return STEPPING.has(key) && Array.isArray(side) ? [...found] : found; // what can be merged
}

function invokeSymbol(holder, key, args) {
  if (key === "toString" && args.length === 0) return part(holder);
  if (isCondition(holder) && key === "valueOf") return holder;
  return symbols.refuseOperation(holder, `${String(key)}()`);
}

const LOOKING_INTO_LISTS = new Set(["flat", "join", "toString"]);

/** Whether a method of a list has to mind what is not known. */
function needsCare(list, method, args) {
  return (
    (LOOKING_INTO_LISTS.has(method) && list.some(isUnknown)) ||
    isItems(list) ||
    isLoose(list) ||
    isShared(list) ||
    session.run.branches.length > 0 ||
    list.some(isSymbol) ||
    args.some((value) => isSymbol(value) || typeof value === "function")
  );
}

/** `target(...args)`, with `holder` as its `this`. */
function call(targetGiven, args, holder) {
  const target = isSymbol(targetGiven) ? resolve(tables.only(targetGiven)) : targetGiven;
  if (isChoice(target)) return each(target, (side) => call(side, args, holder));
  if (typeof target !== "function") return Reflect.apply(target, holder, args);
  if (own.has(target))
    return placing.ofOwn(target, args, (all) =>
      promising.ofOwn(() => Reflect.apply(target, holder, all)),
    );
  if (placing.isOpenList(args)) return placing.ofEachList(args, (all) => call(target, all, holder));
  const handler = standard.HANDLERS.get(target);
  if (handler !== undefined) return handler(...args);
  const bound = bounds.get(target);
  if (bound !== undefined) return callAs(bound.target, bound.self, [...bound.given, ...args]);
  if (isOfParent(target, holder)) return ofParent(target, holder, args);
  if (typeof holder === "function" && !own.has(holder)) {
    const found = calledByFunction(target, holder, args);
    if (found !== undefined) return found.value;
  }
  if (own.has(holder) && target === Function.prototype.apply)
    return call(holder, wholeGiven(args[1] ?? []), args[0]);
  if (own.has(holder) && target === Function.prototype[target.name]) {
    return rebound(Reflect.apply(target, holder, args), target);
  }
  if (isPulumis(target, holder)) {
    if (isProviders(target)) return Reflect.apply(target, holder, given(args));
    if (REGISTERING.test(target.name) && session.run.branches.length > 0)
      session.run.refuse(`${target.name}() in a branch that hangs on a condition cannot be said`);
    const known = args.map((it) => opened(resolve(it)));
    return Reflect.apply(target, holder, isOutput(holder) ? handedLater(known) : known);
  }
  if (holder instanceof Promise && Promise.prototype[target.name] === target)
    return promising.continued(holder, target.name, handedLater(args).map(carried), args);
  if (standard.isHarmless(target, holder))
    return Reflect.apply(target, holder, handedLater(args).map(carried));
  const taken = converted(target, args);
  if (taken.some(isUnknown))
    return ofEachArgument(target, taken, (all) => call(target, all, holder));
  moments.tell(target);
  return guarded(target, holder, taken);
}

/** Pulumi's functions that register a transform of all that is made from there on. */
const REGISTERING = /^register(?:Stack|Resource|Invoke|StackInvoke)Transform(?:ation)?$/;

/** Whether a method is the language's, of a list, a map or a set whose class has another one. */
const isOfParent = (target, holder) =>
  (Array.isArray(holder) || isCollection(holder)) &&
  isOverridden(holder, target.name) &&
  [Array, Map, Set].some(({ prototype }) => prototype[target.name] === target);

function ofParent(target, holder, args) {
  if (!Array.isArray(holder)) return collected(holder, target.name, args).value;
  return needsCare(holder, target.name, args)
    ? lists.callMethod(holder, target.name, args)
    : guarded(target, holder, args);
}

const bounds = new WeakMap(); // what `bind` made of a function that is not the program's own

/** `call`, `apply` and `bind` of a function that is not the program's own; undefined for others. */
function calledByFunction(target, holder, [self, ...rest]) {
  if (target === Function.prototype.bind) {
    const value = Reflect.apply(target, holder, [self, ...rest]);
    bounds.set(value, { target: holder, self, given: rest });
    return { value };
  }
  if (target === Function.prototype.call && holder === hasOwnProperty)
    return { value: contains(rest[0], self, true) };
  const isApply = target === Function.prototype.apply;
  if (!isApply && target !== Function.prototype.call) return undefined;
  const given = isApply ? appliedTo(rest[0]) : rest;
  if (!Array.isArray(given) || isItems(given)) return undefined;
  if (!changesHolder(holder, self) && !given.some(isUnknown)) return undefined;
  return { value: callAs(holder, self, given) };
}

/** What `apply` gives on: a list, or one of several. */
const appliedTo = (value) => (isSymbol(value) || Array.isArray(value) ? wholeGiven(value) : value);

/** Whether a function is a method of a list, a map or a set that the program has. */
const changesHolder = (target, self) =>
  (Array.isArray(self) || self instanceof Map || self instanceof Set) &&
  self[target.name] === target;

/** A function called with `self` as its `this`; a list's own method is asked of the list. */
const callAs = (target, self, args) =>
  changesHolder(target, self) ? invoke(self, target.name, args) : call(target, args, self);

/** What a function makes of both sides of an argument that is one of two values. */
function ofEachArgument(target, args, use) {
  const open = args.map((value) => tables.opened(value));
  const place = open.findIndex(isEither);
  if (place < 0) return refuseCall(target, args);
  return each(open[place], (side) => {
    if (isEither(side) || !isUnknown(side))
      return use([...args.slice(0, place), side, ...args.slice(place + 1)]);
    return refuseCall(target, [side]);
  });
}

/** What `call`, `apply` or `bind` of a function of the program gives. */
const rebound = (value, target) =>
  target === Function.prototype.bind ? ownFunction(value) : value;

const isUnknown = (value) => holdsSymbol(value) || isLoose(value);

/** `new target(...args)`; `words` are what the program calls the target. */
function construct(targetGiven, args, words) {
  const target = resolve(tables.only(targetGiven));
  if (isChoice(target)) return each(target, (side) => construct(side, args, words));
  if (target === undefined) {
    const hint = words.includes(".") ? "; is it in the installed version of its package?" : "";
    throw new TypeError(`${words} is not a constructor${hint}`);
  }
  if (typeof target !== "function") return Reflect.construct(target, args);
  if (own.has(target)) return placing.ofOwn(target, args, (all) => Reflect.construct(target, all));
  if (placing.isOpenList(args))
    return placing.ofEachList(args, (all) => construct(target, all, words));
  const handler = standard.CONSTRUCTORS.get(target);
  if (handler !== undefined) return madeOf(made(handler(...args)), args);
  if (isPulumis(target) || standard.isError(target)) return constructed(target, given(args), words);
  if (target === Promise) return promised(carried(args[0]));
  if (args.some(isUnknown))
    return ofEachArgument(target, args, (all) => construct(target, all, words));
  moments.tellNew(target, args);
  return madeOf(made(Reflect.construct(target, args.map(watched))), args);
}

/** A promise that the program makes, and settles with what need not be known. */
const promised = (begin) =>
  promising.making((resolve, reject, work) =>
    begin(settling(resolve, "resolve", work), settling(reject, "reject", work)),
  );

/** What settles a promise, for good: a branch that is left again must not. */
function settling(settle, name, work) {
  const { branches } = session.run;
  return ownFunction((value) => {
    const now = session.run.branches;
    if (now.length !== branches.length || now.some((it, place) => it !== branches[place]))
      session.run.refuse(`${name}() in a branch that hangs on a condition cannot be said`);
    work.follow(value);
    settle(settled(value));
  });
}

/** What a class makes that is Pulumi's or an error. Which inputs a resource's class does not know is
 * told: TypeScript's compiler would refuse them, and Pulumi leaves them out. */
function constructed(target, args, words) {
  const resource = Reflect.construct(target, args);
  const inputs = resource?.__pulumiCustomResource === true ? args[1] : undefined;
  if (!symbols.isPlain(inputs) || isSymbol(inputs)) return resource;
  const unknown = Object.keys(inputs).filter(
    (key) => inputs[key] !== undefined && !(key in resource),
  );
  if (unknown.length > 0) {
    const why = "the installed version of its package does not know it, and Pulumi leaves it out";
    session.run.warn("unknown-input", `${words} is given ${unknown.join(", ")}: ${why}`);
  }
  return resource;
}

/** What Pulumi is given: it looks into lists and objects for secrets, which may not be set. */
function opened(value) {
  if (symbols.isOptional(value)) return value.secret ? partsOf(value) : value;
  if (Array.isArray(value)) return value.some(holdsSecret) ? value.map(opened) : value;
  if (!holdsSecret(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, opened(item)]));
}

/** Whether a secret that may not be set is in a value. */
function holdsSecret(value) {
  if (symbols.isOptional(value)) return value.secret === true;
  if (!Array.isArray(value) && !symbols.isPlain(value)) return false;
  return Object.values(value).some(holdsSecret);
}

/** What a package is given that takes objects apart: one of several objects is one of which the
 * entries hang on what chooses. */
function given(args) {
  return args.map((value) => {
    const found = resolve(value);
    if (isRow(found) || (isChoice(found) && holdsObjects(found))) return merge(found);
    const parent = symbols.isPlain(found) ? resolve(found.parent) : undefined;
    if (isSymbol(parent)) session.run.refuse("the option parent is not fixed, and a template's is");
    return parent === undefined ? found : { ...found, parent };
  });
}

/** Whether a choice is one of objects, or of an object and nothing. */
function holdsObjects(choice) {
  const { then, otherwise } = split(choice);
  return [then, otherwise].every((side) => {
    if (isChoice(side)) return holdsObjects(side);
    return side === undefined || side === null || isMissing(side) || symbols.isPlain(side);
  });
}

/** What `super(...)` is given in a class; a parent of a library gets no symbol. */
function inherited(args, made) {
  const parent = Object.getPrototypeOf(made);
  const isKnown = own.has(parent) || isPulumis(parent) || standard.isError(parent);
  if (!isKnown && args.some(isUnknown)) refuseCall(parent, args);
  return given(own.has(parent) ? placing.inherited(parent, args) : args);
}

/** Call a function that knows nothing of symbols; what it calls back must not give it one. */
function guarded(target, holder, args) {
  const call = () => madeOf(Reflect.apply(target, holder, args.map(watched)), [holder, ...args]);
  if (isUnconditional(holder)) return call();
  const before = [shownState(holder), ...args.map(shownPlain)];
  const found = call();
  if (onlyActs(target, holder, found)) {
    session.run.refuse(
      `${target.name || "a function"}() in a branch that hangs on a condition cannot be said`,
    );
  }
  const after = [shownState(holder), ...args.map(shownPlain)];
  if (!after.every((state, place) => Object.is(state, before[place]))) {
    session.run.refuse(
      `${target.name || "a function"}() changes a value in a branch that hangs on a condition, which cannot be said`,
    );
  }
  return found;
}

/** Whether a function was called for what it does: it gave nothing, or its own object again, or went
 * on to a next item.
 */
const onlyActs = (target, holder, found) =>
  typeof holder !== "string" &&
  !Array.isArray(holder) &&
  (found === undefined ||
    (found === holder && typeof holder === "object") ||
    (target.name === "next" && Symbol.iterator in Object(holder)));

/** What tells whether a library's object was changed. */
function shownState(holder) {
  if (holder instanceof Date) return holder.getTime();
  if (holder instanceof RegExp) return holder.lastIndex;
  if (typeof holder !== "object" || holder === null || symbols.isPlain(holder)) {
    return shownPlain(holder);
  }
  const values = Object.values(holder).map((value) =>
    typeof value === "object" || typeof value === "function" ? shownPlain(value) : String(value),
  );
  return values.every((value) => typeof value === "string") ? values.join("\0") : undefined;
}

/** What tells whether a list or an object was changed. */
function shownPlain(value) {
  if (!symbols.isPlain(value) && !Array.isArray(value)) return value;
  try {
    return JSON.stringify(value);
  } catch (error) {
    return value;
  }
}

function watched(value) {
  if (typeof value !== "function" || !own.has(value)) return value;
  const calledBack = function calledBack(...args) {
    const found = Reflect.apply(value, this, args);
    if (isUnknown(found)) {
      session.run.refuse(
        `${describe(firstSymbol(found))} is given to a library, which cannot be said in a template`,
      );
    }
    return found;
  };
  return Object.defineProperties(calledBack, {
    name: { value: value.name },
    length: { value: value.length },
  });
}

/** A function that is called later, where the program stands now. */
function carried(value) {
  const { run } = session;
  if (typeof value !== "function" || run.branches.length === 0) return value;
  const [assumptions, branches] = [run.assumptions, run.branches];
  return function later(...args) {
    return run.standing(assumptions, branches, () => Reflect.apply(value, this, args));
  };
}

function refuseCall(target, args) {
  const symbol = firstSymbol(args);
  const words = symbol === undefined ? "what hangs on conditions" : describe(symbol);
  return session.run.refuse(
    `${target.name || "a function"}() of ${words} cannot be said in a template`,
  );
}

/** `eval(text)`: what it does is not seen. */
function evaluate() {
  if (session.run.symbolic) session.run.refuse("what eval() does cannot be followed");
}

/** The function that a template literal is given to. */
function tag(holder, name) {
  const target = name === undefined ? holder : get(holder, name);
  return (literals, ...values) =>
    call(target, [literals, ...values], name === undefined ? undefined : holder);
}

module.exports = {
  call,
  callAs,
  construct,
  evaluate,
  given,
  inherited,
  invoke,
  ownClass,
  ownFunction,
  ownMethods,
  tag,
};
