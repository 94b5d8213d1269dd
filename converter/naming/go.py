"""How Pulumi's Go SDK spells what the schema has.

All of a module stands in one package, so what its resources and types are called must not clash:
`renames` are the names that get something behind them for that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from . import enum_member_name, lower_first, upper_first, without_leading_digit

ROOT = "github.com/pulumi/pulumi-aws-native/sdk/go/aws"

# Methods of Pulumi's Go resources and inputs (`isReservedResourceField` of its generator)
_METHODS = frozenset({"ID", "URN", "GetProvider", "ElementType"})


def module(module: str) -> str:
    """Give the path of a Pulumi module's package: `…/aws/sagemaker`; `index` is the root's."""
    return ROOT if module == "index" else f"{ROOT}/{module}"


def package(module: str) -> str:
    """Give the name of a Pulumi module's package: `sagemaker`; the root's is `aws`."""
    return "aws" if module == "index" else module


@lru_cache(maxsize=4096)
def property_name(wire: str) -> str:
    """Spell a property as the field of a struct: `ModelDataUrl`."""
    name = upper_first(wire)
    return name + "_" if name in _METHODS else name


def enum_member(value: str, enum: str) -> str:
    """Give the constant of an enum's value: `ModelContainerDefinitionModeMultiModel`."""
    return enum + without_leading_digit(enum_member_name(value), "_")


def renames(
    resources: Iterable[str], types: Iterable[tuple[str, bool]]
) -> Iterator[tuple[str, str]]:
    """Give what a module's package calls otherwise than the schema, each with its name there.

    Args:
        resources: the classes of the module's resources, sorted.
        types: its nested types and enums, sorted; whether each is an enum.
    """
    taken: set[str] = set()
    for name in resources:
        chosen = _free(name, ("", "Resource", "Res"), _of_resource, taken)
        if chosen != name:
            yield name, chosen
    for name, is_enum in types:
        chosen = _free(name, ("", "Enum") if is_enum else ("", "Type", "Typ"), _of_type, taken)
        if chosen != name:
            yield name, chosen


def _free(
    name: str, suffixes: tuple[str, ...], declared: Callable[[str], list[str]], taken: set[str]
) -> str:
    """Give the first name of which nothing declared is taken, and take all of it."""
    for suffix in suffixes:
        if taken.isdisjoint(names := declared(name + suffix)):
            taken.update(names)
            return name + suffix
    raise ValueError(f"Go has no name left for {name}")


def _of_resource(name: str) -> list[str]:
    plain = [name, f"{name}Input", f"{name}Output", f"{name}Args", f"New{name}", f"{name}State"]
    return [*plain, f"{lower_first(name)}Args", f"{lower_first(name)}State", f"Get{name}"]


def _of_type(name: str) -> list[str]:
    return [name, f"{name}Input", f"{name}Output"]
