"""Text that looks like a person number, or like a person's pseudonym: found, and hidden."""

import re
import unicodedata
from collections.abc import Iterator

HIDDEN = "(skjult, ligner et personnummer)"
_NUMBER = re.compile(r"(?<!\d)(?!(?<=\+)45)\d{6}\s*-?\s*\d{4}(?!\d)")
"""Ten digits, as they are most often written; a telephone number with its +45 is let be."""
_LIKE_A_DATE = (
    re.compile(r"(?<!\d)(?=(\d\d([./-])\d\d\2\d\d[\s./-]{0,3}\d{4})(?!\d))"),
    re.compile(r"(?<!\d)(?=(\d\d\s{0,2}\d\d\s{0,2}\d\d\s{0,2}-?\s{0,2}\d\d\s{0,2}\d\d)(?!\d))"),
    re.compile(r"(?<!\d)(?=((?:\d[\s.,-]){9}\d)(?!\d))"),
    re.compile(r"(?<!\d)(?=(\d\d\s{0,2}\d\d\s{0,2}\d\d[\s./:,;+*|\\=~'·•()-]{1,3}\d{4})(?!\d))"),
)
"""Other ways to write them, which count where the first six digits may be a birthday."""
_PSEUDONYM = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")
_CHECKSUM = re.compile(r"[0-9a-f]{64}")


def looks_like_one(text: str) -> bool:
    """Whether there is something in the text that looks like a person number, or like a person's pseudonym."""
    return next(_found(_plain(text)), None) is not None


def hidden(text: str) -> str:
    """The text with whatever looks like a person number left out."""
    if not looks_like_one(text):
        return text
    plain, parts, at = _plain(text), [], 0
    for begin, end in sorted(_found(plain)):
        if begin >= at:
            parts += [plain[at:begin], HIDDEN]
        at = max(at, end)
    return "".join([*parts, plain[at:]])


def _found(text: str) -> Iterator[tuple[int, int]]:
    """Where it stands in a plain text."""
    for pattern in (_NUMBER, _PSEUDONYM):
        yield from (hit.span() for hit in pattern.finditer(text))
    for pattern in _LIKE_A_DATE:
        for hit in pattern.finditer(text):
            digits = re.sub(r"\D", "", hit[1])
            if 1 <= int(digits[:2]) % 60 <= 31 and 1 <= int(digits[2:4]) <= 12:
                yield hit.span(1)


def _plain(text: str) -> str:
    """The text with one kind of digit, dash and blank, nothing invisible, and no checksums."""
    kinds = {"Pd": "-", "Cf": "", "Cc": " ", "Zs": " "}
    signs = (kinds.get(unicodedata.category(sign), sign) for sign in unicodedata.normalize("NFKC", text))
    return _CHECKSUM.sub("#", "".join(signs).replace("−", "-").replace("_", "-"))
