"""Which checks were not run, and why: a check that depends on one that failed says so and finds nothing by chance."""

from collections.abc import Sequence
from dataclasses import dataclass

from kpi import danish
from kpi.extracts.checking.counted import in_the_way
from kpi.extracts.columns import ADVERTS
from kpi.extracts.findings import STOP, Finding

OF_ROWS = "dubletter, datoernes rækkefølge, rækker i modstrid og ukendte koder"
OF_PERIOD = "flere ansættelser, måneder og områder uden annoncer, store udsving, kontroltal, bestand og afgang"
OF_EXTRACTS = "alle kontroller af udtrækkene"
"""What waits where HR's own reference files cannot be used: no extract is read without them."""
WHOLE_FILE = ("kolonne_mangler", "ukendt_fil", "tom_fil", "ulaeselig_fil")
"""Findings after which no row of the file, or the sheet, is looked at."""
LEFT_OUT = ("ulaeselig_dato", "ulaeseligt_tal", "ulaeselig_vaerdi", "person_mangler", "sats_udenfor")
"""Findings whose rows are left out of the checks that follow."""

UNREAD = (*WHOLE_FILE, *LEFT_OUT, "slut_foer_start")
"""Findings whose rows no later stage has."""
AGAINST_BEFORE = ("forsvundne_raekker", "aendret_historik")
"""What is found where rows of employments are held against those of another extract, or of an earlier list."""
SINCE_LAST = "forsvundne ansættelser og ændret historik siden sidste udtræk"


@dataclass(frozen=True)
class NotRun:
    """Checks that were not run, of which file (empty: all), and why; `rows` where only so many are left out."""

    checks: str
    why: str
    file: str = ""
    sheet: str | None = None
    rows: int = 0

    @property
    def text(self) -> str:
        """The sentence, as page, command and workbook say it."""
        where = f" i {self.file}{f', ark {self.sheet}' if self.sheet else ''}" if self.file else ""
        if self.rows:
            return f"Ikke kørt for {danish.counted(self.rows, 'række', 'rækker')}{where}: {self.checks}. {self.why}."
        return f"Ikke kørt{where}: {self.checks}. {self.why}."


def not_run(findings: Sequence[Finding]) -> list[NotRun]:
    """What was not checked because of the findings: by file and sheet, and last what needs all of them."""
    unusable = dict.fromkeys(one.file for one in findings if one.code == "referencefil_fejl")
    if unusable:
        return [NotRun(OF_EXTRACTS, f"Først skal {danish.joined(list(unusable))} kunne bruges")]
    places = dict.fromkeys((one.file, one.sheet) for one in findings if one.severity == STOP and one.file)
    found = [told for file, sheet in places if (told := _of_sheet(findings, file, sheet))]
    stops = [one for one in findings if one.severity == STOP and one.code != "identitet_brudt"]
    if _may_lack_staff(findings):
        found.append(NotRun(SINCE_LAST, "Først skal alle rækker kunne læses"))
    if stops:
        found.append(NotRun(OF_PERIOD, f"Først skal {danish.joined(in_the_way(findings))} ryddes af vejen"))
    return found


def without_guesses(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings; of those who are gone and what has changed nothing, where rows that cannot be read may be why."""
    if not _may_lack_staff(findings):
        return tuple(findings)
    return tuple(one for one in findings if one.code not in AGAINST_BEFORE)


def _may_lack_staff(findings: Sequence[Finding]) -> bool:
    return any(one.code in UNREAD and one.tables != ADVERTS for one in findings)


def _of_sheet(findings: Sequence[Finding], file: str, sheet: str | None) -> NotRun | None:
    """The checks of rows that were not run for the sheet, or not for all its rows; None where all were."""
    here = [one for one in findings if (one.file, one.sheet) == (file, sheet)]
    whole = [one for one in here if one.code in WHOLE_FILE and not one.row]
    if whole:
        missing = [one.column for one in whole if one.code == "kolonne_mangler" and one.column]
        what = "Kolonnen" if len(missing) == 1 else "Kolonnerne"
        why = f"{what} {danish.joined(missing)} mangler" if missing else "Filen kan ikke læses"
        return NotRun(OF_ROWS, why, file, sheet)
    lines = {line for one in here if one.code in LEFT_OUT for line in one.lines}
    why = "En celle i hver af dem kan ikke læses" if len(lines) != 1 else "En celle i den kan ikke læses"
    return NotRun(OF_ROWS, why, file, sheet, len(lines)) if lines else None
