"""Text that looks like a person number: refused where a person wrote it, hidden where the program did."""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from kpi.publications.folders import Unpublishable

HIDDEN = "(skjult, ligner et personnummer)"
_NUMBER = re.compile(r"(?<!\d)(?!(?<=\+)45)\d{6}\s*-?\s*\d{4}(?!\d)")
"""Ten digits, as they are most often written; a telephone number with its +45 is let be."""
_LIKE_A_DATE = (
    re.compile(r"(?<!\d)(?=(\d\d([./-])\d\d\2\d\d[\s./-]{0,3}\d{4})(?!\d))"),
    re.compile(r"(?<!\d)(?=(\d\d\s{0,2}\d\d\s{0,2}\d\d\s{0,2}-?\s{0,2}\d\d\s{0,2}\d\d)(?!\d))"),
    re.compile(r"(?<!\d)(?=((?:\d[\s.-]){9}\d)(?!\d))"),
)
"""Other ways to write them, which count where the first six digits may be a birthday."""
_PSEUDONYM = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")
_CHECKSUM = re.compile(r"[0-9a-f]{64}")


class PersonNumber(Unpublishable):
    """Raised, with a Danish message that does not repeat it, where a text looks like a person number."""


def looks_like_one(text: str) -> bool:
    """Whether there is something in the text that looks like a person number, or like a person's pseudonym."""
    return next(_found(_plain(text)), None) is not None


def refuse(text: str, what: str) -> None:
    """Nothing, or `PersonNumber`; `what` is the text's name as it stands in the message: "begrundelsen"."""
    if looks_like_one(text):
        raise PersonNumber(
            f"Der står noget i {what}, som ligner et personnummer. Intet er gemt. Skriv uden personnumre, f.eks. «en "
            "medarbejder i hjemmeplejen»."
        )


def refuse_anywhere(told: object, what: str) -> None:
    """As `refuse`, for every text in lists and mappings, their keys too."""
    for text in _texts(told):
        refuse(text, what)


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


def hidden_anywhere(told: object) -> object:
    """As `hidden`, for every text in lists and mappings."""
    if isinstance(told, str):
        return hidden(told)
    if isinstance(told, Mapping):
        return {name: hidden_anywhere(value) for name, value in told.items()}
    return [hidden_anywhere(value) for value in told] if isinstance(told, (list, tuple)) else told


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


def _texts(told: object) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    elif isinstance(told, Mapping):
        for name, value in told.items():
            yield from _texts(name)
            yield from _texts(value)
    elif isinstance(told, (list, tuple)):
        for value in told:
            yield from _texts(value)
