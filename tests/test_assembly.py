"""The paper of each recipient, assembled, written as Word and read again."""

import io
import re
from dataclasses import replace
from datetime import date, datetime
from math import ceil, floor, isfinite

import docx
import openpyxl
import pytest
from example_for_tests import example_publication
from publications_for_tests import HIDDEN_NUMBERS, small_publication

from kpi import danish
from kpi.definitions.disclosure import INTERNAL, PUBLIC
from kpi.papers.annex import annex
from kpi.papers.assembly import ANNEX_FILE, document_of
from kpi.papers.comments import Comment
from kpi.papers.comparisons.since import Since
from kpi.papers.document import Bullets, Chart, Heading, Paragraph, Sentence, TableBlock
from kpi.papers.follow_up.actions import Row
from kpi.papers.proofread import proofread
from kpi.papers.proofreading.texts import read_text
from kpi.papers.recipients import BY_KEY, RECIPIENTS, SECTIONS
from kpi.papers.sentences.edits import Choice, Own
from kpi.papers.sentences.ledger import Ledger
from kpi.papers.texts import nameless, period_of
from kpi.papers.whole import whole_document
from kpi.papers.writers.onefile import one_file_html
from kpi.papers.writers.word import paper_docx
from kpi.papers.written import Written

EVERYBODY = [recipient.key for recipient in RECIPIENTS]
FIGURE = re.compile(r"\d+,\d")
NO_COUNT = re.compile(rf"\d+,\d|\d+\. (?:kvartal|{'|'.join(danish.MONTHS)})|\b20\d\d\b|\b(?:3 og )?(?:3|12) måneder")
"""What looks like a number and counts nobody: figures, dates, years, and the limits of table 3."""
JUDGED = ("turnover", "left_within_3m", "left_within_12m", "full_time_share", "weekly_hours")
STAFF = tuple(group.key for group in example_publication().groups if group.covers == "stillinger")


def paper(key: str, **told):
    return document_of(example_publication(), BY_KEY[key], Written(**told))


def paragraphs(document):
    for block in document.blocks:
        yield from block.items if isinstance(block, Bullets) else [block] if isinstance(block, Paragraph) else []


def texts(document) -> str:
    return "\n".join(paragraph.text for paragraph in paragraphs(document))


def test_each_recipient_gets_its_sections_in_its_order():
    for recipient in RECIPIENTS:
        headings = [
            block.text for block in paper(recipient.key).blocks if isinstance(block, Heading) and block.level == 1
        ]
        possible = [SECTIONS[key] for key in recipient.sections]
        assert headings == [heading for heading in possible if heading in headings]
        assert {"Baggrund", "Indstilling", "Sagsfremstilling", "Opsamling på de fremlagte data", "Bilag"} <= set(
            headings
        )


def test_what_leaves_the_house_has_the_public_audience():
    assert {key for key in EVERYBODY if BY_KEY[key].audience == PUBLIC.key} == {"hovedudvalget", "oekonomiudvalget"}
    assert {key for key in EVERYBODY if BY_KEY[key].audience == INTERNAL.key} == {"direktionen", "chefforum"}
    content = paper_docx(document_of(small_publication(), BY_KEY["oekonomiudvalget"]))
    told = "\n".join(cell.text for table in docx.Document(io.BytesIO(content)).tables for cell in table._cells)
    assert not [number for number in HIDDEN_NUMBERS if number in told]


@pytest.mark.parametrize("key", EVERYBODY)
def test_every_table_stands_with_its_sentences_before_it(key):
    blocks = paper(key).blocks
    tables = [place for place, block in enumerate(blocks) if isinstance(block, TableBlock)]
    assert [blocks[place].table.number for place in tables if blocks[place].table.number] == [1, 2, 3, 4, 5]
    for place in tables:
        if blocks[place].table.number:
            before = [block for block in blocks[:place] if not isinstance(block, TableBlock | Chart)]
            assert before[-1].sentences[0].key.startswith(f"tabel-{blocks[place].table.number}/")


@pytest.mark.parametrize("key", EVERYBODY)
def test_every_figure_in_the_text_resolves_to_a_cell(key):
    document = paper(key)
    ledger = Ledger(example_publication(), document.audience)
    shown = {entry.address: danish.rounded(entry.value) for entry in ledger.entries.values()}
    figures = 0
    for paragraph in paragraphs(document):
        for sentence in paragraph.sentences:
            values = [shown[address] for address in sentence.cells if address in shown]
            differences = {abs(one - other) for one in values for other in values}
            measure, _, division = sentence.key.removeprefix("tabel-").partition("/")[2].partition("/bidrag-")
            parts = ledger.contributions(measure, division).rows if division else ()
            differences |= {abs(row.printed_within) for row in parts}
            known = {danish.number(value) for value in {*values, *differences}}
            found = FIGURE.findall(sentence.text)
            figures += len(found)
            assert set(found) <= known, sentence
    assert figures > 20


@pytest.mark.parametrize("key", EVERYBODY)
def test_every_whole_number_in_the_text_is_a_count_of_its_cells(key):
    document = paper(key)
    ledger = Ledger(example_publication(), document.audience)
    at = {entry.address: entry for entry in ledger.entries.values()}
    signs = [ledger.sign(measure, group, "2022-06-30") for measure in JUDGED for group in (ledger.total, *STAFF)]
    compared = [sign for sign in signs if sign not in ("", "too_few", "not_comparable")]
    directions = {len(signs), len(compared), *(signs.count(sign) for sign in set(signs))}
    directions |= {sum(sign in ("up", "down", "flat") for sign in signs)}
    clear = sum(sign.startswith("clear") for sign in signs)
    directions |= {*range(clear + 1), floor(0.05 * len(compared)), ceil(0.05 * len(compared))}
    counted = 0
    for paragraph in paragraphs(document):
        for sentence in filter(lambda one: one.key, paragraph.sentences):
            entries = [at[address] for address in sentence.cells if address in at]
            known = {
                int(number)
                for one in entries
                for number in (one.numerator, one.denominator, one.value)
                if isfinite(number)
            }
            found = {int(number) for number in re.findall(r"\d+", NO_COUNT.sub(" ", sentence.text))}
            counted += len(found)
            assert found <= (directions if sentence.key.startswith("retning/") else known), sentence
    assert counted > 8


@pytest.mark.parametrize("key", EVERYBODY)
def test_the_proof_reader_finds_nothing_in_the_paper_itself(key, tmp_path):
    file = tmp_path / "sag.docx"
    file.write_bytes(paper_docx(paper(key)))
    assert proofread(read_text(file), example_publication(), BY_KEY[key].audience) == ()


def test_hrs_choices_follow_the_sentences_into_the_paper():
    choices = {
        "tabel-2/turnover/niveau": Choice(off=True),
        "tabel-4/full_time_share/niveau": Choice(text="Fuld tid er omtalt her."),
    }
    told = texts(paper("direktionen", choices=choices, own=(Own("egen-1", "Vores egen sætning."),)))
    assert "Fuld tid er omtalt her." in told
    assert (
        "Personaleomsætningen for HTK i alt var 19,8 %" not in told
        and "Personaleomsætningen for HTK i alt var 19,8 %" in texts(paper("chefforum"))
    )


def test_comments_decisions_and_triggers_stand_where_they_belong():
    at = datetime(2022, 10, 10, 9, 0)
    comments = (
        Comment(1, at, "N.N.", "direktion", "2022-06", "", "Vi følger op i foråret.", ("oekonomiudvalget",), True),
        Comment(2, at, "N.N.", "direktion", "2022-06", "tabel-2", "Se på pædagogerne.", ("oekonomiudvalget",), True),
    )
    told = texts(paper("oekonomiudvalget", comments=comments))
    assert "Vi følger op i foråret. (Direktionen, 10. oktober 2022)" in told and "N.N." not in told
    assert "Se på pædagogerne. (Direktionen, 10. oktober 2022)" in told
    row = Row(
        *(1, "handling", "Samtale efter fire uger.", "2022-06", "turnover", "medhj", "2021-12-31"),
        *("Personaleomsætning, pædagogmedhjælpere", at, "N.N.", "direktion", "Dagtilbud", date(2023, 1, 1)),
        *("i gang", False, (), Since("26,4 % i 2021", "31,7 % i jun. 2022", "for tidligt at sige"), ("direktionen",)),
    )
    told = texts(
        paper("direktionen", actions=(row,), triggered=(Sentence("regel/1", "Dette tal kalder på handling."),))
    )
    assert "Ansvarlig: Dagtilbud. Frist: 1. januar 2023. Status: i gang." in told
    assert "Tallet: 26,4 % i 2021 → 31,7 % i jun. 2022 (for tidligt at sige)." in told
    assert "Dette tal kalder på handling." in told


def test_why_the_rules_and_table_3_count_other_leavers_is_told_where_turnover_calls_for_action():
    def notes(cell: str) -> list[str]:
        told = paper("direktionen", triggered=(Sentence("x", "Der fratrådte 544.", (cell,)),))
        return [one.text for one in paragraphs(told) if "fleksjob" in one.text and "tabel 3" in one.text.lower()]

    assert len(notes("turnover/htk/2022-06-30")) == 1 and notes("full_time_share/htk/2022-06-30") == []


def test_hr_is_told_where_the_municipality_has_no_name():
    named, without = example_publication(), replace(example_publication(), municipality="Kommunen")
    assert nameless(named) == nameless(named, is_published=False) == ""
    assert "settings.toml" in nameless(without) and "udgiv igen med en begrundelse" in nameless(without)
    assert nameless(without, is_published=False).endswith("og udgiv så.")


def test_an_interpretation_stands_at_its_table_and_one_of_no_measure_in_the_summary():
    def row(measure: str, text: str) -> Row:
        at = datetime(2022, 10, 10)
        return Row(*(1, "fortolkning", text, "2022-06", measure, "", "", "Et sted", at, "N.N.", "direktion"), "", None,
                   "", False, (), None, ("direktionen",))  # fmt: skip

    document = paper("direktionen", interpretations=(row("left_within_12m", "Mange er nye."), row("", "Det går op.")))
    told = [one.text for one in document.blocks if isinstance(one, Paragraph) and "Fortolkning" in one.text]
    assert told == [f"Fortolkning (Et sted): {text} (Direktionen, 10. oktober 2022)" for text in
                    ("Mange er nye.", "Det går op.")]  # fmt: skip
    tables = [one.table.number for one in document.blocks if isinstance(one, TableBlock)]
    after = next(place for place, one in enumerate(document.blocks) if getattr(one, "text", "") == told[0])
    before = [one.table.number for one in document.blocks[:after] if isinstance(one, TableBlock)]
    assert max(before) == 3 < max(tables)


def test_the_half_year_is_named_by_its_months():
    assert period_of(example_publication()) == "januar–juni 2022"
    assert period_of(replace(example_publication(), as_of=date(2022, 12, 31))) == "juli–december 2022"


def test_the_facts_say_which_publication_it_is_and_why_it_was_corrected():
    amended = replace(example_publication(), key="2022-06-2", supersedes="2022-06", reason="Sene fratrædelser.")
    document = document_of(amended, BY_KEY["direktionen"], check_address="/tjek/2022-06-2")
    facts = dict(document.facts)
    assert facts["Udgivelse"] == "2022-06-2" and facts["Gælder tallene?"] == "/tjek/2022-06-2"
    assert facts["Rettelse"] == "Afløser 2022-06. Sene fratrædelser."
    assert facts["Modtager"] == "Sag til Direktionen, til beslutning"
    cover = openpyxl.load_workbook(io.BytesIO(annex(amended, INTERNAL)))["Forside"]
    assert ("Rettelse", facts["Rettelse"]) in list(cover.iter_rows(values_only=True))


def test_what_is_made_of_a_publication_after_it_was_corrected_says_so_first():
    old = example_publication()
    first = replace(old, key="2022-06-2", supersedes="2022-06", reason="Sene fratrædelser er kommet med.")
    second = replace(first, key="2022-06-3", supersedes="2022-06-2", reason="En kode er rettet")
    when = danish.day(old.published.date())
    words = (
        f"2022-06-2, udgivet {when}: Sene fratrædelser er kommet med. 2022-06-3, udgivet {when}: En kode er rettet. "
        "Brug den nye udgivelse."
    )
    paper_ = document_of(old, BY_KEY["direktionen"], corrections=(first, second))
    whole = whole_document(old, INTERNAL.key, corrections=(first, second))
    assert paper_.facts[0] == whole.facts[0] == ("Rettet af", words)
    cover = openpyxl.load_workbook(io.BytesIO(annex(old, INTERNAL, corrections=(first, second))))["Forside"]
    assert ("Rettet af", words) in list(cover.iter_rows(values_only=True))
    for document in (document_of(old, BY_KEY["direktionen"]), whole_document(old, INTERNAL.key)):
        assert "Rettet af" not in dict(document.facts)


def test_without_a_public_address_the_paper_names_the_page_in_the_program():
    document = document_of(example_publication(), BY_KEY["direktionen"])
    assert dict(document.facts)["Gælder tallene?"] == "Se siden Tjek i programmet"
    assert "/tjek/" not in "\n".join(p.text for p in docx.Document(io.BytesIO(paper_docx(document))).paragraphs)
    assert "/tjek/" not in one_file_html(whole_document(example_publication(), INTERNAL.key)).decode()


def test_the_paper_names_the_annex_as_the_file_that_is_sent_with_it():
    name = BY_KEY["direktionen"].file_name(ANNEX_FILE, "2022-06")
    assert name == "bilag1-2022-06-direktionen.xlsx"
    named = str(document_of(example_publication(), BY_KEY["direktionen"], annex_file=name).blocks)
    assert f"({name})" in named and "(bilag1.xlsx)" in str(document_of(example_publication(), BY_KEY["direktionen"]))


def test_revised_figures_of_before_are_no_correction_of_this_publication():
    revised = replace(example_publication(), supersedes="", reason="Sene fratrædelser.")
    facts = dict(document_of(revised, BY_KEY["direktionen"]).facts)
    assert facts["Reviderede tal"] == "Sene fratrædelser." and "Rettelse" not in facts
    assert "Reviderede tal" not in dict(document_of(example_publication(), BY_KEY["direktionen"]).facts)


PARTIAL = ("Tabel 1 mangler 2. kvartal 2022, som udtrækkene ikke dækker.",)


def test_a_partial_publication_says_what_is_missing_wherever_it_goes():
    part, whole = (replace(example_publication(), partial=told) for told in (PARTIAL, ()))
    for document in (document_of(part, BY_KEY["direktionen"]), whole_document(part, INTERNAL.key)):
        assert dict(document.facts)["Delvis udgivelse"] == PARTIAL[0]
        assert PARTIAL[0] in one_file_html(document).decode()
        assert PARTIAL[0] in "\n".join(p.text for p in docx.Document(io.BytesIO(paper_docx(document))).paragraphs)
    cover = openpyxl.load_workbook(io.BytesIO(annex(part, INTERNAL)))["Forside"]
    assert ("Delvis udgivelse", PARTIAL[0]) in list(cover.iter_rows(values_only=True))
    assert "Delvis" not in str(document_of(whole, BY_KEY["direktionen"]).facts)
