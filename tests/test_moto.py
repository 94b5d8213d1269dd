"""What a template deploys, its exported template deploys too: tried on moto's CloudFormation."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from . import cases

ROLE = "arn:aws:iam::123456789012:role/inference"
# moto knows neither models without a primary container nor maps with a key that is called Ref.
PARAMETERS: dict[str, dict[str, str]] = {
    "single-container": {},
    "multi-model": {"CacheModels": "Enabled"},
    "vpc-network-isolation": {"VpcId": "vpc-12345678", "SubnetIds": "subnet-1,subnet-2"},
    "private-docker-registry": {"CredentialsFunctionArn": "arn:aws:lambda:us-east-1:1:function:c"},
    "model-data-source": {"RoleArn": ROLE},
    "gated-model": {"AcceptEula": "true"},
    "private-hub": {},
    "mappings-and-strings": {"Framework": "sklearn"},
    "production-stack": {"Stage": "prod"},
}
MODEL = "AWS::SageMaker::Model"
TRANSIENT = ("CreationTime", "ResponseMetadata")
# What moto makes up differs from run to run: the ends of names, and IDs.
RANDOM = re.compile(r"(?<=-)(?:[A-Z0-9]{12}|[0-9a-f]{17})\b")


@pytest.fixture(autouse=True)
def _nothing_real(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.delenv("AWS_PROFILE", raising=False)


def deployed_models(template: Path, parameters: dict[str, str]) -> list[dict[str, Any]]:
    """Deploy a template and give what SageMaker says of each model in it, by logical ID."""
    with mock_aws():
        cloudformation = boto3.client("cloudformation", region_name="us-east-1")
        cloudformation.create_stack(
            StackName="stack",
            TemplateBody=template.read_text(encoding="utf-8"),
            Parameters=[
                {"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()
            ],
            Capabilities=["CAPABILITY_IAM"],
        )
        resources = cloudformation.describe_stack_resources(StackName="stack")["StackResources"]
        models = [each for each in resources if each.get("ResourceType") == MODEL]
        return [_described(each) for each in sorted(models, key=lambda r: r["LogicalResourceId"])]


def _described(resource: dict[str, str]) -> dict[str, Any]:
    name = resource["PhysicalResourceId"].rpartition("/")[2]
    model = boto3.client("sagemaker", region_name="us-east-1").describe_model(ModelName=name)
    kept = {key: value for key, value in model.items() if key not in TRANSIENT}
    text = json.dumps({"LogicalId": resource["LogicalResourceId"], **kept})
    described: dict[str, Any] = json.loads(RANDOM.sub("…", text))
    return described


@pytest.mark.parametrize("case", PARAMETERS)
def test_the_exported_template_deploys_the_same_models(case: str) -> None:
    original = deployed_models(cases.template(case), PARAMETERS[case])
    again = deployed_models(cases.exported(case), PARAMETERS[case])
    assert original != []
    assert again == original
