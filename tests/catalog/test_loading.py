"""What loading costs: which modules are imported, which files are read, how much is shipped."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path

import pytest

from converter import catalog
from converter.catalog import loading

CATALOG = Path(catalog.__file__).parent
MEGABYTE = 2**20


def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing have been loaded yet, for this test alone."""
    monkeypatch.setattr(loading, "service", cache(loading.service.__wrapped__))
    anew = cache(loading.resource_type.__wrapped__)
    for module in (loading, catalog):
        monkeypatch.setattr(module, "resource_type", anew)


def test_importing_it_imports_no_package_that_it_is_built_from() -> None:
    code = "import sys, converter.catalog; print(*sys.modules)"
    imported = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout.split()
    assert not {"pulumi", "pulumi_aws_native", "aws_cdk", "cfnlint", "difflib"} & set(imported)
    assert not [name for name in imported if name.startswith("converter.catalog.sources")]


def test_only_the_file_of_the_service_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    original = loading.read_text

    def read_text(folder: str, file: str) -> str:
        read.append(file)
        return original(folder, file)

    monkeypatch.setattr(loading, "read_text", read_text)
    forget(monkeypatch)
    found = catalog.resource_type("AWS::SageMaker::Model")
    assert found is not None
    assert found.object_types["ContainerDefinition"].properties
    assert catalog.by_token("aws-native:sagemaker:Endpoint")
    assert read == ["sagemaker.json"]


def test_only_the_lines_asked_for_are_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    original = loading.Service.line

    def line(service: loading.Service, key: str) -> object:
        parsed.append(key)
        return original(service, key)

    monkeypatch.setattr(loading.Service, "line", line)
    forget(monkeypatch)
    found = catalog.resource_type("AWS::SageMaker::Model")
    assert found is not None
    assert "VpcConfig" in found.object_types
    assert parsed == ["AWS::SageMaker::Model"]
    assert found.object_types["VpcConfig"].properties
    assert parsed == ["AWS::SageMaker::Model", "AWS::SageMaker::Model.VpcConfig"]


def test_it_is_small_in_a_wheel() -> None:
    wheel = io.BytesIO()
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in CATALOG.rglob("*.json"):
            archive.write(path)
    assert len(wheel.getvalue()) <= 2 * MEGABYTE


def test_every_file_ends_with_a_line_and_has_one_entry_per_line() -> None:
    for path in (CATALOG / "data").iterdir():
        lines = path.read_text(encoding="utf-8").split("\n")
        assert (lines[0], lines[-2:]) == ("{", ["}", ""]), path.name
        assert all(line.startswith('"') for line in lines[1:-2]), path.name
