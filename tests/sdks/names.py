"""What SDKs call things, read off their sources, and what the catalog says that they do.

Both are classes, qualified, each with the names in it: by wire name for properties, by value for
the members of enums.
"""

from __future__ import annotations

import json
import re
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from converter.catalog import ObjectType, Property, ResourceType
from converter.catalog.spelling import SPELLINGS

from ..keeping import digest, kept
from .generating import call, content, generate, tool
from .schema import all_resources

Names = dict[str, dict[str, str]]


NPM = "@pulumi/aws-native@1.79.0"
"""TypeScript's SDK as npm has it; it is some versions behind Python's."""


def called(language: str) -> Names:
    """What a language's SDK calls things, once for all runs.

    TypeScript's is npm's own; the others are made for every resource type and thrown away again.
    """
    if language == "typescript":
        return typescript(next(_packed().glob("*.tgz")))
    every = list(all_resources())

    def read(folder: Path) -> None:
        with tempfile.TemporaryDirectory() as scratch:
            generate(language, every, Path(scratch))
            names = {"go": go, "csharp": csharp, "java": java}[language](Path(scratch))
        (folder / "names.json").write_text(json.dumps(names), encoding="utf-8")

    reader = digest(content(every), Path(__file__).read_bytes())
    found = kept(f"names-{language}", reader, read) / "names.json"
    names: Names = json.loads(found.read_text(encoding="utf-8"))
    return names


def _packed() -> Path:
    def fetch(folder: Path) -> None:
        call(tool("npm"), "pack", "--silent", NPM, folder=folder)

    return kept("npm-aws-native", digest(NPM), fetch)


def expected(language: str, resources: Iterable[ResourceType]) -> Names:
    """What the catalog says, with the arguments of a resource as a class of its own."""
    spelling = SPELLINGS[language]
    names: Names = {}

    def spell(owner: ResourceType | ObjectType, properties: Iterable[Property]) -> dict[str, str]:
        known = (each for each in properties if each.pulumi)
        return {str(each.pulumi): spelling.property(owner, each) for each in known}

    for resource in resources:
        every = list(resource.properties.values())
        own = str(spelling.resource(resource))
        names[own] = spell(resource, every)
        names[f"{own}Args"] = spell(resource, (each for each in every if not each.read_only))
        for found in resource.object_types.values():
            inside = spell(found, found.properties.values())
            for known, spelled in (
                (found.python_class, spelling.input),
                (found.python_output, spelling.output),
            ):
                if known:
                    names.setdefault(str(spelled(found)), {}).update(inside)
        for enum in resource.enums.values():
            members = names.setdefault(str(spelling.enum(enum)), {})
            members.update((str(each), spelling.member(enum, each)) for each in enum.members)
    return names


def misspelled(said: Names, there: Names) -> list[str]:
    """What is there by another name than the catalog's."""
    return [
        f"{owner}.{name} is {there[owner][wire]}"
        for owner, names in sorted(said.items())
        for wire, name in names.items()
        if there.get(owner, {}).get(wire, name) != name
    ]


def lacking(said: Names, there: Names) -> list[str]:
    """What is not there though the catalog says so."""
    classes = [owner for owner in said if owner not in there]
    inside = [
        f"{owner}.{wire}"
        for owner, names in said.items()
        for wire in names
        if owner in there and wire not in there[owner]
    ]
    return sorted(classes + inside)


def unsaid(said: Names, there: Names) -> list[str]:
    """What is there though the catalog does not say so, within the classes that it knows."""
    return [
        f"{owner}.{wire}"
        for owner, names in sorted(there.items())
        for wire in names
        if owner in said and wire not in said[owner]
    ]


def go(root: Path) -> Names:
    """The names of the SDK that Pulumi's generator for Go makes."""
    names: Names = {}
    structs = re.compile(r"^type (\w+) struct \{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
    fields = re.compile(r'^\t(\w+) +\S+ +`pulumi:"(\w+)"`', re.MULTILINE)
    methods = re.compile(r"^func \(o (\w+Output)\) (\w+)\(\) ", re.MULTILINE)
    members = re.compile(r'^\t(\w+) += (\w+)\("((?:[^"\\]|\\.)*)"\)$', re.MULTILINE)
    for path in root.rglob("*.go"):
        module = f"github.com/pulumi/pulumi-aws-native/sdk/go/{path.parent.relative_to(root)}"
        text = path.read_text(encoding="utf-8")
        outputs = set(methods.findall(text))
        unexported: dict[str, dict[str, str]] = {}
        for name, inside in structs.findall(text):
            found = {wire: field for field, wire in fields.findall(inside)}
            # The wire names of a resource's arguments are in an unexported twin before them.
            found = found or unexported.get(name.lower(), {})
            unexported[name.lower()] = found
            names.setdefault(f"{module}.{name}", {}).update(found)
            readable = (each for each in found.items() if (f"{name}Output", each[1]) in outputs)
            names.setdefault(f"{module}.{name}Output", {}).update(readable)
        for constant, enum, value in members.findall(text):
            names.setdefault(f"{module}.{enum}", {})[value] = constant
    return names


def csharp(root: Path) -> Names:
    """The names of the SDK that Pulumi's generator for .NET makes."""
    names: Names = {}
    classes = re.compile(r"^    public (?:\w+ )*(?:class|struct) (\w+)(.*?)^    \}", re.M | re.S)
    given = re.compile(
        r'\[(?:In|Out)put\("(\w+)"[^\]]*\)\]\s+(?:private [^\n]*\s+)?public [^\n]*?(\w+)(?: \{|\n)'
    )
    assigned = re.compile(r"^            (\w+) = @?(\w+);$", re.MULTILINE)
    members = re.compile(
        r'^        public static (\w+) (\w+) \{ get; \} = new \w+\("((?:[^"\\]|\\.)*)"\)', re.M
    )
    for path in root.rglob("*.cs"):
        text = path.read_text(encoding="utf-8")
        namespace = re.search(r"^namespace (\S+)", text, re.MULTILINE)
        for name, inside in classes.findall(text):
            found = dict(given.findall(inside))
            found |= {wire: spelled for spelled, wire in assigned.findall(inside)}
            found |= {value: f"{name}.{each}" for _, each, value in members.findall(inside)}
            if namespace:
                names[f"{namespace[1]}.{name}"] = found
    return names


def java(root: Path) -> Names:
    """The names of the SDK that Pulumi's generator for Java makes."""
    names: Names = {}
    wire = re.compile(
        r'@(?:[\w.]+\.)?(?:Import|Export)\(name="(\w+)".*?\n    public [^\n]*? (\w+)\(\)', re.S
    )
    returned = re.compile(r"^    public (?!static )\S.* (\w+)\(\) \{\n +return ", re.MULTILINE)
    members = re.compile(r'^        (\w+)\("((?:[^"\\]|\\.)*)"\)[,;]$', re.MULTILINE)
    for path in root.rglob("*.java"):
        text = path.read_text(encoding="utf-8")
        package = re.search(r"^package (\S+);", text, re.MULTILINE)
        found = dict(wire.findall(text))
        if "@CustomType\n" in text:
            found = {name.removesuffix("_"): name for name in returned.findall(text)}
        found |= {value: f"{path.stem}.{name}" for name, value in members.findall(text)}
        if package:
            names[f"{package[1]}.{path.stem}"] = found
    return names


def typescript(archive: Path) -> Names:
    """The names of npm's own SDK, from its declarations."""
    names: Names = {}
    with tarfile.open(archive) as opened:
        for member in opened:
            path = member.name.removeprefix("package/")
            if path.endswith(".d.ts") and (file := opened.extractfile(member)):
                module = ".".join(("@pulumi/aws-native", *_module(path)))
                for owner, found in _declared(file.read().decode("utf-8")):
                    names.setdefault(f"{module}.{owner}", {}).update(found)
    return names


def _module(path: str) -> list[str]:
    """The namespace that a file's names are in."""
    folder = path.split("/")[:-1]
    if folder[:2] == ["types", "enums"]:
        return folder[2:]
    return ["types", path.split("/")[1].removesuffix(".d.ts")] if folder == ["types"] else folder


_NAMESPACE = re.compile(r"^export declare namespace (\w+) \{\n(.*?)^\}", re.M | re.S)
_NESTED = re.compile(r"^    interface (\w+) \{\n(.*?)^    \}", re.M | re.S)
_TOP = re.compile(
    r"^export (?:interface|declare class|declare const) (\w+)[^{;]*\{\n(.*?)^\}", re.M | re.S
)


def _declared(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The classes, interfaces and enums of a file; those of a namespace behind its name."""
    for name, inside in _TOP.findall(text):
        yield name, _members(name, inside, " " * 4)
    for namespace, around in _NAMESPACE.findall(text):
        for name, inside in _NESTED.findall(around):
            yield f"{namespace}.{name}", _members(name, inside, " " * 8)


def _members(owner: str, inside: str, indent: str) -> dict[str, str]:
    """The properties of a class, or the values of an enum."""
    values = re.findall(rf'^{indent}readonly (\w+): "(.*)";$', inside, re.MULTILINE)
    if values:
        return {value: f"{owner}.{key}" for key, value in values}
    names = re.findall(rf"^{indent}(?:readonly )?(\w+)\??: ", inside, re.MULTILINE)
    return dict(zip(names, names, strict=True))
