"""Programs in other languages: they are built, started, and told of in words."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

import converter
from converter.errors import ConversionError, ProgramError, SourceError

from ..sdks.generating import tool


def project(folder: Path, runtime: str, **files: str) -> Path:
    """A project in a language, with files whose names have an underscore before their ending."""
    (folder / "Pulumi.yaml").write_text(f"name: app\nruntime: {runtime}\n", encoding="utf-8")
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return folder


def failure(folder: Path, **given: object) -> ConversionError:
    """Why a project cannot be exported."""
    with pytest.raises(ConversionError) as caught:
        converter.export(folder, concrete=True, **given)  # type: ignore[arg-type]
    return caught.value


MODULE = "module app\n\ngo 1.22\n"
HEAD = "package main\n\n"
GO_FAILURES = {
    "a type error": (
        f'{HEAD}func main() {{\n\tvar count int = "three"\n\t_ = count\n}}\n',
        ProgramError,
        'it does not compile: cannot use "three" (untyped string constant) as int value in '
        "variable declaration",
        4,
    ),
    "a missing package": (
        f'{HEAD}import "example.com/missing"\n\nfunc main() {{ missing.Run() }}\n',
        SourceError,
        "no required module provides package example.com/missing: run go mod tidy in {folder}",
        None,
    ),
    "a panic": (
        f"{HEAD}func main() {{\n\tvar sizes []int\n\tprintln(sizes[len(sizes)])\n}}\n",
        ProgramError,
        "runtime error: index out of range [0] with length 0",
        5,
    ),
    "an early end": (
        f'{HEAD}import (\n\t"fmt"\n\t"os"\n)\n\nfunc main() {{\n\tfmt.Println("bye")\n\t'
        "os.Exit(0)\n}\n",
        ProgramError,
        "the program ended before it was done, with status 0; the last that it said: bye",
        None,
    ),
    "no package main": (
        "package library\n",
        ProgramError,
        "the program has no package main",
        None,
    ),
}


@pytest.mark.parametrize("name", GO_FAILURES)
def test_a_program_in_go_that_fails_is_told_in_words(tmp_path: Path, name: str) -> None:
    tool("go")
    program, kind, words, line = GO_FAILURES[name]
    error = failure(project(tmp_path, "go", main_go=program, go_mod=MODULE))
    assert (type(error), error.message) == (kind, words.format(folder=tmp_path))
    assert error.line == line
    assert line is None or error.file == str(tmp_path / "main.go")


STANDING_STILL = """\
#!/bin/sh
sleep 600 &
echo $! > child
echo $$ > own
wait
"""


def executable(path: Path, text: str) -> Path:
    """A script that can be started."""
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    return path


def is_there(pid: int) -> bool:
    """Whether a process lives."""
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False


def test_a_program_that_hangs_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    folder = project(tmp_path, "{name: go, options: {binary: ./program}}")
    executable(folder / "program", STANDING_STILL)
    error = failure(folder, timeout=1)
    assert error.message == "the program did not end within 1 seconds"
    started = [int((folder / name).read_text()) for name in ("own", "child")]
    deadline = time.monotonic() + 10
    while any(map(is_there, started)) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not any(map(is_there, started))


@pytest.mark.parametrize(
    ("runtime", "files", "words"),
    [
        ("go", {"main_go": HEAD}, "a program in go needs the command go, which is not installed"),
        ("java", {"pom_xml": "<project/>"}, "a program in java needs the command mvn"),
        ("java", {"build_gradle": ""}, "a program in java needs the command gradle"),
        ("dotnet", {"app_csproj": "<Project/>"}, "a program in dotnet needs the command dotnet"),
        ("go", {}, "has no files in Go"),
        ("java", {}, "has no pom.xml and no build.gradle"),
        ("dotnet", {}, "has no project of .NET"),
        ("{name: go, options: {binary: app}}", {}, "names the binary app, which is not there"),
        ("{name: java, options: {binary: app.jar}}", {}, "names the binary app.jar"),
    ],
)
def test_what_is_missing_is_told_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, runtime: str, files: dict[str, str], words: str
) -> None:
    if ("binary" not in runtime and files) or runtime == "dotnet":
        monkeypatch.setenv("PATH", str(tmp_path))
        executable(tmp_path / "dotnet", "") if not files else None
    error = failure(project(tmp_path, runtime, **files))
    assert isinstance(error, SourceError)
    assert words in error.message
    assert "\n" not in error.message


def test_a_language_that_nobody_runs_is_refused(tmp_path: Path) -> None:
    assert "the program's runtime is haskell" in failure(project(tmp_path, "haskell")).message
