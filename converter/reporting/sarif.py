"""The report as SARIF 2.1.0, which code hosts show beside the lines of a change.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

from .conversions import Conversion, Message

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
TOOL = "cfn2pulumi"


def sarif_log(conversions: Sequence[Conversion], version: str) -> dict[str, Any]:
    """Give a log with one run that has the findings and errors of all conversions as results."""
    messages = [message for each in conversions for message in each.messages]
    levels = {message.code: message.severity for message in messages}
    codes = {code: index for index, code in enumerate(levels)}
    rules = [_rule(code, level) for code, level in levels.items()]
    status = max((each.exit_status for each in conversions), default=0)
    run = {
        "tool": {"driver": {"name": TOOL, "version": version, "rules": rules}},
        "invocations": [{"executionSuccessful": status == 0, "exitCode": status}],
        "columnKind": "unicodeCodePoints",
        "results": [_result(message, codes[message.code]) for message in messages],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: str, level: str) -> dict[str, Any]:
    return {
        "id": code,
        "shortDescription": {"text": code.replace("-", " ").capitalize()},
        "defaultConfiguration": {"level": level},
    }


def _result(message: Message, rule: int) -> dict[str, Any]:
    name = ".".join(map(str, message.path))
    location = {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(message.file)},
            "region": _region(message),
        }
    }
    if name:
        location["logicalLocations"] = [{"fullyQualifiedName": name}]  # type: ignore[assignment]
    # That it is the same finding is told by what it says, so that a line moved keeps it closed.
    said = "\n".join((message.code, name, message.message))
    return {
        "ruleId": message.code,
        "ruleIndex": rule,
        "level": message.severity,
        "message": {"text": message.message},
        "locations": [location],
        "partialFingerprints": {f"{TOOL}/v1": sha256(said.encode()).hexdigest()[:32]},
    }


def _region(message: Message) -> dict[str, int]:
    """The place in the file: its first line where no other is known, as code hosts want one."""
    region = {"startLine": message.line or 1}
    if message.line is not None and message.column is not None:
        region["startColumn"] = message.column
    return region


def _uri(file: str) -> str:
    """A file as a URI: relative to where the command runs where it lies below that."""
    below = os.path.relpath(file) if os.path.isabs(file) else os.path.normpath(file)
    if os.path.isabs(file) and below.split(os.sep)[0] == os.pardir:
        return "file://" + quote(os.fsencode(Path(file).as_posix()))
    return quote(os.fsencode(Path(below).as_posix()))
