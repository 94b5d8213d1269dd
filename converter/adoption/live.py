"""A deployed stack asked of AWS itself: what the commands would print is fetched."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from ..catalog import facts
from ..catalog.identifying import SEPARATOR
from ..cloudformation import TEMPLATE_URL
from ..errors import SourceError, UnsupportedError
from ..records import dataclass
from ..report import Report
from .adopting import Adoption, Said
from .deployed import Deployed, Printed, deployed_stack, described_stacks
from .identities import parts_of

INSTALL = "pip install cfn2pulumi[aws]"
_NESTED = "nested"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A stack that was fetched.

    Args:
        deployed: the stack.
        templates: the texts of its template (``""``) and of those nested in it, by their paths.
    """

    deployed: Deployed
    templates: dict[str, str]


class Account:
    """An AWS account, asked through boto3.

    Args:
        profile, region: as for the AWS CLI; None for what its configuration says.

    Raises:
        UnsupportedError: boto3 is not installed.
        SourceError: there is no such profile.
    """

    def __init__(self, profile: str | None = None, region: str | None = None) -> None:
        try:
            import boto3
            from botocore.config import Config
        except ImportError:
            raise UnsupportedError(f"a stack is fetched with boto3: {INSTALL}") from None
        with _told():
            self._session = boto3.Session(profile_name=profile, region_name=region)
        self._config = Config(connect_timeout=10, retries={"max_attempts": 3, "mode": "standard"})

    def _client(self, service: str) -> Any:
        return self._session.client(service, config=self._config)

    def fetch(self, name: str) -> Fetched:
        """Fetch a stack by its name or ARN.

        Raises:
            SourceError: there is none, or AWS cannot be asked.
        """
        stacks: list[dict[str, Any]] = []
        lists: list[tuple[str | None, Printed]] = []
        templates: dict[str, str] = {}
        with _told():
            client = self._client("cloudformation")
            self._walk(client, name, (), stacks, lists, templates)
        described = described_stacks([Printed(file=name, document={"Stacks": stacks})])
        return Fetched(deployed=deployed_stack(described, lists), templates=templates)

    def _walk(
        self,
        client: Any,
        name: str,
        path: tuple[str, ...],
        stacks: list[dict[str, Any]],
        lists: list[tuple[str | None, Printed]],
        templates: dict[str, str],
    ) -> str:
        """Fetch a stack and those nested in it; give its ARN."""
        described = client.describe_stacks(StackName=name)["Stacks"]
        stacks += described
        pages = client.get_paginator("list_stack_resources").paginate(StackName=name)
        rows = [row for page in pages for row in page["StackResourceSummaries"]]
        place = ".".join(path) or None
        lists.append((place, Printed(file=name, document={"StackResourceSummaries": rows})))
        body = client.get_template(StackName=name, TemplateStage="Processed")["TemplateBody"]
        templates[template_path(path)] = body if isinstance(body, str) else json.dumps(body)
        for row in rows:
            if row["ResourceType"] == facts.nested_stack() and row.get("PhysicalResourceId"):
                inner = (*path, row["LogicalResourceId"])
                nested = row["PhysicalResourceId"]
                found = self._walk(client, nested, inner, stacks, lists, templates)
                row["PhysicalResourceId"] = found
        return str(described[0]["StackId"])

    def zones(self) -> tuple[str, ...]:
        """The availability zones of the region that are there to be used, in order."""
        with _told():
            found = self._client("ec2").describe_availability_zones(
                Filters=[{"Name": "zone-type", "Values": ["availability-zone"]}]
            )
        return tuple(sorted(zone["ZoneName"] for zone in found["AvailabilityZones"]))

    def exports(self) -> dict[str, str]:
        """What the stacks of the region export."""
        with _told():
            pages = self._client("cloudformation").get_paginator("list_exports").paginate()
            return {each["Name"]: each["Value"] for page in pages for each in page["Exports"]}

    # --- Cloud Control ----------------------------------------------

    def completed(self, adoption: Adoption, said: Said, report: Report) -> Said:
        """What was said, and what Cloud Control tells of what is not known yet.

        Args:
            adoption: the stack as far as it is known.
            said: what was said.
            report: takes a note of what could not be read.
        """
        identifiers = dict(said.identifiers)
        values = {name: dict(each) for name, each in said.values.items()}
        try:
            with _told():
                client = self._client("cloudcontrol")
                for name, kind in adoption.nameless.items():
                    found = _listed(client, adoption, name, kind)
                    if found is not None:
                        identifiers[name] = found
                for entry in adoption.entries:
                    if entry.assumed is not None or entry.missing:
                        kind = adoption.types[entry.name].name
                        read = _read(client, kind, str(entry.id))
                        values[entry.name] = {**read, **values.get(entry.name, {})}
        except SourceError as error:
            words = f"Cloud Control was not asked for all that is not known: {error.message}"
            report.note("cloud-control", words)
        return Said(
            parameters=said.parameters,
            identifiers=identifiers,
            values=values,
            zones=said.zones,
            exports=said.exports,
        )


def template_path(path: tuple[str, ...]) -> str:
    """Where the template of a nested stack is put; the outermost one is at ``""``."""
    return f"{_NESTED}/{'-'.join(path)}.yaml" if path else ""


def local_url(properties: Any, path: tuple[str, ...]) -> Any:
    """The properties of a nested stack with its template's path in the place of its URL.

    Args:
        properties: the properties.
        path: the logical IDs of the stacks around it, and its own.
    """
    if not isinstance(properties, dict):
        return properties
    name = template_path(path)
    return {**properties, TEMPLATE_URL: name if len(path) == 1 else name.rpartition("/")[2]}


def _read(client: Any, kind: str, identifier: str) -> dict[str, Any]:
    found = client.get_resource(TypeName=kind, Identifier=identifier)
    return flat(json.loads(found["ResourceDescription"]["Properties"]))


def _listed(client: Any, adoption: Adoption, name: str, kind: str) -> str | None:
    """The identifier of the only resource of a type whose known parts are those of this one."""
    described = adoption.types[name]
    known = {part: adoption.values(name, part) for part in described.primary_identifier}
    texts = {part: it for part, it in known.items() if isinstance(it, str)}
    if not texts:
        return None
    found: list[str] = []
    for page in client.get_paginator("list_resources").paginate(TypeName=kind):
        for each in page["ResourceDescriptions"]:
            parts = parts_of(described, each["Identifier"]) or {}
            if texts.items() <= parts.items():
                found.append(SEPARATOR.join(parts.values()))
    return found[0] if len(found) == 1 else None


def flat(properties: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Properties by their dotted names, objects and what is in them."""
    found: dict[str, Any] = {}
    for name, value in properties.items():
        found[f"{prefix}{name}"] = value
        if isinstance(value, dict):
            found.update(flat(value, f"{prefix}{name}."))
    return found


@contextmanager
def _told() -> Iterator[None]:
    """What AWS or its configuration refuses, as an error of one line."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        told = error.response.get("Error", {})
        raise SourceError(f"AWS refuses: {told.get('Message') or told.get('Code')}") from None
    except BotoCoreError as error:
        words = " ".join(str(error).split())
        raise SourceError(f"AWS cannot be asked: {words}") from None
