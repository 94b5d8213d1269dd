"""CDK apps, cloud assemblies and constructs as templates."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import converter
from converter.errors import ConversionError, ProgramError, SourceError, TemplateError, UsageError
from converter.readers import cdk
from converter.report import Report

TOPIC = {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "t"}}
Files = dict[str, Any]
Write = Callable[[Files], Path]


def template(**resources: Any) -> Files:
    """A template of resources."""
    return {"Resources": resources or {"Topic": TOPIC}}


def stack(file: str, **more: Any) -> Files:
    """A stack in a manifest."""
    properties = {"templateFile": file, **more.pop("properties", {})}
    return {"type": "aws:cloudformation:stack", "properties": properties, **more}


def manifest(artifacts: Files, **more: Any) -> Files:
    """The manifest of an assembly."""
    return {"version": "36.0.0", "artifacts": artifacts, **more}


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes JSON files into a folder of the test's own, and gives the folder."""

    def write_files(files: Files) -> Path:
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            text = content if isinstance(content, str) else json.dumps(content)
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return write_files


ONE = {"manifest.json": manifest({"One": stack("one.json")}), "one.json": template()}
TWO = {
    "manifest.json": manifest(
        {
            "One": stack("one.json", displayName="App/One"),
            "Tree": {"type": "cdk:tree"},
            "Stage": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "stage"}},
        }
    ),
    "one.json": template(),
    "stage/manifest.json": manifest(
        {"Two": stack("two.json", properties={"stackName": "live-two"})}
    ),
    "stage/two.json": template(Second=TOPIC),
}


def test_the_only_stack_of_an_assembly(write: Write) -> None:
    assert list(converter.read(write(ONE)).resources) == ["Topic"]


@pytest.mark.parametrize(
    ("name", "resource"),
    [("One", "Topic"), ("App/One", "Topic"), ("Two", "Second"), ("live-two", "Second")],
)
def test_one_of_several_stacks_by_each_of_its_names(name: str, resource: str, write: Write) -> None:
    assert list(converter.read(write(TWO), stack=name).resources) == [resource]


def test_several_stacks_are_listed_where_none_was_said(write: Write) -> None:
    with pytest.raises(UsageError, match="2 stacks: say --stack with one of App/One, Two"):
        converter.read(write(TWO))
    with pytest.raises(UsageError, match="no stack 'Three' in the app; there is App/One, Two"):
        converter.read(write(TWO), stack="Three")


def test_several_stacks_become_a_project_each(write: Write) -> None:
    files = converter.migrate(write(TWO))
    assert {name for name in files if name.endswith("Pulumi.yaml")} == {
        "One/Pulumi.yaml",
        "live-two/Pulumi.yaml",
    }
    assert "name: live-two\n" in files["live-two/Pulumi.yaml"]


def test_a_project_is_named_after_its_stack(write: Write) -> None:
    assert "name: One\n" in converter.migrate(write(ONE))["Pulumi.yaml"]
    assert "name: mine\n" in converter.migrate(write(ONE), project="mine")["Pulumi.yaml"]


def test_stacks_of_the_same_name_become_projects_of_different_ones(write: Write) -> None:
    named = [
        ("a", {"displayName": "Eu/Api", "properties": {"stackName": "Api"}}),
        ("b", {"displayName": "Us/Api", "properties": {"stackName": "api"}}),
        ("c", {"displayName": "Eu-Api", "properties": {"stackName": "Api"}}),
        ("d", {"displayName": "Us", "properties": {"stackName": "us-api-2"}}),
    ]
    artifacts = {id: stack("one.json", **more) for id, more in named}
    (project, *more) = {
        name.split("/")[0]: None
        for name in converter.migrate(write({**ONE, "manifest.json": manifest(artifacts)}))
    }
    assert [project, *more] == ["Eu-Api", "Us-Api", "Eu-Api-2", "us-api-2"]


NETWORK = {**template(), "Outputs": {"Arn": {"Value": "a", "Export": {"Name": "net:Arn"}}}}
READER = {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": {"Fn::ImportValue": "net:Arn"}}}
SHARING = {
    "manifest.json": manifest(
        {
            "Net": stack("net.json", properties={"stackName": "net"}),
            "App": stack("app.json", dependencies=["Net"]),
        }
    ),
    "net.json": NETWORK,
    "app.json": template(Topic=READER),
}


def test_what_a_stack_imports_from_another_is_a_stack_reference(write: Write) -> None:
    report = Report()
    files = converter.migrate(write(SHARING), report=report)
    program = files["App/__main__.py"]
    assert 'pulumi.StackReference("net", f"{organization}/net/{stack_name}")' in program
    assert 'net.require_output("Arn")' in program
    assert [each.code for each in report] == ["export-name", "deploy-order"]


def test_what_a_stack_alone_imports_stays_an_import(write: Write) -> None:
    assert "import_value(" in converter.migrate(write(SHARING), stack="App")["__main__.py"]


def test_what_the_cdk_adds_stays_out(write: Write) -> None:
    metadata = {"aws:cdk:path": "One/Topic/Resource", "Kept": 1}
    added = {
        "Parameters": {
            "BootstrapVersion": {
                "Type": "AWS::SSM::Parameter::Value<String>",
                "Default": "/cdk-bootstrap/hnb659fds/version",
            }
        },
        "Conditions": {"CDKMetadataAvailable": {"Fn::Equals": [{"Ref": "AWS::Region"}, "a"]}},
        "Rules": {
            "CheckBootstrapVersion": {"Assertions": [{"Assert": {"Ref": "BootstrapVersion"}}]}
        },
        "Resources": {
            "Topic": {**TOPIC, "Metadata": metadata},
            "Other": {**TOPIC, "Metadata": {"aws:cdk:path": "One/Other"}},
            "CDKMetadata": {
                "Type": "AWS::CDK::Metadata",
                "Properties": {"Analytics": "v2:deflate64:..."},
                "Condition": "CDKMetadataAvailable",
            },
        },
    }
    read = converter.read(write({**ONE, "one.json": added}))
    assert converter.write(read, "json") == converter.write(
        converter.read(
            write({"t.json": template(Topic={**TOPIC, "Metadata": {"Kept": 1}}, Other=TOPIC)})
            / "t.json"
        ),
        "json",
    )


def test_assets_are_said_with_the_way_to_publish_them(write: Write) -> None:
    assets = {
        "files": {
            "abc": {"source": {"path": "one.json"}},
            "def": {"source": {"path": "asset.def", "packaging": "zip"}, "displayName": "F/Code"},
        },
        "dockerImages": {"123": {"source": {"directory": "asset.123"}}},
    }
    listed = {"type": "cdk:asset-manifest", "properties": {"file": "One.assets.json"}}
    artifacts = {"One.assets": listed, "One": stack("one.json", dependencies=["One.assets"])}
    report = Report()
    files = {**ONE, "manifest.json": manifest(artifacts), "One.assets.json": assets}
    converter.read(write(files), report=report)
    (finding,) = report
    assert finding.code == "cdk-assets"
    assert "2 assets must be published" in finding.message
    assert "F/Code, asset.123; `npx cdk-assets publish --path cdk.out/One.assets.json`" in (
        finding.message
    )


def test_a_nested_stack_is_there_by_its_name(write: Write) -> None:
    nested = {
        "Type": "AWS::CloudFormation::Stack",
        "Properties": {"TemplateURL": "s3://b/abc.json"},
    }
    assets = {"files": {"abc": {"source": {"path": "inner.nested.template.json"}}}}
    listed = {"type": "cdk:asset-manifest", "properties": {"file": "One.assets.json"}}
    artifacts = {"One.assets": listed, "One": stack("one.json", dependencies=["One.assets"])}
    folder = write(
        {
            "manifest.json": manifest(artifacts),
            "one.json": template(Inner=nested),
            "One.assets.json": assets,
            "inner.nested.template.json": template(Within=TOPIC),
        }
    )
    assert list(converter.read(folder).resources) == ["Inner"]
    assert list(converter.read(folder, stack="One/Inner").resources) == ["Within"]


def test_what_an_app_says_of_its_stacks(write: Write) -> None:
    notes = {"/One/Topic": [{"type": "aws:cdk:warning", "data": "is deprecated"}]}
    files = {
        **ONE,
        "manifest.json": manifest({"One": stack("one.json", metadata=notes)}),
    }
    report = Report()
    converter.read(write(files), report=report)
    (finding,) = report
    assert (finding.severity, finding.message) == ("note", "One/Topic: is deprecated")
    apart = {"additionalMetadataFile": "One.metadata.json"}
    files["manifest.json"] = manifest({"One": stack("one.json", **apart)})
    files["One.metadata.json"] = {"/One": [{"type": "aws:cdk:error", "data": "wrong"}]}
    with pytest.raises(ProgramError, match="refuses its stack One: One: wrong"):
        converter.read(write(files))


def test_what_only_the_manifest_says(write: Write) -> None:
    properties = {
        "tags": {"team": "a", "cost": "b"},
        "parameters": {"Size": "2"},
        "notificationArns": ["arn:aws:sns:eu-west-1:1:t"],
        "terminationProtection": True,
    }
    artifact = stack("one.json", properties=properties, environment="aws://1/eu-west-1")
    report = Report()
    converter.read(write({**ONE, "manifest.json": manifest({"One": artifact})}), report=report)
    assert [(each.severity, each.code) for each in report] == [
        ("note", "cdk-region"),
        ("warning", "cdk-tags"),
        ("warning", "cdk-parameters"),
        ("warning", "cdk-notifications"),
        ("warning", "cdk-protection"),
    ]
    assert "aws-native:region eu-west-1" in next(iter(report)).message


def test_an_unknown_region_is_not_told(write: Write) -> None:
    artifact = stack("one.json", environment="aws://unknown-account/unknown-region")
    report = Report()
    converter.read(write({**ONE, "manifest.json": manifest({"One": artifact})}), report=report)
    assert list(report) == []


OUTSIDE = {"directoryName": "../other"}
ITSELF = {"directoryName": "."}
HOSTILE: list[tuple[Any, str]] = [
    (manifest({"One": stack("../one.json")}), "not inside the assembly"),
    (manifest({"One": stack("/etc/hostname")}), "not inside the assembly"),
    (manifest({"S": {"type": "cdk:cloud-assembly", "properties": OUTSIDE}}), "not inside"),
    (manifest({"S": {"type": "cdk:cloud-assembly", "properties": ITSELF}}), "not inside"),
    (manifest([1]), "a mapping is expected"),  # type: ignore[arg-type]  # that is the point
    (manifest({"One": 1}), "a mapping is expected"),
    (manifest({"One": {"type": "aws:cloudformation:stack", "properties": "a"}}), "a mapping"),
    (manifest({"One": stack("missing.json")}), "No such file"),
]


NESTING = {
    "manifest.json": manifest(
        {
            "One.assets": {"type": "cdk:asset-manifest", "properties": {"file": "assets.json"}},
            "One": stack("one.json", dependencies=["One.assets"]),
        }
    ),
    "assets.json": {
        "files": {"abc": {"source": {"path": "OneInner0123ABCD.nested.template.json"}}}
    },
    "OneInner0123ABCD.nested.template.json": {
        "Parameters": {"Given": {"Type": "String"}},
        **template(Within={**TOPIC, "Properties": {"DisplayName": {"Ref": "Given"}}}),
    },
}


def nesting(**properties: Any) -> Files:
    """An assembly whose stack nests another one."""
    inner = {"Parameters": {"Given": "a"}, "TemplateURL": {"Fn::Sub": "https://b/abc.json"}}
    nested = {"Type": "AWS::CloudFormation::Stack", "Properties": {**inner, **properties}}
    return {**NESTING, "one.json": template(Inner=nested)}


def test_a_nested_stack_becomes_a_component(write: Write) -> None:
    report = Report()
    files = converter.migrate(write(nesting()), report=report)
    assert "class OneInner(pulumi.ComponentResource)" in files["one_inner.py"]
    assert [each.code for each in report] == []


def test_a_nested_stack_that_cannot_be_a_component_stays_published(write: Write) -> None:
    report = Report()
    given = {"Fn::Transform": {"Name": "Given", "Parameters": {}}}
    files = converter.migrate(write(nesting(Parameters=given)), report=report)
    assert "https://b/abc.json" in files["__main__.py"]
    assert "one_inner.py" not in files
    assert "cdk-assets" in [each.code for each in report]


def test_faults_of_what_is_synthesized_have_no_lines(write: Write) -> None:
    broken = template(Topic={**TOPIC, "Unknown": 1})
    with pytest.raises(TemplateError) as caught:
        converter.read(write({**ONE, "one.json": broken}))
    error = caught.value
    assert (error.line, error.path) == (None, ("Resources", "Topic", "Unknown"))


@pytest.mark.parametrize(("broken", "said"), HOSTILE)
def test_broken_assemblies_are_refused(broken: Any, said: str, write: Write) -> None:
    folder = write({"cdk.out/manifest.json": broken, "one.json": template()}) / "cdk.out"
    with pytest.raises(SourceError) as caught:
        converter.read(folder)
    assert said in caught.value.message


def test_missing_look_ups_are_named(write: Write) -> None:
    missing = [{"key": "vpc-provider:account=1", "provider": "vpc-provider"}]
    files = {**ONE, "manifest.json": manifest({}, missing=missing)}
    with pytest.raises(SourceError, match=r"vpc-provider:account=1; run `cdk synth`"):
        converter.read(write(files))


PROGRAM = "import os, shutil; shutil.copytree('made', os.environ['CDK_OUTDIR'], dirs_exist_ok=True)"
COPY = f'{sys.executable} -c "{PROGRAM}"'
MADE = {f"made/{name}": content for name, content in ONE.items()}


def test_an_app_is_run_as_its_settings_say(write: Write) -> None:
    assert list(converter.read(write({**MADE, "cdk.json": {"app": COPY}})).resources) == ["Topic"]


def test_an_app_gets_the_context_of_both_files(write: Write) -> None:
    program = """
import json, os, shutil
context = json.loads(os.environ["CDK_CONTEXT_JSON"])
assert context == {"a": 1, "b": 2}, context
shutil.copytree("made", os.environ["CDK_OUTDIR"], dirs_exist_ok=True)
"""
    files = {
        **MADE,
        "cdk.json": {"app": f"{sys.executable} main.py", "context": {"a": 1, "b": 1}},
        "cdk.context.json": {"b": 2},
        "main.py": program,
    }
    assert list(converter.read(write(files)).resources) == ["Topic"]


def test_a_long_context_gets_to_the_app_in_a_file(write: Write) -> None:
    program = """
import json, os, shutil
with open(os.environ["CONTEXT_OVERFLOW_LOCATION_ENV"]) as file:
    assert len(json.load(file)["long"]) == 200000
assert os.environ["CDK_CONTEXT_JSON"] == "{}"
shutil.copytree("made", os.environ["CDK_OUTDIR"], dirs_exist_ok=True)
"""
    files = {
        **MADE,
        "cdk.json": {"app": f"{sys.executable} main.py"},
        "cdk.context.json": {"long": "a" * 200000},
        "main.py": program,
    }
    assert list(converter.read(write(files)).resources) == ["Topic"]


def test_an_app_may_be_a_python_file(write: Write) -> None:
    program = (
        "import os, shutil; shutil.copytree('made', os.environ['CDK_OUTDIR'], dirs_exist_ok=1)"
    )
    folder = write({**MADE, "app.py": program})
    assert list(converter.read(folder / "app.py").resources) == ["Topic"]


def test_an_app_in_typescript_is_its_folder(write: Write) -> None:
    with pytest.raises(SourceError, match=r"by its folder, the one with cdk\.json"):
        converter.read(write({"app.ts": "const a = 1;"}) / "app.ts")


FAILURES = [
    ({"cdk.json": {"app": "echo 'no such bucket' >&2; exit 3"}}, ProgramError, "no such bucket"),
    ({"cdk.json": {"app": "exit 3"}}, ProgramError, "status 3 and said nothing"),
    ({"cdk.json": {"app": "true"}}, ProgramError, "must call `app.synth"),
    ({"cdk.json": {}}, SourceError, '"app" is missing'),
    ({"cdk.json": "{"}, SourceError, "cannot be read"),
    ({"cdk.json": {"app": "sleep 60"}}, ProgramError, "did not end within 0.2 seconds"),
    ({"manifest.json": manifest({})}, SourceError, "the app has no stack"),
]


@pytest.mark.parametrize(("files", "error", "said"), FAILURES)
def test_failures_are_said(
    files: Files, error: type[ConversionError], said: str, write: Write, monkeypatch: Any
) -> None:
    commands = write({**files, "commands/node": ""}) / "commands"
    (commands / "node").chmod(0o755)
    monkeypatch.setenv("PATH", f"{commands}{os.pathsep}{os.environ['PATH']}")
    timeout = 0.2 if "sleep" in str(files) else 30
    with pytest.raises(error) as caught:
        cdk.open_app(write(files), timeout=timeout)
    assert said in caught.value.message


def test_a_missing_node_is_said(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(ProgramError, match=r"Node\.js is missing"):
        converter.read(write({"cdk.json": {"app": "exit 1"}}))


def test_constructs_that_live_in_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CDK_VALIDATION", "false")
    lib = pytest.importorskip("aws_cdk")
    sagemaker = pytest.importorskip("aws_cdk.aws_sagemaker")
    app = lib.App()
    stack = lib.Stack(app, "Live", analytics_reporting=False)
    image = lib.CfnParameter(stack, "Image")
    lib.CfnParameter(stack, "Unused")
    container = sagemaker.CfnModel.ContainerDefinitionProperty(image=image.value_as_string)
    model = sagemaker.CfnModel(stack, "Model", primary_container=container)
    lib.CfnWaitConditionHandle(stack, "Handle")
    part, whole = converter.read(model), converter.read(stack)
    assert (list(part.parameters), list(part.resources)) == (["Image"], ["Model"])
    assert (list(whole.parameters), list(whole.resources)) == (
        ["Image", "Unused"],
        ["Model", "Handle"],
    )
    assert converter.verify(converter.read(app, stack="Live"), whole) == []
    nested = lib.NestedStack(stack, "Nested")
    lib.CfnWaitConditionHandle(nested, "Inner")
    assert list(converter.read(nested).resources) == ["Inner"]
    assert "name: Live\n" in converter.migrate(stack)["Pulumi.yaml"]
    context = {"provider": "vpc-provider", "dummy_value": "v"}
    lib.CfnOutput(
        lib.Stack(app, "Looking", env=lib.Environment(account="1", region="r")), "Found", value="v"
    )
    lib.ContextProvider.get_value(app.node.find_child("Looking"), **context)
    with pytest.raises(SourceError, match="vpc-provider"):
        converter.read(stack)


@pytest.mark.parametrize("source", [(1, 2), 5, None, b"template.yaml", {}])
def test_what_is_neither_a_path_nor_a_construct_is_refused(source: object) -> None:
    with pytest.raises(TypeError, match=f"expected, this is a {type(source).__name__}"):
        converter.migrate(source)
