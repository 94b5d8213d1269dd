"""The inputs: each is a fixture and a number, so that it can be made again."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from converter.readers.source import read_file
from converter.readers.template import read_raw

from ..cases import FOLDER
from .damage import damaged
from .places import misplaced
from .structure import mutated

CORPUS = Path(__file__).parent / "corpus"
SEED = 1
_DAMAGED = 4  # one of so many is damaged in its bytes


@cache
def _seeds() -> list[tuple[bytes, dict[str, Any]]]:
    paths = sorted(FOLDER.glob("**/template.yaml"))
    return [(path.read_bytes(), read_raw(read_file(path), str(path))) for path in paths]


def input_of(number: int, seed: int = SEED) -> bytes:
    """The input of a number."""
    random = Random(f"{seed}:{number}")
    data, tree = random.choice(_seeds())
    if number % _DAMAGED == 0:
        return damaged(data, random)
    return mutated(tree, random).encode(errors="surrogatepass")


def misplaced_of(number: int, seed: int = SEED) -> bytes:
    """The input of a number among those with functions in odd places."""
    random = Random(f"misplaced:{seed}:{number}")
    return misplaced(random.choice(_seeds())[1], random).encode(errors="surrogatepass")


def corpus() -> list[Path]:
    """What was found before."""
    return sorted(CORPUS.iterdir())
