"""`python -m tests.fuzz`: many inputs, each within limits of memory and time."""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from multiprocessing import get_context
from pathlib import Path

from .assemblies import assemblies
from .commands import Commands, command_of, judge_command, keep_command
from .compiling import Write, Written, write_program, writing
from .decisions import Decided, judge_decided
from .deployments import deployments
from .inputs import SEED, input_of, misplaced_of
from .judging import Fault, judge
from .meaning import Carried, judge_valid, valid_of
from .productions import LANGUAGES
from .projects import judge_project, project_of, write_project
from .settings import settings

MEMORY = 1 << 30
_CHUNK = 20
KINDS = {
    "places": "functions in odd places",
    "projects": "Pulumi YAML in place of templates",
    "assemblies": "the folders that CDK apps synthesize into",
    "adoption": "what is printed of deployed stacks",
    "settings": "the settings of projects in every language",
    "valid": "templates as people write them, functions at places of their kinds",
    "decisions": "programs in --language that decide what their lists, maps and texts hold",
}
COMMANDS: dict[str, Commands] = {
    "assemblies": assemblies,
    "adoption": deployments,
    "settings": settings,
}


def main() -> int:
    """Judge inputs; print how it went, and keep what is found.

    Returns:
        The exit status: 1 where something was found.
    """
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=1_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--run", action="store_true", help="run their programs, too")
    parser.add_argument("--language", default="python", choices=LANGUAGES)
    for kind, meaning in KINDS.items():
        parser.add_argument(
            f"--{kind}", dest="kind", action="store_const", const=kind, help=meaning
        )
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--keep", default="fuzz-findings", help="where what is found goes")
    options = parser.parse_args()
    began, outcomes, faults, most = time.monotonic(), Counter[str](), 0, 0
    for number, outcome, words, memory in _judged(options):
        outcomes[outcome] += 1
        most = max(most, memory)
        if words is not None:
            faults += 1
            _keep(options, number, words)
    seconds = time.monotonic() - began
    print(f"{options.inputs} inputs in {seconds:.0f} s, at most {most // 1024} MB")
    for outcome, count in sorted(outcomes.items()):
        print(f"  {outcome}: {count}")
    return 1 if faults else 0


_WRITES: list[Write] = []
"""What writes random programs, which processes share that are forked from this one."""
_Judged = tuple[int, str, "str | None", int]


def _judged(options: argparse.Namespace) -> Iterator[_Judged]:
    last = options.first + options.inputs
    starts = range(options.first, last, _CHUNK)
    # A program that is run has an engine with many threads, which reserve more than they use.
    limit = MEMORY * 4 if options.run or options.kind in ("settings", "decisions") else MEMORY
    with ExitStack() as stack:
        if programs := _programs(options, range(options.first, last)):
            _WRITES.append(stack.enter_context(writing(programs)))
        pool = stack.enter_context(
            ProcessPoolExecutor(
                options.workers, get_context("fork"), initializer=_limit, initargs=(limit,)
            )
        )
        chunks = [
            pool.submit(_judge_all, options, start, min(start + _CHUNK, last)) for start in starts
        ]
        for chunk in chunks:
            yield from chunk.result()


def _programs(options: argparse.Namespace, numbers: range) -> Sequence[Written]:
    """The programs that are compiled before they are run, where the language asks for that."""
    if options.kind == "decisions":
        return [_decided(options, number) for number in numbers]
    if options.kind == "valid" and options.run:
        carried = [_carried(options, number) for number in numbers]
        return [it for it in carried if it.files()]
    return []


def _decided(options: argparse.Namespace, number: int) -> Decided:
    return Decided(number, options.seed, options.language)


def _carried(options: argparse.Namespace, number: int) -> Carried:
    return Carried(number, options.seed, options.language if options.run else None)


def _limit(memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _judge_all(options: argparse.Namespace, first: int, last: int) -> list[_Judged]:
    found: list[_Judged] = []
    for number in range(first, last):
        words = None
        try:
            outcome = _judge(options, number)
        except Fault as fault:
            outcome, words = "found", str(fault)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        found.append((number, outcome, words, memory))
    return found


def _judge(options: argparse.Namespace, number: int) -> str:
    if options.kind == "projects":
        return judge_project(project_of(number, options.seed))
    if options.kind in COMMANDS:
        return judge_command(command_of(COMMANDS[options.kind], number, options.seed))
    if options.kind == "valid":
        return judge_valid(_carried(options, number), _WRITES[0] if _WRITES else None)
    if options.kind == "decisions":
        return judge_decided(_decided(options, number), _WRITES[0])
    return judge(_template(options, number), run=options.language if options.run else None)


def _template(options: argparse.Namespace, number: int) -> bytes:
    if options.kind == "valid":
        run = options.language if options.run else None
        return json.dumps(valid_of(number, options.seed, run)).encode()
    return (misplaced_of if options.kind == "places" else input_of)(number, options.seed)


def _keep(options: argparse.Namespace, number: int, words: str) -> None:
    place = Path(options.keep, f"{options.seed}-{number}")
    if options.kind == "projects":
        write_project(project_of(number, options.seed), place)
    elif options.kind in COMMANDS:
        keep_command(command_of(COMMANDS[options.kind], number, options.seed), place)
    elif options.kind == "decisions":
        write_program(_decided(options, number), place)
    else:
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(_template(options, number))
    print(f"{number}: {words}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
