"""Templates that nest others: migrated from files, their programs run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import converter
from converter.errors import ConversionError, TemplateError
from converter.records import replace
from converter.report import Report

from . import node, written

PARENT = """\
Parameters:
  Stage: {Type: String, Default: dev}
Conditions:
  Prod: !Equals [!Ref Stage, prod]
Resources:
  Topic: {Type: AWS::SNS::Topic}
  Jobs:
    Type: AWS::CloudFormation::Stack
    DependsOn: Topic
    Properties:
      TemplateURL: queues/queue.yaml
      Parameters: {Stage: !Ref Stage, Topic: !Ref Topic}
  Mails:
    Type: AWS::CloudFormation::Stack
    Condition: Prod
    DeletionPolicy: Retain
    Properties:
      TemplateURL: ./queues/queue.yaml
      Parameters: {Topic: !GetAtt Jobs.Outputs.Url, Delay: 7}
Outputs:
  Jobs: {Value: !GetAtt Jobs.Outputs.Url}
  Mails: {Condition: Prod, Value: !GetAtt Mails.Outputs.Url}
"""
QUEUE = """\
Description: A queue and what belongs to it.
Parameters:
  Stage: {Type: String, Default: dev, AllowedValues: [dev, prod]}
  Topic: {Type: String}
  Delay: {Type: Number, Default: 2}
Conditions:
  Prod: !Equals [!Ref Stage, prod]
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      DelaySeconds: !Ref Delay
      Tags: [{Key: topic, Value: !Ref Topic}, {Key: stack, Value: !Ref AWS::StackName}]
  Dead:
    Type: AWS::SQS::Queue
    Condition: Prod
Outputs:
  Url: {Value: !Ref Queue}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a template that nests another twice."""
    write(tmp_path, {"main.yaml": PARENT, "queues/queue.yaml": QUEUE})
    return tmp_path


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def migrated(folder: Path, report: Report | None = None) -> dict[str, str]:
    return converter.migrate(folder / "main.yaml", report=report)


def test_the_program_has_a_component(folder: Path) -> None:
    files = migrated(folder)
    assert "from queue_stack import QueueStack, QueueStackArgs" in files["__main__.py"]
    assert (
        'super().__init__("main:queue_stack:QueueStack", name, {}, opts)' in files["queue_stack.py"]
    )
    assert "AllowedValues" in files["queue_stack.cloudformation.yaml"]


def test_what_the_program_registers(folder: Path, tmp_path: Path) -> None:
    project = write(tmp_path / "project", migrated(folder))
    program = converter.record(project, config={"Stage": "prod"})
    told = {name: (it.type, it.options.depends_on) for name, it in program.resources.items()}
    queue = "aws-native:sqs:Queue"
    assert told == {
        "Topic": ("aws-native:sns:Topic", ()),
        "Jobs-Queue": (queue, ("Topic",)),
        "Jobs-Dead": (queue, ("Topic",)),
        "Mails-Queue": (queue, ()),
    }
    delays = [program.resources[name].inputs["delaySeconds"] for name in told if "-Queue" in name]
    assert delays == [2, 7]
    assert list(program.exports) == ["Jobs", "Mails"]


def exported(project: Path, **named: Any) -> tuple[dict[str, str], Report]:
    report = Report()
    result = converter.export(project, report=report, **named)
    return (result if isinstance(result, dict) else {"template.yaml": result}), report


def test_the_templates_come_back(folder: Path, tmp_path: Path) -> None:
    project = write(tmp_path / "project", migrated(folder))
    files, report = exported(project, nested=True)
    assert list(files) == ["template.yaml", "queues/queue.yaml"]
    assert not len(report)
    back = write(tmp_path / "back", files)
    for name, again in (("main.yaml", "template.yaml"), ("queues/queue.yaml",) * 2):
        left, right = converter.read(folder / name), converter.read(back / again)
        assert not converter.verify(left, right)


def test_a_single_template_has_all_resources(folder: Path, tmp_path: Path) -> None:
    project = write(tmp_path / "project", migrated(folder))
    files, report = exported(project)
    (text,) = files.values()
    assert "MailsQueue:" in text
    assert "AWS::CloudFormation::Stack" not in text
    (said,) = (each.message for each in report if each.code == "nested-stacks")
    assert said.startswith("the resources of Jobs, Mails are put into the template itself")


def test_a_program_with_components_is_written_with_them(folder: Path, tmp_path: Path) -> None:
    files = migrated(folder)
    program = converter.record(write(tmp_path / "project", files), nested=True)
    again = converter.write(program)
    for name in ("__main__.py", "queue_stack.py"):
        assert sorted(again[name].splitlines()) == sorted(files[name].splitlines())


def edited(folder: Path, tmp_path: Path, old: str, new: str) -> Path:
    """The project, with a line of its component changed."""
    files = migrated(folder)
    assert old in files["queue_stack.py"]
    files["queue_stack.py"] = files["queue_stack.py"].replace(old, new)
    return write(tmp_path / "project", files)


LINE = "        delay = args.delay\n"


def test_what_is_edited_comes_back(folder: Path, tmp_path: Path) -> None:
    more = LINE + '        sqs.Queue(f"{name}-More", opts=pulumi.ResourceOptions(parent=self))\n'
    files, _ = exported(edited(folder, tmp_path, LINE, more), nested=True)
    assert "  More:\n    Type: AWS::SQS::Queue\n" in files["queues/queue.yaml"]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ('pulumi.Config().require("Own")', "QueueStack reads the config value Own itself"),
        ('f"a-{name}"', "the name of a QueueStack is used as a value"),
    ],
)
def test_what_a_nested_template_cannot_say(
    folder: Path, tmp_path: Path, code: str, words: str
) -> None:
    more = f'{LINE}        sqs.Queue(f"{{name}}-More", queue_name={code})\n'
    with pytest.raises(ConversionError, match=words):
        exported(edited(folder, tmp_path, LINE, more), nested=True)


SECRET = {
    "main.yaml": """\
Parameters:
  Stage: {Type: String}
  Password: {Type: String, NoEcho: true}
Resources:
  Jobs:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: queue.yaml
      Parameters: {Password: !Ref Password, Stage: !Ref Stage}
""",
    "queue.yaml": """\
Parameters:
  Password: {Type: String, NoEcho: true}
  Stage: {Type: String}
Resources:
  Queue: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref Password}}
""",
}
GIVEN = "        password=password,\n"
TAKEN = "    password: pulumi.Input[str]\n"


def with_edits(tmp_path: Path, edits: dict[str, dict[str, str]]) -> Path:
    """The project of the templates above, with changed lines in its files."""
    files = migrated(write(tmp_path, SECRET))
    for name, changes in edits.items():
        for old, new in changes.items():
            assert old in files[name]
            files[name] = files[name].replace(old, new)
    return write(tmp_path / "project", files)


@pytest.mark.parametrize(
    ("given", "taken", "parameter"),
    [
        ("password", "", {"Ref": "Password"}),
        ('"hunter22"', "", {"Ref": "JobsPassword"}),
        ('pulumi.Output.secret("hunter22")', "", {"Ref": "JobsPassword"}),
        ("", ' = "hunter22"', {"Ref": "JobsPassword"}),
        (
            'password if stage == "prod" else "hunter22"',
            "",
            {"Fn::If": ["StageIsProd", {"Ref": "Password"}, {"Ref": "JobsPassword"}]},
        ),
    ],
)
@pytest.mark.parametrize("made", ["pulumi.Output.secret", "pulumi.Output.from_input"])
def test_a_secret_that_a_component_is_given_stands_nowhere(
    tmp_path: Path, given: str, taken: str, parameter: dict[str, Any], made: str
) -> None:
    module = {TAKEN: f"    password: pulumi.Input[str]{taken}\n", "pulumi.Output.secret": made}
    if taken:
        module["    stage: str\n"] = '    stage: str = "dev"\n'
    main = {GIVEN: f"        password={given},\n" if given else ""}
    project = with_edits(tmp_path, {"__main__.py": main, "queue_stack.py": module})
    report = Report()
    files = converter.export(project, nested=True, report=report, format="json")
    assert isinstance(files, dict)
    assert "hunter22" not in "".join(files.values())
    outer, inner = (json.loads(text) for text in files.values())
    assert outer["Resources"]["Jobs"]["Properties"]["Parameters"]["Password"] == parameter
    asked = {name for name, it in outer["Parameters"].items() if it.get("NoEcho")}
    assert asked == {"Password", *(["JobsPassword"] if "JobsPassword" in str(parameter) else [])}
    assert inner["Parameters"]["Password"] == {"Type": "String", "NoEcho": True}
    said = [it.code for it in report]
    assert said == ["secret-default"] * bool(taken) + ["secret-literal"] * (len(asked) - 1)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "queue_name=password",
            'queue_name=pulumi.Output.secret("hunter22")',
            "QueueStack holds a secret itself",
        ),
        (
            "queue_name=password",
            'queue_name=aws_native.kms.get_key_output(key_id="k").arn',
            "QueueStack looks something up itself",
        ),
    ],
)
def test_what_a_component_has_of_its_own_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    module = {
        old: new,
        "import pulumi\n": "import pulumi\nimport pulumi_aws_native as aws_native\n",
    }
    project = with_edits(tmp_path, {"queue_stack.py": module})
    with pytest.raises(ConversionError, match=words) as caught:
        converter.export(project, nested=True)
    assert str(caught.value.file).endswith("queue_stack.py")
    assert caught.value.line is not None


def test_a_secret_for_a_parameter_that_shows_it_is_told(tmp_path: Path) -> None:
    (tmp_path / "open").mkdir()
    inner = SECRET["queue.yaml"].replace(", NoEcho: true", "")
    write(tmp_path / "open", {**SECRET, "queue.yaml": inner})
    project = write(tmp_path / "project", migrated(tmp_path / "open"))
    _, report = exported(project, nested=True)
    assert [it.code for it in report] == ["secret-parameter"]


def test_other_components_only_make_resources(folder: Path, tmp_path: Path) -> None:
    project = write(tmp_path / "project", migrated(folder))
    (project / "queue_stack.cloudformation.yaml").unlink()
    files, _ = exported(project, nested=True)
    assert list(files) == ["template.yaml"]
    assert "MailsQueue:" in files["template.yaml"]


def test_findings_have_their_places_in_the_nested_file(folder: Path) -> None:
    report = Report()
    migrated(folder, report)
    (said,) = (each for each in report if each.code == "constraints")
    assert (said.file, said.line) == (str(folder / "queues/queue.yaml"), 3)


def test_faults_have_their_places_in_the_nested_file(folder: Path) -> None:
    (folder / "queues/queue.yaml").write_text(QUEUE.replace("!Ref Delay", "x"))
    with pytest.raises(TemplateError) as raised:
        migrated(folder)
    assert (raised.value.file, raised.value.line) == (str(folder / "queues/queue.yaml"), 12)


def test_files_outside_of_the_folder_are_not_read(folder: Path) -> None:
    write(folder, {"inside/main.yaml": PARENT.replace("queues/", "../queues/")})
    report = Report()
    files = converter.migrate(folder / "inside/main.yaml", report=report)
    assert "queue_stack.py" not in files
    said = [each.message for each in report if each.code == "nested-stack"]
    assert len(said) == 2
    assert "../queues/queue.yaml is no template in this one's folder" in said[0]


def test_transforms_of_a_nested_template_are_carried_out(folder: Path) -> None:
    loop = "Transform: AWS::LanguageExtensions\nResources:\n  Fn::ForEach::Queues:\n"
    loop += "    - Name\n    - [A, B]\n    - Queue${Name}: {Type: AWS::SQS::Queue}\n"
    write(folder, {"queues/queue.yaml": loop})
    parent = (
        PARENT.partition("Outputs:")[0]
        .replace("Parameters: {Stage", "# ")
        .replace("Parameters: {Topic", "# ")
    )
    write(folder, {"main.yaml": parent})
    files = migrated(folder)
    assert 'f"{name}-QueueB"' in files["queue_stack.py"]


def test_a_macro_keeps_the_nested_stack(folder: Path) -> None:
    (folder / "queues/queue.yaml").write_text("Transform: MyMacro\n" + QUEUE)
    report = Report()
    files = migrated(folder, report)
    assert "cloudformation.Stack(" in files["__main__.py"]
    assert "MyMacro" in next(each.message for each in report if each.code == "nested-stack")


HELD = """\
Resources:
  Thing:
    Type: Custom::Thing
    Properties: {ServiceToken: !Ref AWS::StackId}
Outputs:
  Url: {Value: !GetAtt Thing.Url}
"""


@pytest.mark.parametrize("nested", [True, False])
def test_what_a_component_holds(folder: Path, tmp_path: Path, nested: bool) -> None:
    stack = "{Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: held.yaml}}"
    output = "Outputs: {Url: {Value: !GetAtt Nested.Outputs.Url}}\n"
    write(folder, {"main.yaml": f"Resources: {{Nested: {stack}}}\n{output}", "held.yaml": HELD})
    files, _ = exported(write(tmp_path / "project", migrated(folder)), nested=nested)
    name = "Thing" if nested else "NestedThing"
    text = files["held.yaml" if nested else "template.yaml"]
    assert f"  {name}:\n    Type: Custom::Thing\n" in text
    assert f"Value: !GetAtt {name}.Url\n" in text
    assert "ServiceToken: !Ref AWS::StackId\n" in text


CHOOSING = """\
Parameters:
  Stage: {Type: String}
Conditions:
  Prod: !Equals [!Ref Stage, prod]
Resources:
  One: {Type: AWS::SQS::Queue}
  Two: {Type: AWS::SQS::Queue, Condition: Prod}
Outputs:
  First: {Value: !GetAtt One.Arn}
  Either: {Value: !If [Prod, !GetAtt Two.Arn, !GetAtt One.Arn]}
  Sometimes: {Condition: Prod, Value: !GetAtt One.Arn}
  Second: {Condition: Prod, Value: !GetAtt Two.Arn}
  Again: {Value: !GetAtt One.Arn}
  EitherAgain: {Value: !If [Prod, !GetAtt Two.Arn, !GetAtt One.Arn]}
"""
ASKING = """\
Parameters:
  Stage: {Type: String}
Conditions:
  Prod: !Equals [!Ref Stage, prod]
Resources:
  Nested:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: choosing.yaml, Parameters: {Stage: !Ref Stage}}
Outputs:
  First: {Value: !GetAtt Nested.Outputs.First}
  Either: {Value: !GetAtt Nested.Outputs.Either}
  Sometimes: {Condition: Prod, Value: !GetAtt Nested.Outputs.Sometimes}
  Second: {Condition: Prod, Value: !GetAtt Nested.Outputs.Second}
  Again: {Value: !GetAtt Nested.Outputs.Again}
  EitherAgain: {Value: !GetAtt Nested.Outputs.EitherAgain}
"""


@pytest.mark.parametrize("language", ["python", "typescript"])
def test_outputs_of_one_value_are_told_apart(folder: Path, tmp_path: Path, language: str) -> None:
    write(folder, {"main.yaml": ASKING, "choosing.yaml": CHOOSING})
    files = converter.migrate(folder / "main.yaml", language=language)
    project = write(tmp_path / "project", files)
    if language == "typescript":
        (project / "node_modules").symlink_to(node.modules(written.MANIFEST))
    back = write(tmp_path / "back", exported(project, nested=True)[0])
    for name, again in (("main.yaml", "template.yaml"), ("choosing.yaml",) * 2):
        assert not converter.verify(converter.read(folder / name), converter.read(back / again))


@pytest.mark.parametrize("language", ["python", "typescript"])
def test_a_component_that_takes_nothing_has_options(
    folder: Path, tmp_path: Path, language: str
) -> None:
    stack = "Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: %s.yaml}"
    topic = "Topic: {Type: AWS::SNS::Topic}"
    outer = f"Resources: {{{topic}, Outer: {{{stack % 'outer'}, DependsOn: Topic}}}}\n"
    texts = {"outer.yaml": f"Resources: {{Inner: {{{stack % 'inner'}}}}}\n"}
    texts["inner.yaml"] = f"Resources: {{{topic}}}\n"
    write(folder, {"main.yaml": outer, **texts})
    files = converter.migrate(folder / "main.yaml", language=language)
    project = write(tmp_path / "project", files)
    if language == "typescript":
        (project / "node_modules").symlink_to(node.modules(written.MANIFEST))
    back = write(tmp_path / "back", exported(project, nested=True)[0])
    for name, again in (("main.yaml", "template.yaml"), *((it, it) for it in texts)):
        assert not converter.verify(converter.read(folder / name), converter.read(back / again))


def test_what_a_nested_stack_is_not_given_is_its_parameters_default(tmp_path: Path) -> None:
    stacks = {}
    for name, given in {
        "nothing": "",
        "no value": "Parameters: {Delay: !Ref AWS::NoValue}",
        "default": "Parameters: {Delay: 2, Stage: dev}",
        "choice": "Parameters: {Delay: !If [Prod, 3, !Ref AWS::NoValue]}",
        "choice of default": "Parameters: {Delay: !If [Prod, 3, 2]}",
    }.items():
        jobs = f"{PARENT[: PARENT.index('      Parameters')]}      {given}\n"
        write(tmp_path / name, {"template.yaml": jobs, "queues/queue.yaml": QUEUE})
        outer, inner = (
            converter.read(tmp_path / name / it) for it in ("template.yaml", "queues/queue.yaml")
        )
        stacks[name] = replace(outer, templates={"queues/queue.yaml": inner})
    assert not converter.verify(stacks["nothing"], stacks["no value"])
    assert not converter.verify(stacks["nothing"], stacks["default"])
    assert not converter.verify(stacks["choice"], stacks["choice of default"])
    assert converter.verify(stacks["nothing"], stacks["choice"])
