"""How a program that does not run to its end is told, and what it says beside its resources."""

from __future__ import annotations

from pathlib import Path

import pytest

from converter.errors import ProgramError
from converter.report import NOTE, Report

from .programs import line_of, run

TOPIC = 'aws.sns.Topic("T" + pulumi.Config().get("n", ""))\n'
MADE = "after it made T<the config value n>"

ENDINGS = [
    (
        "import sys; sys.exit(0)",
        f"the program ended itself before it was done: sys.exit(0), {MADE}",
    ),
    (
        "import sys; sys.exit('no')",
        f"the program ended itself before it was done: sys.exit(no), {MADE}",
    ),
    (
        "import threading; threading.Thread(target=lambda: 1 / 0).start()",
        "in a thread: ZeroDivisionError: division by zero",
    ),
    (
        "pulumi.log.error('no ' + pulumi.Config().require('x'))",
        "the program logs an error: no <the config value x>",
    ),
    (
        "raise ValueError(pulumi.Config().require('x'))",
        "ValueError: <the config value x>",
    ),
]


@pytest.mark.parametrize(("code", "words"), ENDINGS, ids=[words for _, words in ENDINGS])
def test_an_early_end_is_told_with_its_line(tmp_path: Path, code: str, words: str) -> None:
    with pytest.raises(ProgramError) as caught:
        run(tmp_path, f"{TOPIC}{code}\n")
    assert caught.value.message == words
    assert caught.value.line == line_of(1)


@pytest.mark.parametrize(
    ("code", "how"),
    [
        ("import os; os._exit(0)", "with status 0"),
        ("import os; os.kill(os.getpid(), 9)", "by signal 9 (SIGKILL)"),
    ],
)
def test_an_end_without_words_is_told_near_the_last_resource(
    tmp_path: Path, code: str, how: str
) -> None:
    with pytest.raises(ProgramError) as caught:
        run(tmp_path, f"{TOPIC}print('bye', flush=True)\n{code}\n")
    words = f"the program ended before it was done, {how}, {MADE}; the last that it said: bye"
    assert caught.value.message == words
    assert caught.value.line == line_of(0)


def test_a_warning_that_the_program_logs_is_a_note(tmp_path: Path) -> None:
    report = Report()
    run(tmp_path, f"{TOPIC}pulumi.log.warn('careful')\n", report=report)
    assert [(it.severity, it.message) for it in report] == [(NOTE, "the program warns: careful")]


def test_a_registration_is_as_large_as_pulumis_engine_takes(tmp_path: Path) -> None:
    program = run(tmp_path, "aws.sns.Topic('T', display_name='x' * 5_000_000)\n")
    assert program.resources["T"].inputs["displayName"] == "x" * 5_000_000
