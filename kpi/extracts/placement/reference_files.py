"""HR's reference files and their columns: one declaration a column, read by the reader, the page and the command."""

import csv
import io
from dataclasses import dataclass

VALID = ("Gyldig fra", "Gyldig til")
"""The columns that say from when and until when a line holds: both days included, and empty is always."""


@dataclass(frozen=True)
class ReferenceColumn:
    """A column: what its cells hold and how to write them.

    `blank` says that a cell may be empty, `is_code` that it is a code of the extract's, which may look like anything.
    """

    name: str
    rule: str
    example: str
    blank: bool = False
    is_code: bool = False

    @property
    def told(self) -> str:
        """What its cells hold and an example, as sentences."""
        empty = " Cellen må være tom." if self.blank and "Tom:" not in self.rule else ""
        return f"{self.rule}{empty}{f' Eksempel: {self.example}' if self.example else ''}"


@dataclass(frozen=True)
class ReferenceFile:
    """A file: what one line is, and its columns in order. One that is `optional` need not be there."""

    name: str
    title: str
    line: str
    columns: tuple[ReferenceColumn, ...]
    optional: bool = False

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns that the header must have."""
        return tuple(column.name for column in self.columns if column.name not in VALID)

    @property
    def is_dated(self) -> bool:
        """Whether a line can hold for a time only."""
        return any(column.name in VALID for column in self.columns)

    @property
    def example(self) -> str:
        """What an invented line looks like, under its header."""
        return "\n".join(";".join(cells) for cells in (self._names, [column.example for column in self.columns]))

    @property
    def template(self) -> bytes:
        """The file with its header and no line, as Excel opens and saves it."""
        text = io.StringIO()
        csv.writer(text, delimiter=";", lineterminator="\r\n").writerow(self._names)
        return text.getvalue().encode("utf-8-sig")

    @property
    def _names(self) -> list[str]:
        return [column.name for column in self.columns]


_C = ReferenceColumn
_VALID = (
    _C(VALID[0], "Den første dag, linjen gælder. Tom: fra begyndelsen.", "01-01-2022", blank=True),
    _C(VALID[1], "Den sidste dag, linjen gælder. Tom: til videre.", "31-12-2024", blank=True),
)
GROUPS, JOB_CODES, UNITS, CONTRACTS = "grupper.csv", "stillinger.csv", "afdelinger.csv", "ansaettelsesformer.csv"
BREAKS = "brud.csv"
REFERENCE_FILES = {
    one.name: one
    for one in (
        ReferenceFile(GROUPS, "Faggrupper", "en række i tabellerne, i den rækkefølge de bliver trykt", (
            _C("Gruppe", "Gruppens nøgle, som de andre filer bruger. Små bogstaver uden æ, ø og å.", "laerere"),
            _C("Navn", "Gruppens navn, som det bliver trykt.", "Lærere, skoler"),
            _C("Dækker", "stillinger for en faggruppe, ledere for rækken med ledere, alle for rækken med alle.",
               "stillinger"),
        )),
        ReferenceFile(JOB_CODES, "Stillinger", "en stillingskode i et område", (
            _C("Stillingskode", "Koden, som den står i udtrækket.", "3001", is_code=True),
            _C("Stilling", "Stillingens navn. Det bruges til at foreslå en plads til nye koder.", "Lærer", blank=True),
            _C("Område", "Området, som i afdelinger.csv. Tom: de områder, som ingen anden linje har for koden.",
               "Skole", blank=True),
            _C("Gruppe", "Faggruppens nøgle, som i grupper.csv. Tom: uden for faggrupperne.", "laerere", blank=True),
            *_VALID,
        )),
        ReferenceFile(UNITS, "Afdelinger", "en afdeling", (
            _C("Afdeling", "Afdelingens kode, som den står i udtrækket.", "SK01", is_code=True),
            _C("Navn", "Afdelingens navn.", "Bøgelundskolen", blank=True),
            _C("Område", "Området, som det står i jobannoncerne fra Emply.", "Skole"),
            _C("Center", "Centret.", "ISC", blank=True),
            *_VALID,
        )),
        ReferenceFile(CONTRACTS, "Ansættelsesformer", "en ansættelsesform", (
            _C("Ansættelsesform", "Ansættelsesformen, som den står i udtrækket.", "Fastansat", is_code=True),
            _C("Kategori", "fast, fleksjob, elev, ekstraordinær, §94 eller vikar. Fast tæller i alle tabeller, "
               "fleksjob i tabel 2, resten ikke.", "fast"),
        )),
        ReferenceFile(BREAKS, "Brud", "en dag, hvor det, der tælles, er ændret", (
            _C("Fra", "Den første dag, den nye måde gælder, f.eks. 01-01-2022.", "01-01-2022"),
            _C("Nøgletal", "Nøgletallets navn, f.eks. Personaleomsætning. Tom: alle nøgletal.", "Personaleomsætning",
               blank=True),
            _C("Gruppe", "Faggruppens nøgle eller navn, som i grupper.csv. Udfyld højst én af Gruppe, Område og "
               "Center; alle tre tomme: alle.", "", blank=True),
            _C("Område", "Området, som i afdelinger.csv: dets jobannoncer og dets faggrupper.", "", blank=True),
            _C("Center", "Centret, som i afdelinger.csv.", "", blank=True),
            _C("Ændret", "opgørelsen, kredsen, kilden eller organisationen.", "kredsen"),
            _C("Tekst", "Hvad der skete, i én sætning. Den bliver trykt. Skriv ikke om en person.",
               "Fleksjobbere tælles nu med."),
        ), optional=True),
    )
}  # fmt: skip
"""The files by their names, in the order that they are explained in."""
HISTORY = (
    "Uden datoer gælder en linje altid, også bagud. Retter du den, flytter tidligere tal sig: de står som ændret "
    "historik, og udgivelsen skal have en begrundelse. Sådan er det med alle linjer i grupper.csv og "
    "ansaettelsesformer.csv.",
    "Skal en ændring kun gælde fra en dag, så lad den gamle linje stå, og skriv dens sidste dag i Gyldig til. Skriv en "
    "ny linje med den samme kode og dagen efter i Gyldig fra. Tal fra før dagen bliver, som de er.",
    "Flytter en kode faggruppe, eller en afdeling område eller center på den måde, siger siderne, sagen og bilaget "
    "selv, at tal på hver sin side af dagen ikke kan sammenlignes.",
    "Er der dage, hvor ingen linje gælder for koden, giver rækkerne i de dage et stop. To linjer må ikke gælde for den "
    "samme kode på de samme dage.",
    "Udgivelser, der er lavet, ændrer sig aldrig. Hver har sine egne referencefiler med.",
)
"""What becomes of figures of the past when a line is changed, a sentence or two each."""
