import contextlib  # noqa: F401 - BODY uses it
import dataclasses
import functools  # noqa: F401 - BODY uses it

import pulumi
from pulumi_aws_native import sns, sqs

config = pulumi.Config()
b = config.require("B")
c = config.require("C")
dd = config.require_bool("D")
e = config.get("E")
cc = c == "y"
bc = b == "x"
sns.Topic("Topic")


# OWN


class Box:
    pass


box = Box()
nothing = None


class Base:
    kind = "base"

    def __init__(self, name, *items, size=1):
        self.name = name
        self.items = list(items)
        self.size = size

    @property
    def label(self):
        return self.kind + "-" + self.name

    def add(self, item):
        self.items.append(item)
        self.size += 1
        return self

    def shown(self):
        return self.label + ":" + ",".join(self.items)


class Special(Base):
    kind = "special"

    def __init__(self, name, *items):
        super().__init__(name, "s", *items, size=2)

    @property
    def label(self):
        return "(" + super().label + ")"

    def add(self, item):
        if item == self.name:
            return self
        return super().add(item)


@dataclasses.dataclass
class Record:
    name: str
    tags: list = dataclasses.field(default_factory=list)
    level: int = 1


def added(items, item):
    items.append(item)


def chosen(text):
    if cc:
        return text + "-c"
    if text == "x":
        return "is x"
    return text


def found(items, other):
    for item in items:
        if item != other:
            return item
    return "nothing"


def needed(entries, key):
    if key not in entries:
        raise KeyError(key)
    return entries[key]


def joined(*parts, sep="-", **more):
    return sep.join([*parts, *more.values()])


def nested(items, test):
    for item in items:
        if item == "q":
            continue
        for other in ("r", item):
            if test and other == item:
                return other + "!"
            if other == "z":
                break
        else:
            continue
        return "z"
    return "none"


def given(items, other):
    for item in items:
        if item != other:
            yield item


def counter(start):
    count = start

    def step(by=1):
        nonlocal count
        count += by
        return count

    return step


step = counter(1)


def made(name, text=None, **more):
    return sqs.Queue(name, queue_name=text, **more)


# BODY
# RESULTS
