"""What templates say in ways of their own comes back as they said it, in several languages."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import converter
from converter.bridge.nesting import component_names
from converter.readers.template import read_text
from converter.report import Report

from . import node
from .typescript.programs import write

LANGUAGES = ("python", "typescript", "yaml")
Back = Callable[..., str]


@pytest.fixture
def migrated(tmp_path: Path) -> Callable[..., tuple[Path, Report]]:
    """Writes the project of a template in a language; gives its folder, and what was told."""

    def write_it(template: str, language: str = "python") -> tuple[Path, Report]:
        report, source = Report(), tmp_path / "source" / "template.yaml"
        source.parent.mkdir(exist_ok=True)
        source.write_text(template, "utf-8")
        files = converter.migrate(source, language=language, project="it", report=report)
        folder = tmp_path / language
        shutil.rmtree(folder, ignore_errors=True)
        project = write(files, folder)
        if language == "typescript":
            packages = node.modules(Path(__file__).parent / "typescript" / "package.json")
            (project / "node_modules").symlink_to(packages)
        return project, report

    return write_it


@pytest.fixture
def back(migrated: Callable[..., tuple[Path, Report]], tmp_path: Path) -> Back:
    """Migrates a template and exports the program; gives the template that comes back."""

    def send(template: str, language: str) -> str:
        project, _ = migrated(template, language)
        exported = converter.export(project)
        assert isinstance(exported, str)
        again = tmp_path / "again.yaml"
        again.write_text(exported, "utf-8")
        source = converter.read(tmp_path / "source" / "template.yaml")
        assert [str(it) for it in converter.verify(source, converter.read(again))] == []
        return exported

    return send


OPEN_KEYS = """\
Parameters:
  Url:
    Type: String

Resources:
  Cluster:
    Type: AWS::EKS::Cluster
    Properties:
      ResourcesVpcConfig:
        SubnetIds:
          - subnet-1
          - subnet-2
      RoleArn: arn:aws:iam::123456789012:role/x

  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: !Sub |
        {"Statement": [{"Condition": {"StringEquals": {"${Url}:aud": "sts.amazonaws.com"}}}]}

  Other:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: !Sub '{"${Cluster.OpenIdConnectIssuerUrl}:aud":{"a":"b"}}'

  Rule:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: !Sub '{"detail": {"${Url}": ["a"]}}'
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_json_with_a_key_that_only_the_deployment_knows_is_its_text(
    language: str, back: Back
) -> None:
    assert back(OPEN_KEYS, language).endswith(OPEN_KEYS)


LISTS = """\
Parameters:
  Names:
    Type: CommaDelimitedList
    Default: a, b
  Ports:
    Type: List<Number>
    Default: 1, 2

Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      DisplayName: !Select [1, !Ref Names]
      TopicName: !Join ['-', !Ref Ports]
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_blanks_in_the_default_of_a_list_come_back(language: str, back: Back) -> None:
    assert back(LISTS, language).endswith(LISTS)


def test_yaml_that_keeps_blanks_has_none_in_the_default_of_a_list(
    migrated: Callable[..., tuple[Path, Report]],
) -> None:
    project, report = migrated(LISTS, "yaml")
    text = (project / "Pulumi.yaml").read_text("utf-8")
    assert "default: a,b\n" in text
    assert "default: 1,2\n" in text
    assert [it.message for it in report if it.code == "list-blanks"] == [
        "Pulumi YAML keeps blanks around the items of Names, Ports, which CloudFormation takes "
        "off: give their values without"
    ]
    (project / "Pulumi.yaml").write_text(text.replace("default: a,b\n", "default: a,c\n"), "utf-8")
    assert "Default: a,c\n" in str(converter.export(project))


DYNAMIC = """\
Parameters:
  Stage:
    Type: String

Conditions:
  IsProd: !Equals [!Ref Stage, prod]

Resources:
  Topic:
    Type: AWS::SNS::Topic

Outputs:
  Image:
    Value: '{{resolve:ssm:/a/b}}'
  Url:
    Condition: IsProd
    Value: !Sub https://{{resolve:ssm:/${Stage}/host:1}}/${Topic.TopicName}
  Topic:
    Value: !Ref Topic
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_dynamic_reference_in_an_output_is_told_by_a_stack(
    language: str, back: Back, migrated: Callable[..., tuple[Path, Report]]
) -> None:
    exported = read_text(back(DYNAMIC, language), "again.yaml")
    assert exported.outputs == read_text(DYNAMIC, "template.yaml").outputs
    _, report = migrated(DYNAMIC, language)
    assert [it.path for it in report if it.code == "held"] == [
        ("Outputs", "Image", "Value"),
        ("Outputs", "Url", "Value"),
    ]


WORDS = """\
Parameters:
  Ask:
    Type: String
    AllowedValues: [yes, no, 'on', true]
    Default: yes
Conditions:
  IsAsked: !Equals [!Ref Ask, Yes]
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      FifoQueue: yes
      QueueName: true
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      DisplayName: NO
      TopicName: !If [IsAsked, off, 'off']
      Tags:
        - Key: enabled
          Value: on
Outputs:
  Found:
    Value: no
"""


def test_words_without_quotes_where_text_belongs_are_told(
    migrated: Callable[..., tuple[Path, Report]],
) -> None:
    _, report = migrated(WORDS)
    found = {it.path: it.message for it in report if it.code == "word-as-text"}
    properties = ("Resources", "Topic", "Properties")
    assert set(found) == {
        ("Parameters", "Ask", "AllowedValues", 0),
        ("Parameters", "Ask", "AllowedValues", 1),
        ("Parameters", "Ask", "Default"),
        ("Conditions", "IsAsked", "Fn::Equals", 1),
        (*properties, "DisplayName"),
        (*properties, "TopicName", "Fn::If", 1),
        (*properties, "Tags", 0, "Value"),
        ("Outputs", "Found", "Value"),
    }
    assert found[(*properties, "DisplayName")] == (
        "the word NO without quotes stands where text belongs and becomes 'false'; put quotes "
        "around it"
    )


NUMBERS = """\
Parameters:
  'N':
    Type: Number

Conditions:
  IsBig: !Equals [!Ref 'N', '9']

Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      DelaySeconds: !If [IsBig, !Sub '1${N}', 5]
      MaximumMessageSize: !Sub ${N}000
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_of_a_text_put_together_is_that_text(language: str, back: Back) -> None:
    assert back(NUMBERS, language).endswith(NUMBERS)


SCRIPT = """\
Parameters:
  Stage:
    Type: String

Conditions:
  IsProd: !Equals [!Ref Stage, prod]

Resources:
  Bucket:
    Type: AWS::S3::Bucket

  Other:
    Type: AWS::S3::Bucket
    Condition: IsProd

  Template:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        UserData:
          Fn::Base64: !Sub |
            #!/bin/bash -xe
            export BUCKET="${Bucket}" STAGE=${Stage}
            awk '{print "${Bucket.Arn}" $1}' "${!HOME}" > "${Bucket}"

            echo "done"

  Script:
    Type: AWS::SSM::Parameter
    Properties:
      Type: String
      Value: !If
        - IsProd
        - !Sub |
          #!/bin/bash -xe
          aws s3 cp s3://${Bucket}/a {0}
          aws s3 cp s3://${Other}/a "b \\
            ${Other}"
        - !Sub |
          #!/bin/bash -xe
          aws s3 cp s3://${Bucket}/another-one-for-all-of-them "${Bucket}"
"""


@pytest.mark.parametrize("language", LANGUAGES[:2])
def test_a_script_with_references_comes_back(language: str, back: Back) -> None:
    assert back(SCRIPT, language).endswith(SCRIPT)


def test_a_script_with_references_reads_as_lines_in_python(
    migrated: Callable[..., tuple[Path, Report]],
) -> None:
    project, _ = migrated(SCRIPT)
    text = (project / "__main__.py").read_text("utf-8")
    expected = '''\
pulumi.Output.format(
            """\\
#!/bin/bash -xe
export BUCKET="{0}" STAGE={1}
awk '{{print "{2}" $1}}' "${{HOME}}" > "{0}"

echo "done"
""",
            bucket.id,
            stage,
            bucket.arn,
        )'''
    assert expected in text
    assert "Output.concat" not in text


NESTING = """\
Resources:
  Net:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: network/template.yaml
  Data:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: database/template.yaml
  Other:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: other/cache.yaml
"""
INNER = "Resources: {Topic: {Type: AWS::SNS::Topic}}\n"


@pytest.mark.parametrize("language", ["python", "typescript", "go", "java", "csharp"])
def test_nested_templates_of_one_name_are_called_after_their_folders(
    language: str, tmp_path: Path
) -> None:
    files = {"network/template.yaml": INNER, "database/template.yaml": INNER}
    folder = write({"main.yaml": NESTING, "other/cache.yaml": INNER, **files}, tmp_path)
    program = converter.to_pulumi(converter.read(folder / "main.yaml"), name="it")
    assert not program.components
    written = converter.migrate(folder / "main.yaml", language=language, project="it")
    text = "".join(written.values())
    assert "Template2" not in text
    for name in ("Network", "Database", "Cache"):
        assert name in text


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        (["a/x.yaml", "b/x.yaml"], ["a", "b"]),
        (["x.yaml", "b/x.yaml"], ["x", "b"]),
        (["a/c/x.yaml", "b/c/x.yaml"], ["a", "b"]),
        (["a/x.yaml", "a/x.json"], ["x", "x_2"]),
        (["a/x.yaml", "b/x.yaml", "a.yaml"], ["a_2", "b", "a"]),
        (["../x.yaml", "b/x.yaml", "y.yaml"], ["x", "b", "y"]),
    ],
)
def test_names_of_nested_templates(paths: list[str], names: list[str]) -> None:
    found = component_names(paths)
    assert [found[path][0] for path in paths] == names


HELD = """\
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      DisplayName: '{{resolve:ssm:/a/b}}'
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_held_stack_that_tells_nothing_has_no_outputs(
    language: str, back: Back, migrated: Callable[..., tuple[Path, Report]]
) -> None:
    project, _ = migrated(HELD, language)
    assert not [it for it in project.glob("*.*") if "Outputs" in it.read_text("utf-8")]
    assert back(HELD, language).endswith(HELD)


LOOP = """\
Transform: AWS::LanguageExtensions
Resources:
  Fn::ForEach::Queues:
    - Name
    - [A, B]
    - Queue${Name}: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref Name}}
  Topic: {Type: AWS::SNS::Topic}
  Fn::ForEach::Topics:
    - Name
    - [A, B]
    - Topic${Name}: {Type: AWS::SNS::Topic}
  Last: {Type: AWS::SNS::Topic}
"""


def test_resources_of_loops_stand_where_the_loops_do(
    migrated: Callable[..., tuple[Path, Report]],
) -> None:
    project, _ = migrated(LOOP)
    found = re.findall(
        r'^    "(\w+)"|Topic\("(\w+)"\)', (project / "__main__.py").read_text(), re.M
    )
    names = [one or other for one, other in found]
    assert names == ["QueueA", "QueueB", "Topic", "TopicA", "TopicB", "Last"]
    again = converter.write(read_text(LOOP, "template.yaml"), "yaml")
    assert again.index("Fn::ForEach::Queues") < again.index("\n  Topic:")
