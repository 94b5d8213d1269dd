"""`cfn-flip` reads the templates, too, by code of its own: what both read has to mean the same."""

from __future__ import annotations

from pathlib import Path

import cfn_flip
import pytest
import yaml

import converter

from .. import cases

TEMPLATES = sorted((cases.ROOT / "fixtures").rglob("template.yaml"))
# Its parser takes no question mark inside braces, which CloudFormation's does.
REFUSED = {"parameters"}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.parent.name))
def test_both_read_the_same(path: Path, tmp_path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if path.parent.name in REFUSED:
        with pytest.raises(yaml.YAMLError):
            cfn_flip.load_yaml(text)
        return
    flipped = tmp_path / "template.json"
    flipped.write_text(cfn_flip.to_json(text), encoding="utf-8")
    assert converter.verify(converter.read(path), converter.read(flipped)) == []
