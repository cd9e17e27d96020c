"""The paper of June 2022 to the directors beside the minutes' point 3: none of its fourteen faults stands in ours.

The faults are numbered as the people who met them numbered them. The paper is read as the reader gets it, from the
Word file; what a sentence rests on is read from the document.
"""

from __future__ import annotations

import csv
import io
import re
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from example_for_tests import example_publication

from kpi.definitions.indicators import BY_KEY as MEASURES
from kpi.definitions.model import Unit
from kpi.papers.assembly import document_of
from kpi.papers.document import Bullets, Document, Paragraph, Sentence, TableBlock
from kpi.papers.recipients import BY_KEY
from kpi.papers.sentences.ledger import Ledger
from kpi.papers.writers.word import paper_docx

PUBLISHED = Path(__file__).resolve().parent / "published/figures.csv"
ARROWS = {"up": "↑", "down": "↓", "flat": "↔", "": ""}
HEADS = {"left_within_3m": "0-3 mdr. {}", "left_within_12m": "0-12 mdr. {}"}
PERIODS = {"2020": "2020", "2021": "2021", "2022-06": "Jun. 2022"}
ADVERTS = {"adverts": "Publiceret, 1. kvartal 2022", "adverts_without_hire": "Uden ansættelse, 1. kvartal 2022"}
WITH_UNIT = re.compile(r"(\d+,\d) (%|procentpoint|timer)")
COUNTS = re.compile(r"(\d+) af (\d+)(?: [^(.]*)? \((\d+,\d) %\)")
SPOKEN = re.compile(r"(knap|godt) (hver \w+|\w+ ud af \w+) \((\d+,\d) %\)")
PARTS = {"hver anden": 50, "hver tredje": 33.333, "hver fjerde": 25, "hver femte": 20, "hver sjette": 16.667,
         "to ud af fem": 40, "tre ud af fem": 60, "to ud af tre": 66.667, "tre ud af fire": 75,
         "fire ud af fem": 80, "hver tiende": 10, "hver syvende": 14.286, "hver ottende": 12.5}  # fmt: skip


NAMES = {
    "Lærere, skoler": "lærere",
    "Pædagoger, daginst.omr.": "pædagoger",
    "Pæd. ass., daginst.omr.": "pædagogiske assistenter",
    "Pædagogmedhj. dag.inst.omr.": "pædagogmedhjælpere",
    "Social- og sundhedsass., ældrepleje": "social- og sundhedsassistenter",
    "Social- og sundhedshj., ældrepleje": "social- og sundhedshjælpere",
    "Soc.- og sundh.pers., ikke-udd., ældrepleje": "ikke-uddannet social- og sundhedspersonale",
    "Sygeplejersker": "sygeplejersker",
}


@cache
def document() -> Document:
    return document_of(example_publication(), BY_KEY["direktionen"])


@cache
def word() -> docx.document.Document:
    return docx.Document(io.BytesIO(paper_docx(document())))


@cache
def body() -> str:
    """All paragraphs outside the tables, as they are read."""
    return "\n".join(" ".join(paragraph.text.split()) for paragraph in word().paragraphs)


def sentences(*starts: str) -> list[Sentence]:
    told = [
        sentence
        for block in document().blocks
        for paragraph in (block.items if isinstance(block, Bullets) else [block])
        if isinstance(paragraph, Paragraph)
        for sentence in paragraph.sentences
        if sentence.key.startswith(starts)
    ]
    assert told
    return told


def tables() -> dict[str, list[list[str]]]:
    """The texts of the Word file's tables by their captions."""
    found = {}
    for table in word().tables:
        caption = table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
        found[caption] = [[" ".join(cell.text.split()) for cell in row.cells] for row in table.rows]
    return found


def of_number(number: int) -> list[list[str]]:
    return next(rows for caption, rows in tables().items() if caption.startswith(f"Tabel {number}."))


@cache
def printed() -> dict[str, tuple[Decimal, Unit]]:
    entries = Ledger(example_publication(), "intern").entries.values()
    return {one.address: (Decimal(str(one.printed)), MEASURES[one.measure].unit) for one in entries}


def test_all_figures_and_arrows_of_the_minutes_stand_in_the_tables():
    wrong, compared, arrows = [], 0, 0
    for one in csv.DictReader(PUBLISHED.open(encoding="utf-8")):
        head, *rows = of_number(int(one["table"]))
        period = PERIODS.get(one["period"], "")
        column = ADVERTS.get(one["measure"]) or HEADS.get(one["measure"], "{}").format(period)
        (row,) = [row for row in rows if row[0] == one["group"]]
        figure, *beside = row[head.index(column)].split()
        arrow = beside[0] if one["arrow"] else "".join(beside)
        compared, arrows = compared + 1, arrows + bool(one["arrow"])
        if (figure, arrow) != (one["value"].replace(".", ","), ARROWS[one["arrow"]]):
            wrong.append(one | {"ours": row[head.index(column)]})
    assert wrong == []
    assert (compared, arrows) == (129, 76)


def test_1_a_difference_of_percentages_is_in_procentpoint_and_2_one_of_hours_in_hours():
    checked = set()
    for sentence in sentences("tabel-"):
        values = [printed()[address] for address in sentence.cells if address in printed()]
        levels = {(value, "timer" if unit is Unit.HOURS else "%") for value, unit in values}
        between = {
            (abs(one - other), "timer" if unit is Unit.HOURS else "procentpoint")
            for one, unit in values
            for other, _ in values
        }
        for figure, unit in WITH_UNIT.findall(sentence.text):
            assert (Decimal(figure.replace(",", ".")), unit) in levels | between, sentence.text
            checked.add(unit)
    assert checked == {"%", "procentpoint", "timer"}
    assert "%" not in " ".join(sentence.text for sentence in sentences("tabel-5/"))


def test_3_a_share_of_counts_is_rounded_half_up():
    found = [match for sentence in sentences("tabel-1/") for match in COUNTS.findall(sentence.text)]
    assert {("23", "63", "36,5"), ("23", "37", "62,2"), ("5", "17", "29,4")} <= set(found)
    for part, whole, share in found:
        exact = (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1"), ROUND_HALF_UP)
        assert share == str(exact).replace(".", ",")


def test_4_the_change_in_table_4_is_that_of_the_printed_figures():
    (before,) = [sentence.text for sentence in sentences("tabel-4/full_time_share/mod-kolonnen-foer")]
    assert re.findall(r"(\d+,\d) procentpoint", before) == ["0,4"]
    assert "0,5" not in before and re.search("lavere|faldet|ned", before)


def test_5_knap_is_below_and_godt_above_what_is_said():
    found = SPOKEN.findall(body())
    assert found
    for word_, part, share in found:
        value = float(share.replace(",", "."))
        assert value < PARTS[part] if word_ == "knap" else value > PARTS[part], (word_, part, share)


@pytest.mark.parametrize(
    "measure", ["turnover", "left_within_3m", "left_within_12m", "full_time_share", "weekly_hours"]
)
def test_6_who_does_not_rise_is_named_and_no_arrow_is_read_as_all(measure):
    assert "pile" not in body().replace("De tynde pile ved de trykte kolonner viser retningen", "")
    number, ledger = MEASURES[measure].table, Ledger(example_publication(), "intern")
    (said,) = [one.text for one in sentences(f"tabel-{number}/{measure}/alle-undtagen")]
    exceptions = said.partition("undtagen")[2]
    for group in ledger.staff_groups:
        name = NAMES[ledger.publication.group_names[group]]
        change = ledger.difference(measure, group, "2021-06-30", "2022-06-30")
        is_named = re.search(rf"(?<!\w){name}(?!\w)", exceptions) is not None
        assert is_named == (change is not None and change <= 0), (group, change, said)


def test_7_the_title_and_the_rows_of_table_1_say_the_same():
    (caption,) = [caption for caption in tables() if caption.startswith("Tabel 1.")]
    assert "uden ansættelse" in caption and "med ansættelse" not in caption
    assert any("Uden ansættelse" in head for head in of_number(1)[0])


def test_8_one_thing_has_one_word():
    told = body() + "\n".join(text for rows in tables().values() for row in rows for text in row)
    for other in ("ansættelsesgrad", "beskæftigelsesgrad"):
        assert other not in told.lower()
    assert "gennemsnitlige arbejdstid" in told and "Gennemsnitlig arbejdstid" in told


def test_9_twelve_months_are_never_called_half_a_year():
    for sentence in sentences("tabel-2/"):
        assert "halvår" not in sentence.text
    (level,) = [one.text for one in sentences("tabel-2/turnover/niveau")]
    assert "tolv måneder til og med juni 2022" in level
    for text in re.findall(r"[^.\n]*halvår[^.\n]*", body()):
        assert "omsætning" not in text


def test_10_months_in_common_are_said_and_the_same_time_the_year_before_stands_beside():
    (before,) = [one.text for one in sentences("tabel-2/turnover/mod-kolonnen-foer")]
    assert "måneder til fælles" in before
    assert "har seks måneder til fælles" in body()
    head = of_number(2)[0]
    assert head[head.index("Jun. 2022") + 1 :] == ["Jun. 2021", "Vurdering"]


def test_11_half_a_year_is_held_against_half_a_year():
    assert "kan ikke sammenlignes direkte med hele 2021" in body()
    for sentence in sentences("tabel-3/"):
        assert " 2021" not in sentence.text or "første halvår af 2021" in sentence.text or "juni 2021" in sentence.text
    compared = tables()["Tabel 3 holdt op mod samme tid året før"]
    assert compared[0][1:] == [
        *("0-3 mdr. jun. 2022", "0-3 mdr. jun. 2021", "0-3 mdr. vurdering"),
        *("0-12 mdr. jun. 2022", "0-12 mdr. jun. 2021", "0-12 mdr. vurdering"),
    ]


def test_12_a_period_is_told_in_dates_and_counts_twelve_months():
    assert "1. juli 2021 til og med 30. juni 2022 i procent af antal ansatte 30. juni 2021" in body()
    assert not re.search(r"juni? (20)?21 ?[-–] ?juni? (20)?22", body(), re.IGNORECASE)


def test_13_tables_of_different_people_are_not_joined_by_a_cause():
    assert not re.search(r"forklar|skyldes|fordi de\b|årsagen til|slår også igennem", body())
    assert "ikke registreret, hvorfor" in body()
    for sentence in sentences("tabel-"):
        measured = {MEASURES[address.split("/")[0]].table for address in sentence.cells}
        assert measured <= {int(sentence.key[len("tabel-")])}, sentence.key
    assert "månedslønnede og fleksjobbere, eksklusive" in body() and "paragraf 94 og fleksjobbere." in body()


def test_14_good_and_bad_are_said_in_words():
    coloured = 0
    for run in word().element.body.iter(qn("w:r")):
        style = run.find(f"{qn('w:rPr')}/{qn('w:rStyle')}")
        if style is not None and style.get(qn("w:val")) in ("Bedre", "Vaerre"):
            coloured += 1
            said = "".join(text.text for text in run.iter(qn("w:t")))
            assert re.search("bedre|værre|forbedret|forværret", said), said
    assert coloured
    assert not [run for run in word().element.body.iter(qn("w:color"), qn("w:highlight"))]


def test_a_table_says_nothing_that_the_paper_does_not_hold():
    """The Word file's tables are the document's, in their order."""
    wanted = [block.table.caption for block in document().blocks if isinstance(block, TableBlock)]
    assert list(tables()) == wanted
