"""Writes what is generated from the fixtures' templates: `make fixtures`.

For each case: the project that migrate writes, the template that comes back from it, and what both
have to say; then the same for the lines of the template language (`language`), and their table, and
for the CDK apps (`cdk`), and the page of all languages (`languages`).
Look at the difference before it is committed.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

import converter
from converter.errors import ConversionError
from converter.report import Report

from . import cases, cdk_apps, language, languages_page

LANGUAGE = language.FOLDER.name
CDK = cdk_apps.FOLDER.name
PAGE = languages_page.PAGE.stem


def main(names: list[str]) -> int:
    """Regenerate the cases of the given names, all without any; give the exit status."""
    status = 0
    every = [*cases.CASES, LANGUAGE, CDK, PAGE]
    for case in names or every:
        if case == LANGUAGE:
            language.regenerate()
            continue
        if case == PAGE:
            languages_page.PAGE.write_text(languages_page.page(), encoding="utf-8")
            continue
        if case == CDK:
            _write_apps()
            continue
        try:
            said = _write(case)
        except ConversionError as error:
            print(f"{case}: {error.file}:{error.line}: {error}")
            status = 1
        else:
            print(f"{case}: {len(said)} findings" if said else case)
    return status


def _write(case: str) -> list[str]:
    said = Report()
    folder = _write_project(case, "python", said)
    for each in cases.LANGUAGES:
        _write_project(case, each, Report())
    cases.exported(case).write_text(converter.export(folder, report=said), encoding="utf-8")
    path = cases.findings(case)
    path.unlink(missing_ok=True)
    if said:
        path.write_text("".join(f"{line}\n" for line in cases.lines(said)), encoding="utf-8")
    return cases.lines(said)


def _write_project(case: str, language: str, said: Report) -> Path:
    files = cases.migrate(case, said, language)
    folder = cases.project(case, language)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def _write_apps() -> None:
    for app in cdk_apps.APPS:
        with tempfile.TemporaryDirectory() as scratch:
            number = cdk_apps.regenerate(app, Path(scratch))
        print(f"{CDK}/{app}: {number} findings")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
