"""Programs in .NET up to the call of ``dotnet``, and what comes of a conversation with one."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

import converter
from converter.errors import ConversionError, ProgramError, SourceError

from ..sdks import replay

PROGRAM = """\
using System.Collections.Generic;
using Pulumi;
using AwsNative = Pulumi.AwsNative;

return await Deployment.RunAsync(() =>
{
    var config = new Config();
    var queue = new AwsNative.Sqs.Queue("Queue", new AwsNative.Sqs.QueueArgs
    {
        QueueName = config.Require("name"),
    });
    var parameter = new AwsNative.Ssm.Parameter("Url", new AwsNative.Ssm.ParameterArgs
    {
        Type = AwsNative.Ssm.ParameterType.String,
        Value = queue.Id,
    });
    return new Dictionary<string, object?> { ["Arn"] = queue.Arn };
});
"""
CONVERSATION: dict[str, Any] = {
    "resources": [
        ["aws-native:sqs:Queue", "Queue", {"queueName": {"config": "name"}}],
        ["aws-native:ssm:Parameter", "Url", {"type": "String", "value": {"$": ["Queue", "id"]}}],
    ],
    "outputs": {"Arn": {"$": ["Queue", "arn"]}},
}
RESOURCES = {
    "Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "jobs"}},
    "Url": {
        "Type": "AWS::SSM::Parameter",
        "Properties": {"Type": "String", "Value": {"Ref": "Queue"}},
    },
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project in C#, and the stand-in among the commands."""
    commands = tmp_path / "commands"
    commands.mkdir()
    dotnet = commands / "dotnet"
    dotnet.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{replay.__file__}" "$@"\n')
    dotnet.chmod(0o755)
    monkeypatch.setenv("PATH", str(commands), prepend=":")
    made = tmp_path / "app"
    made.mkdir()
    (made / "Program.cs").write_text(PROGRAM, encoding="utf-8")
    (made / "App.csproj").write_text("<Project/>", encoding="utf-8")
    return project(made, "runtime: dotnet\n")


def project(folder: Path, runtime: str, conversation: dict[str, Any] = CONVERSATION) -> Path:
    """The project with another runtime, or another conversation."""
    declared = f"name: app\n{runtime}config: {{name: {{type: string, default: jobs}}}}\n"
    (folder / "Pulumi.yaml").write_text(declared, encoding="utf-8")
    (folder / "conversation.json").write_text(json.dumps(conversation), encoding="utf-8")
    return folder


def exported(folder: Path) -> dict[str, Any]:
    """The template of a project."""
    found: dict[str, Any] = json.loads(str(converter.export(folder, format="json", concrete=True)))
    return found


RUNTIMES = [
    "runtime: dotnet\n",
    "runtime: dotnet\nmain: App.csproj\n",
    "runtime: {name: dotnet, options: {binary: bin/App.dll}}\n",
]


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_a_program_is_built_and_run_as_pulumi_does(folder: Path, runtime: str) -> None:
    (folder / "bin").mkdir()
    (folder / "bin" / "App.dll").touch()
    template = exported(project(folder, runtime))
    assert template["Resources"] == RESOURCES
    assert template["Outputs"] == {"Arn": {"Value": {"Fn::GetAtt": ["Queue", "Arn"]}}}


def test_an_executable_needs_no_dotnet(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = f'#!/bin/sh\nexec "{sys.executable}" "{replay.__file__}" App.dll\n'
    (folder / "app").write_text(script, encoding="utf-8")
    (folder / "app").chmod(0o755)
    project(folder, "runtime: {name: dotnet, options: {binary: app}}\n")
    monkeypatch.setenv("PATH", "/bin:/usr/bin")
    assert exported(folder)["Resources"] == RESOURCES


def failure(folder: Path) -> ConversionError:
    """Why a project cannot be exported."""
    with pytest.raises(ConversionError) as caught:
        exported(folder)
    return caught.value


def test_an_exception_is_told_with_its_line(folder: Path) -> None:
    trace = (
        "System.AggregateException: One or more errors occurred. (no name)\n"
        " ---> System.InvalidOperationException: no name\n"
        f"   at Program.<>c.<<Main>$>b__0_0() in {folder}/Program.cs:line 10\n"
        "   at Pulumi.Deployment.RunAsync(Action action) in /_/sdk/Pulumi/Deployment.cs:line 5\n"
        "   --- End of inner exception stack trace ---\n"
    )
    error = failure(project(folder, "runtime: dotnet\n", {**CONVERSATION, "error": trace}))
    assert type(error) is ProgramError
    assert error.message == "System.InvalidOperationException: no name"
    assert (error.file, error.line) == (str(folder / "Program.cs"), 10)


def test_what_does_not_compile_is_told_with_its_line(folder: Path) -> None:
    complaint = f"{folder}/Program.cs(10,21): error CS1002: ; expected [{folder}/App.csproj]\n"
    (folder / "build").write_text(complaint, encoding="utf-8")
    error = failure(folder)
    assert type(error) is ProgramError
    assert error.message == "it does not compile: CS1002: ; expected"
    assert (error.file, error.line) == (str(folder / "Program.cs"), 10)


def test_packages_that_are_not_restored_are_told_with_the_command(folder: Path) -> None:
    complaint = f"{folder}/App.csproj : error NU1101: Unable to find package Pulumi. [x.sln]\n"
    (folder / "build").write_text(complaint, encoding="utf-8")
    error = failure(folder)
    assert type(error) is SourceError
    assert error.message == f"Unable to find package Pulumi.: run dotnet restore in {folder}"
