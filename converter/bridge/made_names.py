"""Names that aws-native makes up by itself where CloudFormation asks for one."""

from __future__ import annotations

import re
from dataclasses import replace

from .. import catalog
from ..catalog import AutoName, ResourceType
from ..naming import free_name
from ..pulumi import (
    ABSENT,
    Choice,
    Concat,
    ConfigKey,
    ConfigValue,
    Expression,
    Join,
    Program,
    Split,
    StackName,
)
from ..report import Report
from .legal import names_in_template

_LONGEST_STACK_NAME = 128
_SAMPLE = "A-stack-1"
_LEAST_ROOM = 20


def with_made_names(program: Program, report: Report) -> Program:
    """The program with a name for each resource that must have one in a template and has none.

    The name is made of the stack's and the resource's. Where the two do not make a legal one, a
    config key asks for it.
    """
    ids = names_in_template(program, Report())["resources"]
    config = dict(program.config)
    resources = {}
    for name, resource in program.resources.items():
        described = catalog.by_token(resource.type)
        made = described.auto_name if described is not None else None
        wire = described.properties[made.property].pulumi if described and made else None
        given = resource.inputs.get(wire or "", ABSENT)
        if described is None or made is None or wire is None or not _may_lack(made, given):
            resources[name] = resource
            continue
        value = _made_up(ids[name], described, made, config, report)
        inputs = {wire: _filled(given, value), **resource.inputs}
        inputs[wire] = _filled(given, value)
        resources[name] = replace(resource, inputs=inputs)
    return replace(program, config=config, resources=resources)


def _may_lack(made: AutoName, given: Expression) -> bool:
    """Whether a required name is left out, be it under a condition."""
    if isinstance(given, Choice):
        return _may_lack(made, given.then) or _may_lack(made, given.otherwise)
    return made.required and given is ABSENT


def _filled(given: Expression, value: Expression) -> Expression:
    if isinstance(given, Choice):
        return Choice(given.condition, _filled(given.then, value), _filled(given.otherwise, value))
    return value if given is ABSENT else given


def _made_up(
    logical_id: str,
    described: ResourceType,
    made: AutoName,
    config: dict[str, ConfigKey],
    report: Report,
) -> Expression:
    needs = f"CloudFormation makes up no name for an {described.name}"
    most = made.max_length or 2 * _LONGEST_STACK_NAME
    own = _shortened(logical_id, most // 2)
    together: dict[str, Expression] = {
        f"-{own}": Concat((StackName(), f"-{own}")),
        own: Concat((Join("", Split("-", StackName())), own)),
    }
    for end, value in together.items():
        start = _SAMPLE if end != own else _SAMPLE.replace("-", "")
        if most >= _LEAST_ROOM and _takes(made.pattern, start + end):
            words = f"{logical_id} is called after the stack, because {needs}"
            if most - len(end) < _LONGEST_STACK_NAME:
                words += f"; the stack's name may have {most - len(end)} characters"
            report.note("auto-name", words, ("Resources", logical_id))
            return value
    key = free_name(f"{logical_id}Name", config.__contains__)
    config[key] = ConfigKey(description=f"The name of {logical_id}")
    words = f"the parameter {key} asks for the name of {logical_id}, because {needs}"
    report.note("auto-name", words, ("Resources", logical_id))
    return ConfigValue(key)


def _shortened(logical_id: str, most: int) -> str:
    """A logical ID, its end put shorter where it is too long for a name."""
    if len(logical_id) <= most:
        return logical_id
    import hashlib  # most names need no digest

    digest = hashlib.sha256(logical_id.encode()).hexdigest()[:4]
    return logical_id[: max(most - len(digest), 0)] + digest


def _takes(pattern: str, name: str) -> bool:
    """Whether a schema's pattern takes a name; one that Python cannot read says nothing."""
    try:
        return re.search(pattern, name) is not None
    except re.error:
        return True
