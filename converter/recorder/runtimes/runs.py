"""Runs of a program: prepared once, and given texts in a shape that tells what becomes of them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice, product
from pathlib import Path
from typing import Any

from ...errors import Path as KeyPath
from ...errors import ProgramError
from ...processes import at_once
from ...pulumi import Convert, Expression, Program, Split, walk
from ...report import Report
from ..answers import Find
from ..decoding import CutError
from ..emptied import texts_around, with_shown
from ..lexing import Spoken, spoken
from ..project import Project
from ..shaping import PLAIN, Sample, Shape, delimiters, filler
from ..sources import texts
from ..trials import BY_CHANCE, Open, Trial
from .looking import (
    difference,
    may_be_by_order,
    may_look,
    samples,
    secret_difference,
    secret_samples,
)
from .named import Names
from .order import Spelled
from .preparing import prepare
from .trying import Pace, Terms, TooLongError, Trying

_MOST_SHAPES = 12
_AT_ONCE = 2
_REPEATS, _MORE_REPEATS = 3, 8


@dataclass
class Runs:
    """The runs of one program. Leaving its ``with`` removes what was built for them.

    Args:
        project: the project, in a language that `prepare` knows.
        find: gives a resource type by its Pulumi token.
        fixed: values that are fixed for all runs: the result does not ask for them.
        concrete: whether a trial's values are fixed, too.
        skip_foreign: whether resources of other providers are left out, not refused.
        timeout: the seconds that building may take, and each run.
        components: the types of the components that are told apart from what is in them.

    Attributes:
        asks_where: whether the program asked for its region or account and was not told.
    """

    project: Project
    find: Find
    fixed: Mapping[str, str] = field(default_factory=dict)
    concrete: bool = False
    skip_foreign: bool = False
    timeout: float = 300.0
    components: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self._shape: Shape | None = None
        self._outermost = ""
        self.asks_where = False
        self._kinds: dict[KeyPath, str] = {}
        self._names = Names()
        self._is_steady = False

    def __enter__(self) -> Runs:
        self._folder = tempfile.TemporaryDirectory(prefix="pulumi-")
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    @cached_property
    def _files(self) -> list[tuple[str, str]]:
        found = texts(self.project.folder)
        return [(self.project.shown_file(str(path)), text) for path, text in found]

    @cached_property
    def _terms(self) -> Terms:
        return Terms(
            self.project,
            prepare(self.project, Path(self._folder.name), self.timeout),
            Spelled(self._files),
            self.find,
            self.fixed,
            self.concrete,
            self.skip_foreign,
            Pace(self.timeout),
            self.components,
            self._secret,
        )

    @cached_property
    def _secret(self) -> frozenset[str]:
        """The config keys that the program's text reads as secrets."""
        reads = self._spoken.reads
        return frozenset(self.project.bare(key) for key, it in reads.items() if it.secret)

    @cached_property
    def _secret_keys(self) -> frozenset[str]:
        """The config keys that are secrets, as far as they are not fixed."""
        declared = {key for key, it in self.project.config.items() if it.secret}
        return (self._secret | declared) - {self.project.bare(key) for key in self.fixed}

    def run(self, trial: Trial, report: Report | None = None) -> Program:
        """Run the program.

        The first time, it is run twice at least, and what it does with texts that are not known is
        found out: those that it cuts are `Select` and `Split` from then on. Later runs are given
        texts with more inside, so that a program that looks at them for other values only is found
        out, too.

        Args:
            trial: what it is run with.
            report: takes the findings.

        Raises:
            SourceError: a tool chain or what the program requires is missing.
            ProgramError: it does not compile, failed, did not end in time, or registers what a
                template cannot say.
            UnsupportedError: it has resources that a template cannot have.
        """
        report = Report() if report is None else report
        if self._shape is None:
            return self._first(trial, report)
        try:
            return self._try(trial, self._checking(self._shape), report)
        except CutError:
            return self._first(trial, report)

    def look(self, trial: Trial, program: Program) -> None:
        """Refuse a program that decides by what only the deployment knows: it is run with samples
        of that. A run that fails with one tells nothing.

        Args:
            trial: what it was run with.
            program: what it registered.

        Raises:
            ProgramError: it decides by that.
        """
        files = [text for _, text in self._files]
        assert self._shape is not None  # it ran before
        if not self._is_steady and may_be_by_order(files):
            self._check_repeats(trial, program, self._checking(self._shape), _MORE_REPEATS)
            self._is_steady = True
        self._look_at_secrets(trial)
        if not may_look(files):
            return
        given = list(samples(program, self._spoken, self._shape.late))
        with at_once(_AT_ONCE) as pool:
            found = pool.map(lambda it: self._seen(trial, program, it), given)
            place = next((it for it in found if it is not None), None)
        if place is not None:
            raise _looked_at(program, place)

    def _look_at_secrets(self, trial: Trial) -> None:
        """Refuse a program that decides by what is in its secrets, each alone and all together:
        none is ever tried but texts that the program has itself. A run that fails tells nothing.
        """
        assert self._shape is not None
        reads = {self.project.bare(key): it for key, it in self._spoken.reads.items()}
        asked = [
            key
            for key in sorted(self._secret_keys)
            if isinstance(trial.config.get(key), Open)
            and (key not in reads or reads[key].type == "string")
        ]
        if self.concrete or not asked:
            return
        opened = self._trying(trial, self._shape)
        program = opened.program(Report())
        together = [asked] if len(asked) > 1 else []
        rows = [*product([*([it] for it in asked), *together], secret_samples(self._spoken))]
        with at_once(_AT_ONCE) as pool:
            given = (dict.fromkeys(*row) for row in rows)
            places = pool.map(lambda it: self._seen_secret(trial, opened, program, it), given)
            found = zip(rows, places, strict=True)
            row, place = next((it for it in found if it[1] is not None), (None, None))
        if row is not None and place is not None:
            where, secret = ".".join(map(str, place[1:])), " and ".join(row[0])
            words = f"{where} hangs on what is in secret config ({secret}), which a template"
            raise _at(program, place[1], f"{words} cannot say")

    def _seen_secret(
        self, trial: Trial, opened: Trying, program: Program, own: Mapping[str, str]
    ) -> KeyPath | None:
        """A place of which a program makes another one with texts of secrets than where these are
        open; none where it fails.
        """
        assert self._shape is not None
        trying = self._trying(Trial({**trial.config, **own}, trial.known), self._shape)
        try:
            other = trying.program(Report())
        except TooLongError:
            raise
        except ProgramError:
            return None
        secrets = ({**opened.own_secrets, **own}, {**trying.own_secrets, **own})
        kinds = {**self._kinds, **opened.kinds, **trying.kinds}
        return secret_difference(program, other, secrets, kinds, self._shape.config)

    def _seen(self, trial: Trial, program: Program, sample: Sample) -> KeyPath | None:
        """A place of which a program makes another one with a sample."""
        assert self._shape is not None
        for shape in (self._checking(self._shape), self._shape):  # with less inside, less is cut
            shape = replace(shape, sample=sample)
            trying = self._trying(trial, shape)
            try:
                other = self._program(trying, trial, shape, Report())
            except CutError:
                continue
            except TooLongError:
                raise
            except ProgramError:
                return None
            break
        else:
            return None
        kinds = {**self._kinds, **trying.kinds}
        return difference(program, other, sample, kinds, shape.config)

    @cached_property
    def _spoken(self) -> Spoken:
        return spoken(text for _, text in self._files)

    def _trying(self, trial: Trial, shape: Shape) -> Trying:
        return Trying(self._terms, trial, shape, None if self.concrete else self._names)

    def _program(self, trying: Trying, trial: Trial, shape: Shape, report: Report) -> Program:
        """What a program registers: where it is given the empty text for secrets, that is in the
        texts that it makes of them, as a run tells in which these are open.
        """
        program = trying.program(report)
        empty = [key for key in self._secret_keys if trial.config.get(key, "") == ""]
        if self.concrete or not empty or not trying.own_secrets:
            return program
        opened = Trial({**trial.config, **dict.fromkeys(empty, Open())}, trial.known)
        try:
            other = self._trying(opened, shape).program(Report())
        except ProgramError:
            return program
        return with_shown(program, trying.own_secrets, texts_around(other, empty))

    def _try(self, trial: Trial, shape: Shape, report: Report) -> Program:
        trying = self._trying(trial, shape)
        try:
            program = self._program(trying, trial, shape, report)
        finally:
            self.asks_where = self.asks_where or trying.asks_where
        self._kinds.update(trying.kinds)
        return program

    def _first(self, trial: Trial, report: Report) -> Program:
        """Run the program in the first shape in which it does not look at what it is given."""
        failures: dict[Shape, ProgramError] = {}
        plain: Program | None = None
        for shape in self._shapes(trial, failures):
            own = Report()
            try:
                program = self._try(trial, shape, own)
                plain = program if shape == PLAIN else plain
                name = self._look_inside(trial, shape, program)
            except TooLongError:
                raise
            except ProgramError as error:
                failures[shape] = error
                continue
            if name is None and (shape == PLAIN or _is_cut(program, plain)):
                self._shape = shape
                report.extend(own)
                return program
            if name is None:
                failures[shape] = failures[PLAIN]
                continue
            if shape == PLAIN:
                self._check_repeats(trial, program, PLAIN, _REPEATS)
            failures[shape] = _looked_at(program, ("", name))
        raise failures[PLAIN]

    def _look_inside(self, trial: Trial, shape: Shape, program: Program) -> str | None:
        """What a program makes something else of where there is more inside of each part. One that
        cuts the parts of a text further is found out where these have such parts.
        """
        is_whole = not shape.late and len(self._delimiters) > 1
        for outermost in self._delimiters if is_whole else ("",):
            checked = self._try(trial, self._checking(shape, outermost), Report())
            name = next(_differences(program, checked), None)
            if name is not None:
                self._outermost = outermost or self._outermost
                return name
        return None

    def _check_repeats(self, trial: Trial, program: Program, shape: Shape, times: int) -> None:
        """Refuse a program that does not do the same each time."""
        for _ in range(times):
            again = self._try(trial, shape, Report())
            name = next(_differences(program, again), None)
            if name is not None:
                words = f"{name} is not the same in two runs ({BY_CHANCE})"
                raise _at(program, name, f"{words}, which a template cannot say")

    @cached_property
    def _delimiters(self) -> list[str]:
        return delimiters(text for _, text in self._files)

    def _shapes(self, trial: Trial, failures: Mapping[Shape, ProgramError]) -> Iterator[Shape]:
        """Give the shapes to try: parts are cut further where that made a difference."""
        cuts = [(one,) for one in self._delimiters]
        is_open = any(isinstance(value, Open) for value in trial.config.values())
        of_config = [(), *cuts] if is_open else [()]
        ways = [Shape(config, late) for config in of_config for late in ((), *cuts)]
        ways.sort(key=lambda it: len(it.config) + len(it.late))
        yield from ways[:_MOST_SHAPES]
        cut = [shape for shape in ways[:_MOST_SHAPES] if shape.late]
        # In Go nothing fails where there are too few parts: it may have made a difference, too
        is_same = {it: _words(failures[it]) == _words(failures[PLAIN]) for it in cut}
        cut.sort(key=lambda it: (is_same[it], it.late != (self._outermost,)))
        further = (replace(it, late=it.late + more) for it in cut for more in cuts)
        yield from islice((it for it in further if len({*it.late}) > 1), _MOST_SHAPES)

    def _checking(self, shape: Shape, outermost: str = "") -> Shape:
        """A shape with more inside of each part: whatever the program may look for."""
        files = [text for _, text in self._files]
        return replace(
            shape,
            config_filler=_without("".join(self._delimiters), shape.config),
            late_filler=_without(filler(files, outermost), shape.late),
        )


def _looked_at(program: Program, path: KeyPath) -> ProgramError:
    """Say that what is at a path is something else where what is not known is something else."""
    place = ".".join(map(str, path[1:]))
    words = f"{place} hangs on what is in a text that only the deployment knows, which a template"
    return _at(program, path[1], f"{words} cannot say")


def _at(program: Program, name: str | int, words: str) -> ProgramError:
    """An error at the line of a resource or an output."""
    found = (program.places.get((part, name)) for part in ("resources", "exports"))
    file, line = next((it for it in found if it is not None), (None, None))
    return ProgramError(words, file=file, line=line)


def _words(error: ProgramError) -> tuple[str, int | None]:
    return error.message, error.line


def _without(text: str, parts: tuple[str, ...]) -> str:
    for part in parts:
        while part in text:
            text = text.replace(part, "")
    return text


def _differences(program: Program, other: Program) -> Iterator[str]:
    """Give the resources and outputs in which two programs differ."""
    mine, its = _registered(program), _registered(other)
    yield from (name for name in dict.fromkeys((*mine, *its)) if mine.get(name) != its.get(name))


def _is_cut(program: Program, plain: Program | None) -> bool:
    """Whether a program cuts texts, and differs only there from what it is with whole ones."""
    said: list[tuple[str, Expression]]
    said = [(name, made.inputs) for name, made in program.resources.items()]
    said += [(name, export.value) for name, export in program.exports.items()]
    said += [(name, reference.stack) for name, reference in program.references.items()]
    cut = {name for name, value in said if any(map(_is_part, walk(value)))}
    return bool(cut) and (plain is None or set(_differences(program, plain)) <= cut)


def _is_part(value: Expression) -> bool:
    return isinstance(value, Split) or (isinstance(value, Convert) and value.to == "list")


def _registered(program: Program) -> dict[str, Any]:
    """What is registered, by name. What Go's SDK waits for may hang on what came first."""
    resources = {
        name: replace(it, options=replace(it.options, depends_on=()))
        for name, it in program.resources.items()
    }
    parts: tuple[Mapping[str, Any], ...] = (program.references, resources, program.exports)
    return {name: [part.get(name) for part in parts] for each in parts for name in each}
