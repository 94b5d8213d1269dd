"""The report as one page: a migration as its reviewer wants to see it.

The page needs nothing beside itself, and allows nothing: its policy names its own style and script,
and everything that a source says is escaped by the template engine.
"""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from ..conversions import Conversion
from .showing import shown_conversion

_FOLDER = os.path.dirname(__file__)


def page_text(conversions: Sequence[Conversion], version: str) -> str:
    """Give the page of conversions.

    Args:
        conversions: what was converted; each has its place on the page.
        version: this package's.
    """
    from markupsafe import Markup

    style, script = _text("page.css"), _text("page.js")
    shown = [each for at, it in enumerate(conversions) for each in shown_conversion(it, f"c{at}")]
    text: str = _template().render(
        conversions=shown,
        folder=_common_folder([each.title for each in shown]),
        version=version,
        # The engine escapes all but these two, which are the project's own.
        style=Markup(style),
        script=Markup(script),
        style_hash=_hash(style),
        script_hash=_hash(script),
    )
    return text


def _common_folder(files: Sequence[str]) -> str:
    """The folder that all files are in, which a list of them need not repeat."""
    folders = [os.path.dirname(file) for file in files]
    same = folders if len({os.path.isabs(folder) for folder in folders}) == 1 else [""]
    common = os.path.commonpath(same)
    return os.path.join(common, "") if common else ""


def _template() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html.jinja")


def _text(name: str) -> str:
    with open(os.path.join(_FOLDER, name), encoding="utf-8") as file:
        return file.read()


def _hash(text: str) -> str:
    """What a policy names a text by.

    https://www.w3.org/TR/CSP3/#grammardef-hash-source
    """
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
