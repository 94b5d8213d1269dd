"""Paths of local files, for which `aws cloudformation package` puts their places in S3."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

from ..cloudformation import is_remote
from ..errors import Path, TemplateError, UnsupportedError
from ..intrinsics import If, Value
from ..pulumi import Choice, Expression, LocalFile, Object
from ..report import Report
from .context import ToCloudFormation


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
    if not is_remote(value):
        report.warn("needs-packaging", f"{upload} and writes where it is", path)


# --- the way back ----------------------------------------------


def raise_local_file(
    context: ToCloudFormation,
    name: str,
    value: Expression,
    otherwise: Callable[[Expression], Value],
) -> Value:
    """A property in which a path may stand: that of what Pulumi would upload there.

    Args:
        context: the program's crossing.
        name: the property.
        value: what the program gives for it.
        otherwise: carries any other value.
    """
    if isinstance(value, Choice):
        then, other = (
            raise_local_file(context, name, side, otherwise)
            for side in (value.then, value.otherwise)
        )
        return If(value.condition, then, other)
    file = value
    if isinstance(value, Object) and len(value.fields) == 1:
        (file,) = value.fields.values()
    if not isinstance(file, LocalFile):
        return otherwise(value)
    where = f"{name} of {context.here[-1]} is the path {file.path!r}"
    upload = (
        f"{where}, seen from the program's folder: put the template there, for "
        "`aws cloudformation package` to upload it, or beside a CDK app what is there"
    )
    context.report.note("needs-packaging", upload, context.here)
    if file.missing:
        words = f"{where}; the program's archive has {', '.join(file.missing)} beside what is there"
        context.report.warn("archive", words, context.here)
    return file.path


def refuse_local_file(context: ToCloudFormation, node: LocalFile) -> NoReturn:
    """A file where a template takes no path."""
    raise UnsupportedError(
        f"Pulumi uploads {node.path}, and a template has no place for a file here: upload it "
        "beforehand and give its bucket and key"
    )
