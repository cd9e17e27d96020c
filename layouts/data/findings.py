"""Findings as the page shows them: what it is called, where it stands, what it moves, and whether it was accepted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kpi import answering, danish
from kpi.acceptances import Acceptance
from kpi.extracts.findings import STOP, Finding
from kpi.extracts.not_run import not_run
from layouts.data.acceptances import reason_for

TITLES = {
    "kolonne_mangler": "En kolonne mangler",
    "ukendt_fil": "Filen kan ikke genkendes",
    "tom_fil": "Filen er tom",
    "ulaeselig_fil": "Filen kan ikke læses",
    "ulaeselig_dato": "En dato kan ikke læses",
    "ulaeseligt_tal": "Et tal kan ikke læses",
    "ulaeselig_vaerdi": "En værdi kan ikke læses",
    "person_mangler": "Personens nummer mangler",
    "slut_foer_start": "Rækken slutter, før den begynder",
    "overlappende_raekker": "To rækker om samme ansættelse siger hver sit",
    "sats_udenfor": "Beskæftigelsen er for lav eller for høj",
    "ukendt_stillingskode": "En stillingskode har ingen plads",
    "ukendt_ansaettelsesform": "En ansættelsesform er ukendt",
    "ukendt_afdeling": "En afdeling er ukendt",
    "ukendt_omraade": "Et område er ukendt",
    "identitet_brudt": "Bestand og bevægelser passer ikke sammen",
    "referencefil_fejl": "En af HR's egne filer kan ikke bruges",
    "dublet": "En række står to gange",
    "ansat_efter_start": "Ansættelsesdatoen ligger efter rækkens start",
    "fratraadt_uden_slut": "Fratrædelse uden slutdato",
    "fratraadt_foer_slut": "Fratrædelsen ligger før slutdatoen",
    "flere_ansaettelser": "Nogle personer har flere ansættelser",
    "forsvundne_raekker": "Ansættelser er forsvundet siden sidst",
    "aendret_historik": "Historikken er ændret siden sidst",
    "stort_udsving": "En gruppe er vokset eller faldet mere end en femtedel",
    "udtraek_for_tidligt": "Udtrækket er trukket for tidligt",
    "udtraeksdato_antaget": "Dagen for udtrækket er ikke oplyst",
    "maaneder_uden_annoncer": "Der er måneder uden jobannoncer",
    "omraader_uden_annoncer": "Der er områder uden jobannoncer",
    "ens_tal": "To tal er ens",
    "kontroltal_afviger": "Et kontroltal afviger",
    "tvetydig_kolonne": "En kolonne kan læses på flere måder",
    "ukendt_aarsag": "Årsager til fratrædelse, som ikke er kendte",
    "ukendt_ark": "Et ark er ikke læst",
    "blev_fast_undervejs": "Nogle blev fastansat undervejs",
    "lister_ikke_brugt": "Listerne er ikke brugt",
    "kan_regnes_ud": "Skjulte tal kan regnes ud",
}
STOPS, ASKS, WARNS = "Stop", "Spørgsmål", "Advarsel"
SHOWN = 5


@dataclass(frozen=True)
class Shown:
    """A finding with its number in the list. `reason` is why it was accepted, `place` where its code is placed."""

    number: int
    finding: Finding
    reason: str = ""
    place: str = ""

    @property
    def severity(self) -> str:
        """Stop, Spørgsmål where it is to be answered before the files can be taken in, or Advarsel."""
        if self.finding.severity == STOP:
            return STOPS
        return ASKS if self.finding.question else WARNS

    @property
    def is_stop(self) -> bool:
        """Whether it must be mended or answered, and cannot be accepted."""
        return self.finding.severity_taken_in == STOP

    @property
    def asked(self) -> answering.Told | None:
        """The question that it asks, with how it is read until that is answered; None where it asks nothing."""
        return answering.Told(self.finding.question) if self.finding.question else None

    @property
    def title(self) -> str:
        """What the finding is called."""
        return TITLES.get(self.finding.code, danish.sentence(self.finding.code.replace("_", " ")))

    @property
    def address(self) -> str:
        """Where it stands, the largest word of the finding."""
        one = self.finding
        whole = "Hele filen" if one.file else "Alle filer"
        return one.cell or (f"Linje {one.row}" if one.row else "") or one.column or whole

    @property
    def around(self) -> list[str]:
        """The column, the sheet and the file, where the address does not say so already."""
        one = self.finding
        told = [one.column if one.column != self.address else "", f"ark {one.sheet}" if one.sheet else "", one.file]
        return [text for text in told if text]

    @property
    def tables(self) -> str:
        """The tables that it moves, in words."""
        numbers = [str(number) for number in self.finding.tables]
        return f"tabel {danish.joined(numbers)}" if numbers else "ingen tal"

    @property
    def count(self) -> str:
        """How many rows share it."""
        return danish.number(self.finding.count, 0)

    @property
    def cells(self) -> tuple[str, ...]:
        """The first cells, where there are several."""
        return self.finding.cells[:SHOWN] if len(self.finding.cells) > 1 else ()


def listed(findings: Sequence[Finding], accepted: Iterable[Acceptance], places: dict[str, str]) -> list[Shown]:
    """The findings in order: what stops, what is open, what is accepted; each keeps its number."""
    held = list(accepted)
    found = [Shown(number, one, reason_for(one, held), places.get(one.code, "")) for number, one in enumerate(findings)]
    return sorted(found, key=lambda one: (not one.is_stop, bool(one.reason), one.number))


def not_checked(findings: Sequence[Finding]) -> list[str]:
    """What was not checked because of the findings, a sentence each."""
    return [one.text for one in not_run(findings)]
