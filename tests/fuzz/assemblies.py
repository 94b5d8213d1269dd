"""Cloud assemblies of CDK apps, and the context that an app is given."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

from .commands import OUTPUT, Command

_TOPIC = {
    "Type": "AWS::SNS::Topic",
    "Properties": {"TopicName": "t"},
    "Metadata": {"aws:cdk:path": "App/One/Topic/Resource"},
}
_READER = {
    "Type": "AWS::SNS::Topic",
    "Properties": {"DisplayName": {"Fn::ImportValue": "one:Arn"}},
}
_INNER = {
    "Type": "AWS::CloudFormation::Stack",
    "Properties": {
        "TemplateURL": {"Fn::Sub": "https://s3.${AWS::URLSuffix}/cdk-${AWS::Region}/abc.json"},
        "Parameters": {"Topic": {"Ref": "Topic"}},
    },
}
_BOOTSTRAP = {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/cdk-bootstrap/x/version"}


def _stack(file: str, **more: Any) -> dict[str, Any]:
    properties = {"templateFile": file, **more.pop("properties", {})}
    return {"type": "aws:cloudformation:stack", "properties": properties, **more}


_MANIFEST = {
    "version": "48.0.0",
    "artifacts": {
        "Tree": {"type": "cdk:tree", "properties": {"file": "tree.json"}},
        "One.assets": {
            "type": "cdk:asset-manifest",
            "properties": {"file": "One.assets.json", "requiresBootstrapStackVersion": 6},
        },
        "One": _stack(
            "One.template.json",
            displayName="App/One",
            environment="aws://123456789012/eu-west-1",
            dependencies=["One.assets"],
            additionalMetadataFile="One.metadata.json",
            metadata={"/App/One": [{"type": "aws:cdk:warning", "data": "is deprecated"}]},
            properties={
                "stackName": "one",
                "tags": {"team": "a"},
                "parameters": {"Size": "2"},
                "notificationArns": ["arn:aws:sns:eu-west-1:1:t"],
                "terminationProtection": True,
            },
        ),
        "Two": _stack("Two.template.json", dependencies=["One"]),
        "Stage": {
            "type": "cdk:cloud-assembly",
            "properties": {"directoryName": "assembly-Stage", "displayName": "App/Stage"},
        },
    },
    "missing": [],
    "runtime": {"libraries": {"aws-cdk-lib": "2.275.0"}},
}
_ASSETS = {
    "version": "48.0.0",
    "files": {
        "abc": {
            "displayName": "One/Inner Template",
            "source": {"path": "OneInner8B0F6A11.nested.template.json", "packaging": "file"},
            "destinations": {"current": {"bucketName": "b", "objectKey": "abc.json"}},
        },
        "def": {"source": {"path": "asset.def", "packaging": "zip"}},
    },
    "dockerImages": {"123": {"source": {"directory": "asset.123"}}},
}
_TREE = {
    "version": "tree-0.1",
    "tree": {"id": "App", "path": "", "children": {"One": {"id": "One", "path": "One"}}},
}
_ONE = {
    "Parameters": {"BootstrapVersion": _BOOTSTRAP, "Size": {"Type": "Number", "Default": 1}},
    "Resources": {
        "Topic": _TOPIC,
        "Inner": _INNER,
        "CDKMetadata": {
            "Type": "AWS::CDK::Metadata",
            "Properties": {"Analytics": "v2:deflate64:x"},
            "Condition": "CDKMetadataAvailable",
        },
    },
    "Conditions": {"CDKMetadataAvailable": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}},
    "Outputs": {"Arn": {"Value": {"Ref": "Topic"}, "Export": {"Name": "one:Arn"}}},
    "Rules": {"CheckBootstrapVersion": {"Assertions": []}},
}
_NESTED = {
    "Parameters": {"Topic": {"Type": "String"}},
    "Resources": {"Queue": {"Type": "AWS::SQS::Queue"}},
    "Outputs": {"Queue": {"Value": {"Ref": "Queue"}}},
}
_ASSEMBLY = {
    "manifest.json": _MANIFEST,
    "tree.json": _TREE,
    "One.assets.json": _ASSETS,
    "One.metadata.json": {"/App/One/Topic": [{"type": "aws:cdk:info", "data": "made"}]},
    "One.template.json": _ONE,
    "OneInner8B0F6A11.nested.template.json": _NESTED,
    "Two.template.json": {"Resources": {"Reader": _READER}},
    "assembly-Stage/manifest.json": {
        "version": "48.0.0",
        "artifacts": {"Three": _stack("Three.template.json")},
    },
    "assembly-Stage/Three.template.json": {"Resources": {"Topic": _TOPIC}},
}
# An app that looks nothing up, made of what every system has.
_APP = {
    "app": 'cp -R ../assembly/. "$CDK_OUTDIR"',
    "context": {"name": "a", "@aws-cdk/core:newStyleStackSynthesis": True},
}
_CONTEXT = {"availability-zones:account=1:region=eu-west-1": ["eu-west-1a"], "acknowledged": [1]}


@cache
def assemblies() -> Sequence[Command]:
    """An assembly, and an app."""
    migrate = ("cfn2pulumi", "migrate")
    output = ("-o", OUTPUT)
    files = {f"cdk.out/{name}": _data(it) for name, it in _ASSEMBLY.items()}
    manifests = [name for name in files if not name.endswith((".template.json", "tree.json"))]
    app = {f"assembly/{name}": _data(it) for name, it in _ASSEMBLY.items()}
    app |= {"app/cdk.json": _data(_APP), "app/cdk.context.json": _data(_CONTEXT)}
    return [
        *[Command((*migrate, "cdk.out", *output), files, [*manifests, *files])] * 4,
        Command((*migrate, "cdk.out", *output, "--stack", "App/One/Inner"), files, manifests),
        Command((*migrate, "app", *output, "-c", "name=b"), app, ["app/cdk.context.json"]),
    ]


def _data(tree: Any) -> bytes:
    return json.dumps(tree, indent=1).encode()
