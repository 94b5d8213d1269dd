"""Mutations of a template's bytes: torn, doubled, flipped, with what parsers stumble over."""

from __future__ import annotations

from random import Random

_PIECES = (
    b"\0", b"\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\r", b"\t", b"{", b"}", b"[", b"]", b": ",
    b"- ", b"&a ", b"*a", b"!Ref ", b"!Sub ", b"!GetAtt ", b"!If ", b"<<: ", b"---\n", b"...\n",
    b"|\n", b">-\n", b"#", b"'", b'"', b"? ", b"%TAG ! x\n", b"!!binary ", b"!!set ", b"~",
    b"1e999", b"0o17", b".inf", b"\xe2\x80\xae", b"\\u0000", b"9" * 400,
)  # fmt: skip


def damaged(data: bytes, random: Random) -> bytes:
    """Change some bytes of a text."""
    for _ in range(random.choice((1, 1, 2, 3, 8))):
        start = random.randrange(len(data) + 1)
        end = min(len(data), start + random.choice((1, 1, 4, 40, 400)))
        kind = random.randrange(6)
        if kind == 0:
            data = data[:start] + data[end:]
        elif kind == 1:
            data = data[:start] + random.choice(_PIECES) + data[start:]
        elif kind == 2:
            data = data[:end] + data[start:]
        elif kind == 3:
            data = data[:start] + bytes([random.randrange(256)]) + data[start + 1 :]
        elif kind == 4:
            data = data[:start] + random.choice(_PIECES) + data[end:]
        else:
            lines = data.split(b"\n")
            first, second = random.randrange(len(lines)), random.randrange(len(lines))
            lines[first], lines[second] = lines[second], lines[first]
            data = b"\n".join(lines)
    return data
