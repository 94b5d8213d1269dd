"""What the installed `pulumi_aws_native` declares, read from its sources without importing it."""

from __future__ import annotations

import ast
import gc
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

SCALARS = {"str": "string", "int": "integer", "float": "number", "bool": "boolean"}


@dataclass(slots=True)
class SdkType:
    """An annotation: a kind as in the catalog, or `class` for a class of the SDK."""

    kind: str
    items: SdkType | None = None
    name: str = ""
    root: bool = False
    alternatives: list[SdkType] = field(default_factory=list)


@dataclass(slots=True)
class SdkProperty:
    """A property of a class; its names and what the annotation says."""

    wire: str
    python: str
    type: SdkType
    required: bool


@dataclass(slots=True)
class SdkEnum:
    """An enum class."""

    kind: str
    members: dict[str | int | float, str]


@dataclass(slots=True)
class SdkResource:
    """A resource class: its token, inputs and outputs by wire name."""

    token: str
    module: str
    name: str
    inputs: dict[str, SdkProperty]
    outputs: dict[str, SdkProperty]


Properties = dict[str, SdkProperty]


@dataclass(slots=True)
class SdkModule:
    """One package of the SDK: classes by name."""

    name: str
    inputs: dict[str, Properties] = field(default_factory=dict)
    outputs: dict[str, Properties] = field(default_factory=dict)
    enums: dict[str, SdkEnum] = field(default_factory=dict)
    resources: list[SdkResource] = field(default_factory=list)


def sources() -> Path:
    """Give the folder of the installed SDK.

    Raises ModuleNotFoundError where it is not installed.
    """
    spec = find_spec("pulumi_aws_native")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("the catalog is built from pulumi_aws_native: install it")
    return Path(spec.origin).parent


def read_sdk(workers: int = 2) -> dict[str, SdkModule]:
    """Read every module of the SDK, by its Python name; the root's is the empty string."""
    root = sources()
    folders = ["", *sorted(path.parent.name for path in root.glob("*/__init__.py"))]
    # The largest first, so that no worker is left alone with one at the end.
    folders.sort(key=lambda name: -_size(root / name))
    with ProcessPoolExecutor(workers) as pool:
        modules = pool.map(read_module, folders)
        return {module.name: module for module in modules}


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in _files(folder))


def _files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.glob("*.py")) if not path.name.startswith("get_")]


def read_module(name: str) -> SdkModule:
    """Read one folder of the SDK."""
    gc.disable()  # A syntax tree has no cycles; scanning it again and again takes half the time.
    module = SdkModule(name)
    for path in _files(sources() / name):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
        if path.stem in ("_inputs", "outputs", "_enums"):
            for node in classes:
                _read_type(module, node)
        else:
            module.resources += _resources(module.name, classes)
    return module


def _resources(module: str, classes: list[ast.ClassDef]) -> Iterator[SdkResource]:
    """Give the resource of a file, if it has one; the class of its arguments stands before it.

    That is `RuleGroupInitArgs` where a nested input has the name `RuleGroupArgs` already.
    """
    inputs: Properties = {}
    for node in classes:
        decorators = _decorators(node)
        if "pulumi.input_type" in decorators:
            inputs = _inputs(node)
        elif "pulumi.CustomResource" in [ast.unparse(base) for base in node.bases]:
            token = next(text for text in decorators if "type_token" in text)
            token = token.removeprefix("pulumi.type_token('").removesuffix("')")
            yield SdkResource(token, module, node.name, inputs, _outputs(node))


def _decorators(node: ast.ClassDef) -> list[str]:
    return [ast.unparse(decorator) for decorator in node.decorator_list]


def _read_type(module: SdkModule, node: ast.ClassDef) -> None:
    decorators = _decorators(node)
    bases = [ast.unparse(base) for base in node.bases]
    if "Enum" in bases:
        kind = SCALARS[bases[0].rpartition(".")[2]]
        module.enums[node.name] = SdkEnum(kind, _members(node))
    elif "pulumi.input_type" in decorators:
        module.inputs[node.name] = _inputs(node)
    elif "pulumi.output_type" in decorators:
        module.outputs[node.name] = _outputs(node)


def _members(node: ast.ClassDef) -> dict[str | int | float, str]:
    members: dict[str | int | float, str] = {}
    for statement in node.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            members.setdefault(ast.literal_eval(statement.value), statement.targets[0].id)
    return members


def _getters(node: ast.ClassDef) -> Iterator[tuple[str, str, ast.expr]]:
    """Give the wire name, the Python name and the annotation of every getter."""
    for method in node.body:
        if not isinstance(method, ast.FunctionDef) or method.returns is None:
            continue
        for decorator in method.decorator_list:
            call = decorator if isinstance(decorator, ast.Call) else None
            if ast.unparse(call.func if call else decorator) == "pulumi.getter":
                named = (
                    [ast.literal_eval(keyword.value) for keyword in call.keywords] if call else []
                )
                yield (named[0] if named else method.name), method.name, method.returns


def _outputs(node: ast.ClassDef) -> Properties:
    properties = {}
    for wire, python, annotation in _getters(node):
        type, optional = read_annotation(annotation)
        properties[wire] = SdkProperty(wire, python, type, not optional)
    return properties


def _inputs(node: ast.ClassDef) -> Properties:
    initializer = next(
        method
        for method in node.body
        if isinstance(method, ast.FunctionDef) and method.name == "__init__"
    )
    arguments = initializer.args
    required = {
        argument.arg
        for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
        if default is None
    }
    properties = {}
    for wire, python, annotation in _getters(node):
        type, _ = read_annotation(annotation)
        properties[wire] = SdkProperty(wire, python, type, python in required)
    return properties


def read_annotation(node: ast.expr) -> tuple[SdkType, bool]:
    """Give what an annotation says, and whether it is Optional; `Input` and `Output` fall away."""
    if isinstance(node, ast.Constant):
        return _reference(str(node.value)), False
    if not isinstance(node, ast.Subscript):
        name = ast.unparse(node).rpartition(".")[2]
        if name in SCALARS:
            return SdkType(SCALARS[name]), False
        return (SdkType("json"), False) if name == "Any" else (_reference(name), False)
    generic = ast.unparse(node.value).rpartition(".")[2]
    if generic in ("Input", "Output"):
        return read_annotation(node.slice)
    if generic == "Optional":
        return read_annotation(node.slice)[0], True
    if generic == "Sequence":
        return SdkType("list", read_annotation(node.slice)[0]), False
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    if generic == "Mapping":
        return SdkType("map", read_annotation(parts[1])[0]), False
    if generic == "Union":
        return SdkType("union", alternatives=[read_annotation(part)[0] for part in parts]), False
    raise ValueError(f"an annotation of no known form: {ast.unparse(node)}")


def _reference(text: str) -> SdkType:
    module, _, name = text.rpartition(".")
    return SdkType("class", name=name.removesuffix("Args"), root=module.startswith("_root"))
