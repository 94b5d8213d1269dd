"""Folders of templates: against bare loading, and beside cdk-from-cfn."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import yaml

import converter
from converter.cli.batch import Batch, migrate_all
from converter.cli.messages import held_back
from converter.errors import ConversionError

from .. import language, node
from .measuring import Action, Ratio, command, compare, run, wall

HERE = Path(__file__).parent
CDK_FROM_CFN = HERE / "cdk_from_cfn.mjs"


def convertible(folder: Path) -> list[Path]:
    """The templates in a folder that can be converted."""
    paths = [path for path in sorted(folder.rglob("*")) if _is_template(path)]
    found = [path for path in paths if _converts(path)]
    print(f"{folder}: {len(found)} of {len(paths)} templates are converted", flush=True)
    return found


def in_one_process(paths: Sequence[Path]) -> Ratio:
    """Converting templates, one after the other, against loading them with libyaml and json."""

    def convert() -> None:
        for path in paths:
            converter.migrate(path)

    name = "migrate of each of a folder / load alone"
    return compare(name, convert, _loading(paths), limit=2.5, repeats=10)


def in_processes(paths: Sequence[Path]) -> Ratio:
    """Converting templates as the command does it, on all processors, against loading them."""
    batch = Batch(
        sources=[str(path) for path in paths], output="x", language="python", dry_run=True
    )

    def convert() -> None:
        with held_back():
            migrate_all(batch)

    name = "migrate of a folder on all processors / load alone"
    return compare(name, convert, _loading(paths), limit=2.5, repeats=9, clock=wall)


def beside_cdk_from_cfn(paths: Sequence[Path], scratch: Path) -> Ratio:
    """The migrate command on what both can convert, against cdk-from-cfn, which writes an app."""
    modules = node.modules(HERE / "package.json")
    wanted, out = scratch / "templates", scratch / "projects"
    converting = [str(CDK_FROM_CFN), str(wanted), str(out), str(modules)]
    _empty(out)
    wanted.write_text("\n".join(map(str, paths)), encoding="utf-8")
    both = run(["node", *converting]).splitlines()
    wanted.write_text("\n".join(both), encoding="utf-8")
    tool = str(Path(sys.executable).parent / "cfn2pulumi")
    return compare(
        f"cfn2pulumi migrate of {len(both)} templates / cdk-from-cfn",
        command(tool, "migrate", *both, "-q", "-o", str(out)),
        command("node", *converting),
        limit=1.3,
        repeats=15,
        clock=wall,
        before=lambda: _empty(out),
    )


def _empty(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()


def _loading(paths: Sequence[Path]) -> Action:
    texts = {path: path.read_text(encoding="utf-8") for path in paths}

    def load() -> None:
        for text in texts.values():
            _load(text)

    return load


def _is_template(path: Path) -> bool:
    return (
        path.suffix in (".yaml", ".yml", ".json", ".template")
        and path.parent.name != "pulumi-python"
        and language.FOLDER not in path.parents
    )


def _converts(path: Path) -> bool:
    try:
        converter.migrate(path)
    except ConversionError:
        return False
    return True


class _Loader(yaml.CSafeLoader):
    """libyaml's loader, which takes any tag."""


_Loader.add_multi_constructor("!", lambda loader, suffix, node: None)


def _load(text: str) -> object:
    return json.loads(text) if text.lstrip().startswith("{") else yaml.load(text, _Loader)
