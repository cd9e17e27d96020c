"""The commands of the paper: export and proofread (cli.md)."""

import json
from argparse import Namespace
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

from kpi import danish
from kpi import export as files
from kpi.command_line.commands import DONE, STOPPED, progress, say
from kpi.definitions.disclosure import INTERNAL
from kpi.papers.proofread import proofread
from kpi.papers.proofreading.fault import KINDS, Fault
from kpi.papers.proofreading.texts import Unreadable, audience_told, read_text
from kpi.papers.read_through import KEPT
from kpi.papers.recipients import Recipient
from kpi.papers.texts import nameless
from kpi.papers.writers.word import TemplateError
from kpi.publications.folders import replace_file
from kpi.refreshing.office import Office

CHOICE = "valg"


def export(chosen: Namespace, office: Office) -> int:
    """Writes a recipient's paper, annex and tables in a folder, readable by their owner alone; says their names.

    Nothing is written, and the status is 1, where the texts that people wrote have faults that nobody let stand.
    """
    try:
        recipient = files.recipient_of(office, chosen.recipient)
        if not _is_read(chosen, office, recipient):
            return STOPPED
        made = {name: _made(chosen, office, recipient, name) for name in files.FILES}
    except TemplateError as error:
        say(str(error))
        return STOPPED
    at = datetime.now().replace(microsecond=0)
    paper = files.freeze(office, chosen.key, recipient, made[files.PAPER], chosen.by, at, chosen.arrows_2022)
    folder = Path(chosen.out)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in made.items():
        replace_file(folder / name, content)
        print(folder / name)
    if told := nameless(office.store.load(chosen.key)):
        say(told)
    office.journal.record("eksport", f"{chosen.key} {chosen.recipient}", who=chosen.by, role="hr", detail=paper)
    return DONE


def _made(chosen: Namespace, office: Office, recipient: Recipient, name: str) -> bytes:
    progress(f"Laver {name}")
    return files.file_for(office, chosen.key, recipient, name, chosen.arrows_2022, date.today())


def _is_read(chosen: Namespace, office: Office, recipient: Recipient) -> bool:
    """Whether the paper's texts hold, or are let stand with the reason that is given; the faults are told."""
    waiting = files.open_faults(office, chosen.key, recipient, date.today())
    for one in waiting:
        say(f"{one.where}: {_found(one.fault)}")
    if waiting and chosen.keep is None:
        say(danish.sentence(files.not_read(waiting)))
        say("Ret dem på siden Sagen, eller behold dem alle med --keep BEGRUNDELSE. Intet er skrevet.")
        return False
    who = {"who": chosen.by, "role": "hr"}
    for one in waiting:
        office.journal.keep(**one.told, audience=recipient.audience, reason=chosen.keep, **who)
        target = f"{one.key}, {recipient.audience} visning"
        office.journal.record(CHOICE, target, detail=KEPT.format(KINDS[one.fault.kind]), **who)
    return True


def proofread_(chosen: Namespace, office: Office) -> int:
    """Tells what in a text does not hold against a publication; status 1 where anything does not.

    The audience is the one that is chosen, else the one that the file says it is for, else those inside.
    """
    publication, file = office.store.load(chosen.publication), Path(chosen.file)
    try:
        passages = read_text(file)
        audience = chosen.audience or audience_told(file) or INTERNAL.key
        found = proofread(passages, publication, audience)
    except Unreadable as error:
        say(str(error))
        return STOPPED
    if chosen.json:
        print(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1))
    else:
        for one in found:
            print(_told(one))
        count = danish.counted(len(found), "fund", "fund") if found else "Ingen fund"
        say(f"{count}. Læst op mod udgivelsen {publication.key}, {audience} visning.")
    return STOPPED if found else DONE


def _told(one: Fault) -> str:
    return f"Afsnit {one.paragraph}: {_found(one)}"


def _found(one: Fault) -> str:
    proposal = f" {one.proposal}" if one.proposal else ""
    return f"«{one.words}» ({KINDS[one.kind]}). {one.reason}{proposal}"
