"""Apps in TypeScript: they compile, Prettier leaves them as they are, and they synthesize to the
same template.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from .. import node
from . import apps

FILES = ["apps/*/bin/*.ts", "apps/*/lib/*.ts"]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all apps inside `apps`, and the packages."""
    folder = tmp_path_factory.mktemp("typescript")
    (folder / "node_modules").symlink_to(node.modules())
    apps.write(folder / "apps", "cdk-typescript")
    return folder


@pytest.fixture(scope="module")
def synthesized(workspace: Path) -> Path:
    """The folder of all apps, which have been run."""
    runner = shutil.copy(Path(__file__).with_name("run_apps.cjs"), workspace)
    command = ["node", "--import", "tsx", runner, "apps"]
    subprocess.run(command, cwd=workspace, capture_output=True, check=True)
    return workspace / "apps"


@pytest.mark.parametrize("name", apps.stacks())
def test_an_app_synthesizes_to_its_template(name: str, synthesized: Path) -> None:
    assert apps.error(name, synthesized) is None
    assert apps.differences(name, synthesized) == []


def test_the_apps_compile(workspace: Path) -> None:
    settings = json.loads((workspace / "apps" / "single-container" / "tsconfig.json").read_text())
    (workspace / "tsconfig.json").write_text(json.dumps({**settings, "include": FILES}))
    assert _said(workspace, "typescript/bin/tsc") == ""


def test_the_apps_are_formatted(workspace: Path) -> None:
    assert _said(workspace, "prettier/bin/prettier.cjs", "--list-different", *FILES) == ""


def _said(workspace: Path, tool: str, *arguments: str) -> str:
    command = ["node", "--max-old-space-size=4096", f"node_modules/{tool}", *arguments]
    done = subprocess.run(command, cwd=workspace, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr
