"""Texts in the forms that programs read texts in: most programs have another value for what is not
in that form, so that only such a text shows what is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_FORMS = {
    r"unmarshal|fromjson|readvalue|readtree|deserialize|json\w*\.parse|yaml\w*\.load": (
        '{"key": "word"}',
        '["word"]',
        "{}",
        "7",
    ),
    r"parseduration|(duration|timespan|period)\.(try)?parse": ("90s", "PT1M30S", "00:01:30"),
    r"(date\w*|time|instant|timestamp)\.(try)?parse": ("2031-04-05", "2031-04-05T06:07:08Z"),
    r"uuid\.(must)?(parse|from)|guid\.(try)?parse|new guid\(": (
        "6f1c2d3e-4b5a-4978-8695-a4b3c2d1e0f9",
    ),
    r"url\.parse|ur[il]\.(try)?create|new ur[il]\(": ("https://word.example/way?key=word",),
    r"parse(cidr|ip|prefix|addr)|ip\w*\.(try)?parse|inet\w*\.": ("10.9.0.0/17", "10.9.8.7"),
    r"version\.(try)?parse|new version\(|semver": ("7.8.9", "v7.8.9"),
    r"base64|decodestring|(from|parse)hex": ("d29yZHdvcmQ=", "6a6b6c6d"),
    r"mustcompile|(regexp?|pattern)\.(compile|matchstring)|new regex\(": ("(", "wo.d"),
    r"enum\.(try)?parse|valueof": ("1",),
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
