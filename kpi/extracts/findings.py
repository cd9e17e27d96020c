"""Findings: what is wrong with a file, for the officer who mends it (extracts.md, "Findings")."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kpi import danish
from kpi.definitions.person_numbers import hidden, looks_like_one
from kpi.extracts.asking.questions import Question
from kpi.extracts.columns import moves
from kpi.extracts.rows import Source

SHOWN_CELLS, SHOWN_NAMES = 5, 3

STOP, WARNING = "stop", "advarsel"

SEVERITY = {
    "kolonne_mangler": STOP,
    "ukendt_fil": STOP,
    "tom_fil": STOP,
    "ulaeselig_fil": STOP,
    "ulaeselig_dato": STOP,
    "ulaeseligt_tal": STOP,
    "ulaeselig_vaerdi": STOP,
    "person_mangler": STOP,
    "slut_foer_start": STOP,
    "overlappende_raekker": STOP,
    "sats_udenfor": STOP,
    "ukendt_stillingskode": STOP,
    "ukendt_ansaettelsesform": STOP,
    "ukendt_afdeling": STOP,
    "ukendt_omraade": STOP,
    "identitet_brudt": STOP,
    "referencefil_fejl": STOP,
    "dublet": WARNING,
    "ansat_efter_start": WARNING,
    "fratraadt_uden_slut": WARNING,
    "fratraadt_foer_slut": WARNING,
    "flere_ansaettelser": WARNING,
    "forsvundne_raekker": WARNING,
    "aendret_historik": WARNING,
    "stort_udsving": WARNING,
    "udtraek_for_tidligt": WARNING,
    "udtraeksdato_antaget": WARNING,
    "maaneder_uden_annoncer": WARNING,
    "omraader_uden_annoncer": WARNING,
    "ens_tal": WARNING,
    "kontroltal_afviger": WARNING,
    "tvetydig_kolonne": WARNING,
    "ukendt_ark": WARNING,
    "ukendt_aarsag": WARNING,
    "blev_fast_undervejs": WARNING,
    "lister_ikke_brugt": WARNING,
    "kan_regnes_ud": WARNING,
}
"""Every code and how severe it is: the one table of them."""


TOLD = ("severity", "code", "message", "file", "sheet", "row", "column", "cell", "value", "tables", "count", "cells")
"""What `--json` prints of a finding."""


@dataclass(frozen=True)
class Beside:
    """What an extract says beside a code that nobody has placed: words and counts, never a person.

    `titles` are the job titles with their rows, the most used first; None where the sheet has no such column. `title`,
    `area` and `group` are what is proposed for a job code: empty where nothing is, and `group` None, since an empty one
    is outside every group. `proposal` is the sentence that says why that group.
    """

    employments: int
    areas: tuple[str, ...] = ()
    centers: tuple[str, ...] = ()
    titles: tuple[tuple[str, int], ...] | None = None
    title: str = ""
    area: str = ""
    group: str | None = None
    proposal: str = ""

    @property
    def text(self) -> str:
        """It as a sentence."""
        centers = f" ({'center' if len(self.centers) == 1 else 'centrene'} {_some(self.centers)})"
        where = f" i {_some(self.areas)}{centers if self.centers else ''}" if self.areas else ""
        told = f"Den står ved {danish.counted(self.employments, 'ansættelse', 'ansættelser')}{where}"
        if self.titles is None:
            return f"{told}. Er kolonnen Stilling med i filen, står stillingens navn også her."
        named = [f"«{title}» ({danish.counted(rows, 'række', 'rækker')})" for title, rows in self.titles]
        if not named:
            return f"{told}, uden stillingens navn."
        return f"{told}, med {'stillingen' if len(named) == 1 else 'stillingerne'} {_some(named)}."


def _some(names: Sequence[str]) -> str:
    """The first of the names, and how many more there are."""
    rest = len(names) - SHOWN_NAMES
    shown = [*names[:SHOWN_NAMES], *([danish.counted(rest, "anden", "andre")] if rest > 0 else [])]
    return danish.joined(shown)


@dataclass(frozen=True)
class Finding:
    """One cause of trouble, in Danish, with the address of its first cell.

    `row` is the file's line from 1 and `column` its header, both None for a whole file. `value` is the cell as typed,
    None where the column identifies a person. `tables` are the tables of the paper that it moves. `count` is how many
    rows share the cause, `cells` the addresses of the first five and `lines` the lines of them all. `question` is what
    HR is asked where the file can be read in more than one way, `beside` what stands beside a code without a place.
    `rows` says what the finding is about, the same on whatever line that stands; `mark` is a keyed hash of it, which an
    acceptance is given to.
    """

    code: str
    message: str
    file: str = ""
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    cell: str | None = None
    value: str | None = None
    tables: tuple[int, ...] = ()
    count: int = 1
    cells: tuple[str, ...] = ()
    lines: tuple[int, ...] = field(default=(), repr=False)
    question: Question | None = None
    beside: Beside | None = None
    rows: tuple[str, ...] = field(default=(), repr=False)
    mark: str = field(default="", repr=False)

    def __post_init__(self):
        """Whatever looks like a person number, as in a column that has slipped, is never told."""
        for name in ("message", "value", "column"):
            told = getattr(self, name)
            if told and looks_like_one(told):
                object.__setattr__(self, name, hidden(told))
        if self.row and not self.lines:
            object.__setattr__(self, "lines", (self.row,))

    @property
    def severity(self) -> str:
        """`stop` or `advarsel`."""
        return SEVERITY[self.code]

    @property
    def severity_taken_in(self) -> str:
        """The severity when files are taken in: what is asked must be answered first, and cannot be accepted."""
        return STOP if self.question else self.severity

    @property
    def addresses(self) -> tuple[str, ...]:
        """The addresses of all the cells, such as F122; empty where the finding is about a whole file."""
        letter = (self.cell or "").rstrip("0123456789")
        return tuple(f"{letter}{line}" for line in self.lines) if letter else ()

    def as_json(self, *, with_lines: bool = False) -> dict:
        """The finding as `--json` prints it (cli.md); `with_lines` adds all the lines."""
        told = {name: getattr(self, name) for name in (*TOLD, *(("lines",) if with_lines else ()))}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in told.items()}


def about_rows(
    code: str,
    text: str,
    source: Source,
    column: str | None,
    lines: Sequence[int],
    tables: tuple[int, ...],
    value: str | None = None,
    question: Question | None = None,
) -> Finding:
    """One finding about all the rows that share a cause, with the address of the first and what the rows move.

    `text` is about the first row and ends with a full stop; `column` is the column's canonical name, None for whole
    rows: their address is that of their first cell. There is none where the sheet has no such column. Until somebody
    tells what the rows say, they are the lines of this very file.
    """
    told = [f"A{line}" if column is None else source.cell(column, int(line)) for line in lines[:SHOWN_CELLS]]
    cells = tuple(cell for cell in told if cell)
    rows = "Rækken" if len(lines) == 1 else f"De {danish.counted(len(lines), 'række', 'rækker')}"
    return Finding(
        code,
        f"{text} {moves(rows, tables)}",
        file=source.file,
        sheet=source.sheet,
        row=int(lines[0]),
        column=source.columns[column][0] if column in source.columns else column,
        cell=cells[0] if cells else None,
        value=value,
        tables=tables,
        count=len(lines),
        cells=cells,
        lines=tuple(map(int, lines)),
        question=question,
        rows=(source.sha256, source.sheet or "", str(list(lines))) if SEVERITY[code] == WARNING else (),
    )


class Stopped(Exception):
    """Raised with all findings where at least one of them stops the run; `taken_in` as it was asked for."""

    def __init__(self, findings: Iterable[Finding], taken_in: bool = False):
        self.findings, self.taken_in = tuple(findings), taken_in
        stopping = sum((one.severity_taken_in if taken_in else one.severity) == STOP for one in self.findings)
        super().__init__(f"{stopping} fund stopper kørslen")


def stop_on(findings: Iterable[Finding], *, taken_in: bool = False) -> None:
    """Nothing, or `Stopped` with all the findings when one of them is a stop.

    `taken_in`: the files are to be stored, so that what is asked and not answered stops as well.
    """
    findings = tuple(findings)
    if any((finding.severity_taken_in if taken_in else finding.severity) == STOP for finding in findings):
        raise Stopped(findings, taken_in)
