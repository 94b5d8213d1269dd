"""Settings of Pulumi projects in every language, and tool chains that say anything."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from .commands import OUTPUT, SECRET, Command, Files

_CONFIG = """\
name: p
description: What it is.
main: .
config:
  Size: {type: integer, default: 3, description: How many.}
  aws-native:region: {value: eu-west-1}
  Items: {type: array, items: {type: string}, default: [a, b]}
  Password: {type: string, secret: true}
"""
_STACK = """\
encryptionsalt: v1:abc
config:
  p:Size: 5
  p:Items: [a, b]
  p:Token: {secure: v1:def}
  aws-native:defaultTags: {tags: {team: models}}
"""
_FRAGMENT = """\
Metadata: {Made: by hand}
Parameters: {Size: {MinValue: 1}, Password: {NoEcho: true}}
Resources: {topic: {DeletionPolicy: Retain}}
Outputs: {Name: {Description: The name., Export: {Name: name}}}
"""
_PROGRAM = """\
import pulumi
from pulumi_aws_native import sns

config = pulumi.Config()
secret = config.require_secret("Password")
topic = sns.Topic("topic", topic_name=f"t-{config.get_int('Size')}", display_name=secret)
pulumi.export("Name", topic.topic_name)
"""
_RUNTIMES = {
    "python": "{name: python, options: {virtualenv: .venv, toolchain: pip}}",
    "nodejs": "{name: nodejs, options: {typescript: true, nodeargs: --trace-warnings}}",
    "go": "{name: go, options: {binary: bin/program, buildTarget: x}}",
    "go-built": "go",
    "java": "{name: java, options: {use-executor: mvn}}",
    "java-jar": "{name: java, options: {binary: target/program.jar}}",
    "dotnet": "{name: dotnet, options: {binary: bin/program.dll}}",
    "dotnet-built": "dotnet",
    "yaml": "{name: yaml, options: {compiler: cat}}",
}
_PROGRAMS: Files = {
    "__main__.py": _PROGRAM.encode(),
    "index.ts": b"import * as pulumi from '@pulumi/pulumi';\n",
    "package.json": b'{"name": "p", "main": "index.ts", "dependencies": {"@pulumi/pulumi": "^3"}}',
    "tsconfig.json": b'{"compilerOptions": {"strict": true, "outDir": "bin"}}',
    "main.go": b"package main\n",
    "pom.xml": b"<project><properties><exec.mainClass>a.B</exec.mainClass></properties></project>",
    "p.csproj": b"<Project/>",
    "Main.yaml": b"resources: {topic: {type: aws-native:sns:Topic}}\n",
}
_TOOLS = ("go", "mvn", "gradle", "java", "dotnet", "node", "npm")
_SAID = """\
[ERROR] /p/src/A.java:[3,4] cannot find symbol
main.go:3:4: undefined: x
panic: broken [recovered]
\t/p/main.go:7 +0x1d
p.cs(3,4): error CS0103: The name x does not exist [/p/p.csproj]
Unhandled exception. System.AggregateException: first
 ---> System.Exception: inner
   at P.Main() in /p/p.cs:line 3
unhandled exception: java.lang.RuntimeException: outer
\tat a.B.main(B.java:3)
Caused by: java.lang.Exception: cause
\tat a.B.c(B.java:4)
program failed: 1 error occurred:
    * registering resource: broken
"""


@cache
def settings() -> Sequence[Command]:
    """A project of each runtime, whose tool chain says what a test has it say, and fails or not."""
    return [
        command
        for kind in _RUNTIMES
        for command in (exported(kind, status=0), exported(kind, status=1))
    ]


def exported(kind: str, *, status: int) -> Command:
    """The export of a project, whose tool chain ends with a status."""
    project = {
        **_PROGRAMS,
        "Pulumi.yaml": f"{_CONFIG}runtime: {_RUNTIMES[kind]}\n".encode(),
        "Pulumi.dev.yaml": _STACK.encode(),
        "cloudformation.yaml": _FRAGMENT.encode(),
    }
    files = {f"p/{name}": data for name, data in project.items()}
    tool = f'#!/bin/sh\ncat "${{0%/*}}/../said"\ncat "${{0%/*}}/../said" >&2\nexit {status}\n'
    tools = {f"bin/{name}": tool.encode() for name in _TOOLS}
    open_to_damage = [name for name in files if name.endswith(".yaml")]
    if kind != "python":
        open_to_damage += ["p/pom.xml", "p/package.json", "said"]
    return Command(
        ("pulumi2cfn", "export", "p", "-o", f"{OUTPUT}/t.yaml", "-c", f"Password={SECRET}"),
        {**files, **tools, "said": _SAID.encode()},
        open_to_damage,
        variables={"PATH": "{here}/bin:/usr/bin:/bin"},
    )
