"""The proof-reader: the minutes' faults found, the corrected text left alone, and both measured on many sentences.

`proofreading/punkt3.txt` is point 3 of a public body's minutes of 10 October 2022, word for word; `rettet.txt` is the
same, corrected. `sande.txt` holds true sentences and `falske.txt` false ones (kind, tab, sentence), written by hand to
the published figures; `seeded_faults.py` makes more false ones of the true.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import RGBColor

from kpi import danish
from kpi.papers.assembly import document_of
from kpi.papers.proofread import proofread
from kpi.papers.proofreading.fault import KINDS
from kpi.papers.proofreading.lines import lines_of
from kpi.papers.proofreading.table_checks import check_cells
from kpi.papers.proofreading.texts import Unreadable, of_text, read_text
from kpi.papers.recipients import BY_KEY as RECIPIENTS
from kpi.papers.sentences.claims import claims
from kpi.papers.sentences.ledger import Ledger
from kpi.papers.sentences.places import at_place
from kpi.papers.sentences.prose import sentences
from kpi.papers.tables import paper_table
from kpi.papers.writers.word import paper_docx
from tests.evidence_for_tests import drawn_evidence
from tests.example_for_tests import december_publication, example_publication
from tests.publications_for_tests import small_publication
from tests.seeded_faults import seeded, seeded_tables

CORPUS = Path(__file__).resolve().parent / "proofreading"
TRUE = (CORPUS / "sande.txt").read_text(encoding="utf-8").splitlines()
FALSE = [line.split("\t") for line in (CORPUS / "falske.txt").read_text(encoding="utf-8").splitlines()]
THIRTEEN = {
    "procent_for_procentpoint": {(67, "0,3%"), (67, "2,8%"), (69, "4,4%"), (69, "5,3%"), (69, "2,8%"), (117, "1%")},
    "procent_for_timer": {(140, "0,3%")},
    "forkert_afrunding": {(34, "36%")},
    "forkert_forskel": {(117, "0,5%")},
    "godt_og_knap": {(92, "knap hver 5.")},
    "pile": {(67, "pile i tabellen viser, at der også er stigninger")},
    "titel_og_raekker": {(40, "med ansættelse")},
    "to_ord_for_det_samme": {(136, "beskæftigelsesgrad")},
    "tolv_maaneder_som_halvaar": {(67, "første halvår af 2022"), (69, "første halvår af 2022")},
    "overlappende_perioder": {(75, "2020\t2021\t\tJun. 2022")},
    "halvt_aar_mod_helt": {(100, "Fratrædt i 2020\t\tFratrædt i 2021\t\tFratrædt i 2022 (ind til juni)")},
    "tolv_eller_tretten_maaneder": {(86, "juni 21-juni 22")},
    "forskellige_populationer": {(71, "forklaringen")},
}
"""The minutes' faults that plain text can show, with where they stand: line and words."""


TABLE_RULES = {"et ciffer forkert", "pilen vendt", "tallet fra kolonnen før", "to rækker byttet"}


@pytest.fixture(scope="module")
def publication():
    return example_publication()


@pytest.fixture(scope="module")
def evidence(publication):
    return {audience: drawn_evidence(publication, audience) for audience in publication.figures}


def faults_of(text, publication, evidence=None, audience="intern"):
    told = evidence[audience] if evidence else None
    return proofread(of_text(text), publication, audience, told)


def test_the_minutes_have_exactly_their_thirteen_kinds_of_fault(publication):
    faults = proofread(read_text(CORPUS / "punkt3.txt"), publication, "intern")
    assert {fault.kind for fault in faults} == set(THIRTEEN)


@pytest.mark.parametrize("kind", THIRTEEN)
def test_each_fault_of_the_minutes_is_found_where_it_stands(publication, kind):
    faults = proofread(read_text(CORPUS / "punkt3.txt"), publication, "intern")
    assert THIRTEEN[kind] <= {(fault.paragraph, fault.words) for fault in faults if fault.kind == kind}


def test_the_corrected_text_is_left_alone(publication, evidence):
    passages = read_text(CORPUS / "rettet.txt")
    assert proofread(passages, publication, "intern") == ()
    assert proofread(passages, publication, "intern", evidence["intern"]) == ()


def test_faults_say_why_and_what_would_be_right_and_stand_at_their_words(publication):
    passages = read_text(CORPUS / "punkt3.txt")
    texts = {passage.number: passage.text for passage in passages}
    cells = {entry.address for entry in Ledger(publication, "intern").entries.values()}
    for fault in proofread(passages, publication, "intern"):
        assert texts[fault.paragraph][fault.start : fault.end] == fault.words
        assert fault.reason.endswith(".") and fault.proposal.endswith(".") and fault.kind in KINDS
        assert set(fault.cells) <= cells


def test_true_sentences_are_left_alone(publication, evidence):
    alarms = [(text, faults_of(text, publication, evidence)) for text in TRUE]
    alarms = [(text, faults) for text, faults in alarms if faults]
    print(f"false alarms: {len(alarms)} of {len(TRUE)} true sentences")
    assert len(TRUE) >= 200
    assert len(alarms) <= 0.02 * len(TRUE), alarms


def test_false_sentences_are_found_by_their_kind(publication, evidence):
    missed = [
        (kind, text)
        for kind, text in FALSE
        if kind not in {fault.kind for fault in faults_of(text, publication, evidence)}
    ]
    print(f"hand-written faults found: {len(FALSE) - len(missed)} of {len(FALSE)}")
    assert len(missed) <= 0.05 * len(FALSE), missed


def test_seeded_faults_are_found(publication, evidence):
    known = {entry.text for entry in Ledger(publication, "intern").entries.values()}
    said = [one.text for told in (evidence["intern"], None) for one in sentences(publication, "intern", told)]
    made = [fault for text in dict.fromkeys([*TRUE, *said]) for fault in seeded(text, known)]
    found, missed = Counter(), []
    for one in made:
        if {fault.kind for fault in faults_of(one.false, publication, evidence)} & one.expected:
            found[one.rule] += 1
        else:
            missed.append((one.rule, one.false))
    rules = Counter(one.rule for one in made)
    print(
        f"seeded faults found: {found.total()} of {len(made)}", {rule: f"{found[rule]}/{rules[rule]}" for rule in rules}
    )
    assert len(made) >= 300 and all(rules.values())
    assert found.total() >= 0.95 * len(made), missed
    assert all(found[rule] >= 0.8 * count for rule, count in rules.items()), missed


def lines_of_table(table):
    """A table of the product as its Word file is read."""
    heads = [column.label for column in table.columns]
    marked = [
        [row.label, *(" ".join(filter(None, (cell.text, danish.ARROWS[cell.arrow], cell.mark))) for cell in row.cells)]
        for row in table.rows
    ]
    return [table.caption, *("\t".join(cells) for cells in ([table.stub, *heads], *marked))]


@pytest.mark.parametrize("audience", ["intern", "offentlig"])
def test_seeded_faults_of_tables_are_found_where_they_stand(publication, audience):
    minutes = [line for line in (CORPUS / "rettet.txt").read_text(encoding="utf-8").splitlines()]
    starts = [place for place, line in enumerate(minutes) if re.match(r"Tabel \d:", line)]
    typed = [
        [line for line in minutes[start : start + 16] if line.startswith("Tabel") or "\t" in line] for start in starts
    ]
    tables = [lines_of_table(paper_table(publication, audience, number)) for number in range(1, 6)]
    made = [one for lines in (*tables, *(typed if audience == "intern" else ())) for one in seeded_tables(lines)]
    ledger, found, missed = Ledger(publication, audience), Counter(), []
    for one in made:
        faults = check_cells(lines_of(of_text("\n".join(one.lines))), ledger)
        if (one.line + 1, one.kind) in {(fault.paragraph, fault.kind) for fault in faults}:
            found[one.rule] += 1
        else:
            missed.append((one.rule, one.lines[0], one.lines[one.line]))
    rules = Counter(one.rule for one in made)
    print(
        f"seeded faults of tables: {found.total()} of {len(made)}", {one: f"{found[one]}/{rules[one]}" for one in rules}
    )
    assert len(made) >= 300 and set(rules) == TABLE_RULES
    assert found.total() >= 0.98 * len(made), missed


TYPED = """Tabel 2. Personaleomsætning
Faggruppe\t2021\tJun. 2022\tÆndring
HTK i alt\t17,0 %\t19,8 %\t2,8
Lærere, skoler\t16,1 %\t17,2 %\t1,1"""


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (("17,2", "17,1"), ("17,1", "tal_ikke_i_tabellerne", "i udgivelsen står der 17,2 %.", "Skriv 17,2.")),
        (("16,1 %", "16,1"), None),
        (("17,2 %", "17 %"), None),
        (("17,2 %", "17,2 ↓"), ("17,2", "forkert_retning", "tallet er steget fra 16,1.", "Skriv ↑ ved tallet.")),
        (("17,2 %", "17,2 ↑ faldet"), ("17,2", "forkert_retning", "tallet er steget fra 16,1.", "Skriv ↑ ved tallet.")),
        (("1,1", "9,9"), None),
        (("17,2 %", "*"), None),
        (("17,2 %", "se note 2"), None),
        (("17,2 %", "17,2 (16,1-18,3)"), None),
        (("Lærere, skoler", "Lærerne"), None),
        (("Lærere, skoler\t16,1", "Lærerne\t16,2"), ("16,2", "tal_ikke_i_tabellerne", "16,1 %.", "Skriv 16,1.")),
        (("Lærere, skoler\t16,1", "Pedeller\t16,2"), None),
        (("\t2021", "\t2018"), ("2018", "tal_ikke_i_tabellerne", "kan ikke kontrolleres.", "de kommer fra.")),
        (("Tabel 2. Personaleomsætning", "Tabel 2. Fuld tid"), ("17,0", "tal_ikke_i_tabellerne", "63,5 %.", "63,5.")),
        (("Tabel 2. Personaleomsætning", "Tabel 2. Sygefravær"), None),
        (("Tabel 2. Personaleomsætning", "Tabel 9. Trin i processen"), None),
        (("Tabel 2. Personaleomsætning", "Tabel 2. Antal fratrådte, personaleomsætning"), None),
        (("Tabel 2. Personaleomsætning", "Personaleomsætning"), None),
    ],
)
def test_one_cell_of_a_typed_table_at_a_time(publication, changed, told):
    found = check_cells(lines_of(of_text(TYPED.replace(*changed))), Ledger(publication, "intern"))
    if told is None:
        assert list(found) == []
    else:
        words, kind, reason, proposal = told
        fault = next(iter(found))
        assert (fault.words, fault.kind) == (words, kind)
        assert fault.reason.endswith(reason) and fault.proposal.endswith(proposal)


def test_a_fault_in_a_table_names_the_table_the_row_and_the_column(publication):
    (fault,) = proofread(of_text(TYPED.replace("17,2", "17,3")), publication, "intern")[1:]
    assert fault.reason == ("Tabel 2, rækken «Lærere, skoler», kolonnen «Jun. 2022»: i udgivelsen står der 17,2 %.")
    assert (fault.paragraph, fault.start, fault.cells) == (4, 22, ("turnover/laerere/2022-06-30",))


def test_a_figure_in_a_table_that_is_hidden_from_the_reader_is_found(publication):
    inside = lines_of_table(paper_table(publication, "intern", 3))
    found = list(check_cells(lines_of(of_text("\n".join(inside))), Ledger(publication, "offentlig")))
    public = paper_table(publication, "offentlig", 3)
    assert len(found) == public.hidden > 0
    assert all(fault.reason.endswith("eller det er skjult.") for fault in found)


@pytest.mark.parametrize("with_tracks", [False, True])
def test_a_table_in_a_word_file_with_joined_headings_is_read(tmp_path, publication, with_tracks):
    document = Document()
    document.add_paragraph("Tabel 3: Andelen af fratrådte, som er fratrådt inden for 3 hhv. 12 mdr. efter ansættelse")
    table = document.add_table(rows=3, cols=5)
    for place, year in ((1, "2020"), (3, "2021")):
        table.cell(0, place).merge(table.cell(0, place + 1)).text = f"Fratrædt i {year}"
    for cells, row in (
        (("", "0-3 mdr.", "0-12 mdr.", "0-3 mdr.", "0-12 mdr."), 1),
        (("HTK i alt", "10,5 %", "32,4 %", "13,0 %", "28,9 %"), 2),
    ):
        for place, text in enumerate(cells):
            table.cell(row, place).text = text
    if with_tracks:
        run = table.cell(2, 4).paragraphs[0].runs[0]._r
        inserted = run.makeelement(qn("w:ins"), {})
        run.addprevious(inserted)
        inserted.append(run)
    document.save(tmp_path / "sag.docx")
    (fault,) = proofread(read_text(tmp_path / "sag.docx"), publication, "intern")
    assert (fault.words, fault.proposal) == ("28,9", "Skriv 28,4.")
    assert "rækken «HTK i alt», kolonnen «Fratrædt i 2021 0-12 mdr.»" in fault.reason


@pytest.mark.parametrize("key", RECIPIENTS)
def test_a_figure_that_is_changed_in_the_products_own_word_file_is_found(tmp_path, publication, key):
    word = Document(io.BytesIO(paper_docx(document_of(publication, RECIPIENTS[key]))))
    table = next(one for one in word.tables if "Lærere" in one.cell(2, 0).text)
    run = next(run for run in table.cell(2, 3).paragraphs[0].runs if "17,2" in run.text)
    run.text = run.text.replace("17,2", "12,7")
    word.save(tmp_path / "sag.docx")
    (fault,) = proofread(read_text(tmp_path / "sag.docx"), publication, RECIPIENTS[key].audience)
    assert (fault.words, fault.proposal) == ("12,7", "Skriv 17,2.")
    assert fault.reason.startswith("Tabel 2, rækken «Lærere, skoler», kolonnen «Jun. 2022»:")


@pytest.mark.parametrize("audience", ["intern", "offentlig"])
@pytest.mark.parametrize("with_evidence", [True, False])
@pytest.mark.parametrize("make", [example_publication, small_publication])
def test_the_products_own_sentences_have_no_faults(make, audience, with_evidence):
    publication = make()
    told = drawn_evidence(publication, audience) if with_evidence else None
    text = "\n".join(sentence.text for sentence in sentences(publication, audience, told))
    assert claims(publication, audience, told)
    assert proofread(of_text(text), publication, audience, told) == ()


@pytest.mark.parametrize("audience", ["intern", "offentlig"])
def test_the_products_own_paper_has_no_faults(publication, evidence, audience):
    lines = ["Sagsfremstilling"]
    for number in range(1, 6):
        table = paper_table(publication, audience, number)
        lines += [f"Afsnit om tabel {number}", table.caption]
        lines += ["\t".join([table.stub, *(column.label for column in table.columns)])]
        lines += ["\t".join([row.label, *(f"{cell.text} {cell.mark}" for cell in row.cells)]) for row in table.rows]
        lines += table.notes
        said = sentences(publication, audience, evidence[audience])
        lines += [sentence.text for place in (f"tabel-{number}", "forbehold") for sentence in at_place(said, place)]
    lines += ["Opsamling", " ".join(sentence.text for sentence in at_place(said, "retning"))]
    assert proofread(of_text("\n".join(lines)), publication, audience, evidence[audience]) == ()


def test_clear_is_judged_by_the_comparison_that_is_told(publication, evidence):
    told = evidence["intern"]
    end = {"measure": "turnover", "group": "laerere", "place_kind": "", "period_end": "2021-12-31", "sign": "clear_up"}
    more = pd.concat([told, pd.DataFrame([end])], ignore_index=True)
    text = "Personaleomsætningen blandt lærere steg tydeligt fra 2020 til 2021."
    assert proofread(of_text(text), publication, "intern", more) == ()
    more.loc[len(more) - 1, "sign"] = "up"
    assert [fault.kind for fault in proofread(of_text(text), publication, "intern", more)] == ["ikke_tydelig"]


def test_a_figure_that_is_hidden_from_the_reader_is_not_in_the_readers_tables(publication):
    text = (
        "Blandt pædagogiske assistenter var andelen af fratrædelser inden for 3 måneder 14,3 % i første halvår af 2022."
    )
    assert faults_of(text, publication, audience="intern") == ()
    (fault,) = faults_of(text, publication, audience="offentlig")
    assert (fault.kind, fault.words, fault.cells) == ("tal_ikke_i_tabellerne", "14,3 %", ())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Personaleomsætningen var 19,8 % i juni 2022.", ""),
        ("Personaleomsætningen var 19,7 % i juni 2022.", "tal_ikke_i_tabellerne"),
        ("Personaleomsætningen var 20 % i juni 2022.", ""),
        ("Personaleomsætningen var 19 % i juni 2022.", "forkert_afrunding"),
        ("Personaleomsætningen var 16,7 % i 2021.", "tal_ikke_i_tabellerne"),
        ("Personaleomsætningen blandt lærere er steget, hvilket skyldes travlhed.", "aarsag"),
        ("Personaleomsætningen blandt lærere er steget, fordi lønnen er for lav.", "aarsag"),
        ("Lærerne er holdt op på grund af lønnen.", "aarsag"),
        ("Mange er fratrådt som følge af travlhed.", "aarsag"),
        ("Det er ikke kendt, om lærerne er holdt op på grund af lønnen.", ""),
        ("HR undersøger, om lærerne er holdt op på grund af lønnen.", ""),
        ("Mødet blev aflyst på grund af sygdom.", ""),
        ("Personaleomsætningen var 19.8 % i juni 2022.", "punktum_for_komma"),
        ("Den gennemsnitlige arbejdstid er 34.8 timer.", "punktum_for_komma"),
        ("Der var 2.434 ansatte den 30.6.2022 kl. 9.30.", ""),
        ("Andelen på fuld tid faldt til 63,1 procent.", ""),
        ("Personaleomsætningen blandt lærere er steget tydeligt.", "ikke_tydelig"),
        ("Blandt lærere var den 47,1 % i 2021.", "tal_ikke_i_tabellerne"),
        ("I et andet notat står der 47,1 %.", ""),
        ("Personaleomsætningen blandt lærere var 17,2 %. Sygefraværet var 4,4 % blandt lærere.", ""),
        ("Der var 12 deltagere på mødet, og det varede 3 timer.", ""),
        ("HR-centret har 37 timer om ugen til opgaven.", ""),
        ("Af stigningen i personaleomsætningen på 3,9 procentpoint ligger 2,6 i ISC og 0,5 i centret CEIS.", ""),
        (
            "Af stigningen i personaleomsætningen på 3,9 procentpoint ligger 2,5 i centeret ISC.",
            "tal_ikke_i_tabellerne",
        ),
        ("Af stigningen på 3,9 procentpoint ligger 0,5 hos lærere og 2,4 uden for de viste faggrupper.", ""),
        ("Af stigningen i personaleomsætningen på 3,9 procentpoint ligger 2,5 i ISC.", "tal_ikke_i_tabellerne"),
        ("Af stigningen i personaleomsætningen på 3,9 procentpoint ligger 0,9 hos lærere.", "tal_ikke_i_tabellerne"),
        ("Af stigningen i personaleomsætningen på 3,8 procentpoint ligger 2,6 i ISC.", "forkert_forskel"),
        ("Af faldet i personaleomsætningen på 3,9 procentpoint ligger 2,6 i ISC.", "forkert_retning"),
        ("Af stigningen i personaleomsætningen på 3,9 procentpoint ligger 2,5 i Havnen.", ""),
    ],
)
def test_one_sentence_at_a_time(publication, evidence, text, kind):
    assert {fault.kind for fault in faults_of(text, publication, evidence)} == ({kind} if kind else set())


def test_a_sentence_takes_its_subject_from_the_one_before(publication):
    told = "Blandt pædagogmedhjælpere er personaleomsætningen 31,7 %. I 2021 var den {} %."
    assert faults_of(told.format("26,4"), publication) == ()
    assert [fault.words for fault in faults_of(told.format("16,1"), publication)] == ["16,1 %"]


@pytest.mark.parametrize(
    ("half", "month"),
    [("første halvår", "december 2022"), ("andet halvår", "december 2022"), ("andet halvår 2022", "december 2022"),
     ("andet halvår 2021", "december 2021"), ("første halvår 2022", "december 2022")],
)  # fmt: skip
def test_a_rolling_year_called_a_half_is_told_with_the_month_of_a_column(half, month):
    faults = faults_of(f"Personaleomsætningen for HTK i alt var høj i {half}.", december_publication())
    assert [(one.words, one.proposal) for one in faults if one.kind == "tolv_maaneder_som_halvaar"] == [
        (half, f"Skriv: de tolv måneder til og med {month}.")
    ]


def word_file(path, colours, word=""):
    document = Document()
    document.add_paragraph("Tabel 2 viser personaleomsætningen.")
    table = document.add_table(rows=2, cols=2)
    for row, (arrow, colour) in zip(table.rows, zip("↑↓", colours, strict=True), strict=True):
        row.cells[0].text = "Lærere"
        run = row.cells[1].paragraphs[0].add_run(f"{arrow}{word}")
        run.font.color.rgb = RGBColor.from_string(colour)
    document.save(path)
    return path


def test_a_word_file_that_tells_good_from_bad_by_colour_alone(tmp_path, publication):
    path = word_file(tmp_path / "sag.docx", ["FF0000", "00B050"])
    (fault,) = proofread(read_text(path), publication, "intern")
    assert (fault.paragraph, fault.kind, fault.words) == (2, "kun_farve", "↑")


@pytest.mark.parametrize(("colours", "word"), [(["000000", "000000"], ""), (["FF0000", "00B050"], " forværret")])
def test_a_word_file_with_one_colour_or_with_words_is_left_alone(tmp_path, publication, colours, word):
    assert proofread(read_text(word_file(tmp_path / "sag.docx", colours, word)), publication, "intern") == ()


def test_texts_are_read_from_word_and_plain_files(tmp_path):
    document = Document()
    document.add_paragraph("Første afsnit.")
    document.add_table(rows=1, cols=2).rows[0].cells[1].text = "17,0"
    document.save(tmp_path / "sag.docx")
    assert [(one.number, one.text) for one in read_text(tmp_path / "sag.docx")] == [
        (1, "Første afsnit."),
        (2, "\t17,0"),
    ]
    (tmp_path / "sag.txt").write_bytes("Én linje\r\n\r\nsom går over en side\r\n".encode("cp1252"))
    assert [(one.number, one.text) for one in read_text(tmp_path / "sag.txt")] == [(1, "Én linje som går over en side")]


@pytest.mark.parametrize(("name", "content"), [("sag.pdf", b"%PDF"), ("sag.docx", b"no zip at all")])
def test_what_cannot_be_read_is_told_in_danish(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Unreadable, match=re.escape(name)):
        read_text(tmp_path / name)
