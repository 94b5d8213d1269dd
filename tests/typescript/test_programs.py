"""Programs in TypeScript: they compile strictly, stand as Prettier leaves them, and register what
is meant, run by Pulumi's own SDK.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import converter
from converter.readers.template import read_text
from converter.writers.languages import write

from .. import node, wire
from ..stacks import AWKWARD_TEXTS
from ..test_evaluation import assert_registers, function_result, values
from ..writers.test_pulumi_go import parsed
from ..writers.test_pulumi_python import values_of
from . import programs

FOLDER = Path(__file__).parent
PARTS = """\
Parameters:
  AdditionalSecurityGroups: {Type: CommaDelimitedList, Default: "sg-1,sg-2"}
Resources:
  Directory:
    Type: AWS::DirectoryService::SimpleAD
    Properties:
      Name: corp.example.com
      Size: Small
      VpcSettings: {VpcId: vpc-1, SubnetIds: [subnet-1, subnet-2]}
  Rule:
    Type: AWS::Config::ConfigRule
    Properties: {Source: {Owner: AWS, SourceIdentifier: REQUIRED_TAGS}}
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      TopicName: !Sub
        - "a-topic-that-is-called-after-the-identifier-of-this-very-stack-${Stack}"
        - Stack: !Select [1, !Split [".", !Select [5, !Split [":", !Ref AWS::StackId]]]]
      DisplayName: !Select [1, !Split ["'", !ImportValue name-of-the-topic]]
      Tags:
        - Key: groups
          Value: !Join ["'", !Split ["[", !ImportValue groups]]
  Machine:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      RoleArn: arn:aws:iam::123456789012:role/machine
      DefinitionString: "{}"
      DefinitionSubstitutions:
        additional_security_groups_of_the_cluster: !Join [",", !Ref AdditionalSecurityGroups]
        a_long_name_for_the_address_of_this_cluster: !GetAtt AuroraCluster.Endpoint.Address
  AuroraCluster:
    Type: AWS::RDS::DBCluster
    Properties: {Engine: aurora-mysql}
  Instance:
    Type: AWS::EC2::Instance
    Properties:
      ImageId: ami-1
      UserData:
        Fn::Base64: |
          ZONE=$(curl http://169.254.169.254/latest/meta-data/placement/availability-zone)
          echo "$ZONE"
Outputs:
  FirstAddress: {Value: !Select [0, !GetAtt Directory.DnsIpAddresses]}
  Compliance: {Value: !GetAtt Rule.Compliance.Type}
"""


def cases() -> dict[str, programs.Case]:
    """Each program, by its name: those of all languages, and one of parts of outputs."""
    program = converter.to_pulumi(read_text(PARTS, "parts.yaml"), name="parts")
    files = write(program, "typescript")
    return {**programs.every(), "parts": programs.Case("parts", program, files)}


@pytest.fixture(scope="module")
def modules() -> Path:
    """The npm packages that the programs need."""
    return node.modules(FOLDER / "package.json")


@pytest.fixture(scope="module")
def folder(modules: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The projects of all programs, each in a folder of its own."""
    root = tmp_path_factory.mktemp("typescript")
    (root / "node_modules").symlink_to(modules)
    for name, case in cases().items():
        programs.write(case.files, root / name)
    return root


@pytest.fixture(scope="module")
def runner(modules: Path) -> Iterator[wire.Programs]:
    """Runs programs with Pulumi's SDK."""
    found = wire.Programs(["node", str(FOLDER / "run_programs.cjs"), str(modules)])
    yield found
    found.close()


def call(*command: str | Path, folder: Path) -> str:
    """What a command prints, in a folder."""
    done = subprocess.run(
        list(map(str, command)), cwd=folder, capture_output=True, text=True, timeout=600
    )
    return done.stdout + done.stderr


def compiled(compiler: Path, folder: Path, *names: str) -> str:
    """What a compiler says of some of the programs; nothing where it finds no fault."""
    settings = json.loads(programs.every()["single-container"].files["tsconfig.json"])
    settings["include"] = [f"{name}/*.ts" for name in names]
    (folder / "tsconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    return call("node", compiler, "--project", ".", folder=folder)


def test_every_program_passes_the_strict_compiler(modules: Path, folder: Path) -> None:
    assert compiled(modules / "typescript-7" / "bin" / "tsc", folder, "*") == ""


def test_the_compiler_that_pulumi_runs_passes_them_too(modules: Path, folder: Path) -> None:
    compiler = modules / "typescript" / "bin" / "tsc"
    assert compiled(compiler, folder, "production-stack", "parameters") == ""


def test_prettier_leaves_every_program_as_it_is(modules: Path, folder: Path) -> None:
    prettier = modules / "prettier" / "bin" / "prettier.cjs"
    # A name that is longer than a line is broken by rules of its own
    long = AWKWARD_TEXTS.index("x" * 100)
    left = (f"!{long}-in-awkward/*", f"!{programs.HOSTILE}/*")
    written = ("*/*.ts", "*/package.json", "*/tsconfig.json", *left)
    assert call("node", prettier, "--list-different", *written, folder=folder) == ""


@pytest.mark.parametrize("case", [*programs.TEMPLATES, "language", *programs.GROUPS, "parts"])
def test_every_program_registers_what_is_meant(
    case: str, folder: Path, runner: wire.Programs
) -> None:
    found = [each for each in cases().values() if case in (each.name, each.group)]
    assert found
    for each in found:
        for given in each.configs:
            config = values(each.program, given)
            # Which characters JSON escapes is each language's own affair
            seen = (parsed,) if each.name == programs.HOSTILE else ()
            assert_registers(runner, folder / each.name, each.program, config, *seen)


# A next line, and a byte order mark, are blanks for Python alone and for JavaScript alone
BLANKS = ("\x85", "\ufeff")


@pytest.mark.parametrize("number", range(len(AWKWARD_TEXTS)))
def test_awkward_text_stays_what_it_is(number: int, folder: Path, runner: wire.Programs) -> None:
    text, case = AWKWARD_TEXTS[number], programs.every()[f"{number}-in-awkward"]
    ran = runner.run(
        folder / case.name,
        lambda name: (name, {"arn": text}),
        stack="live",
        config=values_of(case.program, text),
        function=function_result,
    )
    function, role = (ran.resources[name].inputs for name in ("Function", "Role"))
    assert function["code"] == {"zipFile": text}
    key = "another key" if text != "another key" else "k"
    assert function["environment"]["variables"][key] == text
    assert function["tags"] == [{"key": text, "value": text}]
    assert role["path"] == text
    assert role["permissionsBoundary"] == text * 3
    assert any(blank in text for blank in BLANKS) or role["description"] == f"{text.strip()}{text}b"
    assert ran.exports["Plain"] == text
    assert json.loads(ran.exports["Made"])["List"] == [text, {text: text}]
