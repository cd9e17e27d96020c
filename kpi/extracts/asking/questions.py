"""What an extract leaves open, as a question to HR: what is asked, what may be answered, how it is read meanwhile."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from kpi.definitions.person_numbers import hidden
from kpi.extracts.columns import folded

RATE_KEY, LEAVE_KEY = "beskæftigelse", "Fratrædelsesdato er"
NONE_OF_THEM = "ingen af dem"
DECIMAL, PERCENT, HOURS = "decimal", "procent", "timer"
LAST_DAY, FIRST_DAY_OUT = "sidste dag", "første dag ude"
MONTHLY, HOURLY = "måned", "time"
EMPLOYED, LEFT, DELETED = "ansat", "fratrådt", "slettet"


@dataclass(frozen=True)
class Question:
    """Something that only HR can know of a source, with how it is read until it is answered.

    `source` is the key of an `Origin`, and `key` tells the question from the source's others. Without `choices` any
    text is an answer; `reading` is empty where nothing can be read meanwhile. `headers` are the source's, so that a
    person can see which it is.
    """

    key: str
    source: str
    text: str
    choices: tuple[str, ...] = ()
    reading: str = ""
    headers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Origin:
    """The source of a sheet, as it is known again: by its kind and its set of headers, whatever the file is called."""

    key: str = ""
    headers: tuple[str, ...] = ()

    def asks(self, key: str, text: str, choices: Iterable[str] = (), reading: str = "") -> Question:
        """The question of this source."""
        return Question(key, self.key, text, tuple(choices), reading, self.headers)


NOWHERE = Origin()
"""The origin of rows that no file was read for, as those of an import."""


def origin_of(kind: str, headers: Iterable[str]) -> Origin:
    """The origin of a sheet of the kind with these headers; their order and how they are spelt do not count."""
    headers = tuple(hidden(header) for header in headers if header)
    return Origin(f"{kind}-{fingerprint(chr(31).join(sorted(set(map(folded, headers)))))}", headers)


def fingerprint(text: str) -> str:
    """Ten letters that stand for the text; no digits, so that it never looks like a person number."""
    return "".join(chr(ord("a") + int(digit, 16)) for digit in hashlib.sha256(text.encode()).hexdigest()[:10])


def leave_question(origin: Origin) -> Question:
    """The question what the Fratrædelsesdato of the source is; it may be answered though nothing asks it."""
    text = "Er Fratrædelsesdato den sidste dag i ansættelsen eller den første dag ude?"
    return origin.asks(LEAVE_KEY, text, (LAST_DAY, FIRST_DAY_OUT), LAST_DAY)


def unit_in(column: str) -> str:
    """The key of the question what unit a column's numbers have."""
    return f"enhed: {column}"


def which_column(name: str) -> str:
    """The key of the question which of a file's columns is the one of this canonical name."""
    return f"kolonne: {name}"


def meaning_of(column: str, text: str) -> str:
    """The key of the question what a text in a column means."""
    return f"{column}: {text}"


def day_of_list(sha256: str) -> str:
    """The key of the question which day a status list holds for: of this very file, for the next has another day."""
    return f"Opgørelsesdato: {fingerprint(sha256)}"
