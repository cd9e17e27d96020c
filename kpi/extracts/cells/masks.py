"""What looks like a person number is never told: one pattern for findings, questions, answers and file names."""

import re

PERSON_NUMBER = re.compile(r"(?<!\d)\d{6}[ -]?\d{4}(?!\d)")
HIDDEN_NUMBER = "(skjult, ligner et personnummer)"


def masked(text: str) -> str:
    """The text with `HIDDEN_NUMBER` in place of whatever looks like a person number."""
    return PERSON_NUMBER.sub(HIDDEN_NUMBER, text)
