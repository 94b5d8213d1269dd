import * as aws from "@pulumi/aws-native";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const b = config.require("B");
const c = config.require("C");
const dd = config.requireBoolean("D");
const e = config.get("E");
const cc = c === "y";
const bc = b === "x";
new aws.sns.Topic("Topic");
// OWN
const box = {};
const nothing = undefined;
class Base {
  kind = "base";
  constructor(name, ...items) {
    this.name = name;
    this.items = items;
    this.size = 1;
  }
  get label() {
    return this.kind + "-" + this.name;
  }
  add(item) {
    this.items.push(item);
    this.size += 1;
    return this;
  }
  shown() {
    return this.label + ":" + this.items.join(",");
  }
}
class Special extends Base {
  kind = "special";
  constructor(name, ...items) {
    super(name, "s", ...items);
    this.size = 2;
  }
  get label() {
    return "(" + super.label + ")";
  }
  add(item) {
    if (item === this.name) return this;
    return super.add(item);
  }
}
function record(name, tags = [], level = 1) {
  return { name, tags, level };
}
function added(items, item) {
  items.push(item);
}
function chosen(text) {
  if (cc) return text + "-c";
  if (text === "x") return "is x";
  return text;
}
function found(items, other) {
  for (const item of items) {
    if (item !== other) return item;
  }
  return "nothing";
}
function needed(entries, key) {
  if (!(key in entries)) throw new Error(key);
  return entries[key];
}
function joined(parts, { sep = "-", ...more } = {}) {
  return [...parts, ...Object.values(more)].join(sep);
}
function nested(items, test) {
  outer: for (const item of items) {
    if (item === "q") continue;
    for (const other of ["r", item]) {
      if (test && other === item) return other + "!";
      if (other === "z") break outer;
    }
  }
  return "none";
}
function* given(items, other) {
  for (const item of items) {
    if (item !== other) yield item;
  }
}
function counter(start) {
  let count = start;
  return (by = 1) => {
    count += by;
    return count;
  };
}
const step = counter(1);
function zipped(left, right) {
  return left.flatMap((it, at) => (at < right.length ? [[it, right[at]]] : []));
}
function upTo(count) {
  return [...Array(count).keys()];
}
function made(name, text = undefined, more = {}) {
  return new aws.sqs.Queue(name, { queueName: text, ...more });
}
// BODY
// RESULTS
