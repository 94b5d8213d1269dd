"""`python -m tests.benchmarks [FOLDER]`: every ratio on a line; fails where one is too large."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import yaml

import converter
from converter.errors import ConversionError

from .. import cases, language
from .measuring import Ratio, command, compare, run
from .templates import SIXTY_LINES, models

TOOLS = Path(sys.executable).parent
PEAK = """
import resource, sys, converter
converter.migrate(sys.argv[1])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def main(folder: Path) -> int:
    """Measure everything; give the exit status."""
    run([sys.executable, "-m", "compileall", "-q", str(cases.ROOT / "converter")])
    with tempfile.TemporaryDirectory() as scratch:
        results = [each for each in _ratios(folder, Path(scratch)) if _shown(each)]
    return 0 if all(each.holds for each in results) else 1


def _shown(ratio: Ratio) -> bool:
    print(ratio, flush=True)
    return True


def _ratios(folder: Path, scratch: Path) -> Iterator[Ratio]:
    yield start_up(scratch)
    yield throughput(folder)
    yield from growth(scratch)
    yield recording(cases.project("production-stack"))


def start_up(scratch: Path) -> Ratio:
    """The migrate command against the cfn-flip command, on a template of 60 lines."""
    template = scratch / "template.yaml"
    template.write_text(SIXTY_LINES, encoding="utf-8")
    out = str(scratch / "project")
    ours = command(str(TOOLS / "cfn2pulumi"), "migrate", str(template), "-o", out, "--force")
    flip = command(str(TOOLS / "cfn-flip"), str(template))
    return compare("cfn2pulumi migrate / cfn-flip", ours, flip, limit=1.5, repeats=21)


def throughput(folder: Path) -> Ratio:
    """Converting a folder of templates in one process against loading it with libyaml and json."""
    paths = [path for path in sorted(folder.rglob("*")) if _is_template(path)]
    converted = [path for path in paths if _converts(path)]
    print(f"{folder}: {len(converted)} of {len(paths)} templates are converted", flush=True)
    texts = {path: path.read_text(encoding="utf-8") for path in converted}

    def convert() -> None:
        for path in converted:
            converter.migrate(path)

    def load() -> None:
        for text in texts.values():
            _load(text)

    return compare("migrate in one process / load alone", convert, load, limit=3, repeats=7)


def growth(scratch: Path) -> Iterator[Ratio]:
    """5,000 resources against 500, and the memory that 5,000 take."""
    small, large = scratch / "small.json", scratch / "large.json"
    small.write_text(models(500), encoding="utf-8")
    large.write_text(models(5000), encoding="utf-8")
    yield compare(
        "5,000 resources / 500 resources",
        lambda: converter.migrate(large),
        lambda: converter.migrate(small),
        limit=12,
        repeats=3,
    )
    peak = int(run([sys.executable, "-c", PEAK, str(large)])) / 1024
    yield Ratio("peak memory of 5,000 resources, in MB", peak, 400, "")


def recording(project: Path) -> Ratio:
    """The export command against the bare run of the same program under the recorder."""
    export = command(str(TOOLS / "pulumi2cfn"), "export", str(project))
    bare = f"from converter.recorder import record; record({str(project)!r})"
    alone = command(sys.executable, "-c", bare)
    return compare("pulumi2cfn export / recording alone", export, alone, limit=1.3, repeats=5)


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


if __name__ == "__main__":
    start = sys.argv[1:]
    sys.exit(main(Path(start[0]) if start else cases.FOLDER))
