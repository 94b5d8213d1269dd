"""Programs in .NET, built and run by what stands for the command ``dotnet``, and how they fail."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

import converter
from converter.errors import ConversionError, ProgramError, SourceError
from converter.writers.pulumi_csharp import PROJECT

from ..sdks import dotnet_command
from ..sdks.generating import tool

pytestmark = pytest.mark.long

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
    tool("go")
    commands = tmp_path / "commands"
    commands.mkdir()
    dotnet_command.install(commands)
    monkeypatch.setenv("PATH", str(commands), prepend=":")
    return source(tmp_path / "app")


def source(folder: Path) -> Path:
    """A project in C#."""
    folder.mkdir()
    (folder / "Program.cs").write_text(PROGRAM, encoding="utf-8")
    (folder / "App.csproj").write_text(PROJECT, encoding="utf-8")
    return project(folder, "runtime: dotnet\n")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project after ``dotnet build``: what it has made."""
    tool("go")
    root = tmp_path_factory.mktemp("built")
    command = dotnet_command.install(root)
    subprocess.run([command, "build"], cwd=source(root / "app"), check=True, capture_output=True)
    return root / "app" / "bin"


def project(folder: Path, runtime: str) -> Path:
    """The project with another runtime."""
    declared = f"name: app\n{runtime}config: {{name: {{type: string, default: jobs}}}}\n"
    (folder / "Pulumi.yaml").write_text(declared, encoding="utf-8")
    return folder


def exported(folder: Path) -> dict[str, Any]:
    """The template of a project."""
    found: dict[str, Any] = json.loads(str(converter.export(folder, format="json", concrete=True)))
    return found


def test_a_program_is_built_and_run_as_pulumi_does(folder: Path) -> None:
    template = exported(project(folder, "runtime: dotnet\nmain: App.csproj\n"))
    assert template["Resources"] == RESOURCES
    assert template["Outputs"] == {"Arn": {"Value": {"Fn::GetAtt": ["Queue", "Arn"]}}}


def test_what_is_built_already_is_run(folder: Path, built: Path) -> None:
    shutil.copytree(built, folder / "bin")
    project(folder, "runtime: {name: dotnet, options: {binary: bin/App.dll}}\n")
    (folder / "Program.cs").write_text("this is no program", encoding="utf-8")
    assert exported(folder)["Resources"] == RESOURCES


def test_an_executable_is_run_as_it_is(folder: Path, built: Path) -> None:
    shutil.copytree(built, folder / "bin")
    (folder / "app").write_text('#!/bin/sh\nexec dotnet bin/App.dll "$@"\n', encoding="utf-8")
    (folder / "app").chmod(0o755)
    project(folder, "runtime: {name: dotnet, options: {binary: app}}\n")
    assert exported(folder)["Resources"] == RESOURCES


def failure(folder: Path) -> ConversionError:
    """Why a project cannot be exported."""
    with pytest.raises(ConversionError) as caught:
        exported(folder)
    return caught.value


def test_an_exception_is_told_with_its_line(folder: Path) -> None:
    thrown = 'throw new System.InvalidOperationException("no name");'
    condition = 'if (config.Get("name") != null)'
    program = PROGRAM.replace("var queue", f"{condition} {thrown}\n    var queue")
    (folder / "Program.cs").write_text(program, encoding="utf-8")
    error = failure(folder)
    assert type(error) is ProgramError
    assert error.message == "System.InvalidOperationException: no name"
    assert (error.file, error.line) == (str(folder / "Program.cs"), 8)


def test_what_does_not_compile_is_told_with_its_line(folder: Path) -> None:
    program = PROGRAM.replace("new Config();", "new Config()")
    (folder / "Program.cs").write_text(program, encoding="utf-8")
    error = failure(folder)
    assert type(error) is ProgramError
    assert error.message == "it does not compile: CS1002: ; expected"
    assert (error.file, error.line) == (str(folder / "Program.cs"), 7)


def test_packages_that_are_not_restored_are_told_with_the_command(folder: Path) -> None:
    complaint = f"{folder}/App.csproj : error NU1101: Unable to find package Pulumi. [x.sln]"
    script = f"#!/bin/sh\necho '{complaint}'\nexit 1\n"
    (folder.parent / "commands" / "dotnet").write_text(script, encoding="utf-8")
    error = failure(folder)
    assert type(error) is SourceError
    assert error.message == f"Unable to find package Pulumi.: run dotnet restore in {folder}"
