"""Texts in the forms that programs read texts in: most programs have another value for what is not
in that form, so that only such a text shows what is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_FORMS = {
    r"json|gson|jackson|objectmapper|unmarshal|yaml": ('{"key": "word"}', '["word"]', "{}", "7"),
    r"duration|timespan|period": ("90s", "PT1M30S", "00:01:30"),
    r"date|instant|time\.parse|timestamp": ("2031-04-05", "2031-04-05T06:07:08Z"),
    r"uuid|guid": ("6f1c2d3e-4b5a-4978-8695-a4b3c2d1e0f9",),
    r"ur[il]": ("https://word.example/way?key=word",),
    r"cidr|prefix\(|\bip|inet|net\.parse|netip": ("10.9.0.0/17", "10.9.8.7"),
    r"version|semver": ("7.8.9", "v7.8.9"),
    r"base64|decode|hex": ("d29yZHdvcmQ=", "6a6b6c6d"),
    r"regex|pattern": ("(", "wo.d"),
    r"enum\.|tryparse|valueof": ("1",),
}
"""Words of a program that reads a text in some form, and texts in that form."""


def in_forms(source: str) -> Iterator[str]:
    """Give texts in the forms that a program may read a text in.

    Args:
        source: the texts of its files.
    """
    for words, texts in _FORMS.items():
        if re.search(words, source, re.IGNORECASE):
            yield from texts
