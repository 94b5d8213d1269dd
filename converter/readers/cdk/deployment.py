"""How an app has its stacks deployed: what its manifest says of that and no template can."""

from __future__ import annotations

import re
from typing import Any

from ...errors import SourceError
from ...report import Report

_UNKNOWN = "unknown-"
_ENVIRONMENT = re.compile("aws://[^/]+/([^/]+)")


def tell_deployment(artifact: dict[str, Any], properties: dict[str, Any], report: Report) -> None:
    """Say what the program does not do that the CDK would.

    Args:
        artifact: the stack's entry of the manifest.
        properties: its properties.
        report: takes the findings.

    Raises:
        SourceError: where it is deployed is not said as the CDK says it.
    """
    region = _region(artifact.get("environment"))
    if region and not region.startswith(_UNKNOWN):
        way = f"`pulumi config set aws-native:region {region}`"
        report.note("cdk-region", f"the app deploys it to {region}: {way}")
    tags = properties.get("tags")
    if isinstance(tags, dict) and tags:
        names = ", ".join(tags)
        words = f"the stack's own tags are left out: {names}; CloudFormation puts them on"
        report.warn("cdk-tags", f"{words} whatever in the stack can have tags")
    parameters = properties.get("parameters")
    if isinstance(parameters, dict) and parameters:
        names = ", ".join(parameters)
        report.warn("cdk-parameters", f"the values that the app gives are left out: {names}")
    if properties.get("notificationArns"):
        report.warn("cdk-notifications", "the topics that the stack's events go to are left out")
    if properties.get("terminationProtection") is True:
        words = "the stack is protected from being deleted, the program is not"
        report.warn("cdk-protection", f"{words}: `pulumi state protect` does that")


def _region(environment: Any) -> str:
    if environment is None:
        return ""
    found = _ENVIRONMENT.fullmatch(environment) if isinstance(environment, str) else None
    if found is None:
        words = f"the environment of a stack is {environment!r}, not aws://ACCOUNT/REGION"
        raise SourceError(f"the manifest of the assembly is damaged: {words}")
    return found[1]
