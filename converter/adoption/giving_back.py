"""Resources of a Pulumi stack imported into a CloudFormation stack."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from .. import catalog
from ..bridge.legal import names_in_template
from ..catalog import ResourceType
from ..catalog.identifying import is_importable
from ..cloudformation import Stack
from ..errors import UsageError
from ..evaluation import UNKNOWN, has_unknown
from ..evaluation.expressions import text_of
from ..exporting import stacks_of_program
from ..intrinsics import Ref
from ..pulumi import PARTS, Program
from ..records import dataclass, replace
from ..report import Report
from .detaching import ROOT, Source, detached
from .identities import parts_of
from .state import Kept, State
from .templates import retained

OUTPUT_KEY, OUTPUT_VALUE = "outputKey", "outputValue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """A Pulumi stack on its way into a CloudFormation stack.

    Args:
        stack: the whole template, for the update after the import.
        imported: the template of the import.
        identifiers: the identifiers of what is imported, by logical ID: part → value.
        left: what is not imported, with the reason, by logical ID.
        unknown: parameters of the import's template whose values nobody knows.
        state: the state.
        parameters: the values of the template's parameters, but for secrets.
        secrets: the parameters that are secrets.
        tags: the tags that the provider added to everything.
    """

    stack: Stack
    imported: Stack
    identifiers: dict[str, dict[str, str]]
    left: dict[str, str]
    unknown: tuple[str, ...]
    state: State
    parameters: dict[str, str]
    secrets: tuple[str, ...]
    tags: dict[str, str]


def give_back(
    program: Program,
    state: State,
    *,
    config: Mapping[str, str],
    tags: Mapping[str, str],
    report: Report,
) -> Return:
    """Prepare the import of a program's resources into a CloudFormation stack.

    Args:
        program: what the recorder gave, components not kept.
        state: the state of its stack.
        config: the values of the stack's config keys.
        tags: the tags that the provider adds to everything.
        report: takes the findings.

    Raises:
        UsageError: the state is of another project, or has none of the program's resources.
        UnsupportedError: see `converter.to_cloudformation`.
    """
    program = _unfolded(program)
    (stack,) = stacks_of_program(program, report, several=False).values()
    names = names_in_template(program, Report())["resources"]
    found = _found(program, state, names)
    if not found:
        raise UsageError(
            f"the state of {state.project} has none of the program's resources: is it another one?"
        )
    left, identifiers = _sorted(stack, found)
    imported, unknown = _imported(stack, identifiers, found)
    _check_literals(stack, identifiers, report)
    secrets = tuple(key for key, it in stack.parameters.items() if it.no_echo)
    known = {
        key: str(config.get(key, "" if it.default is None else it.default))
        for key, it in stack.parameters.items()
        if key not in secrets and (key in config or it.default is not None)
    }
    return Return(
        stack=stack,
        imported=imported,
        identifiers=identifiers,
        left=left,
        unknown=unknown,
        state=state,
        parameters=known,
        secrets=secrets,
        tags=dict(tags),
    )


def _unfolded(program: Program) -> Program:
    """A program whose parts stay what they are: an import takes these, not what they were."""
    fragment = dict(program.fragment)
    kept = fragment.get("Resources")
    if isinstance(kept, dict):
        fragment["Resources"] = {
            name: {key: it for key, it in entry.items() if key != "Type"}
            if isinstance(entry, dict)
            else entry
            for name, entry in kept.items()
        }
    metadata = fragment.get("Metadata")
    if isinstance(metadata, dict):
        fragment["Metadata"] = {key: it for key, it in metadata.items() if key != PARTS}
    return replace(program, fragment=fragment)


def _found(program: Program, state: State, names: Mapping[str, str]) -> dict[str, Kept]:
    """The resources of the state, by their logical IDs."""
    found = {
        names[name]: state.resources[resource.type, name]
        for name, resource in program.resources.items()
        if (resource.type, name) in state.resources
    }
    if program.name != state.project:
        raise UsageError(
            f"the state is of the project {state.project}, the program of {program.name}"
        )
    return found


def _sorted(
    stack: Stack, found: Mapping[str, Kept]
) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """What is not imported, and why; and the identifiers of what is."""
    left: dict[str, str] = {}
    identifiers: dict[str, dict[str, str]] = {}
    for name, resource in stack.resources.items():
        described = catalog.resource_type(resource.type)
        kept = found.get(name)
        if kept is None:
            left[name] = "the state does not have it: the update makes it, if its condition holds"
        elif described is None or described.token != kept.type:
            left[name] = (
                f"it is held in the CloudFormation stack {kept.id}: the update makes it anew, and "
                "that stack is yours to delete"
            )
        elif not is_importable(resource.type):
            left[name] = (
                f"CloudFormation does not import an {resource.type}: the update makes it, over "
                "what is there"
            )
        else:
            parts = parts_of(described, kept.id)
            if parts is None:
                left[name] = f"its ID, {kept.id}, does not have the parts of its identifier"
            else:
                identifiers[name] = parts
    return left, identifiers


def _imported(
    stack: Stack, identifiers: Mapping[str, Any], found: Mapping[str, Kept]
) -> tuple[Stack, tuple[str, ...]]:
    """The template of the import: what is imported alone, without outputs."""
    leaving = [name for name in stack.resources if name not in identifiers]
    alone, sources = detached(replace(stack, outputs={}), {ROOT: leaving})
    parameters = dict(alone.parameters)
    unknown = []
    for name, source in sources.items():
        value = _value(stack, source, found)
        if value is UNKNOWN:
            unknown.append(name)
            continue
        attributes = {**parameters[name].attributes, "Default": value}
        parameters[name] = replace(parameters[name], attributes=attributes)
    return retained(replace(alone, parameters=parameters)), tuple(unknown)


def _value(stack: Stack, source: Source, found: Mapping[str, Kept]) -> Any:
    """What the state knows of a resource that is not imported."""
    node = source.node
    name = node.name if isinstance(node, Ref) else node.resource
    kept = found.get(name)
    if kept is None:
        return UNKNOWN
    described = catalog.resource_type(stack.resources[name].type)
    if described is None or described.token != kept.type:
        return _told(kept, "Ref" if isinstance(node, Ref) else str(node.attribute))
    if isinstance(node, Ref):
        reference = described.ref.property if described.ref.kind == "property" else None
        return kept.id if reference is None else _output(described, kept, reference)
    return _output(described, kept, str(node.attribute))


def _told(kept: Kept, key: str) -> Any:
    outputs = kept.outputs.get("outputs")
    for each in outputs if isinstance(outputs, list) else ():
        if isinstance(each, dict) and each.get(OUTPUT_KEY) == key.replace(".", ""):
            return each.get(OUTPUT_VALUE, UNKNOWN)
    return UNKNOWN


def _output(described: ResourceType, kept: Kept, name: str) -> Any:
    attribute = described.attribute(name)
    found: Any = kept.outputs if attribute is not None and attribute.pulumi else UNKNOWN
    for step in attribute.pulumi if attribute is not None else ():
        found = found.get(step, UNKNOWN) if isinstance(found, dict) else UNKNOWN
    if has_unknown(found) or isinstance(found, dict):
        return UNKNOWN
    return ",".join(map(text_of, found)) if isinstance(found, list) else text_of(found)


def _check_literals(
    stack: Stack, identifiers: Mapping[str, Mapping[str, str]], report: Report
) -> None:
    """Tell where the template says another identifier than the resource has."""
    for name, parts in identifiers.items():
        properties = stack.resources[name].properties
        for part, value in parts.items():
            said = properties.get(part) if isinstance(properties, dict) else None
            if isinstance(said, (str, int)) and text_of(said) != value:
                words = (
                    f"{name}: the template says that its {part} is {said}, deployed it is {value}: "
                    "the import refuses that"
                )
                report.warn("other-identifier", words, ("Resources", name))


def resources_to_import(returned: Return) -> str:
    """What ``aws cloudformation create-change-set --resources-to-import`` takes."""
    entries = [
        {
            "ResourceType": returned.stack.resources[name].type,
            "LogicalResourceId": name,
            "ResourceIdentifier": parts,
        }
        for name, parts in returned.identifiers.items()
    ]
    return json.dumps(entries, indent=2, ensure_ascii=False) + "\n"


def resource_mapping(returned: Return) -> str:
    """What ``cdk import --resource-mapping`` takes."""
    return json.dumps(returned.identifiers, indent=2, ensure_ascii=False) + "\n"


def parameters_file(returned: Return) -> str:
    """What ``aws cloudformation create-change-set --parameters`` takes."""
    entries = [
        {"ParameterKey": key, "ParameterValue": value} for key, value in returned.parameters.items()
    ]
    return json.dumps(entries, indent=2, ensure_ascii=False) + "\n"
