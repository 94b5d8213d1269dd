"""What a person expects of any command: help, completion, colours, quiet, a look before a leap."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import click
import pytest

from converter.cli.commands import COMMANDS, LANGUAGES

from .. import cases
from ..commands import MODEL, Run, tree, write

WARNED = MODEL + "      NoSuchThing: 1\n"
NOTED = f"Parameters: {{Stage: {{Type: String, AllowedValues: [dev]}}}}\n{MODEL}"
BINARIES = Path(sys.executable).parent


# Help


def options() -> list[tuple[str, click.Option]]:
    """Every option of every command."""
    commands = [
        (f"{tool} {name}", command)
        for tool, group in COMMANDS.items()
        for name, command in group.commands.items()
    ]
    return [
        (f"{name} {parameter.opts[-1]}", parameter)
        for name, command in commands
        for parameter in command.params
        if isinstance(parameter, click.Option)
    ]


@pytest.mark.parametrize(("name", "option"), options(), ids=[name for name, _ in options()])
def test_every_option_has_help(name: str, option: click.Option) -> None:
    assert option.help
    assert option.help.endswith(".") or ", " in option.help


@pytest.mark.parametrize("tool", COMMANDS)
def test_every_command_has_help(tool: str) -> None:
    for command in COMMANDS[tool].commands.values():
        assert command.help
        assert command.get_short_help_str(limit=200)


# What would change


def test_diff_shows_what_would_change_and_writes_nothing(run: Run) -> None:
    write({"t.yaml": MODEL})
    assert run("cfn2pulumi", "migrate", "t.yaml", "-o", "p").status == 0
    before = tree()
    assert run("cfn2pulumi", "migrate", "t.yaml", "-o", "p", "--diff") == (
        0,
        "",
        "nothing would change\n",
    )
    write({"t.yaml": MODEL.replace("image:1", "image:2")})
    ended = run("cfn2pulumi", "migrate", "t.yaml", "-o", "p", "--diff")
    assert ended.status == 0
    assert ended.out.startswith("--- p/__main__.py\n+++ p/__main__.py\n@@ ")
    changed = [line for line in ended.out.splitlines() if "image:" in line]
    assert [line[0] for line in changed] == ["-", "+"]
    assert tree("p") == {
        name.removeprefix("p/"): text for name, text in before.items() if name.startswith("p/")
    }


def test_diff_against_an_empty_place_shows_all(run: Run) -> None:
    write({"t.yaml": MODEL})
    ended = run("cfn2pulumi", "migrate", "t.yaml", "-o", "p", "--diff")
    assert "--- /dev/null\n+++ p/Pulumi.yaml\n" in ended.out
    assert tree().keys() == {"t.yaml"}


def test_diff_shows_what_would_be_left_over(run: Run) -> None:
    write({"t.yaml": NOTED})
    assert run("cfn2pulumi", "migrate", "t.yaml", "-o", "p").status == 0
    write({"t.yaml": MODEL})
    ended = run("cfn2pulumi", "migrate", "t.yaml", "-o", "p", "--diff")
    assert "--- p/cloudformation.yaml\n+++ /dev/null\n" in ended.out


def test_diff_of_several_templates(run: Run) -> None:
    write({"a/one.yaml": MODEL, "a/two.yaml": MODEL})
    ended = run("cfn2pulumi", "migrate", "a", "-o", "p", "--diff")
    assert ended.status == 0
    assert "+++ p/one/__main__.py\n" in ended.out
    assert "+++ p/two/__main__.py\n" in ended.out
    assert not Path("p").exists()


def test_diff_is_no_program_on_standard_output(run: Run) -> None:
    write({"t.yaml": MODEL})
    ended = run("cfn2pulumi", "migrate", "t.yaml", "--diff", "--stdout")
    assert (ended.status, ended.out) == (2, "")


@pytest.mark.parametrize("source", ["t.yaml", "a"])
def test_a_dry_run_tells_and_writes_nothing(run: Run, source: str) -> None:
    write({"t.yaml": WARNED, "a/one.yaml": WARNED, "p/mine.txt": "mine"})
    before = tree()
    ended = run("cfn2pulumi", "migrate", source, "-o", "p", "--dry-run")
    assert ended.status == 0
    assert ended.out == ""
    assert ended.err.count("warning:") == 1
    assert tree() == before
    assert run("cfn2pulumi", "migrate", source, "-o", "p", "-n", "--strict").status == 1


@pytest.mark.parametrize("options", ["--diff --dry-run", "--stdout --dry-run", "--stdout -o p"])
def test_options_that_exclude_each_other(run: Run, options: str) -> None:
    write({"t.yaml": MODEL})
    ended = run("cfn2pulumi", "migrate", "t.yaml", *options.split())
    assert (ended.status, ended.out) == (2, "")
    assert "exclude each other" in ended.err


# Quiet


def test_quiet_tells_only_what_is_wrong(run: Run) -> None:
    write({"noted.yaml": NOTED, "warned.yaml": WARNED})
    assert run("cfn2pulumi", "migrate", "noted.yaml").err.count("note:") == 1
    assert run("cfn2pulumi", "migrate", "noted.yaml", "-o", "p", "-q") == (0, "", "")
    assert run("cfn2pulumi", "migrate", "warned.yaml", "-q").err.count("warning:") == 1
    assert run("pulumi2cfn", "export", "p", "-o", "t.yaml", "-q") == (0, "", "")
    assert run("main", "convert", "noted.yaml", "--to", "json", "-o", "t.json", "-q").out == ""


def test_quiet_leaves_the_template_on_standard_output(run: Run) -> None:
    project = str(cases.project("single-container"))
    assert run("pulumi2cfn", "export", project, "-q").out.startswith("AWSTemplate")


# What was written


def test_export_says_what_it_wrote(run: Run) -> None:
    project = str(cases.project("single-container"))
    assert run("pulumi2cfn", "export", project, "-o", "t.yaml").out == "wrote t.yaml\n"
    assert run("pulumi2cfn", "export", project, "-o", "d/").out == "wrote d/template.yaml\n"
    ended = run("pulumi2cfn", "export", project, "-f", "cdk-python", "-o", "app")
    assert ended.out.startswith("wrote app/: app.py, ")


# Colours


def on_a_terminal(*arguments: str, **environment: str) -> str:
    """What a command prints where somebody looks on."""
    ours, theirs = pty.openpty()
    variables = {**os.environ, "TERM": "xterm", **environment}
    process = subprocess.Popen(arguments, stdout=theirs, stderr=theirs, env=variables)
    os.close(theirs)
    said = b""
    try:
        while part := os.read(ours, 4096):
            said += part
    except OSError:  # its end is how a terminal says that nobody writes any more
        pass
    finally:
        os.close(ours)
    process.wait()
    return said.decode().replace("\r\n", "\n")


def test_severities_have_colours_on_a_terminal() -> None:
    write({"t.yaml": WARNED})
    command = (str(BINARIES / "cfn2pulumi"), "migrate", "t.yaml", "--diff")
    said = on_a_terminal(*command)
    assert "\033[1mt.yaml:8:7\033[0m: \033[1;33mwarning\033[0m: " in said
    assert "\033[32m+name: t\033[0m" in said
    for plain in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert "\033[" not in on_a_terminal(*command, **plain)


def test_a_pipe_gets_no_colours(run: Run) -> None:
    write({"t.yaml": WARNED})
    ended = run("cfn2pulumi", "migrate", "t.yaml", "--diff")
    assert "\033[" not in ended.out + ended.err


# Completion


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize("tool", ["cfn2pulumi", "pulumi2cfn"])
def test_completion_prints_what_a_shell_runs(run: Run, tool: str, shell: str) -> None:
    ended = run(tool, "completion", shell)
    assert ended.status == 0
    assert f"_{tool.upper()}_COMPLETE={shell}_complete" in ended.out


def test_completion_knows_its_shells(run: Run) -> None:
    ended = run("cfn2pulumi", "completion", "zhs")
    assert (ended.status, ended.out) == (2, "")
    assert "did you mean zsh?" in ended.err


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("cfn2pulumi ver", {"verify"}),
        ("cfn2pulumi migrate --rep", {"--report"}),
        ("cfn2pulumi migrate -l p", {name for name in LANGUAGES if name.startswith("p")}),
        ("cfn2pulumi explain aws::sagemaker::modelp", {"AWS::SageMaker::ModelPackage"}),
        ("pulumi2cfn export -f cdk", {"cdk-python", "cdk-typescript"}),
    ],
)
def test_a_shell_is_offered_what_fits(words: str, offered: set[str]) -> None:
    tool = words.split()[0]
    environment = {
        **os.environ,
        f"_{tool.upper()}_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split()) - 1),
    }
    done = subprocess.run([str(BINARIES / tool)], env=environment, capture_output=True, text=True)
    found = {line.split(",", 1)[1] for line in done.stdout.splitlines()}
    assert offered <= found
    assert all(name.lower().startswith(words.split()[-1].lower()) for name in found)
