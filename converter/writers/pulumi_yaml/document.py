"""The document that a program is in Pulumi YAML.

Rules: https://www.pulumi.com/docs/iac/languages-sdks/yaml/yaml-language-reference/
"""

from __future__ import annotations

from typing import Any

from ...errors import Path, UnsupportedError
from ...intrinsics import Tree
from ...pulumi import ABSENT, NESTED_TEMPLATE, Choice, Program, Resource
from ...yaml_config import readings
from ..yaml_printing import print_yaml
from .decisions import question
from .interpolation import access
from .names import RESERVED, Names, pascal_case
from .printing import print_document
from .values import JOINED, SEPARATOR, Values

REFERENCE = "pulumi:pulumi:StackReference"
TEMPLATES = "templates"


_LONGEST_BODY = 51_200
"""https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html"""


class Document:
    """One program in YAML.

    Args:
        program: the program; its resources hang on no condition.

    Attributes:
        templates: the texts of the templates that stand beside it, by their paths.

    Raises:
        UnsupportedError: the program says what Pulumi YAML cannot.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.templates: dict[str, str] = {}
        for key in RESERVED & program.config.keys():
            raise UnsupportedError(
                f"Pulumi YAML has no config value named {key}, which is a name of its own",
                path=("config", key),
            )
        names = Names([*program.config])
        self._keys = {name: names.key(name) for name in (*program.resources, *program.references)}
        self.values = Values(program, names, self._keys, readings(program))
        self.comments: dict[Path, str] = {}
        self.sections = self._sections()

    def text(self, head: dict[str, Any]) -> str:
        """The whole text; ``head`` is what stands before the program's own sections."""
        found = {name: section for name, section in self.sections.items() if section}
        return print_document({**head, **found}, self.comments)

    def lost_names(self) -> dict[str, str]:
        """Variable → condition or table, where the one does not tell how the other was spelled;
        an empty text for what is none of its own.
        """
        given = {**self.values.conditions, **self.values.tables}
        told = {variable: name for name, variable in given.items() if pascal_case(variable) != name}
        return {**told, **dict.fromkeys(self.values.unnamed, "")}

    def _sections(self) -> dict[str, Any]:
        values, program = self.values, self.program
        tables: dict[str, Any] = {}
        for name, table in program.tables.items():
            tables[values.tables[name]] = values.tree(dict(table), ("tables", name))
            self._comment("variables", values.tables[name], ("tables", name))
        conditions: dict[str, Any] = {}
        for name, condition in program.conditions.items():
            conditions[values.conditions[name]] = question(values, condition, ("conditions", name))
            self._comment("variables", values.conditions[name], ("conditions", name))
        resources = {
            **{self._keys[name]: self._reference(name) for name in program.references},
            **{self._keys[name]: self._resource(name) for name in program.resources},
        }
        outputs: dict[str, Any] = {}
        for name, export in program.exports.items():
            value = export.value
            if export.condition is not None:
                value = Choice(export.condition, value, ABSENT)
            outputs[name] = values.tree(value, ("exports", name))
            self._comment("outputs", name, ("exports", name))
        variables = {**tables, **conditions, **values.variables}
        return {"variables": variables, "resources": resources, "outputs": outputs}

    def _reference(self, name: str) -> dict[str, Any]:
        stack = self.values.tree(self.program.references[name].stack, ("references", name))
        return self._named(name, {"type": REFERENCE, "properties": {"name": stack}})

    def _resource(self, name: str) -> dict[str, Any]:
        resource = self.program.resources[name]
        path = ("resources", name)
        if resource.condition is not None:
            raise UnsupportedError(
                f"Pulumi YAML has no resource that hangs on a condition, as {name} does on "
                f"{resource.condition}",
                path=path,
            )
        if resource.type in self.program.components:
            raise UnsupportedError("a program in Pulumi YAML has no components", path=path)
        self._comment("resources", self._keys[name], path)
        for place, text in self.program.comments.items():
            if place[:2] == path and len(place) > len(path):
                here = ("resources", self._keys[name], "properties", *place[2:])
                self.comments[here] = text
        entry: dict[str, Any] = {"type": resource.type}
        properties = self.values.entries(self._inputs(name, resource), path)
        if "templateBody" in properties and isinstance(resource.inputs["templateBody"], dict):
            properties["templateBody"] = self._template(name, resource.inputs["templateBody"])
        if properties:
            entry["properties"] = properties
        options = self._options(resource, path)
        if options:
            entry["options"] = options
        return self._named(name, entry)

    def _inputs(self, name: str, resource: Resource) -> dict[str, Any]:
        """The inputs; the text of a template that stands beside the program needs no printing."""
        body = resource.inputs.get("templateBody")
        return (
            {**resource.inputs, "templateBody": ""} if isinstance(body, dict) else resource.inputs
        )

    def _named(self, name: str, entry: dict[str, Any]) -> dict[str, Any]:
        if self._keys[name] == name:
            return entry
        return {"type": entry.pop("type"), "name": name, **entry}

    def _template(self, name: str, body: Any) -> Any:
        """A template, in a file beside the program: what reads like a function would be run."""
        outputs = body.get("Outputs", {})
        if len(outputs) > 1:
            told = [_told(output) for output in outputs.values()]
            body = {**body, "Outputs": {JOINED: {"Value": {"Fn::Join": [SEPARATOR, told]}}}}
            metadata = body.get("Metadata", {})
            if NESTED_TEMPLATE in metadata:
                noted = {**metadata[NESTED_TEMPLATE], "Outputs": outputs}
                body["Metadata"] = {**metadata, NESTED_TEMPLATE: noted}
        elif not outputs:
            body = {key: value for key, value in body.items() if key != "Outputs"}
        path = f"{TEMPLATES}/{self._keys[name]}.yaml"
        tree: dict[str, Tree] = body
        text = self.templates[path] = print_yaml(tree)
        if len(text.encode()) > _LONGEST_BODY:
            raise UnsupportedError(
                f"CloudFormation takes a template of {_LONGEST_BODY:,} bytes at most from a "
                f"program, and that of {name} has {len(text.encode()):,}",
                path=("resources", name),
            )
        return {"fn::readFile": f"./{path}"}

    def _options(self, resource: Resource, path: Path) -> dict[str, Any]:
        options = resource.options
        found: dict[str, Any] = {}
        if options.depends_on:
            found["dependsOn"] = [access(self._keys[name]) for name in options.depends_on]
        if options.parent is not None:
            found["parent"] = access(self._keys[options.parent])
        for option, given in (
            ("protect", options.protect),
            ("retainOnDelete", options.retain_on_delete),
        ):
            if given:
                found[option] = True
        for option, names in (
            ("ignoreChanges", options.ignore_changes),
            ("additionalSecretOutputs", options.secret_outputs),
        ):
            if names:
                found[option] = list(names)
        if options.other:
            raise UnsupportedError(
                f"the option {next(iter(options.other))} cannot be written in Pulumi YAML yet",
                path=path,
            )
        return found

    def _comment(self, section: str, key: str, place: Path) -> None:
        text = self.program.comments.get(place)
        if text is not None:
            self.comments[section, key] = text


def _told(output: dict[str, Any]) -> Any:
    """The value of an output; an empty text where its condition does not hold."""
    if "Condition" in output:
        return {"Fn::If": [output["Condition"], output["Value"], ""]}
    return output["Value"]
