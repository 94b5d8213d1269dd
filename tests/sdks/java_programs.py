"""Java programs compiled against an SDK for what the fixtures use."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from ..keeping import digest, kept
from .generating import call, sdk, tool
from .serving import install, served

POM = Path(__file__).parent / "programs" / "pom.xml"
RUNNER = Path(__file__).parent / "java"
QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto")


@cache
def libraries() -> Path:
    """The folder of the libraries that Pulumi's programs in Java need."""

    def fetch(folder: Path) -> None:
        goal = "dependency:copy-dependencies"
        call(tool("mvn"), "-q", "-B", "-f", POM, goal, f"-DoutputDirectory={folder}", folder=folder)

    return kept("java-libraries", digest(POM.read_bytes()), fetch)


@cache
def classpath() -> str:
    """Where the compiler and a running program find the libraries and the SDK."""
    source = sdk("java")
    jars = f"{libraries()}{os.sep}*"

    def build(folder: Path) -> None:
        _compile(source, folder, jars, "-nowarn")
        told = folder / "com/pulumi/aws-native"  # where the SDK looks its own version up
        told.mkdir(parents=True, exist_ok=True)
        (told / "version.txt").write_text("1.84.0", encoding="utf-8")

    classes = kept("java-classes", digest(libraries().name, source.name, "version"), build)
    return os.pathsep.join((str(classes), jars))


class Programs:
    """Some programs in Java, by name: their ``*.java`` files, each program in a package of its own
    to be compiled with the others.

    Args:
        programs: the files of each.
        kind: a name for these programs: what is kept of others of the same kind is replaced.
    """

    def __init__(self, programs: Mapping[str, Mapping[str, str]], kind: str = "programs") -> None:
        self._kind = kind
        self._packages: dict[str, str] = {}
        self._sources: dict[str, str] = {}
        for number, (name, files) in enumerate(sorted(programs.items())):
            package = self._packages[name] = f"p{number}"
            for path, text in files.items():
                if path.endswith(".java"):
                    said = re.sub(r"^package \w+;", f"package {package};", text, flags=re.M)
                    self._sources[f"{package}/{Path(path).name}"] = said

    @cache  # noqa: B019 - there is one for all tests
    def classes(self) -> Path:
        """Where the compiled programs are; what the compiler complains about fails the test."""

        def build(folder: Path) -> None:
            sources = folder / "sources"
            for path, text in self._sources.items():
                (sources / path).parent.mkdir(parents=True, exist_ok=True)
                (sources / path).write_text(text, encoding="utf-8")
            compile(sources, folder / "classes", "-Xlint:all", "-Werror")

        content = digest(classpath(), *(f"{path}\n{it}" for path, it in self._sources.items()))
        return kept(f"java-{self._kind}", content, build) / "classes"

    def command(self, name: str) -> list[str]:
        """The command that runs a program."""
        return command(self.classes(), self.main(name))

    def main(self, name: str) -> str:
        """The name of a program's main class."""
        return f"{self._packages[name]}.App"

    def runner(self, folder: Path) -> list[str]:
        """The command that runs programs of folders with their names, for lines of settings.

        Args:
            folder: takes the names of their classes.
        """
        names = folder / "classes.json"
        names.write_text(json.dumps({it: self.main(it) for it in self._packages}), "utf-8")
        path = os.pathsep.join((str(runner()), str(self.classes()), classpath()))
        return [tool("java"), *QUICK, "-cp", path, "tests.Runner", str(names)]

    @contextmanager
    def running(self, folder: Path) -> Iterator[Path]:
        """Run programs for a home of Java whose ``java`` has them run by one process."""
        with served([*self.runner(folder), "listen"]) as script:
            install(script, folder / "bin" / "java")
            yield folder


@cache
def runner() -> Path:
    """Where the compiled `Runner` is."""
    sources = {str(path): path.read_bytes() for path in sorted(RUNNER.rglob("*.java"))}

    def build(folder: Path) -> None:
        compile(RUNNER, folder, "-Xlint:all", "-Werror")

    return kept("java-runner", digest(classpath(), *sources.values()), build)


def compile(sources: Path, into: Path, *options: str) -> None:
    """Compile all programs of a folder; what the compiler complains about fails the test."""
    _compile(sources, into, classpath(), *options)


def command(classes: Path, name: str) -> list[str]:
    """The command that runs the program whose main class has this name."""
    return [tool("java"), *QUICK, "-cp", os.pathsep.join((str(classes), classpath())), name]


def _compile(sources: Path, into: Path, path: str, *options: str) -> None:
    into.mkdir(exist_ok=True)
    files = into / "sources.txt"
    files.write_text("\n".join(map(str, sorted(sources.rglob("*.java")))), encoding="utf-8")
    given = ("-proc:none", *options)
    call(tool("javac"), *given, "-cp", path, "-d", into, f"@{files}", folder=into)
