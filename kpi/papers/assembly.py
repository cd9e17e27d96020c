"""Publication x recipient -> Document: the paper, section by section, in the recipient's order."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from kpi import danish
from kpi.definitions.disclosure import Audience
from kpi.definitions.model import Status
from kpi.papers import recipients, tables
from kpi.papers.comments import Comment
from kpi.papers.document import Block, Bullets, Document, Heading, Paragraph, Sentence, TableBlock
from kpi.papers.follow_up.actions import Row
from kpi.papers.paper import BY_NUMBER, PAPER_TABLES, PaperTable
from kpi.papers.paper_tables import tables_of
from kpi.papers.recipients import SECTIONS, Recipient
from kpi.papers.sentences.edits import with_choices
from kpi.papers.sentences.ledger import Ledger
from kpi.papers.sentences.places import AIM_PLACES, IN_THE_SUMMARY, paragraphs_of
from kpi.papers.sentences.prose import sentences
from kpi.papers.texts import changed_of, check_of, corrected_by, filled, period_of
from kpi.papers.whole import total_chart
from kpi.papers.writers.plain import PARTIAL
from kpi.papers.written import NOTHING, Written
from kpi.publications.publication import Publication

TITLE = "Data til monitorering af arbejdskraft"
ANNEX_FILE = "bilag1.xlsx"
TURNOVER_COUNTS_MORE = (
    "Personaleomsætningen tæller også ansatte i fleksjob. Det gør tabel 3 ikke, så dens antal fratrådte er et andet."
)
ROLES = {"hr": "HR", "direktion": "Direktionen", "chef": "Chefforum", "laeser": ""}


@dataclass(frozen=True)
class Desk:
    """What every section is written from."""

    publication: Publication
    recipient: Recipient
    audience: Audience
    written: Written
    arrows_2022: bool
    told: tuple[Sentence, ...]
    annex_file: str

    def of(self, place: str) -> tuple[Paragraph, ...]:
        """The sentences of one place of the paper, as HR wants them."""
        return tuple(map(Paragraph, paragraphs_of(self.told, place)))


def document_of(
    publication: Publication,
    recipient: Recipient,
    written: Written = NOTHING,
    arrows_2022: bool = False,
    check_address: str = "",
    corrections: Iterable[Publication] = (),
    annex_file: str = ANNEX_FILE,
) -> Document:
    """The paper for the recipient, of what its audience may see.

    With `arrows_2022` the tables have the arrows of the minutes and nothing of whether a change is clear.
    `corrections` are the amendments that came after the publication, `annex_file` what is sent with the paper.
    """
    ledger = Ledger(publication, recipient.audience)
    told = with_choices(sentences(publication, recipient.audience), written.choices, written.own, ledger)
    audience = publication.audience(recipient.audience)
    desk = Desk(publication, recipient, audience, written, arrows_2022, told, annex_file)
    return Document(
        title=title_of(publication),
        recipient=recipient.heading,
        municipality=publication.municipality,
        audience=recipient.audience,
        publication=publication.key,
        facts=(*corrected_by(corrections), *_facts(desk, check_address)),
        blocks=tuple(block for key in recipient.sections for block in _section(key, desk)),
        example=publication.example,
        check_address=check_address,
    )


def title_of(publication: Publication) -> str:
    """The paper's title, with the half-year that it tells of."""
    return f"{TITLE}, {period_of(publication)}"


def _facts(desk: Desk, check_address: str) -> tuple[tuple[str, str], ...]:
    shown = desk.publication
    told = [(shown.group_names[shown.total], "Alle ansatte i kommunen, også dem uden for de viste faggrupper")]
    if shown.partial:
        told.append((PARTIAL, " ".join(shown.partial)))
    told += changed_of(shown)
    told.append(("Gælder tallene?", check_of(check_address)))
    return (
        ("Modtager", desk.recipient.heading),
        ("Data pr.", danish.day(shown.as_of)),
        ("Udgivet", danish.day(shown.published.date())),
        ("Kilde", f"Lønudtræk og rekrutteringssystem, trukket {danish.day(shown.drawn)}"),
        ("Visning", f"{danish.sentence(desk.audience.title)}. {desk.audience.rule}"),
        ("Udgivelse", shown.key),
        *told,
    )


def _section(key: str, desk: Desk) -> list[Block]:
    """The section with its heading; nothing where there is nothing to say."""
    content = list(WRITERS[key](desk))
    return [Heading(SECTIONS[key]), *content] if content else []


def _background(desk: Desk) -> Iterable[Block]:
    yield _plain(filled(desk.recipient.background, desk.publication))


def _proposal(desk: Desk) -> Iterable[Block]:
    first, *items = [_plain(filled(text, desk.publication), "proposal") for text in desk.recipient.proposal]
    yield first
    if items:
        yield Bullets(tuple(items), numbered=True)


def _decision(desk: Desk) -> Iterable[Block]:
    yield _plain("")


def _case(desk: Desk) -> Iterable[Block]:
    for aim, papers in groupby(PAPER_TABLES, key=lambda one: one.aim):
        yield Heading(aim, 2)
        yield from desk.of(AIM_PLACES[aim])
        for paper in papers:
            yield from _table(paper, desk)


def _table(paper: PaperTable, desk: Desk) -> Iterable[Block]:
    yield from desk.of(f"tabel-{paper.number}")
    drawn = tables_of(desk.publication, desk.audience.key, paper, desk.arrows_2022)
    yield from (TableBlock(table) for table in drawn)
    if paper.rows != "areas":
        charts = (total_chart(desk.publication, desk.audience.key, one) for one in paper.indicators[:1])
        yield from (chart for chart in charts if chart)
    yield from _interpretations(desk, f"tabel-{paper.number}")
    for comment in desk.written.comments:
        if comment.place == f"tabel-{paper.number}":
            yield _plain(f"{comment.text} ({_by(comment)})", "note")


def _interpretations(desk: Desk, place: str) -> Iterable[Block]:
    for row in desk.written.interpretations:
        if row.paper_place == place:
            yield _plain(interpretation(row))


def interpretation(row: Row) -> str:
    """What somebody says that a figure means, with its figure and whose it is, as a paper says it."""
    return f"Fortolkning ({row.place}): {row.text} ({_by(row)})"


def _summary(desk: Desk) -> Iterable[Block]:
    for place in IN_THE_SUMMARY:
        yield from desk.of(place)
    yield from _interpretations(desk, "")
    if desk.written.triggered:
        yield Heading("Tal, der kalder på handling", 2)
        yield Bullets(tuple(Paragraph((sentence,)) for sentence in desk.written.triggered))
        if any(cell.startswith("turnover/") for one in desk.written.triggered for cell in one.cells):
            yield _plain(TURNOVER_COUNTS_MORE, "note")


def _actions(desk: Desk) -> Iterable[Block]:
    if desk.written.actions:
        yield Bullets(tuple(_plain(_action(row)) for row in desk.written.actions))


def _action(row: Row) -> str:
    told = [f"{row.place}: {row.text.rstrip('.')}."]
    told += [f"Ansvarlig: {row.responsible}."] if row.responsible else []
    told += [f"Frist: {danish.day(row.due)}."] if row.due else []
    told += [f"Status: {row.status}."] if row.status else []
    if row.figure:
        moved = f" → {row.figure.since}" if row.figure.since else ""
        told.append(f"Tallet: {row.figure.then}{moved} ({row.figure.words}).")
    return " ".join(told)


def _comments(desk: Desk) -> Iterable[Block]:
    whole = [one for one in desk.written.comments if one.place not in {f"tabel-{number}" for number in BY_NUMBER}]
    if whole:
        yield Bullets(tuple(_plain(f"{one.text} ({_by(one)})") for one in whole))


def _by(one: Comment | Row) -> str:
    return ", ".join(filter(None, (ROLES.get(one.role, one.role), danish.day(one.at.date()))))


def _annex(desk: Desk) -> Iterable[Block]:
    hidden = sum(
        cell.status is Status.SUPPRESSED
        for one in PAPER_TABLES
        for row in tables.paper_table(desk.publication, desk.audience.key, one.number).rows
        for cell in row.cells
    )
    told = f"Bilag 1. Tallene bag tabellerne: antal, definitioner, datakvalitet og kontrolsummer ({desk.annex_file})."
    yield Bullets((_plain(told),))
    if hidden:
        counted = danish.counted(hidden, "tal", "tal")
        yield _plain(f"{desk.audience.rule} Her er {counted} skjult.", "note")


def _plain(text: str, role: str = "body") -> Paragraph:
    return Paragraph((Sentence("", text),), role)


WRITERS: Mapping[str, Callable[[Desk], Iterable[Block]]] = {
    recipients.BACKGROUND: _background,
    recipients.PROPOSAL: _proposal,
    recipients.DECISION: _decision,
    recipients.CASE: _case,
    recipients.SUMMARY: _summary,
    recipients.ACTIONS: _actions,
    recipients.COMMENTS: _comments,
    recipients.ANNEX: _annex,
}
"""What writes each section."""
