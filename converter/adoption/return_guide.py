"""``ADOPTING.md`` for the way back: how a CloudFormation stack takes a Pulumi stack's resources."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from .giving_back import Return, parameters_file, resource_mapping, resources_to_import
from .guide import GUIDE, TEMPLATE

IMPORT_TEMPLATE = "import.yaml"
RESOURCES = "resources-to-import.json"
MAPPING = "resource-mapping.json"
PARAMETERS = "parameters.json"
_CAPABILITIES = "--capabilities CAPABILITY_IAM CAPABILITY_NAMED_IAM CAPABILITY_AUTO_EXPAND"


def returned_files(returned: Return, name: str) -> dict[str, str]:
    """Write everything that hands a Pulumi stack over.

    Args:
        returned: what is handed over.
        name: the CloudFormation stack's name.
    """
    from ..writers.template import write

    return {
        IMPORT_TEMPLATE: str(write(returned.imported, "yaml")),
        RESOURCES: resources_to_import(returned),
        MAPPING: resource_mapping(returned),
        PARAMETERS: parameters_file(returned),
        TEMPLATE: str(write(returned.stack, "yaml")),
        GUIDE: _guide(returned, name),
    }


def _guide(returned: Return, name: str) -> str:
    state = returned.state
    head = (
        f"The resources of the Pulumi stack `{state.stack}` of the project `{state.project}` move "
        f"into the CloudFormation stack `{name}`: {len(returned.identifiers)} are imported as they "
        f"are. Nothing in AWS changes before step 4."
    )
    sections = [
        f"# Giving {state.project}/{state.stack} back to CloudFormation",
        head,
        _section("What is not imported", _left(returned)),
        _section("Settle before you begin", _open(returned)),
        "## The hand-over, in order",
        _look(returned),
        _import(returned, name),
        _check(name),
        _update(returned, name),
        _forget(returned),
    ]
    return "\n\n".join(each for each in sections if each) + "\n"


def _section(title: str, lines: Iterator[str]) -> str:
    items = "\n".join(f"- {line}" for line in lines)
    return f"## {title}\n\n{items}" if items else ""


def _left(returned: Return) -> Iterator[str]:
    for name, words in returned.left.items():
        yield f"`{name}` ({returned.stack.resources[name].type}): {words}."
    for urn in returned.state.others:
        yield f"`{urn}` is none of aws-native's: it stays in Pulumi."


def _open(returned: Return) -> Iterator[str]:
    for name in returned.unknown:
        yield (
            f"`{name}` is a parameter of `{IMPORT_TEMPLATE}` whose value is not known: it stands "
            "for what a resource gives that is not imported. Give it a default there."
        )
    for name in returned.secrets:
        yield (
            f"`{name}` is a secret: the commands below ask for it "
            f"(`pulumi config get {name}` tells it)."
        )


def _commands(*lines: str) -> str:
    return "```sh\n" + "\n".join(lines) + "\n```"


def _parameters(returned: Return) -> str:
    """The parameters of a command: those of the file, and the secrets."""
    if not returned.secrets:
        return f" --parameters file://{PARAMETERS}" if returned.parameters else ""
    secrets = "".join(f" ParameterKey={key},ParameterValue=..." for key in returned.secrets)
    plain = "".join(
        " " + shlex.quote(f"ParameterKey={key},ParameterValue={value.replace(',', chr(92) + ',')}")
        for key, value in returned.parameters.items()
    )
    return f" --parameters{plain}{secrets}"


def _tags(returned: Return) -> str:
    tags = "".join(f" {shlex.quote(f'Key={k},Value={v}')}" for k, v in returned.tags.items())
    return f" --tags{tags}" if tags else ""


def _look(returned: Return) -> str:
    return "\n\n".join(
        [
            "### 1. Freeze the Pulumi stack: it must have no changes",
            _commands(
                f"pulumi stack select {shlex.quote(returned.state.stack)}",
                "pulumi preview --expect-no-changes",
                "pulumi refresh --preview-only",
            ),
        ]
    )


def _change(name: str, change: str, rest: str, wait: str) -> str:
    of = f"--stack-name {shlex.quote(name)} --change-set-name {change}"
    return _commands(
        f"aws cloudformation create-change-set {of}{rest} {_CAPABILITIES}",
        f"aws cloudformation wait change-set-create-complete {of}",
        f"aws cloudformation describe-change-set {of}",
        f"aws cloudformation execute-change-set {of}",
        f"aws cloudformation wait {wait} --stack-name {shlex.quote(name)}",
    )


def _import(returned: Return, name: str) -> str:
    rest = (
        f" --change-set-type IMPORT --template-body file://{IMPORT_TEMPLATE}"
        f" --resources-to-import file://{RESOURCES}{_parameters(returned)}{_tags(returned)}"
    )
    words = (
        "Every change of the set must be `Import`. Each resource is retained, so that the stack "
        "can be deleted again without harm. (`cdk import --resource-mapping "
        f"{MAPPING}` does the same for a CDK app.)"
    )
    title = "### 2. Import"
    return "\n\n".join([title, words, _change(name, "import", rest, "stack-import-complete")])


def _check(name: str) -> str:
    return "\n\n".join(
        [
            "### 3. Look: the template must say what is there",
            _commands(
                f"aws cloudformation detect-stack-drift --stack-name {shlex.quote(name)}",
                "aws cloudformation describe-stack-resource-drifts --stack-name "
                f"{shlex.quote(name)} --stack-resource-drift-status-filters MODIFIED DELETED",
            ),
            "Until here `aws cloudformation delete-stack` takes you back: everything is retained.",
        ]
    )


def _update(returned: Return, name: str) -> str:
    rest = f" --template-body file://{TEMPLATE}{_parameters(returned)}{_tags(returned)}"
    words = (
        f"`{TEMPLATE}` is the whole template: with outputs, with the deletion policies that were "
        "meant, and with what could not be imported. Nothing that was imported may be replaced."
    )
    return "\n\n".join(
        [
            "### 4. Update to the whole template",
            words,
            _change(name, "whole", rest, "stack-update-complete"),
        ]
    )


def _forget(returned: Return) -> str:
    """The commands that make Pulumi forget, what depends on others first."""
    urns = [it.urn for it in reversed(list(returned.state.resources.values()))]
    lines = [f"pulumi state delete --yes {shlex.quote(urn)}" for urn in urns]
    return "\n\n".join(
        [
            "### 5. Have Pulumi forget the resources",
            "`state delete` touches nothing in AWS. When none is left: `pulumi stack rm`.",
            _commands(*lines),
        ]
    )
