"""Programs in C#, compiled by Microsoft's compiler.

The SDK for `aws-native` is what Pulumi's generator makes. Pulumi's own library is not in a registry
that is reached: `csharp` has another of the same public names and types (`csharp/README.md`).
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from ..keeping import digest, kept
from . import dotnet, roslyn
from .generating import sdk
from .serving import served

CORE = Path(__file__).parent / "csharp"
LIBRARIES = ("Pulumi", "Pulumi.AwsNative")
"""What programs refer to."""

_COMPILER = (Path(dotnet.__file__), Path(roslyn.__file__))


@cache
def libraries() -> Path:
    """The folder of the libraries that programs refer to, compiled."""
    core = {path.name: path.read_text(encoding="utf-8") for path in sorted(CORE.glob("*.cs"))}
    source = sdk("csharp")
    content = digest(source.name, dotnet.installed().name, *core, *core.values(), *_versions())
    return kept(
        "csharp-libraries", content, lambda folder: _compile_libraries(folder, core, source)
    )


def _versions() -> list[bytes]:
    return [each.read_bytes() for each in _COMPILER]


def _compile_libraries(folder: Path, core: Mapping[str, str], source: Path) -> None:
    sources = {str(it.relative_to(source)): it.read_text("utf-8") for it in source.rglob("*.cs")}
    name = "Pulumi.AwsNative"
    both = [
        roslyn.Assembly(name="Pulumi", sources=core, into=str(folder / "Pulumi.dll")),
        roslyn.Assembly(
            name=name,
            sources=dict(sorted(sources.items())),
            into=str(folder / f"{name}.dll"),
            references=[str(folder / "Pulumi.dll")],
            resources={f"{name}.version.txt": "aws-native\n1.84.0"},
        ),
    ]
    complaints = roslyn.compiled(both)
    assert complaints["Pulumi"] == []
    errors = [each for each in complaints[name] if ": error " in each]
    assert errors == []


def beside(folder: Path) -> list[Path]:
    """Put the libraries that programs refer to into a folder, as a build does, and give them."""
    folder.mkdir(parents=True, exist_ok=True)
    return [
        Path(shutil.copy(libraries() / file, folder))
        for file in (f"{name}.dll" for name in LIBRARIES)
    ]


class Programs:
    """Some programs in C#, by name, compiled together.

    Args:
        programs: the files of each.
        kind: a name for these programs: what is kept of others of the same kind is replaced.
    """

    def __init__(self, programs: Mapping[str, Mapping[str, str]], kind: str = "programs") -> None:
        self._kind = kind
        self._programs = programs

    @cache  # noqa: B019 - there is one for all tests
    def _compiled(self) -> Path:
        texts = json.dumps(self._programs, sort_keys=True)
        content = digest(libraries().name, texts, *_versions())
        return kept(f"csharp-{self._kind}", content, self._compile)

    def _compile(self, folder: Path) -> None:
        references = beside(folder)
        programs = [
            roslyn.program(name, files, folder / f"{name}.dll", references)
            for name, files in self._programs.items()
        ]
        complaints = json.dumps(roslyn.compiled(programs))
        (folder / "complaints.json").write_text(complaints, encoding="utf-8")

    def complaints(self, name: str) -> list[str]:
        """What the compiler says is wrong with a program, warnings among it."""
        text = (self._compiled() / "complaints.json").read_text(encoding="utf-8")
        found: dict[str, list[str]] = json.loads(text)
        return found[name]

    def library(self, name: str) -> Path:
        """The file that a program is compiled to; what is wrong with it fails the test."""
        assert self.complaints(name) == []
        return self._compiled() / f"{name}.dll"

    def runner(self, folder: Path) -> list[str]:
        """The command that runs programs of folders with their names, for lines of settings.

        Args:
            folder: takes what it is told.
        """
        table = folder / "programs.json"
        told = {
            "runtime": str(dotnet.installed()),
            "libraries": str(libraries()),
            "programs": {name: str(self.library(name)) for name in self._programs},
        }
        table.write_text(json.dumps(told), encoding="utf-8")
        return [sys.executable, "-m", f"{__package__}.run_dotnet", str(table)]

    @contextmanager
    def running(self, folder: Path) -> Iterator[str]:
        """Run programs for a script that has them run by one process."""
        with served([*self.runner(folder), "listen"]) as script:
            yield script
