"""Compiles C#: `python -m tests.sdks.roslyn FOLDER`, with assemblies as JSON on standard input.

One process compiles all, because loading the compiler takes longer than a program. Its complaints,
errors and warnings, are printed as JSON: by assembly, lines as `dotnet build` prints them.
"""

from __future__ import annotations

import dataclasses
import importlib
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from . import dotnet

VERSIONS = {"net6.0": "CSharp10", "net7.0": "CSharp11", "net8.0": "CSharp12"}
"""The version of the language that the compiler takes for each framework."""
IMPLICIT = """\
global using System;
global using System.Collections.Generic;
global using System.IO;
global using System.Linq;
global using System.Net.Http;
global using System.Threading;
global using System.Threading.Tasks;
"""
_WARNING = 2
_UNUSED = "CS8019"
_IMPLIED = "GlobalUsings.g.cs"


@dataclass(kw_only=True)
class Assembly:
    """What is compiled.

    Args:
        name: what it is called.
        sources: the texts of its files, by what they are called in complaints.
        into: the file that is made of it, where it has no errors.
        references: the files of others that it refers to.
        framework: the framework that its project names.
        nullable: whether its project has the compiler look after nulls.
        executable: whether it is a program.
        resources: texts that are embedded.
    """

    name: str
    sources: Mapping[str, str]
    into: str
    references: Sequence[str] = ()
    framework: str = "net8.0"
    nullable: bool = True
    executable: bool = False
    resources: Mapping[str, str] = field(default_factory=dict)


def program(
    name: str, files: Mapping[str, str], into: Path, references: Sequence[Path]
) -> Assembly:
    """A program as its project says that it is compiled."""
    (project,) = (text for path, text in files.items() if path.endswith(".csproj"))
    said = {each.tag: each.text for each in ElementTree.fromstring(project).iter()}
    sources = {path: text for path, text in files.items() if path.endswith(".cs")}
    if said.get("ImplicitUsings") == "enable":
        sources[_IMPLIED] = IMPLICIT
    return Assembly(
        name=name,
        sources=sources,
        into=str(into),
        references=[str(each) for each in references],
        framework=said["TargetFramework"] or "",
        nullable=said.get("Nullable") == "enable",
        executable=said.get("OutputType") == "Exe",
    )


def compiled(assemblies: Iterable[Assembly]) -> dict[str, list[str]]:
    """Compile assemblies and give what is wrong with each, by its name."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.sdks.roslyn", str(dotnet.installed())],
        input=json.dumps([dataclasses.asdict(each) for each in assemblies]),
        capture_output=True,
        text=True,
        cwd=Path(__file__).parent.parent.parent,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    complaints: dict[str, list[str]] = json.loads(done.stdout)
    return complaints


class _Compiler:
    """Roslyn, by its own names.

    Args:
        folder: where the runtime and it are.
    """

    def __init__(self, folder: Path) -> None:
        dotnet.load(folder)
        clr: Any = importlib.import_module("clr")
        for library in dotnet.LIBRARIES:
            clr.AddReference(str(folder / "compiler" / f"{library}.dll"))
        self._system: Any = importlib.import_module("System")
        self._common: Any = importlib.import_module("Microsoft.CodeAnalysis")
        self._csharp: Any = importlib.import_module("Microsoft.CodeAnalysis.CSharp")
        self._text: Any = importlib.import_module("Microsoft.CodeAnalysis.Text")
        self._emit: Any = importlib.import_module("Microsoft.CodeAnalysis.Emit")
        self._collections: Any = importlib.import_module("System.Collections.Generic")
        libraries = sorted(dotnet.framework(folder).glob("*.dll"))
        self._known: dict[str, Any] = {}
        self._framework = [self._reference(str(each)) for each in libraries]

    def _reference(self, path: str) -> Any:
        """A reference to a library, which is read once."""
        if path not in self._known:
            self._known[path] = self._common.MetadataReference.CreateFromFile(path)
        return self._known[path]

    def _list(self, kind: Any, items: Iterable[Any]) -> Any:
        found = self._collections.List[kind]()
        for item in items:
            found.Add(item)
        return found

    def compile(self, assembly: Mapping[str, Any]) -> list[str]:
        """Compile one, and give what is wrong with it."""
        references = [*self._framework, *map(self._reference, assembly["references"])]
        compilation = self._csharp.CSharpCompilation.Create(
            assembly["name"],
            self._list(self._common.SyntaxTree, self._trees(assembly)),
            self._list(self._common.MetadataReference, references),
            self._options(assembly),
        )
        found = [
            each
            for each in compilation.GetDiagnostics()
            if int(each.Severity) >= _WARNING or self._is_needless(each)
        ]
        if not any(int(each.Severity) > _WARNING for each in found):
            self._write(compilation, assembly)
        return sorted(self._complaint(each, assembly["name"]) for each in found)

    def _is_needless(self, diagnostic: Any) -> bool:
        """Whether it tells of a using that nothing needs, in a file that somebody wrote."""
        path = diagnostic.Location.GetLineSpan().Path
        return bool(diagnostic.Id == _UNUSED and path != _IMPLIED)

    def _trees(self, assembly: Mapping[str, Any]) -> Iterable[Any]:
        version = getattr(self._csharp.LanguageVersion, VERSIONS[assembly["framework"]])
        options = self._csharp.CSharpParseOptions(version)
        encoding = self._system.Text.Encoding.UTF8
        for path, text in assembly["sources"].items():
            source = self._text.SourceText.From(text, encoding)
            yield self._csharp.CSharpSyntaxTree.ParseText(source, options, path)

    def _options(self, assembly: Mapping[str, Any]) -> Any:
        kinds, nulls = self._common.OutputKind, self._common.NullableContextOptions
        kind = "ConsoleApplication" if assembly["executable"] else "DynamicallyLinkedLibrary"
        options = self._csharp.CSharpCompilationOptions(getattr(kinds, kind))
        level = int(re.sub(r"\D", "", assembly["framework"])) // 10
        options = options.WithWarningLevel(level)
        return options.WithNullableContextOptions(
            nulls.Enable if assembly["nullable"] else nulls.Disable
        )

    def _complaint(self, diagnostic: Any, name: str) -> str:
        span = diagnostic.Location.GetLineSpan()
        line, column = span.StartLinePosition.Line + 1, span.StartLinePosition.Character + 1
        kind = str(diagnostic.Severity).lower()
        words = f"{kind} {diagnostic.Id}: {diagnostic.GetMessage()}"
        return f"{span.Path}({line},{column}): {words} [{name}]"

    def _write(self, compilation: Any, assembly: Mapping[str, Any]) -> None:
        into = Path(assembly["into"])
        into.parent.mkdir(parents=True, exist_ok=True)
        embedded = [self._embedded(*each) for each in assembly["resources"].items()]
        files = self._system.IO.File
        symbols = files.Create(str(into.with_suffix(".pdb")))
        library = files.Create(str(into))
        try:
            result = compilation.Emit(
                library,
                symbols,
                None,
                None,
                self._list(self._common.ResourceDescription, embedded),
                self._emit.EmitOptions(False, self._emit.DebugInformationFormat.PortablePdb),
            )
        finally:
            library.Dispose()
            symbols.Dispose()
        assert result.Success

    def _embedded(self, name: str, text: str) -> Any:
        content = self._system.Text.Encoding.UTF8.GetBytes(text)
        stream = self._system.Func[self._system.IO.Stream](
            lambda: self._system.IO.MemoryStream(content)
        )
        return self._common.ResourceDescription(name, stream, True)


def main(folder: Path, assemblies: Sequence[Mapping[str, Any]]) -> None:
    """Compile assemblies in their order."""
    compiler = _Compiler(folder)
    print(json.dumps({each["name"]: compiler.compile(each) for each in assemblies}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), json.load(sys.stdin))
