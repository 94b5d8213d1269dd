"""`CreationPolicy` and `UpdatePolicy`, for which the CDK has interfaces of its own.

Rules: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html
"""

from __future__ import annotations

from ...catalog.types import Type
from ...intrinsics import Intrinsic, Value
from ...naming import lower_first
from .functions import Functions
from .nodes import Expression, Struct
from .values import BOOLEAN, NUMBER, STRING, STRINGS, UnsayableError, Values

_INTERFACES: dict[str, dict[str, Type | str]] = {
    "CfnCreationPolicy": {
        "AutoScalingCreationPolicy": "CfnResourceAutoScalingCreationPolicy",
        "ResourceSignal": "CfnResourceSignal",
        "StartFleet": BOOLEAN,
    },
    "CfnResourceAutoScalingCreationPolicy": {"MinSuccessfulInstancesPercent": NUMBER},
    "CfnResourceSignal": {"Count": NUMBER, "Timeout": STRING},
    "CfnUpdatePolicy": {
        "AutoScalingReplacingUpdate": "CfnAutoScalingReplacingUpdate",
        "AutoScalingRollingUpdate": "CfnAutoScalingRollingUpdate",
        "AutoScalingScheduledAction": "CfnAutoScalingScheduledAction",
        "CodeDeployLambdaAliasUpdate": "CfnCodeDeployLambdaAliasUpdate",
        "EnableVersionUpgrade": BOOLEAN,
        "UseOnlineResharding": BOOLEAN,
    },
    "CfnAutoScalingReplacingUpdate": {"WillReplace": BOOLEAN},
    "CfnAutoScalingRollingUpdate": {
        "MaxBatchSize": NUMBER,
        "MinInstancesInService": NUMBER,
        "MinSuccessfulInstancesPercent": NUMBER,
        "PauseTime": STRING,
        "SuspendProcesses": STRINGS,
        "WaitOnResourceSignals": BOOLEAN,
    },
    "CfnAutoScalingScheduledAction": {"IgnoreUnmodifiedGroupSizeProperties": BOOLEAN},
    "CfnCodeDeployLambdaAliasUpdate": {
        "AfterAllowTrafficHook": STRING,
        "ApplicationName": STRING,
        "BeforeAllowTrafficHook": STRING,
        "DeploymentGroupName": STRING,
    },
}


def policy(name: str, value: dict[str, Value], functions: Functions) -> Expression | None:
    """Say a policy; None where the CDK's interface does not take all of it.

    Args:
        name: `CreationPolicy` or `UpdatePolicy`.
        value: what the template says.
        functions: says its functions.
    """
    try:
        return _struct(f"Cfn{name}", value, Values(functions.at))
    except UnsayableError:
        return None


def _struct(name: str, value: Value, values: Values) -> Struct:
    if not isinstance(value, dict):
        raise UnsayableError
    properties = [
        (lower_first(key), _property(_INTERFACES[name].get(key), item, values))
        for key, item in value.items()
    ]
    return Struct("", name, properties)


def _property(type: Type | str | None, value: Value, values: Values) -> Expression:
    if isinstance(type, str):
        return _struct(type, value, values)
    if type is None or (type == BOOLEAN and isinstance(value, Intrinsic)):
        raise UnsayableError
    return values.say(value, type)
