"""Stacks with stacks nested in them, from the texts of their templates or random."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from converter.cloudformation import Parameter, Resource, Stack
from converter.intrinsics import Ref, Value
from converter.readers.template import read_text
from tests.stacks import AWKWARD_TEXTS, Maker, awkward_ids, creatable

STACK = "AWS::CloudFormation::Stack"


def nest(text: str, **templates: str) -> Stack:
    """A stack, and beside it templates, each by its file's name without the ending."""
    stacks = {f"{name}.yaml": read_text(it, f"{name}.yaml") for name, it in templates.items()}
    return replace(read_text(text, "template.yaml"), templates=stacks)


def random_nest(seed: int, texts: tuple[str, ...] = AWKWARD_TEXTS) -> Stack:
    """A random stack in which another random one is nested twice, given literals and parameters."""
    random = Random(seed)
    types = creatable()
    child, parent = (
        Maker(random, texts=texts, computed=0.4, more=0.2).stack(
            random.sample(types, 2), awkward_ids(random)
        )
        for _ in range(2)
    )
    file = random.choice(("inner/child.yaml", f"inner/{'a-long-name-' * 6}.yaml"))
    resources = dict(parent.resources)
    for number in (1, 2):
        resources[f"Nested{number}"] = Resource(
            type=STACK,
            properties={
                "TemplateURL": f"./{file}",
                "Parameters": {
                    name: _given(random, parent, parameter)
                    for name, parameter in child.parameters.items()
                },
            },
        )
    return replace(parent, resources=resources, templates={file: child})


def _given(random: Random, parent: Stack, parameter: Parameter) -> Value:
    plain = [
        name
        for name, declared in parent.parameters.items()
        if declared.type == "String" and not declared.no_echo
    ]
    if parameter.type == "Number":
        return str(random.randrange(100))
    if plain and parameter.type == "String" and random.random() < 0.5:
        return Ref(random.choice(plain))
    return "a,b"
