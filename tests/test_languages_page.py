"""`docs/languages.md` shows what is written now."""

from __future__ import annotations

from converter.writers.languages import LANGUAGES

from . import languages_page


def test_the_page_is_what_is_written_now() -> None:
    committed = languages_page.PAGE.read_text(encoding="utf-8")
    assert committed == languages_page.page(), "run `make fixtures` and look at the difference"


def test_every_language_stands_on_it() -> None:
    assert set(LANGUAGES) <= set(languages_page.FILES)
