"""The command `reference`: HR's reference files are put in use in place of those that lie, and what changes is told."""

from argparse import Namespace
from datetime import datetime
from pathlib import Path

from kpi import danish
from kpi.command_line.commands import DONE, STOPPED, say
from kpi.extracts.findings import Stopped
from kpi.extracts.read import Upload
from kpi.refreshing.office import Office
from kpi.refreshing.replacing import taking
from kpi.refreshing.replacing.changes import Cells, FileChange
from kpi.refreshing.replacing.folder import EARLIER
from kpi.refreshing.replacing.taking import Replacement

MEND = "Intet er ændret. Ret filerne, eller send de andre med, og kør så kommandoen igen."
LENT = "{} er stadig eksempelkommunens. Tag også jeres egne i brug."


def reference(chosen: Namespace, office: Office) -> int:
    """Puts reference files in use, or with `--dry-run` only tells what they change; status 1 where they do not hold."""
    uploads = [Upload(path.name, path.read_bytes()) for path in map(Path, chosen.files)]
    try:
        found = taking.replacement(office, uploads)
        _tell(found)
        if chosen.dry_run:
            say("Intet er skrevet." if found.files else taking.NOTHING_NEW)
            return DONE
        at = datetime.now().replace(microsecond=0)
        taking.take_in_use(office, uploads, chosen.by, at, found.seen)
    except Stopped as stopped:
        for one in stopped.findings:
            say(f"Stop {one.code}: {', '.join(filter(None, (one.file, one.cell)))}: {one.message}")
        say(MEND)
        return STOPPED
    say(f"Taget i brug: {danish.joined(list(found.files))}.")
    say(f"Filer, der lå før, er gemt i {office.own_reference / EARLIER}.")
    return DONE


def _tell(found: Replacement) -> None:
    """Nothing; what changes stands on standard output, what it means on standard error."""
    for one in found.changes:
        called = "" if one.called == one.file.name else f" ({one.called})"
        print(f"{one.file.name}{called}: {one.words}")
        for sign, lines in (("+", one.came), ("-", one.gone)):
            for line in lines:
                print(f"  {sign} {';'.join(line)}")
        for before, after in one.changed:
            print(f"  ~ {';'.join(after)}  ({_differing(one, before, after)})")
    for name in found.unchanged:
        print(f"{name}: uændret")
    for text in found.history if found.files else ():
        say(text)
    if found.files and found.lent:
        say(LENT.format(danish.joined(list(found.lent))))


def _differing(one: FileChange, before: Cells, after: Cells) -> str:
    """What the cells were that are others now."""
    pairs = zip(one.file.columns, before, after, strict=True)
    return ", ".join(f"{column.name} var {old or 'tom'}" for column, old, new in pairs if old != new)
