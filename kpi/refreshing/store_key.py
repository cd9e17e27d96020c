"""The key that fits the store: made once, and never replaced in silence where there are imports.             (I/O)

Rows that were taken in with another key cannot be joined with new ones, nor be found or deleted by a person's number.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from kpi import danish
from kpi.extracts.secret import SecretError, read, read_or_make, refuse_place, secret_file
from kpi.publications import key_check
from kpi.publications.folders import Unpublishable
from kpi.publications.imports import Imports
from kpi.publications.journal import WITHDRAW, Journal
from kpi.publications.person_numbers import refuse
from kpi.publications.transactions import writing

LOST = "Lageret har importer, men nøglen, de er taget ind med, er der ikke."
OTHER = "Nøglen passer ikke til lageret: importerne er taget ind med en anden nøgle."
WHERE = (
    "Den søges i {path}. Læg den rigtige tilbage fra jeres sikkerhedskopi af nøglen, eller ret KPI_SECRET_FILE, og "
    "start igen. Intet er ændret."
)
TRULY_LOST = (
    "Kun hvis nøglen er tabt for altid: python -m kpi new-key --reason BEGRUNDELSE sletter importernes rækker, som "
    "ingen kan slå op i længere, og tager en ny nøgle i brug. Udgivne tal bliver stående; tag udtrækkene ind igen."
)
OF_THE_EXAMPLE = "Det er eksemplets lager: I kan også slette mappen {root} og starte igen."


def key_of(root: Path, data: Path, environment: Mapping[str, str], example: bool = False) -> bytes:
    """The key of a store under the data folder, made where there are no imports yet; the store knows it from then on.

    A store of before it knew its key learns the one that is there. Raises `SecretError` where there are imports and
    the key is missing or another.
    """
    path = secret_file(environment)
    refuse_place(path, data)
    with writing(root, what="at se efter, om nøglen passer"):
        there = bool(Imports(root / "imports").ids())
        if there and not path.exists():
            raise SecretError(_stopped(LOST, path, root, example))
        key = read_or_make(path, data)
        told = key_check.fits(root, key)
        if there and told is False:
            raise SecretError(_stopped(OTHER, path, root, example))
        if not told:
            key_check.keep(root, key)
    return key


def take_new_key(
    root: Path, data: Path, environment: Mapping[str, str], by: str, reason: str, at: datetime
) -> tuple[str, ...]:
    """The imports whose rows were deleted, for the key at its place, made where there is none, is the store's now.

    A key that is there is never replaced. Stopped on the way, it can be done again. Raises `Unpublishable` where the
    key fits.
    """
    path = secret_file(environment)
    refuse_place(path, data)
    refuse(reason, "begrundelsen")
    with writing(root, by, "at tage en ny nøgle i brug"):
        imports, journal = Imports(root / "imports"), Journal(root)
        if not imports.ids() or (path.exists() and key_check.fits(root, read(path)) is not False):
            raise Unpublishable("Nøglen passer til lageret, eller der er ingen importer. Intet er ændret.")
        gone = imports.withdraw_all(by, reason, at)
        for one in gone:
            journal.record(WITHDRAW, one, who=by, role="hr", detail=reason, at=at)
        key = read_or_make(path, data)
        told = f"{danish.counted(len(gone), 'imports', 'importers')} rækker er slettet: {reason}"
        journal.record("ny nøgle", who=by, role="hr", detail=told, at=at)
        key_check.keep(root, key)
    return gone


def _stopped(why: str, path: Path, root: Path, example: bool) -> str:
    last = OF_THE_EXAMPLE.format(root=root) if example else TRULY_LOST
    return f"{why} {WHERE.format(path=path)}\n{last}"
