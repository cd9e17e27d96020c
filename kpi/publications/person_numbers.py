"""Text that looks like a person number: refused where a person wrote it, hidden where the program did."""

from collections.abc import Iterator, Mapping

from kpi.definitions.person_numbers import hidden, looks_like_one
from kpi.publications.folders import Unpublishable


class PersonNumber(Unpublishable):
    """Raised, with a Danish message that does not repeat it, where a text looks like a person number."""


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


def hidden_anywhere(told: object) -> object:
    """As `hidden`, for every text in lists and mappings."""
    if isinstance(told, str):
        return hidden(told)
    if isinstance(told, Mapping):
        return {name: hidden_anywhere(value) for name, value in told.items()}
    return [hidden_anywhere(value) for value in told] if isinstance(told, (list, tuple)) else told


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
