"""CDK apps, as the templates that they synthesize to.

A source is a folder with ``cdk.json``, an app's Python file, a cloud assembly (``cdk.out``), or a
construct that lives in this process.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ...errors import Path, ProgramError, SourceError, UsageError
from ..outline import Place
from ..source import Source
from .assembly import Synthesized, chosen, find_stacks

TIME_LIMIT = 300.0
SETTINGS = "cdk.json"


class SynthesizedSource(Source):
    """The template of a stack that an app synthesizes to. Its lines are nobody's: places are paths.

    Args:
        name: what messages call it.
        text: the template, without what the CDK adds of its own.
        stack: the stack.
        project: the name of the project that is made of it.
    """

    is_synthesized = True

    def __init__(self, name: str, text: str, stack: Synthesized, project: str) -> None:
        super().__init__(name, text)
        self.stack = stack
        self._project = project

    @property
    def project(self) -> str:
        """The name of the Pulumi project that is made of it: the stack's."""
        return self._project

    def locate(self, path: Path) -> Place:
        """Refuse to give a line.

        Raises:
            SourceError: always.
        """
        raise SourceError("a template that is synthesized has no lines", path=path)


def is_app(source: str | os.PathLike[str]) -> bool:
    """Whether a path is a CDK app, an app's Python file or a cloud assembly."""
    path = os.fspath(source)
    if not os.path.isdir(path):
        return path.endswith(".py")
    return os.path.isfile(os.path.join(path, SETTINGS)) or is_assembly(path)


def is_assembly(path: str) -> bool:
    """Whether a folder is a cloud assembly."""
    from . import assembly

    return assembly.is_assembly(path)


def is_construct(source: object) -> bool:
    """Whether an object is a construct of the CDK."""
    return hasattr(source, "node") and hasattr(source, "to_string")


def open_app(
    source: object,
    *,
    stack: str | None = None,
    context: Mapping[str, str] | None = None,
    timeout: float = TIME_LIMIT,
) -> list[SynthesizedSource]:
    """Open the templates that an app synthesizes to, without what the CDK adds of its own.

    Args:
        source: a path that ``is_app``, or a construct.
        stack: which of several stacks: a name of it, or the path of its construct. Without one all
            are opened, but those that are nested in others, which belong to these.
        context: values of the context of an app that is run.
        timeout: seconds after which an app is stopped.

    Raises:
        SourceError: it is no app, or has no stack.
        UsageError: there is no stack of that name.
        ProgramError: the app failed, did not end in time, or wrote no assembly.
    """
    if not isinstance(source, (str, os.PathLike)):
        from .constructs import synthesized

        return _opened(chosen(synthesized(source), stack), type(source).__name__)
    path = os.fspath(source)
    if os.path.isdir(path) and not os.path.isfile(os.path.join(path, SETTINGS)):
        return _opened(chosen(find_stacks(path), stack), path)
    from .running import synthesize

    with tempfile.TemporaryDirectory(prefix="cdk.out.") as folder:
        synthesize(path, folder, timeout, context)
        return _opened(chosen(find_stacks(folder), stack), path)


def several_stacks(sources: Iterable[Source]) -> UsageError:
    """What is said where one stack is wanted and an app has several."""
    names = [each.stack.names[0] for each in sources if isinstance(each, SynthesizedSource)]
    known = ", ".join(names)
    return UsageError(f"the app has {len(names)} stacks: say --stack with one of {known}")


def _opened(stacks: Sequence[Synthesized], name: str) -> list[SynthesizedSource]:
    """The sources of stacks that are read together."""
    from .projects import project_names

    sources = []
    projects = project_names(stacks)
    for stack, project in zip(stacks, projects, strict=True):
        called = name if len(stacks) == 1 else f"{name} ({stack.names[0]})"
        source = SynthesizedSource(called, _text(stack.template), stack, project)
        if stack.errors:
            raise ProgramError(f"the app refuses its stack {stack.names[0]}: {stack.errors[0]}")
        source.findings.extend(stack.findings)
        source.findings.extend(stack.nested_findings)
        _tell_order(source, stacks, projects)
        sources.append(source)
    return sources


def with_nested(source: SynthesizedSource) -> tuple[SynthesizedSource, dict[str, Source]]:
    """A stack's template and those nested in it, which it names by paths: those are the keys."""
    stack, name = source.stack, source.name
    outer = SynthesizedSource(name, _text(stack.local), stack, source.project)
    nested = {
        path: SynthesizedSource(f"{name}: {path}", _text(template), stack, source.project)
        for path, template in stack.nested.items()
    }
    return outer, dict(nested)


def _text(template: dict[str, Any]) -> str:
    import json

    from .additions import without_additions

    return json.dumps(without_additions(template), indent=1, ensure_ascii=False)


def _tell_order(
    source: SynthesizedSource, stacks: Sequence[Synthesized], projects: Sequence[str]
) -> None:
    """Say which of the projects are deployed before one."""
    needed = source.stack.dependencies
    first = [name for stack, name in zip(stacks, projects, strict=True) if stack.id in needed]
    if first:
        words = f"{', '.join(first)} must be deployed before, as the CDK does by itself"
        source.findings.note("deploy-order", words)
