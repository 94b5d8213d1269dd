// Placeholders as text, as `converter.recorder.child.tokens` writes them, and as numbers.
//
// A number is a double from a range of the run's own: it goes through Pulumi, and through text, as it
// is, and is found again.
"use strict";

const KINDS = {
  t: "string",
  i: "integer",
  n: "number",
  b: "boolean",
  l: "list",
  m: "map",
  j: "json",
};
const LETTERS = Object.fromEntries(Object.entries(KINDS).map(([letter, kind]) => [kind, letter]));
const PLACES = 10000; // numbers of one run

class Tokens {
  constructor(nonce) {
    this.head = `qz${nonce}`;
    this.all = new RegExp(`${this.head}([${Object.keys(KINDS).join("")}])([a-z][0-9_]+)zq`, "g");
    this.whole = new RegExp(`^${this.all.source}$`);
    this.first =
      (600000 + Math.floor(Math.random() * 300000)) * 1e6 + Math.floor(Math.random() * 1e6);
    this.digits = new RegExp(`${this.first}[0-9]{4}`, "g");
    this.numbers = [];
  }

  /** The placeholder for the value called `identity`. */
  write(kind, identity) {
    return `${this.head}${LETTERS[kind]}${identity}zq`;
  }

  /** Kind and identity where a text is one placeholder and nothing else. */
  read(text) {
    const match = typeof text === "string" && this.occurIn(text) ? this.whole.exec(text) : null;
    return match ? { kind: KINDS[match[1]], identity: match[2] } : null;
  }

  /** Plain texts, and kind and identity of placeholders. */
  cut(text) {
    const parts = [];
    let position = 0;
    for (const match of text.matchAll(this.all)) {
      if (match.index > position) parts.push(text.slice(position, match.index));
      parts.push({ kind: KINDS[match[1]], identity: match[2] });
      position = match.index + match[0].length;
    }
    if (position < text.length) parts.push(text.slice(position));
    return parts;
  }

  occurIn(text) {
    return text.length > this.head.length && text.includes(this.head);
  }

  /** The number that stands for a placeholder of the kind `integer` or `number`. */
  number(token) {
    let place = this.numbers.indexOf(token);
    if (place < 0) place = this.numbers.push(token) - 1;
    if (place >= PLACES) throw new Error("the program has too many numbers that are not known");
    return this.first * PLACES + place;
  }

  /** The placeholder that a number stands for; undefined for any other number. */
  ofNumber(number) {
    return this.numbers[number - this.first * PLACES];
  }

  /** A text with placeholders in the places of the digits of numbers; `say` makes text of one. */
  restored(text, say) {
    if (this.numbers.length === 0 || text.length < 16) return text;
    return text.replace(this.digits, (digits) => {
      const token = this.ofNumber(Number(digits));
      return token === undefined ? digits : say(token);
    });
  }
}

module.exports = { Tokens };
