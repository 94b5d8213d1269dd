"""What is told of conversions in a file: JSON for scripts, SARIF for code hosts, a page for people.

Nothing here prints or writes; each form is a text.
"""

from __future__ import annotations

from collections.abc import Sequence

from .conversions import Conversion, Message, Review

__all__ = ["Conversion", "Message", "Review", "is_page", "report_text"]

_PAGES = (".html", ".htm")
_SARIF = (".sarif", ".sarif.json")


def is_page(file: str) -> bool:
    """Whether the report that goes to a file is a page, which shows more than findings."""
    return file.lower().endswith(_PAGES)


def report_text(
    file: str, conversions: Sequence[Conversion], *, exit_status: int | None, version: str
) -> str:
    """Give the report of conversions in the form that the ending of a file asks for.

    Args:
        file: where the report goes: a page (``.html``), SARIF (``.sarif``), else JSON.
        conversions: what was converted, and how it went.
        exit_status: of several conversions together; None for a single one.
        version: this package's.
    """
    if is_page(file):
        from .page import page_text

        return page_text(conversions, version)
    import json

    if file.lower().endswith(_SARIF):
        from .sarif import sarif_log

        document = sarif_log(conversions, version)
    else:
        from .document import document_of

        document = document_of(conversions, exit_status)
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
