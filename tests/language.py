"""The template language, line by line: a fixture each, and the table of `docs/conformance.md`.

A fixture has `template.yaml`, the program that `migrate` makes of it (`*.py`), what is said
on the way there and back (`findings.txt`), and how what comes back differs from the template as
CloudFormation deploys it (`accepted-differences.txt`); the last three where there are any.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import converter
from converter.cloudformation import Stack
from converter.errors import ConversionError
from converter.expansion import expand
from converter.expansion.nested import nested_templates
from converter.readers.source import read_file
from converter.readers.template import read_raw, read_text
from converter.report import Report
from converter.writers.languages import LANGUAGES

from . import cases
from .language_lines import SECTIONS

FOLDER = cases.FOLDER / "language"
FIXTURES = sorted(path.parent.name for path in FOLDER.glob("*/template.yaml"))
TABLE = cases.ROOT / "docs" / "conformance.md"
HEADING = """\
# Conformance

Each line of CloudFormation's template language, how `migrate` carries it and what `export` gives
back. The table is made from the fixtures, whose programs are run by the tests; `make fixtures`
writes it anew.

- **natively**: the program says it all.
- **with a fragment**: the program runs without it, but `cloudformation.yaml` beside it keeps what
  Pulumi has no place for.
- **expanded**: a transform is carried out first, as CloudFormation does; its result comes back.
- **equivalent**: as another type that does exactly the same; the original comes back.
- **held**: the resource stays in a CloudFormation stack that the program holds; the original
  comes back.
- **refused**: an error says why, and nothing is written.

What comes back is compared by its meaning, as `converter.verify` does: **exactly** is without a
difference, **as expanded** without one from what CloudFormation makes of the transforms. What
differs stands there in full, and in `accepted-differences.txt` beside the template.

All that is about programs in Python. A column for each other language says whether its program says
the **same**, or leaves more to CloudFormation (**held**), or has a value **fixed** that parameters
decide, with a warning, or is **refused**.

What only Pulumi has, no template can say: `protect`, `ignoreChanges`, `deleteBeforeReplace`,
`replaceOnChanges`, `deletedWith`, `aliases`, `customTimeouts`, `import`. `export` tells each of
these options that a resource has, with its line, and `migrate` writes none of them.
"""
OTHERS = [name for name in LANGUAGES if name != "python"]
HEADS = ["in a template", "carried", "as", "comes back", *OTHERS]
COLUMNS = f"| {' | '.join(HEADS)} |\n|{'---|' * len(HEADS)}\n"


@dataclass(frozen=True)
class Migrated:
    """What `migrate` makes of a fixture.

    Args:
        files: the project's files; none where it is refused.
        report: what it says.
        refusal: why it is refused, None where it is not.
    """

    files: dict[str, str]
    report: Report
    refusal: str | None


@cache
def migrated(fixture: str, language: str = "python") -> Migrated:
    """Run `migrate` on a fixture."""
    report = Report()
    try:
        files = converter.migrate(
            template(fixture), project=fixture, report=report, language=language
        )
    except ConversionError as error:
        return Migrated({}, report, error.message)
    return Migrated(files, report, None)


def deployed(fixture: str) -> Stack:
    """The stack that CloudFormation deploys: the template's, its transforms carried out."""
    path = template(fixture)
    stack = read_text(read_file(path), str(path), report=Report(), check=False)
    expanded = expand(stack, source_dir=path.parent, report=Report())
    return replace(expanded, templates=nested_templates(expanded, str(path.parent), Report()))


def sent_and_back(fixture: str) -> tuple[Stack, Report]:
    """What a fixture's program says when it is run, as a stack, and what is said meanwhile."""
    report = Report()
    with tempfile.TemporaryDirectory() as folder:
        for name, text in migrated(fixture).files.items():
            Path(folder, name).write_text(text, encoding="utf-8")
        program = converter.record(folder, nested=True, report=report)
    return converter.to_cloudformation(program, report=report), report


def expectations(fixture: str) -> dict[str, str]:
    """The files beside a fixture's template, as they should be."""
    result = migrated(fixture)
    if result.refusal is not None:
        return {}
    back, report = sent_and_back(fixture)
    differences = [str(each) for each in converter.verify(deployed(fixture), back)]
    findings = [*cases.lines(result.report), *cases.lines(report)]
    files = {
        **{name: text for name, text in result.files.items() if name.endswith(".py")},
        "findings.txt": "".join(f"{line}\n" for line in findings),
        "accepted-differences.txt": "".join(f"{line}\n" for line in differences),
    }
    return {name: text for name, text in files.items() if text}


def committed(fixture: str) -> dict[str, str]:
    """The files beside a fixture's template, as they are."""
    paths = [*(FOLDER / fixture).glob("*.py"), *(FOLDER / fixture).glob("*.txt")]
    return {path.name: path.read_text(encoding="utf-8") for path in paths}


def regenerate() -> None:
    """Write what should stand beside each template, and the table."""
    for fixture in FIXTURES:
        expected = expectations(fixture)
        for name in committed(fixture).keys() - expected.keys():
            (FOLDER / fixture / name).unlink()
        for name, text in expected.items():
            (FOLDER / fixture / name).write_text(text, encoding="utf-8")
    TABLE.write_text(table(), encoding="utf-8")


def kept(fixture: str) -> dict[str, object]:
    """What a fixture's program has beside it in `cloudformation.yaml`."""
    text = migrated(fixture).files.get("cloudformation.yaml")
    return dict(read_raw(text, "cloudformation.yaml")) if text else {}


def table() -> str:
    """The text of `docs/conformance.md`."""
    parts = [HEADING]
    for section, lines in SECTIONS.items():
        parts.append(f"\n## {section}\n\n{COLUMNS}")
        parts += [_row(title, fixture, words) for title, fixture, words in lines]
    return "".join(parts)


def _row(title: str, fixture: str, words: str) -> str:
    kind, reason = kind_of(fixture)
    link = f"[{title}](../fixtures/language/{fixture}/template.yaml)"
    others = (_in(each, fixture) for each in OTHERS)
    cells = (link, kind, _escaped(reason or words), _back(fixture, kind), *others)
    return f"| {' | '.join(cells)} |\n"


def _in(language: str, fixture: str) -> str:
    """How a language carries a fixture, compared with Python."""
    there = migrated(fixture, language)
    if there.refusal is not None:
        return "refused"
    for code, word in (("held", "held"), ("frozen-name", "fixed")):
        here, others = (
            sum(each.code == code for each in found.report) for found in (migrated(fixture), there)
        )
        if others > here:
            return word
    return "same"


def kind_of(fixture: str) -> tuple[str, str | None]:
    """How a fixture is carried, and the tool's own words for it where it has any."""
    result = migrated(fixture)
    if result.refusal is not None:
        return "refused", result.refusal
    said = {each.code: each.message for each in result.report}
    if "held" in said:
        return "held", said["held"].partition(";")[0]
    if "expanded" in said:
        return "expanded", None
    if "equivalent" in said:
        return "equivalent", None
    if "cloudformation.yaml" in result.files:
        return "with a fragment", None
    return "natively", None


def _back(fixture: str, kind: str) -> str:
    if kind == "refused":
        return "nothing"
    differences = committed(fixture).get("accepted-differences.txt", "").splitlines()
    if not differences:
        return "as expanded" if kind == "expanded" else "exactly"
    return "; ".join(f"`{_escaped(line)}`" for line in differences)


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")


def template(fixture: str) -> Path:
    """The template of a fixture."""
    return FOLDER / fixture / "template.yaml"
