"""Values that are as deep as the deepest template, in every language."""

from __future__ import annotations

from functools import reduce
from typing import Any

import pytest

from converter import cloudformation, to_pulumi
from converter.writers.languages import LANGUAGES, write

DEPTH = 180


def _inside(value: Any, _: int) -> Any:
    return {"inside": value, "beside": [value] if isinstance(value, str) else "text"}


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_a_document_of_many_levels_is_written_with_all_of_them(language: str) -> None:
    document: Any = reduce(_inside, range(DEPTH), "deepest")
    role = cloudformation.Resource(
        type="AWS::IAM::Role", properties={"AssumeRolePolicyDocument": document}
    )
    program = to_pulumi(cloudformation.Stack(resources={"Role": role}))
    said = "".join(write(program, language).values())
    assert said.count("inside") == DEPTH
    assert said.count("deepest") == 2
