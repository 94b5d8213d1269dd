"""What is said of an app that failed: its own words, and the place in its own code."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from converter.readers.cdk.failing import failure

PYTHON = """\
Traceback (most recent call last):
  File "<frozen importlib>", line 3, in load
JavaScriptError: Error: inner words
    at Node.addChild (/tmp/kernel/node_modules/constructs/lib/construct.js:9:13)

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "{app}/main.py", line 7, in <module>
    Api(app)
  File "{app}/api.py", line 4, in __init__
    super().__init__(scope)
  File "{app}/.venv/lib/site-packages/jsii/_runtime.py", line 118, in __call__
    ^^^^^^^
RuntimeError: There is already a Construct with name 'A' in App
"""
NODE = """\
/x/node_modules/constructs/src/construct.ts:530
      throw new Error(`There is already`);
            ^

Error: There is already a Construct with name 'A' in App
  of two lines
    at Node.addChild ({app}/node_modules/constructs/src/construct.ts:530:13)
    at new Stack (node:internal/modules/loader:5:3)
    at f (file://{app}/api.py:4:16)
    at <anonymous> ({app}/main.py:5:1) {{
  type: 'SynthesisError'
}}

Node.js v22.1.0
"""


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """The folder of an app."""
    for name in ("main.py", "api.py"):
        (tmp_path / name).touch()
    return tmp_path


def test_a_traceback_is_its_error_at_the_innermost_own_line(app: Path) -> None:
    error = failure(1, "", PYTHON.format(app=app), str(app))
    said = "the app failed with status 1:\n  RuntimeError: There is already a Construct with name"
    assert error.message == f"{said} 'A' in App"
    assert (error.file, error.line) == (str(app / "api.py"), 4)


def test_a_stack_of_calls_is_its_error_at_the_innermost_own_line(app: Path) -> None:
    error = failure(1, "", NODE.format(app=app), str(app))
    words = "Error: There is already a Construct with name 'A' in App\n    of two lines"
    assert error.message == f"the app failed with status 1:\n  {words}"
    assert (error.file, error.line) == (str(app / "api.py"), 4)


def test_what_only_the_cdk_s_command_sets_is_said_to_be_missing(app: Path) -> None:
    words = f"{PYTHON.format(app=app).rsplit('RuntimeError')[0]}KeyError: 'CDK_DEFAULT_ACCOUNT'"
    assert failure(1, "", words, str(app)).message.endswith(
        "ACCOUNT'; `cdk` takes it from the credentials, here it is to be set"
    )


CDK = """\
node:internal/modules/run_main:123
    triggerUncaughtException(
    ^

«LockFileIsMissing» Lock file does not exist
    ...new NodejsFunction in aws-cdk-lib...
    at new Api ({app}/api.py:4:16)
"""


def test_an_error_of_the_cdk_is_its_words(app: Path) -> None:
    error = failure(1, "", CDK.format(app=app), str(app))
    words = "«LockFileIsMissing» Lock file does not exist"
    assert error.message == f"the app failed with status 1:\n  {words}"
    assert (error.file, error.line) == (str(app / "api.py"), 4)


def test_missing_packages_are_asked_for(app: Path) -> None:
    words = "Traceback (most recent call last):\nModuleNotFoundError: No module named 'aws_cdk'"
    said = failure(1, "", words, str(app)).message
    assert said.endswith("'aws_cdk'; pip install cfn2pulumi[cdk], or what the app requires")


def test_other_words_are_their_end(app: Path) -> None:
    error = failure(2, "", "\n".join(map(str, range(40))), str(app))
    assert error.message.endswith("\n  38\n  39")
    assert "27" not in error.message
    assert (error.file, error.line) == (None, None)


def test_what_a_compiler_prints_is_not_hidden_by_noise(app: Path) -> None:
    error = failure(2, "main.ts(1,2): error TS1005", "npm warn old lockfile\n", str(app))
    assert error.message == "the app failed with status 2:\n  main.ts(1,2): error TS1005"


def test_files_are_told_as_they_are_from_here(app: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(app)
    words = 'Traceback (most recent call last):\n  File "api.py", line 2, in <module>\nE: e\n'
    assert failure(1, "", words, ".").file == "api.py"
    monkeypatch.chdir(app.parent)
    assert failure(1, "", words, app.name).file == os.path.join(app.name, "api.py")


@pytest.mark.parametrize("words", ["", "\n \n", "Traceback (most recent call last):", "    at x"])
def test_broken_words_do_no_harm(words: str, app: Path) -> None:
    assert failure(1, "", words, str(app)).message.startswith("the app failed with status 1")
