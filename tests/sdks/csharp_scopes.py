"""What a compiler of C# would say of the names in a program.

Each is declared, once and before it is used, or comes from a namespace that the file is using.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from tree_sitter import Node

_HOMES = {
    "Pulumi": (
        "ComponentResource ComponentResourceOptions Config CustomResourceOptions Deployment Input "
        "InputList InputMap Output StackReference StackReferenceArgs Alias FileArchive FileAsset"
    ),
    "System": "Convert Func Math String",
    "System.Collections.Generic": "Dictionary IEnumerable KeyValuePair List",
    "System.Collections.Immutable": "ImmutableArray ImmutableDictionary ToImmutableArray",
    "System.Globalization": "CultureInfo",
    "System.Linq": "Distinct ElementAt OfType Select ToArray ToDictionary ToList Where",
    "System.Reflection": "BindingFlags",
    "System.Text": "Encoding",
    "System.Text.Encodings.Web": "JavaScriptEncoder",
    "System.Text.Json": "JsonSerializer JsonSerializerOptions",
    "System.Threading.Tasks": "Task",
}
_HOME = {name: home for home, names in _HOMES.items() for name in names.split()}
_INHERITED = ("RegisterOutputs",)
_DECLARING = {
    "class_declaration",
    "declaration_expression",
    "declaration_pattern",
    "implicit_parameter",
    "local_function_statement",
    "method_declaration",
    "parameter",
    "parameter_list",
    "property_declaration",
    "type_parameter",
    "variable_declarator",
}
_MEMBERS = {("member_access_expression", "name"), ("conditional_access_expression", "name")}
_NO_NAMES = {"qualified_name", "using_directive", "name_colon", "member_binding_expression"}
_VALUES = ("integer_literal", "real_literal", "boolean_literal")


def said(node: Node | None) -> str:
    """The text of a node."""
    return "" if node is None or node.text is None else node.text.decode()


def every(node: Node) -> Iterator[Node]:
    """A node and all inside of it, in order."""
    stack = [node]
    while stack:
        here = stack.pop()
        yield here
        stack += reversed(here.children)


def declared(root: Node) -> dict[str, int]:
    """The names that a file declares, each with where that is done first."""
    found: dict[str, int] = {}
    for node in every(root):
        name = node.child_by_field_name("name") if node.type in _DECLARING else None
        if name is not None or node.type == "implicit_parameter":
            found.setdefault(said(name or node), node.start_byte)
    return found


def faults(root: Node, elsewhere: Collection[str]) -> Iterator[tuple[Node, str]]:
    """The nodes at which something is wrong, with words.

    Args:
        root: a file.
        elsewhere: the names that other files of the program declare.
    """
    using = {
        said(node).removeprefix("using ").removeprefix("static ").rstrip(";").split(" = ")[0]
        for node in every(root)
        if node.type == "using_directive"
    }
    own = declared(root)
    for node in every(root):
        if node.type == "block":
            yield from _repeated(node)
        elif node.type == "variable_declaration":
            yield from _without_a_type(node)
        elif node.type == "identifier":
            yield from _of_name(node, using, own, elsewhere)


def _of_name(
    node: Node, using: Collection[str], own: dict[str, int], elsewhere: Collection[str]
) -> Iterator[tuple[Node, str]]:
    name, whole, parent = said(node), node, node.parent
    if parent is not None and parent.type == "generic_name":
        whole, parent = parent, parent.parent
    assert parent is not None
    role = parent.type, _field(parent, whole)
    home = _HOME.get(name, "")
    if role in _MEMBERS:
        of_output = said(parent.child_by_field_name("expression")) == "Output"
        if home.startswith("System.") and home not in using and not of_output:
            yield node, f"{name} needs using {home}"
    elif _is_no_use(parent, role[1]):
        return
    elif name in own:
        if _is_before(node, own[name], name):
            yield node, f"{name} is used before it is declared"
    elif home:
        if home not in using:
            yield node, f"{name} needs using {home}"
    elif name not in (*using, *elsewhere, *_INHERITED):
        yield node, f"there is no {name}"


def _is_no_use(parent: Node, field: str | None) -> bool:
    """Whether a name is only declared, or is one of a member that an initializer sets."""
    if parent.type in _NO_NAMES or (parent.type in _DECLARING and field == "name"):
        return True
    inside = "" if parent.parent is None else parent.parent.type
    is_set = parent.type == "assignment_expression" and inside == "initializer_expression"
    return is_set and field == "left"


def _field(parent: Node, node: Node) -> str | None:
    return next(
        (
            parent.field_name_for_child(number)
            for number, child in enumerate(parent.children)
            if child.id == node.id
        ),
        None,
    )


def _is_before(node: Node, place: int, name: str) -> bool:
    """Whether a variable of the program's own is asked for before it is there."""
    if node.start_byte >= place:
        return False
    root = node
    while root.parent is not None:
        root = root.parent
    return any(
        each.type == "variable_declarator" and said(each.child_by_field_name("name")) == name
        for each in every(root)
    )


def _repeated(block: Node) -> Iterator[tuple[Node, str]]:
    """The variables that a block, or one in it, declares a second time."""
    seen: set[str] = set()
    for statement in block.named_children:
        if statement.type != "local_declaration_statement":
            continue
        for node in statement.named_children[-1].named_children:
            if node.type == "variable_declarator":
                name = said(node.child_by_field_name("name"))
                if name in seen:
                    yield node, f"{name} is declared twice"
                seen.add(name)


def _without_a_type(declaration: Node) -> Iterator[tuple[Node, str]]:
    """The variables whose type cannot be told: a number or nothing."""
    if said(declaration.child_by_field_name("type")) != "var":
        return
    for node in declaration.named_children:
        value = node.named_children[-1] if node.named_children else None
        if node.type == "variable_declarator" and value is not None:
            sides = [value.child_by_field_name(side) for side in ("consequence", "alternative")]
            kinds = {side.type for side in sides if side is not None}
            if value.type == "null_literal" or ("null_literal" in kinds and kinds & {*_VALUES}):
                yield node, "its type cannot be told"
