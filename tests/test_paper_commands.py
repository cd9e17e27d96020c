"""`export` and `proofread` on the command line, from a data folder of HR's own."""

import json
import sys
import zipfile

import pytest
from test_refresh import office, publish_june, run  # noqa: F401 (a fixture)

from kpi.papers.recipients import RECIPIENTS
from kpi.publications.folders import UNFINISHED, Unpublishable
from kpi.publications.made_papers import MadePapers
from kpi.refreshing.office import office_at
from kpi.refreshing.signing import signed


@pytest.fixture
def published(office, capsys):  # noqa: F811
    publish_june(capsys)
    return office


def test_every_recipient_gets_the_paper_the_annex_and_the_page(published, capsys, tmp_path):
    for recipient in RECIPIENTS:
        out = tmp_path / recipient.key
        status, told, _ = run(capsys, "export", "2022-06", "--recipient", recipient.key, "--out", out, "--by", "HR")
        assert status == 0
        assert told.split() == [str(out / name) for name in ("sag.docx", "bilag1.xlsx", "tabeller.html")]
        assert zipfile.is_zipfile(out / "sag.docx") and zipfile.is_zipfile(out / "bilag1.xlsx")
        page = (out / "tabeller.html").read_text(encoding="utf-8")
        assert "Se siden Tjek i programmet" in page and "/tjek/" not in page
        assert ("Intern." in page) is (recipient.audience == "intern")


def test_an_export_is_in_the_log_and_gives_the_same_bytes_again(published, capsys, tmp_path):
    made = []
    for folder in ("en", "to"):
        run(capsys, "export", "2022-06", "--recipient", "direktionen", "--out", tmp_path / folder, "--by", "HR")
        made.append([path.read_bytes() for path in sorted((tmp_path / folder).iterdir())])
    assert made[0] == made[1]
    lines = office_at(published, {"KPI_SECRET_FILE": str(published.parent / "noegle")}).journal.audit(action="eksport")
    assert [(line["target"], line["who"]) for line in lines] == [("2022-06 direktionen", signed("HR"))] * 2


def test_a_publication_that_is_not_there_is_refused(published, capsys, tmp_path):
    status, told, why = run(capsys, "export", "2031-06", "--recipient", "direktionen", "--out", tmp_path / "ud")
    assert (status, told) == (1, "") and "findes ikke" in why
    assert not (tmp_path / "ud").exists()


def test_the_municipalitys_own_template_is_used_and_a_broken_one_told_of(published, capsys, tmp_path):
    (published / "sag-skabelon.docx").write_bytes(b"ikke en Word-fil")
    status, _, why = run(capsys, "export", "2022-06", "--recipient", "direktionen", "--out", tmp_path / "ud")
    assert status == 1 and "skabelon" in why.lower()
    assert not (tmp_path / "ud").exists()


def test_a_paper_with_a_wrong_figure_is_not_made_until_it_is_kept_with_a_reason(published, capsys, tmp_path):
    secret = {"KPI_SECRET_FILE": str(published.parent / "noegle")}
    journal = office_at(published, secret).journal
    text = "Personaleomsætningen er 23,4 % for kommunen i alt i juni 2022."
    journal.word("tabel-2/egen-1", "own", text=text, who="HR", role="hr", publication="2022-06")
    arguments = ("export", "2022-06", "--recipient", "direktionen", "--by", "HR", "--out", tmp_path / "ud")
    status, told, why = run(capsys, *arguments)
    assert (status, told) == (1, "") and not (tmp_path / "ud").exists()
    assert "Tabel 2: «23,4 %» (tallet står ikke i tabellerne)." in why and "--keep" in why and "Intet er skrevet" in why
    assert run(capsys, *arguments, "--keep", " ")[0] == 1 and journal.kept() == []
    assert run(capsys, *arguments, "--keep", "Tallet er fra KRL.")[0] == 0
    (line,) = journal.kept()
    assert (line["key"], line["reason"], line["who"]) == ("tabel-2/egen-1", "Tallet er fra KRL.", signed("HR"))
    (logged,) = journal.audit(action="valg")
    assert logged["detail"] == "beholdt trods fund: tallet står ikke i tabellerne" and "23,4" not in repr(logged)
    assert run(capsys, *arguments)[0] == 0, "what is kept stays kept"
    words = f'[direktionen]\nbaggrund = "{text}"\n'
    (published / "sager.toml").write_text(words, encoding="utf-8")
    status, _, why = run(capsys, *arguments)
    assert status == 1 and "Baggrunden: «23,4 %»" in why, "the municipality's own words are read too"


def test_at_a_terminal_each_file_is_told_of_as_it_is_made(published, capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    arguments = ("export", "2022-06", "--recipient", "direktionen", "--by", "HR", "--out", tmp_path)
    status, told, why = run(capsys, *arguments)
    *making, last = why.splitlines()
    assert status == 0 and making == ["Laver sag.docx …", "Laver bilag1.xlsx …", "Laver tabeller.html …"]
    assert last.startswith("Der står «Kommunen» i sagen og bilaget, for settings.toml har ikke kommunens navn.")
    assert told.splitlines() == [str(tmp_path / name) for name in ("sag.docx", "bilag1.xlsx", "tabeller.html")]


def test_the_proof_reader_says_where_and_why(published, capsys, tmp_path):
    text = tmp_path / "tekst.txt"
    text.write_text("Personaleomsætningen er 19,8 % for kommunen i alt i juni 2022.\n", encoding="utf-8")
    assert run(capsys, "proofread", text, "--publication", "2022-06")[0] == 0
    text.write_text("Personaleomsætningen var 23,4 % for kommunen i alt i juni 2022.\n", encoding="utf-8")
    status, told, _ = run(capsys, "proofread", text, "--publication", "2022-06")
    assert status == 1 and told.startswith("Afsnit 1: «23,4 %» (tallet står ikke i tabellerne).")
    [found] = json.loads(run(capsys, "proofread", text, "--publication", "2022-06", "--json")[1])
    assert (found["paragraph"], found["words"], found["kind"]) == (1, "23,4 %", "tal_ikke_i_tabellerne")


@pytest.mark.parametrize(("recipient", "audience"), [("direktionen", "intern"), ("oekonomiudvalget", "offentlig")])
def test_a_paper_of_the_program_is_read_against_its_own_audience(published, capsys, tmp_path, recipient, audience):
    assert run(capsys, "export", "2022-06", "--recipient", recipient, "--by", "HR", "--out", tmp_path)[0] == 0
    status, told, why = run(capsys, "proofread", tmp_path / "sag.docx", "--publication", "2022-06")
    assert (status, told, why) == (0, "", f"Ingen fund. Læst op mod udgivelsen 2022-06, {audience} visning.\n")
    other = {"intern": "offentlig", "offentlig": "intern"}[audience]
    _, _, why = run(capsys, "proofread", tmp_path / "sag.docx", "--publication", "2022-06", "--audience", other)
    assert why.endswith(f"Læst op mod udgivelsen 2022-06, {other} visning.\n")


def test_a_file_that_is_no_text_is_told_of(published, capsys, tmp_path):
    broken = tmp_path / "sag.docx"
    broken.write_bytes(b"PK ikke en Word-fil")
    status, told, why = run(capsys, "proofread", broken, "--publication", "2022-06")
    assert (status, told) == (1, "") and "kan ikke åbnes som et Word-dokument" in why


def test_each_paper_is_frozen_with_its_texts(published, capsys, tmp_path):
    arguments = ("export", "2022-06", "--recipient", "direktionen", "--by", "HR", "--out")
    journal = office_at(published, {"KPI_SECRET_FILE": str(published.parent / "noegle")}).journal
    run(capsys, *arguments, tmp_path / "en")
    run(capsys, *arguments, tmp_path / "to")
    papers = MadePapers(published / "store")
    [first] = papers.of("2022-06")
    assert (first["recipient"], first["by"], first["arrows_2022"]) == ("direktionen", signed("HR"), False)
    before = (tmp_path / "en/sag.docx").read_bytes()
    journal.word("tabel-2/turnover/niveau", "off", who="HR", role="hr")
    run(capsys, *arguments, tmp_path / "tre")
    assert (tmp_path / "tre/sag.docx").read_bytes() != before
    assert len(papers.ids()) == 2 and papers.files(first["id"]) == {"sag.docx": before}
    (papers.folder / first["id"] / "sag.docx").write_bytes(before + b" ")
    with pytest.raises(Unpublishable, match="ændret"):
        papers.files(first["id"])
    with pytest.raises(Unpublishable, match="findes ikke"):
        papers.files("../publications/2022-06")


def test_a_paper_that_was_interrupted_is_removed_at_the_next_start(published):
    half = published / f"store/papers/.2022-10-01-1{UNFINISHED}"
    half.mkdir(parents=True)
    told = office_at(published, {"KPI_SECRET_FILE": str(published.parent / "noegle")}).told
    assert "Sagen 2022-10-01-1 blev ikke færdig og er fjernet. Intet er ændret." in told and not half.exists()
