"""A Pulumi project in C#."""

from __future__ import annotations

from ...decisions import noted
from ...pulumi import Program
from ..pulumi.marks import Marks

RUNTIME = {"name": "dotnet"}
PROJECT = """\
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net8.0</TargetFramework>
    <Nullable>enable</Nullable>
  </PropertyGroup>

  <ItemGroup>
    <PackageReference Include="Pulumi" Version="3.*" />
    <PackageReference Include="Pulumi.AwsNative" Version="1.*" />
  </ItemGroup>
</Project>
"""


def write(program: Program, marks: Marks | None = None) -> dict[str, str]:
    """Write a program as a whole Pulumi project.

    Args:
        program: the program.
        marks: takes the lines that the program's entries stand at.

    Returns:
        File name → text: ``Pulumi.yaml``, ``Program.cs``, a ``.csproj``, ``.gitignore``, the
        program's own functions in ``Functions.cs`` where it needs some, and
        ``cloudformation.yaml`` where something is left that Pulumi has no place for. A component
        has a file of its own, and a fragment beside that.

    Raises:
        UnsupportedError: the program holds something that C#'s SDK cannot say.
    """
    from ..names import upper_camel_case
    from ..pulumi.components import component_classes
    from ..pulumi.project import fragment_file, project_files
    from ..pulumi.types import Types
    from .component import ComponentModule
    from .module import Module, functions
    from .names import attribute_names, field_names

    classes = component_classes(program.components, field_names, attribute_names)
    types: dict[str, Types] = {}
    files: dict[str, str] = {}
    needed: set[str] = set()
    for token, component in program.components.items():
        module = ComponentModule(token, component, classes, program.components, types)
        types[token] = module.types
        file = f"{classes[token].name}.cs"
        files[file] = text = module.text()
        if marks is not None:
            marks[file] = module.lines(text)
        files |= fragment_file(component, module.notes(), f"{classes[token].module}.")
        needed |= module.expressions.functions
    main = Module(program, classes, program.components, types)
    text = main.text()
    if marks is not None:
        marks["Program.cs"] = main.lines(text)
    needed |= main.expressions.functions
    return {
        **project_files(program, RUNTIME, decisions=noted(program)),
        "Program.cs": text,
        **files,
        **({"Functions.cs": functions(needed)} if needed else {}),
        f"{upper_camel_case(program.name)}.csproj": PROJECT,
        ".gitignore": "bin/\nobj/\n",
    }
