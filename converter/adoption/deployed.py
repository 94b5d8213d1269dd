"""A deployed stack, as AWS's own commands print it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from ..catalog import facts
from ..errors import SourceError, UsageError
from ..records import dataclass, field
from ..shapes import whole

HIDDEN = "****"
"""What AWS prints in the place of a secret parameter."""
FIRST_ONLY = 100
"""How many rows ``describe-stack-resources`` prints at most, and says nothing of the rest."""
_GONE = ("DELETE_COMPLETE", "DELETE_SKIPPED")
_WRONG = re.compile(r".*_FAILED|DELETE_.*|.*_IN_PROGRESS")
_UNSETTLED = re.compile(r".*_IN_PROGRESS|.*_FAILED|ROLLBACK_COMPLETE|DELETE_COMPLETE|REVIEW_.*")
_STACK_ID = re.compile(
    r"arn:(?P<partition>[^:]+):cloudformation:(?P<region>[^:]+):(?P<account>\d+)"
    r":stack/(?P<name>[^/]+)/.+"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a list of a stack's resources. ``drift`` is what AWS last found, if anything."""

    logical_id: str
    type: str
    physical_id: str
    status: str = ""
    drift: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployed:
    """A deployed stack.

    Args:
        id: its ARN.
        name, region, account, partition: what the ARN says.
        parameters: the value of each parameter; that of a secret is `HIDDEN`.
        resolved: the values of parameters of which the value is the name of an SSM parameter.
        outputs: the value of each output.
        exports: the names under which it exports outputs.
        tags: the stack's own tags.
        protected: whether it is protected against being deleted.
        rows: its resources by their logical IDs.
        nested: the stacks nested in it, by their logical IDs.
    """

    id: str
    name: str
    region: str
    account: str
    partition: str
    parameters: dict[str, str] = field(default_factory=dict)
    resolved: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)
    exports: tuple[str, ...] = ()
    tags: dict[str, str] = field(default_factory=dict)
    protected: bool = False
    rows: dict[str, Row] = field(default_factory=dict)
    nested: dict[str, Deployed] = field(default_factory=dict)

    @property
    def url_suffix(self) -> str:
        """The domain of the partition."""
        return "amazonaws.com.cn" if self.partition == "aws-cn" else "amazonaws.com"


def read_json(path: str) -> Any:
    """Read a file that a command printed.

    Raises:
        SourceError: it is not there, or it is no whole JSON.
    """
    try:
        with open(path, encoding="utf-8-sig") as file:
            return json.loads(whole(file, path))
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}", file=path) from None
    except UnicodeDecodeError:
        raise SourceError("is not UTF-8", file=path) from None
    except json.JSONDecodeError as error:
        raise SourceError(
            f"is not whole JSON: {error.msg}", file=path, line=error.lineno, column=error.colno
        ) from None
    except RecursionError:
        raise SourceError("is nested too deeply", file=path) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What a command printed, and where that is."""

    file: str
    document: Any


def described_stacks(printed: Sequence[Printed]) -> dict[str, tuple[str, dict[str, Any]]]:
    """The stacks that ``describe-stacks`` printed, by their ARNs, each with its file.

    Raises:
        SourceError: it is something else, or only the beginning of it.
    """
    found: dict[str, tuple[str, dict[str, Any]]] = {}
    for each in printed:
        for stack in _entries(each, ("Stacks",), "aws cloudformation describe-stacks"):
            if not _STACK_ID.fullmatch(str(stack.get("StackId"))):
                raise SourceError("has a stack without a StackId", file=each.file)
            if not isinstance(stack.get("ParentId"), (str, type(None))):
                raise SourceError("has a ParentId that is no text", file=each.file)
            found[stack["StackId"]] = each.file, stack
    return found


def _entries(printed: Printed, keys: Sequence[str], command: str) -> list[dict[str, Any]]:
    document = printed.document
    if isinstance(document, dict) and document.get("NextToken"):
        raise SourceError(
            f"the list goes on (NextToken): let {command} print all pages", file=printed.file
        )
    found = [document[key] for key in keys if isinstance(document, dict) and key in document]
    entries = found[0] if found else None
    if not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
        raise SourceError(f"is not what {command} prints", file=printed.file)
    return entries


def listed_rows(printed: Printed) -> dict[str | None, list[Row]]:
    """The rows that ``list-stack-resources`` or ``describe-stack-resources`` printed, by the ARN of
    their stack; by None where the command does not say it.

    Raises:
        SourceError: it is something else, or only the beginning of it.
    """
    keys = ("StackResourceSummaries", "StackResources")
    entries = _entries(printed, keys, "aws cloudformation list-stack-resources")
    if "StackResources" in printed.document and len(entries) >= FIRST_ONLY:
        raise SourceError(
            f"describe-stack-resources prints the first {FIRST_ONLY} resources only: use "
            "list-stack-resources",
            file=printed.file,
        )
    found: dict[str | None, list[Row]] = {}
    for entry in entries:
        for key in ("LogicalResourceId", "ResourceType"):
            if not isinstance(entry.get(key), str):
                raise SourceError(f"has a resource without a {key}", file=printed.file)
        if not isinstance(entry.get("StackId"), (str, type(None))):
            raise SourceError("has a StackId that is no text", file=printed.file)
        if not entry["LogicalResourceId"]:
            continue  # a stand-in for AWS lists what a condition left out, without a name
        drift = entry.get("DriftInformation")
        row = Row(
            logical_id=entry["LogicalResourceId"],
            type=entry["ResourceType"],
            physical_id=str(entry.get("PhysicalResourceId") or ""),
            status=str(entry.get("ResourceStatus") or ""),
            drift=str(drift.get("StackResourceDriftStatus") or "")
            if isinstance(drift, dict)
            else "",
        )
        if row.status not in _GONE:
            found.setdefault(entry.get("StackId"), []).append(row)
    return found


def deployed_stack(
    stacks: Mapping[str, tuple[str, dict[str, Any]]],
    lists: Sequence[tuple[str | None, Printed]],
    fits: Callable[[Mapping[str, Any]], bool] | None = None,
) -> Deployed:
    """Put together what was printed.

    Args:
        stacks: what `described_stacks` gave: a stack and those nested in it.
        lists: the lists of resources, each with the logical ID (of a stack nested deeper, its path:
            ``Outer.Inner``) of the nested stack that it is of, where that was said.
        fits: tells which of several stacks may be meant.

    Raises:
        SourceError: a list is of no stack that is known, or something failed or is not settled.
    """
    rows, unplaced = _rows(lists)
    listed = {row.physical_id for _, each in (*rows.values(), *unplaced.values()) for row in each}
    roots = [
        key
        for key, (_, it) in stacks.items()
        if it.get("ParentId") not in stacks and key not in listed
    ]
    if len(roots) > 1 and (told := [key for key in roots if key in rows]):
        roots = told  # the lists say by themselves which stack they are of
    elif len(roots) > 1 and fits is not None:
        roots = [key for key in roots if fits(stacks[key][1])] or roots
    if not stacks:
        raise UsageError("one stack is adopted, the stack files describe none")
    if len(roots) != 1:
        names = ", ".join(str(stacks[key][1].get("StackName")) for key in roots) or "none"
        raise UsageError(f"one stack is adopted, the stack files are of several: {names}")
    if roots[0] not in rows and "" in unplaced:
        rows[roots[0]] = unplaced.pop("")
    return _put_together(roots[0], stacks, rows, unplaced, ())


def _rows(
    lists: Sequence[tuple[str | None, Printed]],
) -> tuple[dict[str, tuple[str, list[Row]]], dict[str, tuple[str, list[Row]]]]:
    """The rows by ARN, and those whose stack's path alone is known (``""`` is the outermost)."""
    rows: dict[str, tuple[str, list[Row]]] = {}
    unplaced: dict[str, tuple[str, list[Row]]] = {}
    for place, printed in lists:
        listed = listed_rows(printed)
        if not listed:
            unplaced.setdefault(place or "", (printed.file, []))
        for stack_id, found in listed.items():
            if stack_id is not None:
                rows[stack_id] = printed.file, [*rows.get(stack_id, ("", []))[1], *found]
                continue
            if (place or "") in unplaced:
                raise UsageError(
                    "of which nested stack is this? Say --resources LOGICAL=FILE", file=printed.file
                )
            unplaced[place or ""] = printed.file, found
    return rows, unplaced


def _put_together(
    stack_id: str,
    stacks: Mapping[str, tuple[str, dict[str, Any]]],
    rows: Mapping[str, tuple[str, list[Row]]],
    unplaced: Mapping[str, tuple[str, list[Row]]],
    path: tuple[str, ...],
) -> Deployed:
    file, stack = stacks.get(stack_id, ("", {"StackId": stack_id}))
    name, listed = rows.get(stack_id) or unplaced.get(".".join(path)) or ("", None)
    if listed is None:
        place = ".".join(path)
        raise UsageError(
            f"the resources of the stack {place or stack.get('StackName')} are not there: give "
            f"--resources {place + '=FILE, ' if place else ''}what aws cloudformation "
            "list-stack-resources prints"
        )
    _check_settled(file, stack, name, listed)
    _check_once(name, listed)
    nested = {
        row.logical_id: _put_together(
            row.physical_id, stacks, rows, unplaced, (*path, row.logical_id)
        )
        for row in listed
        if row.type == facts.nested_stack()
        and (
            row.physical_id in stacks
            or row.physical_id in rows
            or ".".join((*path, row.logical_id)) in unplaced
        )
    }
    return _deployed(file, stack, {row.logical_id: row for row in listed}, nested)


def _check_settled(file: str, stack: dict[str, Any], rows_file: str, rows: Iterable[Row]) -> None:
    status = str(stack.get("StackStatus", ""))
    if _UNSETTLED.fullmatch(status) and not status.startswith("UPDATE_ROLLBACK_COMPLETE"):
        raise SourceError(
            f"the stack {stack.get('StackName')} is {status}: only a settled stack is adopted",
            file=file or None,
        )
    for row in rows:
        if _WRONG.fullmatch(row.status):
            raise SourceError(
                f"{row.logical_id} ({row.type}) is {row.status}: mend the stack before",
                file=rows_file or None,
            )
        if row.drift == "DELETED":
            raise SourceError(
                f"{row.logical_id} ({row.type}) was deleted outside of the stack: mend it before",
                file=rows_file or None,
            )


def _check_once(rows_file: str, rows: Iterable[Row]) -> None:
    """Refuse a list that has a resource twice, with different identifiers."""
    found: dict[str, str] = {}
    for row in rows:
        if found.setdefault(row.logical_id, row.physical_id) != row.physical_id:
            raise SourceError(
                f"has {row.logical_id} twice: as {found[row.logical_id]!r} and as "
                f"{row.physical_id!r}",
                file=rows_file or None,
            )


def _deployed(
    file: str, stack: dict[str, Any], rows: dict[str, Row], nested: dict[str, Deployed]
) -> Deployed:
    parts = _STACK_ID.fullmatch(str(stack["StackId"]))
    if parts is None:
        raise SourceError(f"{stack['StackId']} is the ARN of no stack", file=file or None)
    parameters, resolved = {}, {}
    for each in _named(file, stack, "Parameters", "ParameterKey"):
        parameters[each["ParameterKey"]] = str(each.get("ParameterValue", ""))
        if "ResolvedValue" in each:
            resolved[each["ParameterKey"]] = str(each["ResolvedValue"])
    outputs = _named(file, stack, "Outputs", "OutputKey")
    tags = _named(file, stack, "Tags", "Key")
    return Deployed(
        id=stack["StackId"],
        name=parts["name"],
        region=parts["region"],
        account=parts["account"],
        partition=parts["partition"],
        parameters=parameters,
        resolved=resolved,
        outputs={each["OutputKey"]: str(each.get("OutputValue", "")) for each in outputs},
        exports=tuple(str(each["ExportName"]) for each in outputs if each.get("ExportName")),
        tags={
            each["Key"]: str(each.get("Value", ""))
            for each in tags
            if not each["Key"].startswith("aws:")
        },
        protected=stack.get("EnableTerminationProtection") is True,
        rows=rows,
        nested=nested,
    )


def exports_of(stacks: Mapping[str, tuple[str, dict[str, Any]]]) -> dict[str, str]:
    """What stacks export, by the name of the export."""
    return {
        str(each["ExportName"]): str(each.get("OutputValue", ""))
        for file, stack in stacks.values()
        for each in _named(file, stack, "Outputs", "OutputKey")
        if each.get("ExportName")
    }


def _named(file: str, stack: dict[str, Any], key: str, name: str) -> list[dict[str, Any]]:
    entries = stack.get(key) or []
    if not isinstance(entries, list) or not all(
        isinstance(each, dict) and isinstance(each.get(name), str) for each in entries
    ):
        raise SourceError(f"its {key} are not what describe-stacks prints", file=file or None)
    return entries
