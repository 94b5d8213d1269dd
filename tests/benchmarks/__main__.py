"""`python -m tests.benchmarks [FOLDER]`: every ratio on a line, and at the end those that are too
large, of which any makes it fail.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import converter

from .. import cases
from .folders import beside_cdk_from_cfn, convertible, in_one_process, in_processes
from .measuring import Ratio, command, compare, run
from .programs import (
    languages,
    long_programs,
    recording,
    ten_conditions,
    twenty_conditions,
)
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
    missed = [each.name for each in results if not each.holds]
    print(f"{len(results) - len(missed)} of {len(results)} within their limits", flush=True)
    for name in missed:
        print(f"missed: {name}", flush=True)
    return 1 if missed else 0


def _shown(ratio: Ratio) -> bool:
    print(ratio, flush=True)
    return True


def _ratios(folder: Path, scratch: Path) -> Iterator[Ratio]:
    yield start_up(scratch)
    paths = convertible(folder.resolve())
    yield in_one_process(paths)
    yield in_processes(paths)
    if shutil.which("npm"):
        yield beside_cdk_from_cfn(paths, scratch)
    yield from growth(scratch)
    yield from languages(paths)
    yield recording(cases.project("production-stack"))
    yield long_programs(scratch)
    yield ten_conditions()
    if shutil.which("npm"):
        yield twenty_conditions(scratch)


def start_up(scratch: Path) -> Ratio:
    """The migrate command against the cfn-flip command, on a template of 60 lines."""
    template = scratch / "template.yaml"
    template.write_text(SIXTY_LINES, encoding="utf-8")
    out = str(scratch / "project")
    ours = command(str(TOOLS / "cfn2pulumi"), "migrate", str(template), "-o", out, "--force")
    flip = command(str(TOOLS / "cfn-flip"), str(template))
    return compare("cfn2pulumi migrate / cfn-flip", ours, flip, limit=1.2, repeats=41)


def growth(scratch: Path) -> Iterator[Ratio]:
    """5,000 resources against 500, and the memory that 5,000 take."""
    small, large = scratch / "small.json", scratch / "large.json"
    small.write_text(models(500), encoding="utf-8")
    large.write_text(models(5000), encoding="utf-8")
    yield compare(
        "migrate of 5,000 resources / of 500",
        lambda: converter.migrate(large),
        lambda: converter.migrate(small),
        limit=10.5,
        repeats=7,
    )
    peak = int(run([sys.executable, "-c", PEAK, str(large)])) / 1024
    yield Ratio("peak memory of 5,000 resources, in MB", peak, 400, "")


if __name__ == "__main__":
    start = sys.argv[1:]
    sys.exit(main(Path(start[0]) if start else cases.FOLDER))
