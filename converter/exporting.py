"""From a program to the template that is delivered: checked as any source is, and placed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from . import bridge, catalog
from .bridge.made_names import with_made_names
from .bridge.regions import by_place, file_names, in_words, places_of, tell_region
from .bridge.renaming import with_renamed_keys
from .checking import check
from .cloudformation import Stack
from .errors import ConversionError, Path, PathStep, SourceError, UnsupportedError
from .inner_templates import check_inside, check_nested
from .nested_bodies import with_nested_bodies
from .pulumi import CodePlace, Elsewhere, Program
from .readers.source import Source, read_file
from .report import Finding, Report
from .spelling import tell_spelling

Place = tuple[str, int, int | None]
"""File, line and column."""

_SECTIONS = {"Resources": "resources", "Outputs": "exports", "Parameters": "config"}


def stacks_of_program(program: Program, report: Report, *, several: bool) -> dict[str, Stack]:
    """Carry a program to CloudFormation, and check what comes out as a reader checks a source.

    Args:
        program: what was recorded.
        report: takes the findings, with their places in the program and in what stands beside it.
        several: whether there may be several templates: one for each region that the program
            deploys to.

    Returns:
        The stacks, by the names of their templates without an ending; mostly that is one,
        ``template``.

    Raises:
        UnsupportedError: the program says something that no template can, or no single one.
        TemplateError: CloudFormation would refuse the template; its ``errors`` are all reasons.
    """
    with _placed_in(program, report):
        tell_spelling(program, report)
        completed = _completed(program, report)
        places = places_of(completed)
        if len(places) <= 1:
            place = next(iter(places), None)
            _tell_place(place, report)
            tell_region(completed, place, report)
            return {"template": _checked(completed, report, several)}
        if not several:
            raise _several_places(completed)
        names = file_names(places)
        programs = by_place(completed, report)
        for place in programs:
            _tell_place(place, report, names[place])
        return {names[place]: _checked(each, report, several) for place, each in programs.items()}


def _checked(program: Program, report: Report, several: bool) -> Stack:
    check_inside(program)
    for component in program.components.values():
        with _in_file(f"{component.name}.yaml"):
            check_inside(component)
    stack = bridge.to_cloudformation(program, report=report)
    stack = with_nested_bodies(stack, report, several=several)
    check_nested(stack)
    check(stack, report, own_words=_in_own_words(program, stack))
    for path, nested in stack.templates.items():
        every = [_in_own_words(each, nested) for each in program.components.values()]
        with _in_file(path):
            check(nested, report, own_words=set().union(*every))
    return stack


def _in_own_words(program: Program, stack: Stack) -> set[str]:
    """The resources that a program has in CloudFormation's own words: held in a stack, or by a type
    that stands for others.
    """
    found = set()
    for name, logical_id in bridge.names_in_template(program, Report())["resources"].items():
        resource = stack.resources.get(logical_id)
        described = None if resource is None else catalog.resource_type(resource.type)
        if described is not None and described.token != program.resources[name].type:
            found.add(logical_id)
    return found


def _tell_place(place: Elsewhere | None, report: Report, name: str = "the template") -> None:
    if place is not None:
        report.note("region", f"{name} is to be deployed to {in_words(place)}")


def _several_places(program: Program) -> UnsupportedError:
    """The refusal of a program that deploys to several places."""
    places = places_of(program)
    told = "; ".join(f"{in_words(place)}: {names[0]}" for place, names in places.items())
    others = [names for place, names in places.items() if place is not None]
    ids = bridge.names_in_template(program, Report())["resources"]
    return UnsupportedError(
        f"the program deploys to several places ({told}) and a template is for one: "
        "give a folder, -o FOLDER/, for each as a template in YAML or JSON",
        path=("Resources", ids[others[0][0]]),
    )


def _completed(program: Program, report: Report) -> Program:
    """The program with what Pulumi adds to it by itself, and its components with theirs."""
    components = {}
    for token, each in program.components.items():
        own = Report()
        components[token] = with_made_names(each, own)
        for finding in own:
            report.add(replace(finding, file=f"{each.name}.yaml"))
    program = with_renamed_keys(replace(program, components=components), report)
    return with_made_names(program, report)


@contextmanager
def _in_file(path: str) -> Iterator[None]:
    try:
        yield
    except ConversionError as error:
        for each in _all_of(error):
            each.file = each.file or path
        raise


@contextmanager
def _placed_in(program: Program, report: Report) -> Iterator[None]:
    """Give the errors and findings that come up inside their places in the program."""
    first, places = len(report), _Places(program)
    try:
        yield
    except ConversionError as error:
        for each in _all_of(error):
            place = None if each.line else places.of(each.file, each.path)
            if place is not None:
                each.file, each.line, each.column = place
        raise
    finally:
        report.place(first, places.placed)


def _all_of(error: ConversionError) -> tuple[ConversionError, ...]:
    return tuple(dict.fromkeys((error, *getattr(error, "errors", ()))))


class _Places:
    """Where a program, or what stands beside it, says what is in its template."""

    def __init__(self, program: Program) -> None:
        self._programs: dict[str | None, Program] = {None: program}
        for each in program.components.values():
            self._programs[f"{each.name}.yaml"] = each
        self._code: dict[str | None, dict[tuple[PathStep, str | None], CodePlace]] = {}
        self._fragments: dict[str, Source | None] = {}

    def placed(self, finding: Finding) -> Finding:
        """A finding with its place."""
        place = None if finding.line else self.of(finding.file, finding.path)
        if place is None:
            return finding
        file, line, column = place
        return replace(finding, file=file, line=line, column=column)

    def of(self, file: str | None, path: Path) -> Place | None:
        """The place of a path of the template, or of the nested one in a file."""
        program = self._programs.get(file)
        if program is None or not path:
            return None
        least = 3 if path[0] in ("Resources", "Outputs") else 2
        return (
            self._in_fragment(program, path, least)
            or self._in_code(file, program, path)
            or self._in_fragment(program, path, 2)  # what only the fragment has
        )

    def _in_fragment(self, program: Program, path: Path, least: int) -> Place | None:
        if program.fragment_file is None or not _reaches(program.fragment, path, least):
            return None
        source = self._fragment(program.fragment_file)
        return None if source is None else (source.name, *source.locate(path))

    def _fragment(self, file: str) -> Source | None:
        if file not in self._fragments:
            try:
                self._fragments[file] = Source(file, read_file(file))
            except SourceError:  # it was there when it was read
                self._fragments[file] = None
        return self._fragments[file]

    def _in_code(self, file: str | None, program: Program, path: Path) -> Place | None:
        section = _SECTIONS.get(str(path[0]))
        if section is None or len(path) < 2:
            return None
        if file not in self._code:
            names = bridge.names_in_template(program, Report())
            self._code[file] = {
                (place[0], names[str(place[0])].get(str(place[1]))): where
                for place, where in program.places.items()
            }
        found = self._code[file].get((section, str(path[1])))
        return None if found is None else (*found, None)


def _reaches(tree: object, path: Path, steps: int) -> bool:
    """Whether a tree has an entry at the first steps of a path."""
    for step in path[:steps]:
        if not isinstance(tree, dict) or step not in tree:
            return False
        tree = tree[step]
    return len(path) >= steps
