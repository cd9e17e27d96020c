"""An error as it may stand in a log: its kind and the lines it came through, without its text.

The text of an error that nobody foresaw may be a cell of an officer's file, such as a number that would not convert.
"""

import traceback
from collections.abc import Iterator


def without_text(error: BaseException) -> str:
    """The kinds of the error and of what caused it, each with its lines of the program, the first cause first."""
    told = [f"{''.join(traceback.format_tb(one.__traceback__))}{type(one).__name__}" for one in _with_causes(error)]
    return "\n".join([*reversed(told), "(fejlens egen tekst er udeladt: den kan være fra en fil)"])


def _with_causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
