"""Reference files that HR sends are looked at together with those that lie, and put in use: all of them, or none."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from kpi.extracts.findings import Stopped
from kpi.extracts.placement.lying import files_in
from kpi.extracts.placement.reference import Reference, reference_of
from kpi.extracts.read import Upload
from kpi.publications.journal import REPLACED
from kpi.publications.transactions import writing
from kpi.refreshing.acceptances import Refused
from kpi.refreshing.office import Office
from kpi.refreshing.replacing import folder
from kpi.refreshing.replacing.changes import FileChange, change_of
from kpi.refreshing.replacing.history import told_of_history
from kpi.refreshing.replacing.sent import sent_files

CHANGED_SINCE = "Referencefilerne er ændret, siden du så forskellen. Intet er taget i brug. Se forskellen igen."
UNTOLD = "De filer, der ligger, har fejl. Derfor kan programmet ikke sige, om tidligere tal flytter sig."
NOTHING_NEW = "Filerne er de samme som dem, der ligger. Der er ikke noget at tage i brug."


@dataclass(frozen=True)
class Replacement:
    """Files that may be put in use: what changes in each, what it means for figures of the past, and their bytes.

    `seen` is a checksum of them and of the files that lie; `unchanged` are the names of those that were sent in vain,
    `lent` of those that would still be the example's.
    """

    changes: tuple[FileChange, ...]
    unchanged: tuple[str, ...]
    history: tuple[str, ...]
    lent: tuple[str, ...]
    seen: str
    files: Mapping[str, bytes] = field(repr=False)


def replacement(office: Office, uploads: Iterable[Upload]) -> Replacement:
    """What the files change; nothing is written. Raises `Stopped` with all that is wrong, also with the whole set."""
    sent, lying = sent_files(uploads), files_in(office.reference)
    files = {name: one.content for name, one in sent.items() if one.content != lying.get(name)}
    after = reference_of(lying | {name: one.content for name, one in sent.items()})
    return Replacement(
        changes=tuple(
            change_of(name, sent[name].called, lying.get(name), files[name]) for name in after.files if name in files
        ),
        unchanged=tuple(name for name in sent if name not in files),
        history=tuple(_history(lying, after)),
        lent=office.lent_besides(sent),
        seen=_seen(lying, files),
        files=files,
    )


def take_in_use(office: Office, uploads: Iterable[Upload], by: str, at: datetime, seen: str) -> Replacement:
    """What has changed now that the files are in use.

    Raises as `replacement`; `Refused` where the files are those that lie, or no longer what was `seen`; `Unpublishable`
    where they cannot be written. Then nothing is in use.
    """
    with writing(office.root, by, "at tage referencefiler i brug"):
        chosen = replacement(office, uploads)
        if seen != chosen.seen:
            raise Refused(CHANGED_SINCE)
        if not chosen.files:
            raise Refused(NOTHING_NEW)
        deed = folder.Deed(by, at, [(one.file.name, one.logged) for one in chosen.changes], REPLACED)
        folder.put(office.own_reference, office.reference, chosen.files, office.journal, deed)
    return chosen


def _history(lying: Mapping[str, bytes | None], after: Reference) -> list[str]:
    try:
        return told_of_history(reference_of(lying), after)
    except Stopped:
        return [UNTOLD]


def _seen(*sets: Mapping[str, bytes | None]) -> str:
    digest = hashlib.sha256()
    for files in sets:
        told = [(name, hashlib.sha256(content or b"").hexdigest()) for name, content in sorted(files.items())]
        digest.update(repr(told).encode())
    return digest.hexdigest()
