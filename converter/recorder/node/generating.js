// Generators: what one gives in a branch is an item that may not be there.
"use strict";

const session = require("./run");
const symbols = require("./symbols");
const { here, isGenerator, asked } = require("./iterators");
const { flat, underBranch } = require("./choices");
const { listed } = require("./keys");

const { MISSING, describe, isSymbol } = symbols;

/** One run of a generator. While it goes on, the program stands where it was asked for an item, and in
 * the generator's own branches; while it does not, where it was before. */
class Generation {
  /** Begin; one that tries something goes on only where it was asked for an item before. */
  constructor(tries) {
    this.tries = tries;
    this.begin();
  }

  /** Note where an item is asked for, and whether by what knows of items that may not be there. */
  begin() {
    const { run } = session;
    this.outside = [run.assumptions, run.branches];
    this.place = here();
    this.isKnowing = run.taking;
    run.taking = false;
  }

  /** What is given to who goes through the generator. */
  give(value) {
    const { run } = session;
    this.inside = here() === this.place ? null : [run.assumptions, run.branches];
    if (this.inside !== null && (this.tries || !this.isKnowing))
      run.refuse("what waits in a branch that hangs on a condition cannot be said in a template");
    const item = this.inside === null ? value : underBranch(value, MISSING);
    [run.assumptions, run.branches] = this.outside;
    return item;
  }

  /** Go on; `sent` is what the generator is given. */
  resume(sent) {
    const { run } = session;
    const before = this.place;
    this.begin();
    const isBound = this.inside !== null || this.tries || !this.isKnowing;
    if (isBound && this.place !== before)
      run.refuse("going on with a generator in another branch cannot be said in a template");
    if (this.inside !== null) [run.assumptions, run.branches] = this.inside;
    return sent;
  }

  /** Give what is in another value, as `yield*` does. */
  *each(given) {
    const value = flat(given);
    if (isSymbol(value))
      session.run.refuse(`giving each of ${describe(value)} cannot be said in a template`);
    if (!isGenerator(value)) {
      for (const item of listed(value)) this.resume(yield this.give(item));
      return undefined;
    }
    for (;;) {
      const { value: item, done } = asked(value);
      if (done) return item;
      this.resume(yield this.give(item));
    }
  }
}

module.exports = { generation: (tries) => new Generation(tries) };
