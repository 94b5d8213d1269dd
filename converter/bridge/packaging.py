"""Paths of local files, for which `aws cloudformation package` puts their places in S3."""

from __future__ import annotations

from ..errors import Path, TemplateError
from ..report import Report

_REMOTE = ("s3://", "http://", "https://")


def check_uploaded(report: Report, name: str, value: str, kind: str, path: Path) -> None:
    """Tell of a path that stands where the place in S3 of an uploaded file belongs.

    Args:
        report: takes the finding.
        name: the property, one of `converter.catalog.facts.local_files`.
        value: what stands there.
        kind: the kind of value that the property holds.
        path: where it stands.

    Raises:
        TemplateError: the property holds an object, so that CloudFormation takes no text there.
    """
    upload = (
        f"{name} is still the path {value!r}: `aws cloudformation package` uploads what is there"
    )
    if kind == "object":
        raise TemplateError(f"{upload}; run it first and migrate the template that it writes")
    if not value.startswith(_REMOTE):
        report.warn("needs-packaging", f"{upload} and writes where it is", path)
