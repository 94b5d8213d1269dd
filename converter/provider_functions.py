"""The provider functions whose results CloudFormation can say too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Result = tuple[str, str, str]
"""Function, result, and the kind of the value."""

_PACKAGE = "aws-native:index:"
_REGION: Result = ("getRegion", "region", "string")
_ACCOUNT: Result = ("getAccountId", "accountId", "string")
_PARTITION: Result = ("getPartition", "partition", "string")
_SUFFIX: Result = ("getUrlSuffix", "urlSuffix", "string")

FUNCTIONS: dict[str, dict[str, Result]] = {
    f"{_PACKAGE}getRegion": {"region": _REGION},
    f"{_PACKAGE}getAccountId": {"accountId": _ACCOUNT},
    f"{_PACKAGE}getPartition": {"partition": _PARTITION},
    f"{_PACKAGE}getUrlSuffix": {"urlSuffix": _SUFFIX},
    f"{_PACKAGE}getAzs": {"azs": ("getAzs", "azs", "list")},
    f"{_PACKAGE}cidr": {"subnets": ("cidr", "subnets", "list")},
    f"{_PACKAGE}importValue": {"value": ("importValue", "value", "string")},
    f"{_PACKAGE}getSsmParameterString": {"value": ("getSsmParameterString", "value", "string")},
    f"{_PACKAGE}getSsmParameterList": {"value": ("getSsmParameterList", "value", "list")},
    # The same facts as the classic provider tells them.
    "aws:index/getRegion:getRegion": {"name": _REGION, "region": _REGION, "id": _REGION},
    "aws:index/getCallerIdentity:getCallerIdentity": {"accountId": _ACCOUNT, "id": _ACCOUNT},
    "aws:index/getPartition:getPartition": {
        "partition": _PARTITION,
        "id": _PARTITION,
        "dnsSuffix": _SUFFIX,
    },
}
UNTOLD = {
    "aws:index/getRegion:getRegion": ("description", "endpoint"),
    "aws:index/getCallerIdentity:getCallerIdentity": ("arn", "userId"),
    "aws:index/getPartition:getPartition": ("reverseDnsPrefix",),
}
"""What they tell, too, and CloudFormation does not."""
PROVIDERS = ("aws-native", "aws", "pulumi")
"""The namespaces whose config is not the program's."""
REGION_KEYS = ("aws-native:region", "aws:region")


def partition(region: str) -> dict[str, str]:
    """Give the partition of a region, and its domain."""
    if region.startswith("cn-"):
        return {"partition": "aws-cn", "urlSuffix": "amazonaws.com.cn"}
    return {
        "partition": "aws-us-gov" if region.startswith("us-gov-") else "aws",
        "urlSuffix": "amazonaws.com",
    }


def known_results(values: Mapping[str, str], keys: Iterable[str] = REGION_KEYS) -> dict[str, str]:
    """Give the results of provider functions that config tells: its region, and what follows.

    Args:
        values: key → text.
        keys: those of the region that count.
    """
    region = next((values[key] for key in keys if key in values), None)
    return {} if region is None else {"region": region, **partition(region)}
