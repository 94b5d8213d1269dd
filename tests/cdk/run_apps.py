"""Run the apps in the folders of a folder, `python run_apps.py FOLDER`, all with one Node.js.

An app that fails leaves its traceback in `error.txt` and no `cdk.out`.
"""

from __future__ import annotations

import os
import runpy
import sys
import traceback
from functools import partial
from pathlib import Path


def main(folder: Path) -> None:
    """Run all apps."""
    os.environ["CDK_VALIDATION"] = "false"  # before the CDK starts Node.js
    import aws_cdk

    app = aws_cdk.App
    for path in sorted(folder.iterdir()):
        aws_cdk.App = partial(app, outdir=str(path / "cdk.out"))
        sys.path.insert(0, str(path))
        try:
            runpy.run_path(str(path / "app.py"))
        except Exception:
            (path / "error.txt").write_text(traceback.format_exc(), encoding="utf-8")
        del sys.path[0]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
