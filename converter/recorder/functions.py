"""The provider functions whose results CloudFormation can say too."""

from __future__ import annotations

Result = tuple[str, str, str]
"""Function, result, and the kind of the value."""

_PACKAGE = "aws-native:index:"
_REGION: Result = (f"{_PACKAGE}getRegion", "region", "string")
_ACCOUNT: Result = (f"{_PACKAGE}getAccountId", "accountId", "string")
_PARTITION: Result = (f"{_PACKAGE}getPartition", "partition", "string")
_SUFFIX: Result = (f"{_PACKAGE}getUrlSuffix", "urlSuffix", "string")

FUNCTIONS: dict[str, dict[str, Result]] = {
    f"{_PACKAGE}getRegion": {"region": _REGION},
    f"{_PACKAGE}getAccountId": {"accountId": _ACCOUNT},
    f"{_PACKAGE}getPartition": {"partition": _PARTITION},
    f"{_PACKAGE}getUrlSuffix": {"urlSuffix": _SUFFIX},
    f"{_PACKAGE}getAzs": {"azs": (f"{_PACKAGE}getAzs", "azs", "list")},
    f"{_PACKAGE}cidr": {"subnets": (f"{_PACKAGE}cidr", "subnets", "list")},
    f"{_PACKAGE}importValue": {"value": (f"{_PACKAGE}importValue", "value", "string")},
    f"{_PACKAGE}getSsmParameterString": {
        "value": (f"{_PACKAGE}getSsmParameterString", "value", "string")
    },
    f"{_PACKAGE}getSsmParameterList": {
        "value": (f"{_PACKAGE}getSsmParameterList", "value", "list")
    },
    # The same facts as the classic provider tells them.
    "aws:index/getRegion:getRegion": {"name": _REGION, "region": _REGION, "id": _REGION},
    "aws:index/getCallerIdentity:getCallerIdentity": {"accountId": _ACCOUNT, "id": _ACCOUNT},
    "aws:index/getPartition:getPartition": {
        "partition": _PARTITION,
        "id": _PARTITION,
        "dnsSuffix": _SUFFIX,
    },
}
REGION_KEYS = ("aws-native:region", "aws:region")
