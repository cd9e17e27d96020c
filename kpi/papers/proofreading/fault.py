"""Fault: words that the publication does not bear out, with why and what would."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

KINDS = {
    "procent_for_procentpoint": "procent for procentpoint",
    "procent_for_timer": "procent for timer",
    "forkert_afrunding": "forkert afrunding",
    "forkert_forskel": "forkert forskel",
    "godt_og_knap": "godt og knap",
    "pile": "pilene siger noget andet",
    "titel_og_raekker": "titlen siger noget andet end rækkerne",
    "to_ord_for_det_samme": "to ord for det samme",
    "tolv_maaneder_som_halvaar": "tolv måneder kaldt et halvår",
    "overlappende_perioder": "perioder, der overlapper",
    "halvt_aar_mod_helt": "et halvt år mod et helt",
    "tolv_eller_tretten_maaneder": "tolv eller tretten måneder",
    "forskellige_populationer": "tabeller om forskellige personer",
    "kun_farve": "godt og skidt vist med farve alene",
    "tal_ikke_i_tabellerne": "tallet står ikke i tabellerne",
    "forkert_retning": "forkert retning",
    "alle_med_undtagelse": "alle, men der er en undtagelse",
    "forkert_maengde": "forkert mængde",
    "forkert_superlativ": "ikke den største eller mindste",
    "punktum_for_komma": "punktum for komma i et tal",
    "aarsag": "en årsag, som data ikke viser",
    "ikke_tydelig": "ændringen er ikke tydelig",
    "tal_aendret": "tallene er ændret, siden sætningen blev skrevet",
}
"""Every kind of fault, and what it is called in Danish."""


class Run(Protocol):
    """A stretch of a Word paragraph with one formatting."""

    text: str
    colour: str


class Readable(Protocol):
    """A paragraph to read: its number in its file, its text (a table's row has tabs), a Word file's runs."""

    number: int
    text: str
    runs: Sequence[Run]


@dataclass(frozen=True)
class Fault:
    """A fault: `words` stand from `start` to `end` in the paragraph's text.

    `reason` says in Danish what is wrong, `proposal` what would be right, `cells` which figures tell so
    (`measure/group/period_end`).
    """

    paragraph: int
    start: int
    end: int
    words: str
    kind: str
    reason: str
    proposal: str
    cells: tuple[str, ...] = ()
