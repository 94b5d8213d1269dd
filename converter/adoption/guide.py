"""``ADOPTING.md``: what an operator does to hand a stack over, in order, with its own names."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence

from ..catalog import ResourceType
from ..catalog.identifying import is_idle, is_readable
from ..evaluation import UNKNOWN
from ..records import dataclass
from .adopting import Adoption

IMPORT_FILE = "import.json"
STATE_FILE = "state.json"
GUIDE = "ADOPTING.md"
RETAINED = "handover/retained"
REMAINING = "handover/remaining"
TEMPLATE = "template.yaml"
_INLINE = 51_200
"""How many bytes of a template CloudFormation takes without S3."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """What the guide is about.

    Args:
        adoption: the adopted stack.
        stack: the Pulumi stack's name.
        state_file: the file that holds the state, `IMPORT_FILE` or `STATE_FILE`.
        remains: whether something stays in CloudFormation.
        unknown: parameters of the template of what remains, whose values nobody knows.
        sizes: the bytes of each template that hands the stack over, by its path.
    """

    adoption: Adoption
    stack: str
    state_file: str
    remains: bool
    unknown: Sequence[str]
    sizes: dict[str, int]


def guide(handover: Handover) -> str:
    """Write the guide."""
    deployed = handover.adoption.deployed
    sections = [
        f"# Adopting the stack {deployed.name}",
        _summary(handover),
        _section("What blocks: settle it before you begin", _blocks(handover)),
        _section("What is not known for sure: check it", _checks(handover)),
        _section("What stays in CloudFormation", _stays(handover)),
        _section("What was seen to differ", _differs(handover)),
        "## The hand-over, in order",
        *_steps(handover),
        "## If something goes wrong",
        _wrong(handover),
    ]
    return "\n\n".join(each for each in sections if each) + "\n"


def _section(title: str, lines: Iterable[str]) -> str:
    items = "\n".join(f"- {line}" for line in lines)
    return f"## {title}\n\n{items}" if items else ""


def _summary(handover: Handover) -> str:
    adoption = handover.adoption
    deployed = adoption.deployed
    adopted = sum(entry.id is not None for entry in adoption.entries)
    taken = "1 resource is" if adopted == 1 else f"{adopted} resources are"
    staying = f"{len(adoption.staying)} {'stays' if len(adoption.staying) == 1 else 'stay'}"
    lines = [
        f"The CloudFormation stack `{deployed.name}` ({deployed.region}, account "
        f"{deployed.account}) becomes the Pulumi stack `{handover.stack}` of the project "
        f"`{adoption.program.name}`: {taken} taken over as they are, "
        f"{staying} in CloudFormation. Nothing is created, changed or deleted "
        "in AWS before step 5; steps 5 and 6 only take resources out of CloudFormation's hands.",
        f"`{handover.state_file}` may hold secrets in the clear: delete it when you are done, and "
        "do not commit it.",
    ]
    return "\n\n".join(lines)


# --- what is to be known before ----------------------------------------------


def _blocks(handover: Handover) -> Iterator[str]:
    adoption = handover.adoption
    for name, kind in adoption.nameless.items():
        yield (
            f"`{name}` ({kind}): its identifier is not known, so it is not in "
            f"`{handover.state_file}` and the program would create it anew. Find it (`cfn2pulumi "
            f"explain {kind}` says what it is made of) and adopt again with `--resource {name}=ID`."
        )
    for entry in adoption.entries:
        if entry.unknown:
            properties = ", ".join(f"`{name}`" for name in entry.unknown)
            described = adoption.types[entry.name]
            replaced = [name for name in entry.unknown if described.by_pulumi[name].create_only]
            words = "REPLACED" if replaced else "updated"
            yield (
                f"`{entry.name}`: {properties} hangs on what is not known, and is left out; the "
                f"preview will say that it is {words}. Adopt again with what is missing: "
                "`--parameter KEY=VALUE` for a secret parameter, `--value RESOURCE.NAME=VALUE` for "
                "an attribute, `--export NAME=VALUE` for an import."
            )
    for entry in adoption.entries:
        for name in entry.missing:
            yield (
                f"`{entry.name}.{name}` is asked for and not known. Adopt again with `--value "
                f"{entry.name}.{name}=VALUE`; {_ask(adoption.types[entry.name], str(entry.id))} "
                "tells it."
            )
    for key, value in adoption.config.items():
        if value is UNKNOWN and key not in adoption.secrets:
            origin = adoption.origins.get(key, key)
            option = "--value" if "." in origin else "--resource"
            yield (
                f"The config key `{key}` has no value: it stands for `{origin}`, which stays. Find "
                f"out, and adopt again with `{option} {origin}=VALUE`."
            )
    for name in _exports(adoption):
        yield (
            f"The export `{name}`: as long as another stack imports it, the stack cannot be "
            f"deleted. `aws cloudformation list-imports --export-name {shlex.quote(name)} --region "
            f"{adoption.deployed.region}` must list none; move the importing stacks first, or give "
            "them the value as a parameter."
        )


def _exports(adoption: Adoption) -> list[str]:
    stacks = [adoption.deployed]
    found: list[str] = []
    while stacks:
        stack = stacks.pop()
        found += stack.exports
        stacks += stack.nested.values()
    return found


def _checks(handover: Handover) -> Iterator[str]:
    adoption = handover.adoption
    for entry in adoption.entries:
        if entry.assumed is not None:
            described = adoption.types[entry.name]
            wire = described.properties[entry.assumed].pulumi
            yield (
                f"`{entry.name}`: its `{entry.assumed}` is not known for sure; "
                f"`{entry.inputs.get(str(wire))}` stands for it, so that Pulumi does not make up "
                f"a new one. {_ask(described, str(entry.id))} tells it; `--value "
                f"{entry.name}.{entry.assumed}=VALUE` gives it, or `pulumi refresh` sets it later."
            )
    for words in adoption.assumed:
        yield f"{words[0].upper()}{words[1:]}."
    for name in _unreadable(adoption):
        yield (
            f"`{name}` ({adoption.types[name].name}) cannot be read by Cloud Control: it is "
            "adopted as the template says it, and `pulumi refresh` will not see changes of it."
        )
    write_only = ", ".join(f"`{each}`" for each in _write_only(adoption))
    if write_only:
        yield (
            f"AWS does not tell what these are, so that the template's values stand in the state: "
            f"{write_only}."
        )


def _ask(described: ResourceType, identifier: str) -> str:
    return (
        f"`aws cloudcontrol get-resource --type-name {described.name} --identifier "
        f"{shlex.quote(identifier)}`"
    )


def _unreadable(adoption: Adoption) -> list[str]:
    return [
        entry.name
        for entry in adoption.entries
        if entry.name in adoption.types and not is_readable(adoption.types[entry.name].name)
    ]


def _write_only(adoption: Adoption) -> Iterator[str]:
    for entry in adoption.entries:
        described = adoption.types.get(entry.name)
        for name in entry.inputs if described is not None else ():
            prop = described.by_pulumi.get(name) if described is not None else None
            if prop is not None and prop.write_only:
                yield f"{entry.name}.{prop.name}"


def _stays(handover: Handover) -> Iterator[str]:
    adoption = handover.adoption
    for name, staying in adoption.staying.items():
        ends = "; it goes with the stack, and nobody misses it" if is_idle(staying.type) else ""
        yield f"`{name}` ({staying.type}): {staying.words}{ends}."
    if adoption.staying:
        yield "What the program needs of them are values of its config."


def _differs(handover: Handover) -> Iterator[str]:
    for name, row in handover.adoption.drifted:
        yield (
            f"`{name}` ({row.type}) was changed outside of CloudFormation, as its last drift "
            "detection found: the state says what the template says. Mend it, or change the "
            "program after `pulumi refresh`."
        )


# --- the steps ----------------------------------------------


def _steps(handover: Handover) -> list[str]:
    steps = [_freeze, _project, _import, _preview, _retain, _let_go]
    return [f"### {number}. {each(handover)}" for number, each in enumerate(steps, 1)]


def _commands(*lines: str) -> str:
    return "```sh\n" + "\n".join(lines) + "\n```"


def _freeze(handover: Handover) -> str:
    deployed = handover.adoption.deployed
    name, region = shlex.quote(deployed.name), deployed.region
    return "\n\n".join(
        [
            "Freeze the stack, and look for drift",
            "Nobody deploys it from here on. What was changed by hand shows in the drift only.",
            _commands(
                f"aws cloudformation detect-stack-drift --stack-name {name} --region {region}",
                f"aws cloudformation describe-stack-resource-drifts --stack-name {name} --region "
                f"{region} --stack-resource-drift-status-filters MODIFIED DELETED",
            ),
        ]
    )


def _project(handover: Handover) -> str:
    secrets = [f"pulumi config set --secret {key}" for key in handover.adoption.secrets]
    words = (
        "Here, in the folder of this file. `Pulumi."
        f"{handover.stack}.yaml` has the values that the stack was deployed with"
    )
    more = ", but for the secrets, which are asked for" if secrets else ""
    version = handover.adoption.version
    return "\n\n".join(
        [
            "Make the Pulumi stack",
            f"{words}{more}. The provider is aws-native {version}: have that version of its SDK "
            "installed (`pip install pulumi-aws-native=="
            f"{version}`, or the same in another language), else a second provider appears.",
            _commands(f"pulumi stack init {shlex.quote(handover.stack)}", *secrets),
        ]
    )


def _import(handover: Handover) -> str:
    if handover.state_file == STATE_FILE:
        return "\n\n".join(
            [
                "Load the state",
                "It goes into the empty stack; AWS is not asked, nothing is changed.",
                _commands(f"pulumi stack import --file {STATE_FILE}"),
            ]
        )
    return "\n\n".join(
        [
            "Import",
            "It needs Pulumi 3.254 or later. The file holds inputs and outputs, so AWS is not "
            "asked and nothing is changed; it can be run again.",
            _commands(
                f"pulumi import --file {IMPORT_FILE} --protect=false --generate-code=false --yes"
            ),
        ]
    )


def _preview(handover: Handover) -> str:
    return "\n\n".join(
        [
            "Look: nothing may change",
            "Stop where either shows a change; nothing has been touched yet, and `pulumi stack rm "
            f"--force {shlex.quote(handover.stack)}` takes you back to where you were.",
            _commands(
                "pulumi preview --expect-no-changes --diff", "pulumi refresh --preview-only --diff"
            ),
        ]
    )


def _retain(handover: Handover) -> str:
    words = [
        "Have CloudFormation retain everything",
        f"`{RETAINED}/{TEMPLATE}` is the stack's template with `DeletionPolicy: Retain` and "
        "`UpdateReplacePolicy: Retain` on every resource, of nested templates and custom "
        "resources, too. Nothing else changes: look at the change set before you execute it.",
        _commands(*_update(handover, RETAINED, "retain")),
    ]
    return "\n\n".join(words)


def _update(handover: Handover, folder: str, change: str) -> list[str]:
    deployed = handover.adoption.deployed
    name, region = shlex.quote(deployed.name), deployed.region
    file = f"{folder}/{TEMPLATE}"
    nested = any(it.startswith(folder) and it != file for it in handover.sizes)
    lines: list[str] = []
    template = f"--template-body file://{file}"
    if nested or handover.sizes.get(file, 0) > _INLINE:
        packaged = f"{folder}/packaged.yaml"
        lines += [
            f"aws cloudformation package --template-file {file} --s3-bucket BUCKET "
            f"--output-template-file {packaged} --region {region}",
            f"aws s3 cp {packaged} s3://BUCKET/{deployed.name}-{change}.yaml",
        ]
        template = f"--template-url https://BUCKET.s3.{region}.{deployed.url_suffix}/"
        template += f"{deployed.name}-{change}.yaml"
    kept = "".join(
        f" ParameterKey={key},UsePreviousValue=true" for key in sorted(deployed.parameters)
    )
    capabilities = "CAPABILITY_IAM CAPABILITY_NAMED_IAM CAPABILITY_AUTO_EXPAND"
    of = f"--stack-name {name} --change-set-name {change} --region {region}"
    lines += [
        f"aws cloudformation create-change-set {of} {template} --capabilities {capabilities}"
        + (f" --parameters{kept}" if kept else ""),
        f"aws cloudformation wait change-set-create-complete {of}",
        f"aws cloudformation describe-change-set {of}",
        f"aws cloudformation execute-change-set {of}",
        f"aws cloudformation wait stack-update-complete --stack-name {name} --region {region}",
    ]
    return lines


def _let_go(handover: Handover) -> str:
    deployed = handover.adoption.deployed
    name, region = shlex.quote(deployed.name), deployed.region
    if handover.remains:
        words = [
            "Take the adopted resources out of the stack",
            f"`{REMAINING}/{TEMPLATE}` has only what stays; what it takes from adopted resources "
            "are parameters with today's values. The resources that leave are retained.",
        ]
        if handover.unknown:
            names = ", ".join(f"`{each}`" for each in handover.unknown)
            words.append(f"Give these parameters values, which are not known here: {names}.")
        return "\n\n".join([*words, _commands(*_update(handover, REMAINING, "remain"))])
    lines = []
    if deployed.protected:
        lines.append(
            "aws cloudformation update-termination-protection --no-enable-termination-protection "
            f"--stack-name {name} --region {region}"
        )
    lines += [
        f"aws cloudformation delete-stack --stack-name {name} --region {region}",
        f"aws cloudformation wait stack-delete-complete --stack-name {name} --region {region}",
        f"aws cloudformation list-stack-resources --stack-name {shlex.quote(deployed.id)} "
        f'--region {region} --query "StackResourceSummaries[].ResourceStatus"',
    ]
    return "\n\n".join(
        [
            "Delete the empty shell of the stack",
            "Only after step 5: every resource must come out as `DELETE_SKIPPED`. Do not use "
            "`--retain-resources`: it works for stacks whose deletion has failed only.",
            _commands(*lines),
            "Then look once more: `pulumi preview --expect-no-changes`.",
        ]
    )


def _wrong(handover: Handover) -> str:
    lines = [
        "The preview wants to replace something: do not go on; the diff names the property. A "
        "name or a zone that was assumed (above) is the usual cause: adopt again with its value.",
        "The preview wants to create something: it is not in the import file; see what blocks.",
        "The update of step 5 shows more than policies: the template is not the deployed one. "
        "Take `aws cloudformation get-template --template-stage Processed` and adopt again.",
        "`delete-stack` fails because an export is in use: see what blocks. Nothing is lost, all "
        "resources are retained.",
        "Between steps 3 and 6 both own the resources: deploy from neither.",
    ]
    return "\n".join(f"- {line}" for line in lines)
