"""Whether a template is the one that a stack was deployed from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .. import catalog
from ..cloudformation import Stack
from ..errors import UsageError
from ..evaluation import Evaluation
from .deployed import HIDDEN, Deployed
from .places import Places
from .staying import Staying


def check_parameters(stack: Stack, deployed: Deployed, said: Mapping[str, str]) -> None:
    """Refuse a stack that has other parameters and outputs than its template.

    Args:
        stack: the template.
        deployed: the stack.
        said: the values of parameters that were said.

    Raises:
        UsageError: it has, one of those that were said is none of them, or a value is another one
            than the stack's.
    """
    for name in deployed.parameters:
        if name not in stack.parameters:
            raise UsageError(
                f"the stack {deployed.name} has a parameter {name} that the template lacks: is it "
                "another stack?"
            )
    for name in deployed.outputs:
        if name not in stack.outputs:
            raise UsageError(
                f"the stack {deployed.name} has an output {name} that the template lacks: is it "
                "another stack?"
            )
    for name, parameter in stack.parameters.items():
        if name not in deployed.parameters and parameter.default is None:
            raise UsageError(
                f"the template has a parameter {name} that the stack {deployed.name} lacks: is it "
                "another stack?"
            )
    for name in said:
        if name not in stack.parameters:
            meant = catalog.near(name, stack.parameters)
            hint = f"; did you mean {meant}?" if meant else ""
            raise UsageError(f"the template has no parameter {name!r}{hint}")
    for name, value in deployed.parameters.items():
        if not stack.parameters[name].no_echo:
            _check_shown(name, value, deployed, said.get(name, value))


def _check_shown(name: str, value: str, deployed: Deployed, said: str) -> None:
    """Refuse a parameter without ``NoEcho`` that the stack hides, or that was said to be another
    value than the one that the stack was deployed with.
    """
    if value == HIDDEN:
        raise UsageError(
            f"the stack {deployed.name} hides its parameter {name}, which has no NoEcho in the "
            "template: is it another stack?"
        )
    if said != value:
        raise UsageError(
            f"the stack {deployed.name} was deployed with {value!r} for {name}: the values of "
            "secrets are said, and no others"
        )


def fits(stack: Stack, described: Mapping[str, Any]) -> bool:
    """Whether a stack, as ``describe-stacks`` prints it, has the parameters and outputs of a
    template, as far as their names tell.
    """
    given = {each.get("ParameterKey") for each in described.get("Parameters") or ()}
    told = {each.get("OutputKey") for each in described.get("Outputs") or ()}
    asked = {name for name, it in stack.parameters.items() if it.default is None}
    return asked <= given <= {*stack.parameters} and told <= {*stack.outputs}


def check_names(names: Iterable[str], evaluation: Evaluation, places: Places) -> None:
    """Refuse the names of what is no resource.

    Raises:
        UsageError: there is such a name.
    """
    for name in names:
        if name not in evaluation and name not in places.all:
            meant = catalog.near(name, places.all)
            hint = f"; did you mean {meant}?" if meant else ""
            raise UsageError(f"the template has no resource {name!r}{hint}")


def check_rows(
    evaluation: Evaluation, places: Places, staying: Mapping[str, Mapping[str, Staying]]
) -> None:
    """Refuse a stack that does not list the resources that its template has.

    Args:
        evaluation: the program, which has the resources that exist.
        places: where they stand.
        staying: what stays in CloudFormation, by template and logical ID.

    Raises:
        UsageError: it does not.
    """
    _check_listed(places.deployed, "", evaluation, places, staying)
    for name, registration in evaluation.registrations.items():
        if registration.component:
            _check_component(name, places)
        elif name in places.all and places.row(name) is None:
            raise UsageError(
                f"the template has {name}, which the stack {places.deployed.name} does not list"
            )


def _check_component(name: str, places: Places) -> None:
    place = places.all[name]
    if place.own not in place.deployed.nested:
        raise UsageError(
            f"the resources of the nested stack {name} are not there: give --resources "
            f"{name.replace('-', '.')}=FILE, and --stack FILE of it"
        )


def _check_listed(
    deployed: Deployed,
    prefix: str,
    evaluation: Evaluation,
    places: Places,
    staying: Mapping[str, Mapping[str, Staying]],
) -> None:
    for own, row in deployed.rows.items():
        name = f"{prefix}{own}"
        place = places.all.get(name)
        if place is None:
            if places.is_in_module(prefix, own):
                continue
            raise UsageError(
                f"the stack {deployed.name} has {own} ({row.type}), which the template lacks"
            )
        resource = place.stack.resources[own]
        if resource.type != row.type:
            words = f"{name} is a {resource.type} in the template, in the stack a {row.type}"
            raise UsageError(words)
        if name not in evaluation and not any(own in each for each in staying.values()):
            raise UsageError(
                f"the stack lists {name}, though {resource.condition} does not hold for its "
                "parameters"
            )
        inner = deployed.nested.get(own)
        if inner is not None and name in evaluation and evaluation.registration(name).component:
            _check_listed(inner, f"{name}-", evaluation, places, staying)
