"""What a program finds where it runs."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Mapping
from itertools import islice
from typing import Any

from ..records import dataclass
from .values import UNKNOWN


def _nothing(function: str, arguments: Mapping[str, Any]) -> Any:
    return UNKNOWN


def _no_output(stack: str, output: str) -> Any:
    return UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """What a program finds where it runs.

    Args:
        stack: the name of the Pulumi stack.
        organization: the name of the organization that it belongs to.
        region, account, partition, url_suffix: where it is deployed; UNKNOWN where that is not
            known.
        function: gives the result of any other function of the provider, by its name
            (``getAzs``) and arguments; UNKNOWN where it has none.
        stack_output: gives an output of another Pulumi stack, by that stack's full name and the
            output's.
    """

    stack: str = "dev"
    organization: str = "organization"
    region: Any = UNKNOWN
    account: Any = UNKNOWN
    partition: Any = UNKNOWN
    url_suffix: Any = UNKNOWN
    function: Callable[[str, Mapping[str, Any]], Any] = _nothing
    stack_output: Callable[[str, str], Any] = _no_output

    def result(self, function: str, arguments: Mapping[str, Any]) -> Any:
        """The result of a function of the provider."""
        known = {
            "getRegion": self.region,
            "getAccountId": self.account,
            "getPartition": self.partition,
            "getUrlSuffix": self.url_suffix,
        }
        if function in known:
            return known[function]
        found = self.function(function, arguments)
        if found is UNKNOWN and function == "cidr":
            return subnets(**arguments)
        return found


def subnets(
    ipBlock: str,  # noqa: N803 - the function's own names
    count: int,
    cidrBits: int | None = None,  # noqa: N803
) -> list[str]:
    """The subnets that ``Fn::Cidr`` gives: the first ones of a size, one after the other.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-cidr.html
    """
    block = ipaddress.ip_network(ipBlock, strict=False)
    bits = 8 if cidrBits is None else int(cidrBits)
    found = block.subnets(new_prefix=block.max_prefixlen - bits)
    return [str(each) for each in islice(found, int(count))]
