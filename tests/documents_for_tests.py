"""A drawn paper for tests: the example municipality's tables, charts, sentences, and texts as awkward as texts can be.

`python tests/documents_for_tests.py FOLDER` writes it as a Word file and as a page, to be looked at.
"""

from __future__ import annotations

import sys
from datetime import date, datetime
from functools import cache
from pathlib import Path

from kpi import pipeline, showing
from kpi.definitions.disclosure import AUDIENCES, INTERNAL, PUBLIC
from kpi.definitions.model import Polarity, Status, Unit
from kpi.papers import tables
from kpi.papers.document import Bullets, Chart, Document, Heading, Line, Paragraph, Sentence, TableBlock
from kpi.papers.series import series
from kpi.papers.table import Cell, Column, Row, Table
from kpi.publications.publication import Publication

ROOT = Path(__file__).resolve().parent.parent
CHECK = "https://hr.eksempel.test/tjek/2022-06"
AWKWARD = (
    "=1+1 & <b>fed</b> <script>alert(1)</script> \x00\x07\x1b \ud800 😀 \"citat\" 'apostrof' \tmed\ttabulator\r\nog",
    '=HYPERLINK("http://ond.example","klik")',
    "]]> &amp; &#10; %00 {{ 7*7 }} {% raw %} \u202eomvendt\u202c \ufffe",
)
TITLE = "Data til monitorering af arbejdskraft, januar-juni 2022"


@cache
def publication() -> Publication:
    """The example municipality's publication of June 2022, from its extract."""
    extract = ROOT / "data/example/2022-06-30/extract"
    intake = pipeline.take_in([extract], ROOT / "data/reference", date(2022, 6, 30), date(2022, 7, 31))
    published = datetime(2022, 9, 26, 12, 0)
    figures = pipeline.figures_of(intake)
    protected = showing.for_audiences(figures, (INTERNAL, PUBLIC), intake.reference)
    return pipeline.publication_of(intake, protected, "Eksempel Kommune", True, published)


def paper(audience: str = "intern", given: Publication | None = None) -> Document:
    """The paper with every kind of block."""
    from_ = given or publication()
    return Document(
        title=TITLE,
        recipient="Direktionen",
        municipality=from_.municipality,
        audience=audience,
        publication=from_.key,
        facts=(
            ("Modtager", "Direktionen, til beslutning"),
            ("Data pr.", "30. juni 2022, trukket 31. juli 2022"),
            ("Visning", f"{AUDIENCES[audience].title}. {AUDIENCES[audience].rule}"),
            ("Udgivelse", from_.key),
            ("Gælder tallene?", CHECK),
        ),
        blocks=(*_opening(), *_attract(from_, audience), *_retain(from_, audience), *_ending(from_, audience)),
        example=from_.example,
        check_address=CHECK,
    )


def awkward() -> Document:
    """A small paper in which every text is awkward, and every kind of cell stands once."""
    first, second, third = AWKWARD
    return Document(
        title=first,
        recipient=second,
        municipality=third,
        audience="offentlig",
        publication='2022-06"; } </style>',
        facts=((first, second), (third, "")),
        blocks=(
            Heading(second),
            _paragraph(*AWKWARD),
            _paragraph(second, role="proposal"),
            _paragraph(third, role="note"),
            Bullets(tuple(_paragraph(text) for text in AWKWARD), numbered=True),
            Bullets(tuple(_paragraph(text) for text in AWKWARD)),
            TableBlock(every_cell()),
            Chart("k", first, "column", AWKWARD, (Line(second, (1.0, None, -3.25)),), third, 1, first),
            Chart("l", first, "line", AWKWARD, (Line(second, (None, None, None)), Line(third, (1, 2, 3))), "", 0, ""),
        ),
        author=first,
        example=True,
        check_address=third,
    )


def every_cell() -> Table:
    """A table with a cell of every kind: arrows, signs, reasons, marks, and what is not shown."""
    arrows = [
        Cell("1,0", 1.04, 1, arrow=arrow, assessment=assessment, spoken=f"1,0 procent, {assessment}")
        for arrow, assessment in (("up", "worse"), ("down", "better"), ("flat", "same"), ("up", ""))
    ]
    signs = [
        Cell("12,5", 12.5, 1, sign="clear_up", assessment="worse"),
        Cell("12,5", 12.5, 1, sign="clear_down", assessment="better"),
        Cell("12,5", 12.5, 1, sign="up", mark="(f) (r)"),
        Cell("12,5", 12.5, 1, sign="not_comparable", reason="overlapper 2021"),
    ]
    unseen = [
        Cell("*", status=Status.SUPPRESSED, spoken="skjult, for få personer"),
        Cell("..", status=Status.MISSING, spoken="foreligger ikke"),
        Cell("–", status=Status.UNDEFINED, spoken="kan ikke beregnes"),
        Cell("1.234,5", 1234.5, 1, mark="(r)"),
    ]
    rows = [
        Row("alle", AWKWARD[0], tuple(arrows), 0),
        Row("b", AWKWARD[1], tuple(signs), 1),
        Row("c", AWKWARD[2], tuple(unseen), 2),
    ]
    heads = (("=2+2", "procent"), ("<i>", ""), ("&", ""), ("2022", ""))
    columns = [
        Column(f"c{place}", text, Unit.PERCENT, note, "turnover", "2022-06-30", Polarity.LOWER)
        for place, (text, note) in enumerate(heads)
    ]
    return Table(
        key="=alle",
        number=7,
        title=AWKWARD[0],
        subtitle=AWKWARD[2],
        stub=AWKWARD[1],
        columns=tuple(columns),
        rows=tuple(rows),
        notes=AWKWARD,
        symbols=(("*", "skjult, for få personer"), ("(r)", "revideret tal")),
        source="<kilde>",
        audience="offentlig",
        publication="2022-06",
    )


def turnover_chart(from_: Publication, audience: str, groups: tuple[str, ...]) -> Chart:
    """Turnover over time, a line a group."""
    found = {group: series(from_, audience, "turnover", group, "same_date") for group in groups}
    labels = tuple(point.label for point in next(iter(found.values())))
    lines = tuple(
        Line(from_.group_names[group], tuple(point.cell.value for point in points)) for group, points in found.items()
    )
    told = "; ".join(
        f"{from_.group_names[group]}: " + ", ".join(f"{point.label} {point.cell.text}" for point in points)
        for group, points in found.items()
    )
    key = f"omsaetning-{len(groups)}"
    return Chart(key, "Personaleomsætning, tolv måneder ad gangen", "line", labels, lines, "procent", 1, told + ".")


def _opening() -> tuple:
    return (
        Heading("Baggrund"),
        _paragraph(
            "Direktionen har besluttet at følge arbejdskraftudfordringen hvert halve år.",
            "Sagen fremlægger data for januar-juni 2022 til drøftelse i Direktionen og derefter i Chefforum og "
            "Hovedudvalget samt til orientering i Økonomiudvalget.",
        ),
        Heading("Indstilling"),
        _paragraph("HR-centret indstiller, at Direktionen"),
        Bullets(
            (
                _paragraph("tager tallene til efterretning,"),
                _paragraph("beslutter, om tallene giver anledning til handling, og"),
                _paragraph("beslutter, hvilke bemærkninger der følger data til Økonomiudvalget."),
            ),
            numbered=True,
        ),
        Heading("Sagsfremstilling"),
    )


def _attract(from_: Publication, audience: str) -> tuple:
    return (
        Heading("Omdømme, tiltrækning og rekruttering", 2),
        _paragraph("Data dækker 1. kvartal 2022, da der ikke kan trækkes data for de øvrige kvartaler fra Emply."),
        TableBlock(tables.paper_table(from_, audience, 1)),
    )


def _retain(from_: Publication, audience: str) -> tuple:
    total, *others = [group.key for group in from_.groups]
    return (
        Heading("Fastholde og udvikle: personaleomsætning", 2),
        Paragraph(
            (
                Sentence(
                    "a", "Personaleomsætningen for kommunen i alt var 19,8 % i de tolv måneder til og med juni 2022."
                ),
                Sentence("b", "Den er steget 2,8 procentpoint siden 2021; perioderne overlapper.", edited=True),
            )
        ),
        TableBlock(tables.paper_table(from_, audience, 2)),
        turnover_chart(from_, audience, (total,)),
        turnover_chart(from_, audience, (total, *others[2:5])),
        Heading("Fastholde og udvikle: korte ansættelser", 2),
        _paragraph("I første halvår af 2022 fratrådte 264 fastansatte. Af dem fratrådte 21,2 % inden for tre måneder."),
        TableBlock(tables.paper_table(from_, audience, 3)),
        _paragraph("Det er ikke registreret, hvorfor de er fratrådt.", role="note"),
        Heading("Fastholde og udvikle: fuld tid", 2),
        TableBlock(tables.paper_table(from_, audience, 4)),
        Heading("Fastholde og udvikle: arbejdstid", 2),
        TableBlock(tables.paper_table(from_, audience, 5)),
    )


def _ending(from_: Publication, audience: str) -> tuple:
    share = [point for point in series(from_, audience, "full_time_share", from_.groups[0].key, "same_date")]
    line = Line(from_.groups[0].name, tuple(point.cell.value for point in share))
    labels = tuple(point.label for point in share)
    told = ", ".join(f"{point.label} {point.cell.text}" for point in share)
    return (
        Chart("fuldtid", "Andel af ansatte på fuld tid", "column", labels, (line,), "procent", 1, told + "."),
        Heading("Opsamling på de fremlagte data"),
        _paragraph("Personaleomsætningen er højere end et år før, og flere af de fratrådte havde kort ansættelse."),
        Heading("Giver tallene anledning til handling?", 2),
        _paragraph("Forslag: Dagtilbud og HR-centret gennemgår modtagelsen af nye kolleger.", role="proposal"),
        Bullets((_paragraph("Samtale efter fire uger i alle områder."), _paragraph("Opfølgning i februar 2023."))),
        Heading("Bilag"),
        _paragraph("Bilag 1: Tabellerne i antal (Excel)."),
    )


def _paragraph(*texts: str, role: str = "body") -> Paragraph:
    return Paragraph(tuple(Sentence(f"s{place}", text) for place, text in enumerate(texts)), role)


if __name__ == "__main__":
    from kpi.papers.whole import whole_document
    from kpi.papers.writers.onefile import one_file_html
    from kpi.papers.writers.word import paper_docx

    folder = Path(sys.argv[1])
    drawn = {"sag": paper(), "sag-offentlig": paper("offentlig"), "awkward": awkward()}
    drawn["overblik"] = whole_document(publication(), "intern", CHECK)
    for name, document in drawn.items():
        (folder / f"{name}.docx").write_bytes(paper_docx(document))
        (folder / f"{name}.html").write_bytes(one_file_html(document))
