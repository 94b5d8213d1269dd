"""`python -m tests.reporting.screenshot`: the picture of a report in the documentation."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from converter.cli import cfn2pulumi

from .. import cases
from ..browser import browser

PICTURE = cases.ROOT / "docs" / "report.png"
CHOSEN = '.pane:first-child .l[data-e$=":primarycontainer"]'
HOVER = "dispatchEvent(new MouseEvent('mouseover', {bubbles: true}))"


def main() -> None:
    """Take the picture: a template that is migrated, with a property of a resource chosen."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(cases.template("production-stack"), folder)
        os.chdir(folder)
        sys.argv = ["cfn2pulumi", "migrate", "template.yaml", "--report", "report.html", "-q"]
        cfn2pulumi()
        with browser() as page:
            page.open(Path(folder) / "report.html", width=1400, height=640)
            page.point_at(CHOSEN, click=True)
            page.evaluate("scrollTo(0, 0)")
            page.evaluate(f"document.querySelector('{CHOSEN}').{HOVER}")
            PICTURE.write_bytes(page.picture())
    if quantize := shutil.which("pngquant"):
        command = [quantize, "--force", "--strip", "--output", str(PICTURE), "64", str(PICTURE)]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
