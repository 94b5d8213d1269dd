"""What can be told of programs in C# without a compiler of it.

They parse, and every class, property and enum member that they name is one of the SDK, with a value
that its declared type takes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

import tree_sitter
import tree_sitter_c_sharp
from tree_sitter import Node

from . import csharp_scopes
from .generating import sdk

ROOT = "AwsNative."
_INVOKES = re.compile(
    r"AwsNative\.(Get(AccountId|Azs|Partition|Region|SsmParameter(List|String)|UrlSuffix)|Cidr|"
    r"ImportValue)(InvokeArgs|Args|\.Invoke|\.InvokeAsync)?"
)
_CLASS = re.compile(r"^    public (?:\w+ )*(?:class|struct) (\w+)(.*?)^    \}", re.M | re.S)
_PROPERTY = re.compile(
    r"^        public ((?:Input|Output|object)\S*(?: \S+>)?) (\w+)$|"
    r"^        public ((?:Input|Output|object)[^(\n]*?) (\w+)\s*\{",
    re.M,
)
_MEMBER = re.compile(r"^        public static (\w+) (\w+) \{ get; \} = new", re.M)
_LITERALS = {
    "string_literal": "string",
    "raw_string_literal": "string",
    "interpolated_string_expression": "string",
    "integer_literal": "int",
    "real_literal": "double",
    "boolean_literal": "bool",
}

Declared = Mapping[str, str]


@cache
def _parser() -> tree_sitter.Parser:
    return tree_sitter.Parser(tree_sitter.Language(tree_sitter_c_sharp.language()))


def texts(program: str) -> set[str]:
    """The texts that the literals of a program are, where no value is put into them."""
    found = set()
    nodes = [_parser().parse(program.encode()).root_node]
    while nodes:
        node = nodes.pop()
        nodes += node.children
        said = (node.text or b"").decode()
        if node.type == "string_literal":
            found.add(_ESCAPED.sub(_unescaped, said[1:-1]))
        elif node.type == "raw_string_literal":
            _, *lines, last = said.split("\n")
            indent = len(last) - len(last.lstrip())
            found.add("\n".join(line[indent:] for line in lines))
    return found


_ESCAPED = re.compile(r"\\(u[0-9a-f]{4}|U[0-9a-f]{8}|.)")
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}


def _unescaped(match: re.Match[str]) -> str:
    code = match[1]
    return chr(int(code[1:], 16)) if code[0] in "uU" else _CONTROLS.get(code, code)


@cache
def classes() -> Mapping[str, Declared]:
    """Each class of the SDK, from its service's namespace on: the declared type of each of its
    properties; for an enum, that of each of its members.
    """
    found: dict[str, Declared] = {}
    for path in sdk("csharp").rglob("*.cs"):
        text = path.read_text(encoding="utf-8")
        namespace = re.search(r"^namespace Pulumi\.AwsNative\.?(\S*)", text, re.M)
        if namespace is None:
            continue
        before = f"{namespace[1]}." if namespace[1] else ""
        for name, inside in _CLASS.findall(text):
            declared = {
                match[2] or match[4]: (match[1] or match[3]).replace("global::", "")
                for match in _PROPERTY.finditer(inside)
            }
            declared |= {
                member: f"{before}{name}"
                for owner, member in _MEMBER.findall(inside)
                if owner == name
            }
            found[before + name] = declared
    return found


def faults(text: str, *others: str, scopes: bool = True) -> Iterator[str]:
    """What is wrong with the text of a program's file.

    Args:
        text: the text.
        others: the texts of its other files.
        scopes: whether every name has to be declared in what `migrate` writes programs with; people
            use more of the language, and usings that their project implies.
    """
    tree = _parser().parse(text.encode())
    for node in _errors(tree.root_node):
        yield f"line {node.start_point[0] + 1}: this is no C#"
    yield from _Checker(tree.root_node).faults()
    if not scopes:
        return
    roots = [_parser().parse(each.encode()).root_node for each in others]
    elsewhere = {name for root in roots for name in csharp_scopes.declared(root)}
    for node, words in csharp_scopes.faults(tree.root_node, elsewhere):
        yield f"line {node.start_point[0] + 1}: {words}"


def _errors(node: Node) -> Iterator[Node]:
    if node.type == "ERROR" or node.is_missing:
        yield node
    elif node.has_error:
        for child in node.children:
            yield from _errors(child)


def _said(node: Node | None) -> str:
    assert node is not None
    assert node.text is not None
    return node.text.decode()


def _every(node: Node, *types: str) -> Iterator[Node]:
    stack = [node]
    while stack:
        here = stack.pop()
        if here.type in types:
            yield here
        stack += reversed(here.children)


class _Checker:
    def __init__(self, root: Node) -> None:
        self._root = root
        self._variables = {
            _said(node.child_by_field_name("name")): made
            for node in _every(root, "variable_declarator")
            if (made := self._made(node)) is not None
        }

    @staticmethod
    def _made(declarator: Node) -> str | None:
        """The class of the SDK that a variable is of."""
        value = declarator.children[-1]
        if value.type == "conditional_expression":
            value = value.child_by_field_name("consequence") or value
        if value.type != "object_creation_expression":
            return None
        name = _said(value.child_by_field_name("type"))
        return name.removeprefix(ROOT) if name.startswith(ROOT) else None

    def faults(self) -> Iterator[str]:
        for node in _every(self._root, "object_creation_expression"):
            for fault in self._of_creation(node):
                yield f"line {node.start_point[0] + 1}: {fault}"
        for node in _every(self._root, "member_access_expression"):
            for fault in self._of_access(node):
                yield f"line {node.start_point[0] + 1}: {fault}"

    def _of_creation(self, node: Node) -> Iterator[str]:
        name = _said(node.child_by_field_name("type"))
        if not name.startswith(ROOT) or _INVOKES.fullmatch(name):
            return
        declared = classes().get(name.removeprefix(ROOT))
        if declared is None:
            yield f"there is no {name}"
            return
        for inside in node.children:
            if inside.type != "initializer_expression":
                continue
            for assignment in inside.named_children:
                if assignment.type != "assignment_expression":
                    continue
                left = _said(assignment.child_by_field_name("left"))
                right = assignment.child_by_field_name("right")
                assert right is not None
                if left not in declared:
                    yield f"{name} has no {left}"
                elif not self._fits(right, declared[left].rstrip("?")):
                    yield f"{name}.{left} is {declared[left]}, and not {_said(right)[:60]}"

    def _fits(self, value: Node, declared: str) -> bool:
        """Whether a value may be of a declared type, as far as it tells."""
        takes = set(re.findall(r"[\w.]+", declared))
        if value.type == "conditional_expression":
            sides = (value.child_by_field_name(each) for each in ("consequence", "alternative"))
            return all(self._fits(side, declared) for side in sides if side is not None)
        if value.type == "cast_expression":
            type = _bare(_said(value.child_by_field_name("type")))
            return type in ("object", _bare(declared), *_LITERALS.values()) and (
                type not in _LITERALS.values() or type in takes
            )
        if value.type in _LITERALS:
            kind = _LITERALS[value.type]
            wider = {"double"} if kind == "int" else set()
            return bool(takes & {kind, "object", *wider}) and "InputList" not in takes
        if value.type == "initializer_expression":
            return "InputList" in takes or "InputMap" in takes
        if value.type == "object_creation_expression":
            name = _said(value.child_by_field_name("type"))
            last = name.rpartition(".")[2] if name.startswith(ROOT) else ""
            if name.startswith(("Input", "InputList", "InputMap")):
                return _bare(name) == _bare(declared)
            known = {each.rpartition(".")[2] for each in takes}
            return (last in known and "InputList" not in takes) if last else "object" in takes
        if value.type == "member_access_expression":
            return self._reads(value, declared)
        return True

    def _reads(self, value: Node, declared: str) -> bool:
        """Whether an output, or a member of an enum, is of a declared type."""
        said = _said(value)
        if said.startswith(ROOT):
            owner = said.removeprefix(ROOT).rpartition(".")[0]
            return owner.rpartition(".")[2] in re.findall(r"\w+", declared)
        variable, _, name = said.replace("!", "").partition(".")
        made = self._variables.get(variable)
        if made is None or name in ("Id", "Urn"):
            return True
        given = classes().get(made, {}).get(name, "")
        if "?" in given and "object" not in declared:
            return False
        return (
            "object" in declared
            or _bare(given).replace("Output<", "Input<")
            in (
                _bare(declared),
                _bare(declared).replace(
                    "InputList<", "Input<System.Collections.Immutable.ImmutableArray<"
                )
                + ">",
            )
            or ("InputList" in declared and "ImmutableArray" in given)
        )

    def _of_access(self, node: Node) -> Iterator[str]:
        said = _said(node).replace("!", "")
        parent = node.parent
        if parent is not None and parent.type in ("member_access_expression", "qualified_name"):
            return
        if said.startswith(ROOT):
            owner, _, name = said.removeprefix(ROOT).rpartition(".")
            if not _INVOKES.match(said) and name not in classes().get(owner, {}):
                yield f"there is no {said}"
            return
        variable, _, rest = said.partition(".")
        made = self._variables.get(variable)
        name = rest.partition(".")[0]
        if made is not None and name not in {*classes().get(made, {}), "Id", "Urn"}:
            yield f"{made} has no {name}"


def _bare(type: str) -> str:
    """A type without what says where its parts are, and that they may be null."""
    return re.sub(r"(?:\w+\.)+(?=\w)", "", type.replace("?", "")).replace(" ", "")
