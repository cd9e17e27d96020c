"""The files that leave the house: a recipient's paper, its annex of counts and the tables as one page.       (I/O)"""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from kpi import danish
from kpi.municipality.action_rules import read_rules
from kpi.municipality.paper_settings import read_recipients
from kpi.municipality.settings import SettingsError
from kpi.papers.annex import annex
from kpi.papers.assembly import ANNEX_FILE as ANNEX
from kpi.papers.assembly import document_of
from kpi.papers.comparisons.compared import compared_table
from kpi.papers.comparisons.contributed import contributed_tables
from kpi.papers.comparisons.judged import is_judged
from kpi.papers.paper import PAPER_TABLES
from kpi.papers.read_through import Found, found_in, open_of
from kpi.papers.recipients import Recipient
from kpi.papers.sentences.edits import with_choices
from kpi.papers.sentences.ledger import Ledger
from kpi.papers.sentences.prose import sentences
from kpi.papers.table import Table
from kpi.papers.texts import parts_of
from kpi.papers.whole import whole_document
from kpi.papers.writers.onefile import one_file_html
from kpi.papers.writers.word import TemplateError, paper_docx
from kpi.papers.written import Written, written_for
from kpi.publications.folders import Unpublishable
from kpi.publications.made_papers import MadePapers
from kpi.publications.publication import Publication
from kpi.refreshing.office import Office

PAPER, TABLES = "sag.docx", "tabeller.html"
FILES = (PAPER, ANNEX, TABLES)
BY_THE_PAGE = "siden"
"""Who made a paper that was fetched from the page; the log says who fetched it."""
TEMPLATE = "sag-skabelon.docx"
"""The municipality's own Word template, beside `settings.toml`."""


def recipient_of(office: Office, key: str) -> Recipient:
    """The recipient with the municipality's own wording; raises `SettingsError`."""
    return next(one for one in read_recipients(office.own_reference.parent) if one.key == key)


def freeze(
    office: Office, key: str, recipient: Recipient, paper: bytes, by: str, at: datetime, arrows_2022: bool
) -> str:
    """The id that a paper is kept under, with its texts as they were when it was made."""
    papers = MadePapers(office.root)
    return papers.add(key, recipient.key, {PAPER: paper}, by=by, at=at, arrows_2022=arrows_2022)


def maker_of(office: Office) -> Callable[[str, str, str, bool], bytes]:
    """What makes a file for the page: of a publication, for a recipient; a paper that is made is frozen.

    Raises `Unpublishable` where the municipality's own template or words cannot be used, and where the paper's texts
    have faults that are neither mended nor kept.
    """

    def make(key: str, recipient_key: str, name: str, arrows_2022: bool) -> bytes:
        now = datetime.now().replace(microsecond=0)
        try:
            recipient = recipient_of(office, recipient_key)
            waiting = open_faults(office, key, recipient, now.date()) if name == PAPER else ()
            if waiting:
                raise Unpublishable(f"{not_read(waiting)} HR kan rette eller beholde dem på siden Sagen.")
            sent_with = recipient.file_name(ANNEX, key)
            content = file_for(office, key, recipient, name, arrows_2022, now.date(), sent_with)
        except (TemplateError, SettingsError) as error:
            raise Unpublishable(str(error)) from error
        if name == PAPER:
            freeze(office, key, recipient, content, BY_THE_PAGE, now, arrows_2022)
        return content

    return make


def file_for(
    office: Office,
    key: str,
    recipient: Recipient,
    name: str,
    arrows_2022: bool,
    today: date,
    annex_file: str = ANNEX,
) -> bytes:
    """One of `FILES`; the audience is the recipient's, whoever asks for it. The paper names the annex' file."""
    publication, corrections = office.store.load(key), office.store.corrections(key)
    address = office.settings.check_address(key)
    if name == ANNEX:
        audience = publication.audience(recipient.audience)
        return annex(publication, audience, address, _compared(publication, recipient), corrections)
    if name == TABLES:
        return one_file_html(whole_document(publication, recipient.audience, address, corrections))
    written = written_in(office, publication, recipient, today)
    document = document_of(publication, recipient, written, arrows_2022, address, corrections, annex_file)
    template = office.own_reference.parent / TEMPLATE
    return paper_docx(document, template.read_bytes() if template.is_file() else None)


def open_faults(office: Office, key: str, recipient: Recipient, today: date) -> tuple[Found, ...]:
    """The faults of the texts that people wrote in the recipient's paper, but those that HR lets stand."""
    publication, audience = office.store.load(key), recipient.audience
    written = written_in(office, publication, recipient, today)
    ledger = Ledger(publication, audience)
    told = with_choices(sentences(publication, audience), written.choices, written.own, ledger)
    parts = parts_of(publication, recipient, told, written)
    return open_of(found_in(parts, publication, audience, office.journal.kept()))


def not_read(waiting: Sequence[Found]) -> str:
    """Why a paper is not made: how many faults its texts have, and where."""
    where = danish.joined(list(dict.fromkeys(one.where for one in waiting)))
    faults = danish.counted(len(waiting), "fund", "fund")
    return f"sagens tekster har {faults}, som hverken er rettet eller beholdt med en begrundelse: {where}."


def written_in(office: Office, publication: Publication, recipient: Recipient, today: date) -> Written:
    """What people have added to the recipient's paper of a publication."""
    rules = read_rules(office.own_reference.parent)
    return written_for(office.journal, publication, recipient, _finder(office), rules, today)


def _compared(publication: Publication, recipient: Recipient) -> list[Table]:
    """The like-for-like comparisons of the tables of people, where they were judged, and where changes come from."""
    if not is_judged(publication, recipient.audience):
        return []
    of_people = [one.number for one in PAPER_TABLES if one.rows != "areas"]
    compared = [compared_table(publication, recipient.audience, number) for number in of_people]
    return [*compared, *contributed_tables(publication, recipient.audience)]


def _finder(office: Office):
    def find(key: str) -> Publication | None:
        try:
            return office.store.load(key)
        except Unpublishable:
            return None

    return find
