"""What Pulumi YAML cannot say is refused."""

from __future__ import annotations

import pytest

import converter
from converter.cloudformation import Output, Parameter, Resource, Stack
from converter.errors import UnsupportedError
from converter.intrinsics import Equals, FindInMap, If, Ref, Select, Value

EXACT, INEXACT = 2**53, 2**53 + 1


@pytest.mark.parametrize("default", ["a", "1"])
def test_a_whole_number_that_is_no_double_is_not_compared_with_what_is_read_as_one(
    default: str,
) -> None:
    made = Stack(
        parameters={"Size": Parameter(attributes={"Default": default})},
        conditions={"Exact": Equals(Ref("Size"), EXACT), "Inexact": Equals(Ref("Size"), INEXACT)},
        resources={"Topic": Resource(type="AWS::SNS::Topic")},
        outputs={"Out": Output(value="a", condition="Inexact")},
    )
    program = converter.to_pulumi(made, name="numbers")
    with pytest.raises(UnsupportedError, match=str(INEXACT)) as refused:
        converter.write(program, "pulumi-yaml")
    assert refused.value.path == ("conditions", "Inexact")
    del program.conditions["Inexact"], program.exports["Out"]
    assert converter.write(program, "pulumi-yaml")


def test_a_name_that_is_pulumis_own_is_refused_for_a_config_value() -> None:
    made = Stack(
        parameters={"pulumi": Parameter()},
        resources={"Topic": Resource(type="AWS::SNS::Topic")},
    )
    program = converter.to_pulumi(made, name="own")
    with pytest.raises(UnsupportedError, match="no config value named pulumi") as refused:
        converter.write(program, "pulumi-yaml")
    assert refused.value.path == ("config", "pulumi")


def test_an_item_that_a_list_lacks_is_not_asked_for_beside_a_choice() -> None:
    made = Stack(
        parameters={"Stage": Parameter()},
        mappings={"Zones": {"dev": {"Names": ["a"]}, "prod": {"Names": ["a", "b"]}}},
        conditions={"IsProd": Equals(Ref("Stage"), "prod")},
        resources={"Topic": Resource(type="AWS::SNS::Topic")},
        outputs={"Out": Output(value=If("IsProd", second(Ref("Stage")), "none"))},
    )
    program = converter.to_pulumi(made, name="items")
    with pytest.raises(UnsupportedError, match="item 2 of each list of Zones") as refused:
        converter.write(program, "pulumi-yaml")
    assert refused.value.path[:2] == ("exports", "Out")
    made.outputs["Out"] = Output(value=If("IsProd", second("prod"), "none"))
    assert converter.write(converter.to_pulumi(made, name="items"), "pulumi-yaml")


def second(stage: Value) -> Value:
    """The second zone of a stage."""
    return Select(1, FindInMap("Zones", stage, "Names"))
