"""Names of variables: of the words of a name, in a language's case, each given once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

# How a word may begin: EICprefix is EIC and prefix, but VPCEndpoint is VPC and Endpoint
_BEGINNING = (
    r"(?:(?:Cdk|Cfn|Dlq|Dns|Http|Jwt|Kms|Mfa|Nlb|Rds|Sns|Sqs|Ssl|Ssm|Tls|Vpc|Vpn|Xml)"
    r"|[AEIOU][a-z]|[A-Z](?:[aeiouy]|(?<=[BCFGKPS])l|(?<=[BCDFGKPTW])r|(?<=[CGPRSTW])h"
    r"|(?<=S)[cknmpqtvw]|(?<=[DKST])w|(?<=[GK])n|(?<=P)s))"
)
_WORDS = re.compile(
    r"OAuth[0-9]*|[A-Z]+v[0-9]+"
    r"|(?!(?:GU|UU|RF|SS)ID)[A-Z]{2,}(?=(?:ID|ARN|URL|URI)s?(?![A-Za-z]))|[A-Z]{2,}s(?![a-z])"
    rf"|[A-Z]+(?={_BEGINNING})"
    r"|[A-Z]+[0-9]+[a-z]*|[A-Z]{2,}(?=[a-z])|[A-Z]?[a-z][a-z0-9]*|[A-Z]+|[0-9]+[a-z]*|[^\W_]+"
)
_CDK_HASH = re.compile(r"(?<=[A-Za-z0-9])(?=[A-F]*[0-9])[0-9A-F]{8}$")


def snake_case(name: str) -> str:
    """``AZ1SubnetIDs`` → ``az1_subnet_ids``; a name that no variable can have
    gets an underscore in front. What is in snake_case stays as it is.
    """
    words = [word.lower() for word in _WORDS.findall(name)]
    spelled = "_".join(words) or "unnamed"
    return spelled if spelled.isidentifier() and spelled.isascii() else _legal(spelled)


def camel_case(name: str) -> str:
    """``VPCId`` → ``vpcId``."""
    return camel(snake_case(name))


def camel(name: str) -> str:
    """``vpc_id`` → ``vpcId``."""
    spelled = name
    if "_" in name:
        first, *rest = name.strip("_").split("_")
        spelled = first + "".join([word[:1].upper() + word[1:] for word in rest])
    return spelled if spelled.isascii() and spelled.isidentifier() else f"_{spelled}"


def upper_camel_case(name: str) -> str:
    """``VPCId`` → ``VpcId``; a name that begins with no letter gets an ``X`` in front."""
    spelled = camel_case(name).lstrip("_")
    spelled = spelled[:1].upper() + spelled[1:]
    return spelled if spelled[:1].isalpha() else f"X{spelled}"


def _legal(name: str) -> str:
    kept = "_".join(re.findall(r"[a-z0-9]+", name)) or "unnamed"
    return kept if kept[:1].isalpha() else f"_{kept}"


class Names:
    """Gives each thing of a program a name of its own.

    Args:
        taken: names that are not free.
        spell: gives a name in the language's case, of one in snake_case.
        spell_constant: gives a constant's name in that of its constants.
    """

    def __init__(
        self,
        taken: Iterable[str],
        spell: Callable[[str], str] = str,
        spell_constant: Callable[[str], str] = str.upper,
    ) -> None:
        self._taken = set(taken)
        self._spell = spell
        self._spell_constant = spell_constant

    def give(self, name: str, kind: str, *, constant: bool = False) -> str:
        """A free name for ``name``, without the hash that the CDK puts behind a logical ID.

        Args:
            name: what it is called in the program.
            kind: a word that is put behind it where the plain name is taken.
            constant: whether it is a constant's.
        """
        for candidate in self._candidates(snake_case(_CDK_HASH.sub("", name)), kind):
            spelled = (self._spell_constant if constant else self._spell)(candidate)
            if spelled not in self._taken:
                self._taken.add(spelled)
                return spelled
        raise AssertionError("the candidates never end")

    @staticmethod
    def _candidates(plain: str, kind: str) -> Iterable[str]:
        yield plain
        yield f"{plain}_{kind}"
        number = 2
        while True:
            yield f"{plain}_{number}"
            number += 1
