"""Build the catalog's data: `python -m converter.catalog.build [FOLDER]`."""

from __future__ import annotations

import sys
from pathlib import Path

from .sources.encode import encode
from .sources.gather import gather

DATA = Path(__file__).parent / "data"


def main(arguments: list[str]) -> None:
    """Write the data into the folder, the catalog's own without an argument."""
    folder = Path(arguments[0]) if arguments else DATA
    resources, disagreements = gather()
    files = encode(resources)
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.json"):
        if old.name not in files:
            old.unlink()
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8", newline="\n")
    creatable = sum(resource.creatable for resource in resources)
    print(f"{len(resources)} resource types, {creatable} of them with a class in the SDK")
    for what, count in disagreements.most_common():
        print(f"{count:6} times {what}")


if __name__ == "__main__":
    main(sys.argv[1:])
