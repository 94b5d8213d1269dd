"""A Pulumi project in Java."""

from __future__ import annotations

import re

from ...decisions import noted
from ...pulumi import Program
from ..pulumi.marks import Marks

RUNTIME = {"name": "java"}
_OTHER = re.compile("[^A-Za-z0-9_.-]")
PACKAGES = {"aws-native": "aws-native@1.84.0"}
FOLDER = "src/main/java/program"
POM = """\
<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
    <modelVersion>4.0.0</modelVersion>

    <groupId>program</groupId>
    <artifactId>{name}</artifactId>
    <version>1.0</version>

    <properties>
        <maven.compiler.source>17</maven.compiler.source>
        <maven.compiler.target>17</maven.compiler.target>
        <maven.compiler.release>17</maven.compiler.release>
        <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
        <exec.mainClass>program.App</exec.mainClass>
    </properties>

    <dependencies>
        <dependency>
            <groupId>com.pulumi</groupId>
            <artifactId>pulumi</artifactId>
            <version>1.20.0</version>
        </dependency>
        <dependency>
            <groupId>com.google.code.gson</groupId>
            <artifactId>gson</artifactId>
            <version>2.8.9</version>
        </dependency>
        <dependency>
            <groupId>com.google.code.findbugs</groupId>
            <artifactId>jsr305</artifactId>
            <version>3.0.2</version>
        </dependency>
    </dependencies>

    <build>
        <plugins>
            <plugin>
                <groupId>org.codehaus.mojo</groupId>
                <artifactId>exec-maven-plugin</artifactId>
                <version>3.5.0</version>
            </plugin>
        </plugins>
    </build>
</project>
"""
README = """\
# {name}

There is no published SDK of aws-native for Java: Pulumi makes it from the provider's schema, once.

```bash
pulumi package add aws-native@1.84.0
cp -r sdks/aws-native/src/* src
```

Then `pulumi up` as usual. The pom has what the SDK needs (gson and jsr305) already.
"""


def write(program: Program, marks: Marks | None = None) -> dict[str, str]:
    """Write a program as a whole Pulumi project.

    Args:
        program: the program.
        marks: takes the lines that the program's entries stand at.

    Returns:
        File name → text: ``Pulumi.yaml``, ``pom.xml``, ``App.java`` and what else it needs below
        ``src/main/java/program``, a README that says how the SDK is made, ``.gitignore``, and
        ``cloudformation.yaml`` where something is left that Pulumi has no place for. A component
        has files of its own, and a fragment.

    Raises:
        UnsupportedError: the program holds something that Java's SDK cannot say.
    """
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
        for name, text in module.files().items():
            file = f"{FOLDER}/{name}.java"
            files[file] = text
            if marks is not None and name == classes[token].name:
                marks[file] = module.lines(text)
        files |= fragment_file(component, module.notes(), f"{classes[token].module}.")
        needed |= module.expressions.functions
    main = Module(program, classes, program.components, types)
    text = main.text()
    if marks is not None:
        marks[f"{FOLDER}/App.java"] = main.lines(text)
    needed |= main.expressions.functions
    return {
        **project_files(program, RUNTIME, packages=PACKAGES, decisions=noted(program)),
        f"{FOLDER}/App.java": text,
        **files,
        **({f"{FOLDER}/Functions.java": functions(needed)} if needed else {}),
        "pom.xml": POM.replace("{name}", _artifact(program.name)),
        "README.md": README.replace("{name}", program.name),
        ".gitignore": "target/\n",
    }


def _artifact(name: str) -> str:
    """The project's name, of letters that an artifact's may have."""
    kept = _OTHER.sub("-", name)
    return kept.strip(".-") or "program"
