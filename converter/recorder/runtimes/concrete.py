"""A program with every config value fixed: only what a deployment makes is open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...errors import ProgramError
from ...evaluation import UNKNOWN, Environment, Evaluation, evaluate
from ...provider_functions import partition
from ...pulumi import Program
from ...report import Report
from ..trials import Trial
from .runs import Runs

_PLACES = (("eu-west-1", "123456789012"), ("cn-north-1", "210987654321"))
"""Regions and accounts that are tried where none is known."""


def concrete(runs: Runs, trial: Trial, report: Report) -> Program:
    """Run a program with every value fixed.

    Where its region or account are not known, they have to go through it unchanged: it is run in
    others to see that.

    Args:
        runs: the program's runs.
        trial: the values.
        report: takes the findings.

    Raises:
        ProgramError: as `Runs.run`; or the program decides by its region or account, and these are
            not known.
        SourceError, UnsupportedError: as `Runs.run`.
    """
    try:
        program = runs.run(trial, report)
    except ProgramError as error:
        if runs.asks_where and any(_runs(runs, trial, it) for it in _deployments(trial)):
            raise _undecided(error.file, error.line) from None
        raise
    for known in _deployments(trial) if runs.asks_where else ():
        name = _difference(program, runs.run(Trial(trial.config, known)), known)
        if name is not None:
            found = (program.places.get((part, name)) for part in ("resources", "exports"))
            raise _undecided(*next((it for it in found if it is not None), (None, None)))
    runs.look(trial, program)
    return program


def _deployments(trial: Trial) -> Iterator[Mapping[str, str]]:
    if "region" not in trial.known:
        for region, account in _PLACES:
            yield {"accountId": account, "region": region, **partition(region), **trial.known}
    elif "accountId" not in trial.known:
        yield {"accountId": _PLACES[0][1], **trial.known}


def _runs(runs: Runs, trial: Trial, known: Mapping[str, str]) -> bool:
    try:
        runs.run(Trial(trial.config, known))
    except ProgramError:
        return False
    return True


def _difference(program: Program, other: Program, known: Mapping[str, str]) -> str | None:
    """Give the first resource or output that two programs say otherwise in a deployment."""
    open_keys = dict.fromkeys(program.config, UNKNOWN)
    mine, its = (
        _said(evaluate(each, config=open_keys, environment=_in(known))) for each in (program, other)
    )
    return next((name for name in (*mine, *its) if mine.get(name) != its.get(name)), None)


def _said(evaluation: Evaluation) -> dict[str, Any]:
    said: dict[str, Any] = {f"output {name}": it for name, it in evaluation.exports.items()}
    return {**said, **evaluation.registrations}


def _in(known: Mapping[str, str]) -> Environment:
    return Environment(
        region=known["region"],
        account=known["accountId"],
        partition=known["partition"],
        url_suffix=known["urlSuffix"],
    )


def _undecided(file: str | None, line: int | None) -> ProgramError:
    return ProgramError(
        "the program decides by the region or account that it is deployed to: give its region with "
        "-c aws-native:region=REGION",
        file=file,
        line=line,
    )
