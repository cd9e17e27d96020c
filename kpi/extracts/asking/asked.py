"""A question again, from its key, and every answer in words: for what was answered, and may be answered otherwise."""

from datetime import date, timedelta

from kpi import danish
from kpi.definitions.people import OPEN
from kpi.extracts.asking.doubts import MEANINGS, UNITS
from kpi.extracts.asking.questions import (
    DECIMAL,
    DELETED,
    EMPLOYED,
    FIRST_DAY_OUT,
    HOURLY,
    HOURS,
    LAST_DAY,
    LEAVE_KEY,
    LEFT,
    MONTHLY,
    NONE_OF_THEM,
    PERCENT,
    RATE_KEY,
    Origin,
    Question,
    day_of_list,
    leave_question,
    meaning_of,
    unit_in,
    which_column,
)
from kpi.extracts.cells.dates import day_of
from kpi.extracts.columns import BY_KEY, Kind, folded

WORDS = {
    DECIMAL: "decimal (1 er fuld tid)",
    PERCENT: "procent (100 er fuld tid)",
    HOURS: "timer pr. uge (37 er fuld tid)",
    LAST_DAY: "den sidste dag i ansættelsen",
    FIRST_DAY_OUT: "den første dag ude",
    MONTHLY: "månedsløn",
    HOURLY: "timeløn",
    EMPLOYED: "ansat",
    LEFT: "fratrådt",
    DELETED: "slettet (rækken tæller ikke)",
}
"""What each fixed answer is called where a person chooses."""
_UNIT, _COLUMN = unit_in(""), which_column("")
_DAY = day_of_list("").rpartition(" ")[0]
LEFT_COLUMN = "Fratrædelsesdato"


def again(origin: Origin, key: str) -> Question:
    """The question of this key, with every choice that it may have; any text is an answer where none is known."""
    if key == LEAVE_KEY:
        return leave_question(origin)
    about, _, of = key.partition(": ")
    kind = kind_of(origin.key)
    column = next((one for one in kind.columns if one.name == about), None) if kind else None
    if key.startswith(_UNIT):
        return origin.asks(key, f"Hvad er tallene i {of}?", UNITS)
    if key.startswith(_COLUMN):
        return origin.asks(key, f"Hvilken kolonne er {of}?", (*origin.headers, NONE_OF_THEM) if origin.headers else ())
    if key == RATE_KEY and kind:
        names = [one.name for one in kind.columns if one.field == "rate"]
        return origin.asks(key, "Hvilken kolonne siger, hvor meget folk er ansat?", names)
    if is_day(key):
        return origin.asks(key, "Hvilken dag gælder listen?")
    if column and column.type in MEANINGS:
        return origin.asks(key, f"Hvad betyder «{of}» i {about}?", MEANINGS[column.type])
    if of and key == meaning_of("Område", of):
        return origin.asks(key, f"Hvilket område er «{of}»?")
    return origin.asks(key, key)


def kind_of(source: str) -> Kind | None:
    """The kind of file that a source's key is of; None where it is no such key."""
    return BY_KEY.get(source.rpartition("-")[0])


def has_leave_date(origin: Origin, told: dict[str, str]) -> bool:
    """Whether the source has a Fratrædelsesdato, by a name that the column goes by or because HR has said so."""
    kind = kind_of(origin.key)
    names = kind.names() if kind else {}
    known = (names.get(folded(header)) for header in origin.headers)
    return which_column(LEFT_COLUMN) in told or any(found and found[0].name == LEFT_COLUMN for found in known)


def is_day(key: str) -> bool:
    """Whether the question asks for a day."""
    return key.startswith(_DAY)


def as_kept(question: Question, answer: str) -> str | None:
    """The answer as it is kept, a day as 30-06-2022; None where it is no answer to the question."""
    answer = " ".join(answer.split())
    if is_day(question.key):
        day = day_of(answer, answer)
        return _day_text(day) if isinstance(day, int) and day != OPEN else None
    return answer if answer and (not question.choices or answer in question.choices) else None


def _day_text(day: int) -> str:
    return danish.short_day(date(1970, 1, 1) + timedelta(day))


def in_words(question: Question, answer: str) -> str:
    """The answer as a person reads it; the name of a column is itself."""
    is_name = question.key == RATE_KEY or question.key.startswith(_COLUMN)
    return answer if is_name else WORDS.get(answer, answer)


def reading_of(question: Question) -> str:
    """How the source is read until somebody answers, as a sentence; that it is not, where nothing can be read."""
    about, _, of = question.key.partition(": ")
    words = in_words(question, question.reading)
    if not words:
        return "Det kan ikke læses, før du har svaret."
    if question.key.startswith(_COLUMN):
        return f"{of} læses fra kolonnen {words}."
    if question.key == RATE_KEY:
        return f"Beskæftigelsen læses fra kolonnen {words}."
    if question.key.startswith(_UNIT):
        return f"{of} læses som {words}."
    if question.key == LEAVE_KEY:
        return f"{LEFT_COLUMN} læses som {words}."
    return f"«{of}» i {about} læses som {words}."
