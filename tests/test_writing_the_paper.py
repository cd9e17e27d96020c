"""The page where HR writes the paper: whose it is, its sentences and the figures behind them, its files, the proof."""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import dash
import pytest
from docx import Document as WordDocument
from hypothesis import given
from hypothesis import strategies as st
from test_actions import Writer, alert, earlier, placed
from test_roles import PROXY_PEER, PUBLIC_ADDRESS, ask, office_of

import app
from kpi.export import maker_of
from kpi.papers.proofreading.fault import KINDS, Fault
from kpi.papers.proofreading.texts import Passage, Unreadable, of_file
from kpi.papers.recipients import RECIPIENTS
from kpi.papers.sentences.places import PLACES, place_of
from kpi.papers.sentences.prose import sentences
from kpi.publications.folders import Unpublishable
from kpi.publications.journal import Journal
from kpi.refreshing.office import Office
from layouts.door import forms, roles
from layouts.drawing.marked_text import paragraphs
from layouts.papers.recipients import FILES, MAKER, Papers
from layouts.sections.sentences import cell_id, sentence_id

LEVEL = "tabel-2/turnover/niveau"
INSIDE_ONLY = ("Direktionen", "Chefforum")
EVERYBODYS = ("Hovedudvalget", "Økonomiudvalget")
NUMBER = "010190-1234"


@pytest.fixture(scope="module")
def one_site(tmp_path_factory: pytest.TempPathFactory) -> tuple[dash.Dash, Office]:
    """A site for the whole module: starting one takes longer than most of the tests."""
    office = office_of(tmp_path_factory.mktemp("office"))
    office.store.add(earlier())
    site = app.create_app(app.Settings(office.store.folder, example=False, office=office))
    site.server.test_client().get("/", base_url=PUBLIC_ADDRESS, environ_overrides={"REMOTE_ADDR": PROXY_PEER})
    return site, office


@pytest.fixture
def office(one_site: tuple[dash.Dash, Office]) -> Office:
    """The office, with a journal that nobody has written in."""
    office = one_site[1]
    office.journal.path.unlink(missing_ok=True)
    Journal(office.journal.path.parent)
    return office


@pytest.fixture
def site(one_site: tuple[dash.Dash, Office], office: Office) -> Iterator[dash.Dash]:
    yield one_site[0]
    one_site[0].server.extensions.pop(MAKER, None)


@pytest.fixture
def writers(site: dash.Dash, office: Office) -> dict[str, Writer]:
    return {role: Writer(site, office, role) for role in roles.NAMES}


def told_by_the_product(office: Office, audience: str = "intern") -> dict[str, str]:
    return {one.key: one.text for one in sentences(office.store.load("2022-06"), audience)}


def shown(page: str) -> dict[str, str]:
    """The sentences on a page by their ids."""
    found = re.findall(r'class="sentence[^"]*" id="([^"]+)"[^>]*>\s*<p>(?:<del>)?(.*?)(?:</del>)?</p>', placed(page))
    return {key: unescape(text).replace("\u00a0", " ") for key, text in found}


def sent(writer: Writer, what: str, **told: str):
    return writer.send(f"/sag/saetning/{what}", **{"modtager": "direktionen"} | told)


def recipients_on(page: str) -> tuple[str, ...]:
    select = re.search(r'<select id="modtager".*?</select>', placed(page), re.DOTALL)[0]
    return tuple(re.findall(r">([^<]+)</option>", select))


# --- whose paper it is


@pytest.mark.parametrize("role", roles.NAMES)
def test_a_role_sees_the_recipients_whose_figures_it_may_see(writers: dict[str, Writer], role: str) -> None:
    inside = role != roles.READER
    page = writers[role].page("/sag")
    assert recipients_on(page) == ((*INSIDE_ONLY, *EVERYBODYS) if inside else EVERYBODYS)
    assert ("Sag til Direktionen, til beslutning" in page) is inside
    assert ("M-sag til Økonomiudvalget, til orientering" in page) is not inside


def test_the_recipient_in_the_address_brings_its_audience(writers: dict[str, Writer]) -> None:
    hr, reader = writers[roles.HR], writers[roles.READER]
    public = hr.page("/sag", "?modtager=hovedudvalget")
    assert "Sag til Hovedudvalget, til drøftelse" in public and "offentlig visning" in public
    assert "M-sag til Økonomiudvalget" in hr.page("/sag", "?visning=offentlig")
    assert "Sag til Direktionen" in hr.page("/sag", "?modtager=direktionen&visning=offentlig")
    denied = reader.page("/sag", "?modtager=direktionen")
    assert "M-sag til Økonomiudvalget" in denied and "Sag til Direktionen" not in denied
    assert shown(denied) == shown(reader.page("/sag"))
    assert "Modtageren findes ikke" in hr.page("/sag", "?modtager=pressen")


# --- the sentences


@pytest.mark.parametrize(("role", "audience"), [("hr", "intern"), ("chef", "intern"), ("laeser", "offentlig")])
def test_every_sentence_stands_on_the_page_in_its_place(
    writers: dict[str, Writer],
    office: Office,
    role: str,
    audience: str,
) -> None:
    product = told_by_the_product(office, audience)
    page = shown(writers[role].page("/sag"))
    assert page == {sentence_id(key): text for key, text in product.items()} and len(page) >= 20
    places = [place_of(key) for key in product if sentence_id(key) in page]
    order = {sentence_id(key): list(PLACES).index(place_of(key)) for key in product}
    assert [order[key] for key in page] == sorted(order[key] for key in page)
    assert {key.split("/")[0] for key in product} == {place.split("/")[0] for place in places}


@pytest.mark.parametrize("role", [roles.DIRECTION, roles.CHIEF, roles.READER])
def test_only_hr_has_the_controls(writers: dict[str, Writer], role: str) -> None:
    words = ("/sag/saetning/", "/sag/korrektur", "Sætning 1 er med", "Udelad", "Tilføj egen sætning")
    assert all(word in writers[roles.HR].page("/sag") for word in words)
    assert not any(word in writers[role].page("/sag") for word in words)
    assert "Tallene bag" in writers[role].page("/sag")


def test_each_figure_behind_a_sentence_is_linked_to_the_cell_it_stands_in(writers: dict[str, Writer]) -> None:
    html = placed(writers[roles.HR].page("/sag"))
    ids = re.findall(r'id="(celle-[^"]+)"', html)
    assert len(ids) == len(set(ids)) > 50
    assert {unquote(href) for href in re.findall(r'href="/sag[^"]*#(celle-[^"]+)"', html)} <= set(ids)
    number = re.search(rf'id="{sentence_id(LEVEL)}" data-sentence="(\d+)"', html)[1]
    cell = re.search(rf'id="{cell_id("turnover/i_alt/2022-06-30")}" data-sentences="([^"]+)"', html) or re.search(
        r'id="celle-turnover-[^"]*-2022-06-30" data-sentences="([^"]+)"', html
    )
    assert number in cell[1].split()
    assert f'[data-sentences~="{number}"]' in html


def test_all_the_figures_are_open_when_the_address_says_so(writers: dict[str, Writer]) -> None:
    folded, opened = (placed(writers[roles.CHIEF].page("/sag", query)) for query in ("", "?bag=1"))
    assert '<details class="behind" name="bag">' in folded and '<details class="behind" open>' not in folded
    assert '<details class="behind" open>' in opened and 'name="bag">' not in opened.replace('id="bag" name="bag"', "")


def test_arrows_judge_only_where_the_paper_is_as_in_2022(writers: dict[str, Writer]) -> None:
    pointing, judged = (placed(writers[roles.HR].page("/sag", query)) for query in ("", "?pile=2022"))
    first = pointing.split('<div id="tabel-3">')[1].split("</table>")[0]
    for words in ('<span class="word">værre</span>', ", forværret"):
        assert words in judged and words not in first, words
    assert "orange: forværret" in judged and re.findall(r'class="sign">(.)', first) and "steget siden" in first


# --- what HR does with them


def test_a_sentence_is_left_out_and_taken_in_again(writers: dict[str, Writer], office: Office) -> None:
    hr, chief = writers[roles.HR], writers[roles.CHIEF]
    text, key = told_by_the_product(office)[LEVEL], sentence_id(LEVEL)
    answer = sent(hr, "valg", noegle=LEVEL, tilstand="off", bag="1")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/sag?modtager=direktionen&bag=1#{key}")
    assert key not in shown(chief.page("/sag")) and shown(hr.page("/sag"))[key] == text
    assert re.search(rf'class="sentence off" id="{key}"', placed(hr.page("/sag")))
    assert key in shown(hr.page("/sag", "?modtager=oekonomiudvalget")), "the public papers have choices of their own"
    assert key in shown(writers[roles.READER].page("/sag"))
    sent(hr, "valg", noegle=LEVEL, tilstand="on")
    assert shown(chief.page("/sag"))[key] == text
    assert [line["state"] for line in office.journal.wording()] == ["off", "on"]


def test_what_is_left_out_of_other_papers_is_told_where_one_is_written(writers: dict[str, Writer]) -> None:
    hr, chief = writers[roles.HR], writers[roles.CHIEF]
    assert "Udeladt i" not in hr.page("/sag")
    sent(hr, "valg", noegle=LEVEL, tilstand="off", modtager="oekonomiudvalget")
    page, key = hr.page("/sag", "?modtager=direktionen"), sentence_id(LEVEL)
    assert "Udeladt i sagerne til Hovedudvalget og Økonomiudvalget: 1 sætning." in page
    number = re.search(rf'id="{key}" data-sentence="(\d+)"', placed(page))[1]
    assert f'"sætning {number}"' in page and f'"#{key}"' in page
    assert "Udeladt i" not in hr.page("/sag", "?modtager=hovedudvalget"), "there it stands, crossed out"
    assert "Udeladt i" not in chief.page("/sag") and "Udeladt i" not in writers[roles.READER].page("/sag")
    sent(hr, "valg", noegle=LEVEL, tilstand="off")
    page = hr.page("/sag", "?modtager=chefforum")
    assert "1 sætning." in page and "Med i denne sag" not in page
    public = hr.page("/sag", "?modtager=hovedudvalget")
    assert "Udeladt i sagerne til Direktionen og Chefforum: 1 sætning." in public
    for recipient in ("oekonomiudvalget", "direktionen"):
        sent(hr, "valg", noegle=LEVEL, tilstand="on", modtager=recipient)
    assert "Udeladt i" not in hr.page("/sag")


def test_an_edited_sentence_keeps_its_words_while_it_is_left_out(writers: dict[str, Writer], office: Office) -> None:
    hr, chief, key = writers[roles.HR], writers[roles.CHIEF], sentence_id(LEVEL)
    product = told_by_the_product(office)[LEVEL]
    assert product.replace("&", "&amp;") in hr.get(f"/sag/saetning/ret?modtager=direktionen&noegle={LEVEL}").text
    assert sent(hr, "ret", noegle=LEVEL, tekst="Flere  stopper\nend før.").status_code == 303
    assert shown(chief.page("/sag"))[key] == "Flere stopper end før." and "rettet" in hr.page("/sag")
    assert "Tallene er ændret, siden sætningen blev skrevet" not in hr.page("/sag")
    line = office.journal.wording()[0]
    assert line["printed"] and all(address.startswith("turnover/") for address in line["printed"])
    sent(hr, "valg", noegle=LEVEL, tilstand="off")
    assert key not in shown(chief.page("/sag"))
    sent(hr, "valg", noegle=LEVEL, tilstand="on")
    assert shown(chief.page("/sag"))[key] == "Flere stopper end før."
    sent(hr, "valg", noegle=LEVEL, tilstand="reset")
    assert shown(chief.page("/sag"))[key] == product and ", rettet" not in hr.page("/sag")


def test_hr_is_told_when_the_figure_behind_its_words_has_moved(writers: dict[str, Writer], office: Office) -> None:
    who = {"who": "anna", "role": "hr"}
    office.journal.word(LEVEL, "text", text="Det er 9,9 %.", printed={"turnover/htk/2022-06-30": "9,9"}, **who)
    assert "Tallene er ændret, siden sætningen blev skrevet" in writers[roles.HR].page("/sag")
    assert "Tallene er ændret, siden sætningen blev skrevet" not in writers[roles.CHIEF].page("/sag")


def test_hr_adds_a_sentence_of_its_own_edits_it_and_removes_it(writers: dict[str, Writer], office: Office) -> None:
    hr, chief = writers[roles.HR], writers[roles.CHIEF]
    assert "Efter: " in hr.get("/sag/saetning/egen?modtager=direktionen&sted=tabel-2").text
    assert sent(hr, "egen", sted="tabel-2", efter=LEVEL, tekst="Vi følger det.").status_code == 303
    key = office.journal.wording()[0]["key"]
    assert key.startswith("tabel-2/egen-")
    page = list(shown(chief.page("/sag")).items())
    assert page[page.index((sentence_id(key), "Vi følger det.")) - 1][0] == sentence_id(LEVEL)
    assert sent(hr, "ret", noegle=key, tekst="Vi følger det tæt.").status_code == 303
    page = shown(chief.page("/sag"))
    assert page[sentence_id(key)] == "Vi følger det tæt." and "Vi følger det." not in page.values()
    assert sent(hr, "valg", noegle=key, tilstand="off").status_code == 400, "an own sentence is removed, not left out"
    assert sent(hr, "valg", noegle=LEVEL, tilstand="gone").status_code == 400
    assert sent(hr, "valg", noegle=key, tilstand="gone").status_code == 303
    assert sentence_id(key) not in shown(hr.page("/sag"))
    assert sent(hr, "ret", noegle=key, tekst="Igen").status_code == 404
    for place in PLACES:
        assert sent(hr, "egen", sted=place, tekst=f"Ord ved {place}.").status_code == 303
        assert f"Ord ved {place}." in shown(chief.page("/sag")).values(), place


@pytest.mark.parametrize(
    ("text", "told"),
    [(f"Ring til {NUMBER}", "ligner et personnummer"), (" \n ", "Skriv en tekst"), ("x" * 1001, "højst 1.000 tegn")],
)
def test_what_is_refused_is_told_and_the_text_is_kept(
    writers: dict[str, Writer],
    office: Office,
    text: str,
    told: str,
) -> None:
    for what, where in (("ret", {"noegle": LEVEL}), ("egen", {"sted": "retning"})):
        answer = sent(writers[roles.HR], what, tekst=text, **where)
        assert answer.status_code == 422 and told in alert(answer)
        assert f'aria-describedby="tekst-om">{text.strip()}</textarea>' in answer.text
    assert office.journal.wording() == [] and NUMBER not in repr(office.journal.audit())


def test_the_log_says_what_hr_did_and_not_a_word_of_the_text(writers: dict[str, Writer], office: Office) -> None:
    sent(writers[roles.HR], "ret", noegle=LEVEL, tekst="Hemmelige ord")
    sent(writers[roles.HR], "valg", noegle=LEVEL, tilstand="off")
    sent(writers[roles.HR], "egen", sted="retning", tekst=NUMBER)
    lines = [(one["action"], one["target"], one["outcome"], one["detail"]) for one in office.journal.audit()]
    lines = [line for line in lines if line[0] != "adgang"]
    assert lines[:2] == [
        ("skrivning", f"sætningen {LEVEL}, intern visning", "gennemført", ""),
        ("valg", f"sætningen {LEVEL}, intern visning", "gennemført", "udeladt"),
    ]
    assert lines[2][0] == "skrivning" and lines[2][2:] == ("nægtet", "ligner et personnummer")
    assert "Hemmelige" not in repr(office.journal.audit())


def test_what_is_written_is_escaped(writers: dict[str, Writer]) -> None:
    bad = "<img src=x onerror=alert(1)>"
    sent(writers[roles.HR], "ret", noegle=LEVEL, tekst=bad)
    sent(writers[roles.HR], "egen", sted="tabel-2", tekst=bad)
    for page in (writers[roles.HR].page("/sag"), writers[roles.CHIEF].page("/sag")):
        assert bad not in placed(page) and "&lt;img src=x" in placed(page)
    assert bad not in writers[roles.HR].get(f"/sag/saetning/ret?modtager=direktionen&noegle={LEVEL}").text


SENTENCE_FORMS = {
    "/sag/saetning/valg": {"noegle": LEVEL, "tilstand": "off"},
    "/sag/saetning/ret": {"noegle": LEVEL, "tekst": "x"},
    "/sag/saetning/egen": {"sted": "tabel-2", "tekst": "x"},
}


@pytest.mark.parametrize("address", SENTENCE_FORMS)
def test_the_sentences_are_hrs_and_need_its_token(writers: dict[str, Writer], office: Office, address: str) -> None:
    told = SENTENCE_FORMS[address]
    for writer in writers.values():
        assert writer.send(address, **told, **{forms.FIELD: "forkert"}).status_code == 403
        if writer.role != roles.HR:
            assert writer.send(address, **told).status_code == 403
    assert office.journal.wording() == []
    assert writers[roles.HR].send(address, **told).status_code == 303
    assert len(office.journal.wording()) == 1


def test_what_an_address_names_and_nobody_has_is_told(writers: dict[str, Writer]) -> None:
    hr = writers[roles.HR]
    for address in ("ret?noegle=x/y", "ret?modtager=pressen", "egen?sted=tabel-9", "egen?sted=tabel-2&udgivelse=x"):
        answer = hr.get(f"/sag/saetning/{address}")
        assert answer.status_code == 404 and "findes ikke" in answer.text, address
    assert sent(hr, "valg", noegle=LEVEL, tilstand="væk").status_code == 400


def test_a_journal_that_cannot_be_read_shows_no_sentence_that_hr_may_have_left_out(
    writers: dict[str, Writer],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise Unpublishable("Journalen kan ikke læses.")

    monkeypatch.setattr(Journal, "_lines", fail)
    page = writers[roles.CHIEF].page("/sag")
    assert shown(page) == {} and "kan ikke læses lige nu" in page and "tabel-2" in page


# --- what HR wrote is held against the figures

FALSE = "Personaleomsætningen for kommunen i alt er 19,7 % i juni 2022."
TRUE = FALSE.replace("19,7", "19,8")
WHY = "Tallet er fra KRL."


def add(writer: Writer, office: Office, text: str, **told: str) -> str:
    """The key of a sentence of HR's own at table 2."""
    assert sent(writer, "egen", **{"sted": "tabel-2", "tekst": text} | told).status_code == 303
    return office.journal.wording()[-1]["key"]


def faults(page: str) -> list[str]:
    """The ids of the faults that can be acted on, once each."""
    html = placed(page) if page.startswith("{") else page
    return list(dict.fromkeys(re.findall(r'name="fund" value="([0-9a-f]{12})"', html)))


def about(writer: Writer, what: str, fault: str, **told: str):
    return writer.send(f"/sag/fund/{what}", modtager="direktionen", fund=fault, **told)


@pytest.mark.parametrize("what", ["egen", "ret"])
def test_what_does_not_hold_stands_beside_the_sentence_with_what_mends_it(
    writers: dict[str, Writer], office: Office, what: str
) -> None:
    hr, where = writers[roles.HR], {"sted": "tabel-2"} if what == "egen" else {"noegle": LEVEL}
    assert sent(hr, what, tekst=FALSE, **where).status_code == 303
    key, page = office.journal.wording()[-1]["key"], placed(hr.page("/sag"))
    beside = re.search(rf'id="{sentence_id(key)}".*?<div class="source">', page, re.DOTALL)[0]
    assert "Tallet står ikke i tabellerne: «19,7\u00a0%»" in beside.replace("19,7 %", "19,7\u00a0%")
    assert "I tabellen står der 19,8" in beside and "Ret til «19,8" in beside and "Behold alligevel" in beside
    assert "Korrektur: 1 fund" in page and f'href="#{sentence_id(key)}">Tabel 2</a>' in page
    (fault,) = faults(page)
    assert about(hr, "ret", fault).headers["Location"].endswith(f"#{sentence_id(key)}")
    page = hr.page("/sag")
    assert shown(page)[sentence_id(key)] == TRUE and faults(page) == [] and "Korrektur:" not in placed(page)
    assert about(hr, "ret", fault).status_code == 409, "it is no longer there"


def test_only_hr_sees_what_does_not_hold(writers: dict[str, Writer], office: Office) -> None:
    add(writers[roles.HR], office, FALSE)
    for role in (roles.DIRECTION, roles.CHIEF):
        page = writers[role].page("/sag")
        assert FALSE in shown(page).values() and "Korrektur" not in placed(page) and faults(page) == []


def test_what_hr_lets_stand_is_kept_with_its_reason(writers: dict[str, Writer], office: Office) -> None:
    hr, key = writers[roles.HR], add(writers[roles.HR], office, FALSE)
    (fault,) = faults(hr.page("/sag"))
    for reason, told in (
        (" \n", "Skriv en begrundelse"),
        (f"Ring {NUMBER}", "personnummer"),
        ("x" * 1001, "1.000 tegn"),
    ):
        answer = about(hr, "behold", fault, begrundelse=reason)
        assert answer.status_code == 422 and told in answer.text
    assert office.journal.kept() == [] and NUMBER not in repr(office.journal.audit())
    assert about(hr, "behold", fault, begrundelse=WHY).status_code == 303
    page = placed(hr.page("/sag"))
    assert f"Beholdt alligevel («19,7 %»):</strong> {WHY}" in page and faults(page) == []
    (line,) = office.journal.kept()
    assert (line["key"], line["text"], line["words"], line["reason"]) == (key, FALSE, "19,7 %", WHY)
    last = office.journal.audit()[-1]
    assert (last["action"], last["target"]) == ("valg", f"sætningen {key}, intern visning")
    assert last["detail"] == "beholdt trods fund: tallet står ikke i tabellerne"
    sent(hr, "ret", noegle=key, tekst=FALSE.replace("er", "var", 1))
    assert len(faults(hr.page("/sag"))) == 1, "another text is another matter"


@pytest.mark.parametrize("what", ["ret", "behold"])
def test_a_fault_is_hrs_to_act_on(writers: dict[str, Writer], office: Office, what: str) -> None:
    add(writers[roles.HR], office, FALSE)
    (fault,) = faults(writers[roles.HR].page("/sag"))
    for role, writer in writers.items():
        assert about(writer, what, fault, begrundelse=WHY, **{forms.FIELD: "forkert"}).status_code == 403
        if role != roles.HR:
            assert about(writer, what, fault, begrundelse=WHY).status_code == 403
    assert office.journal.kept() == [] and len(office.journal.wording()) == 1
    assert about(writers[roles.HR], what, "0" * 12, begrundelse=WHY).status_code == 409


def test_what_has_no_words_to_mend_it_has_no_button(writers: dict[str, Writer], office: Office) -> None:
    hr = writers[roles.HR]
    add(hr, office, "Stigningen i personaleomsætningen i kommunen i alt siden 2021 skyldes travlhed.")
    page = placed(hr.page("/sag"))
    (fault,) = faults(page)
    assert "Skriv kun, hvad tallene viser." in page and "Ret til" not in page
    assert about(hr, "ret", fault).status_code == 400


def test_the_paper_is_not_made_while_a_fault_is_open(
    site: dash.Dash, writers: dict[str, Writer], office: Office
) -> None:
    Papers(maker_of(office)).place_in(site.server)
    hr, paper = writers[roles.HR], "/sag/hent/2022-06/{}/sag.docx"
    assert hr.get(paper.format("chefforum")).status_code == 200
    add(hr, office, FALSE)
    for recipient in ("direktionen", "chefforum"):
        answer = hr.get(paper.format(recipient))
        assert answer.status_code == 409 and "1 fund" in answer.text and "Tabel 2" in answer.text
    assert hr.get(paper.format("oekonomiudvalget")).status_code == 200, "the sentence is not in the public papers"
    assert hr.get("/sag/hent/2022-06/direktionen/bilag1.xlsx").status_code == 200
    (fault,) = faults(hr.page("/sag"))
    about(hr, "behold", fault, begrundelse=WHY)
    answer = hr.get(paper.format("direktionen"))
    assert answer.status_code == 200 and FALSE in "\n".join(
        one.text for one in WordDocument(io.BytesIO(answer.data)).paragraphs
    )


def test_a_comment_that_goes_with_the_paper_is_read_too(writers: dict[str, Writer], office: Office) -> None:
    director = {"who": "Bo Lund", "role": "direktion"}
    line = office.journal.comment("2022-06", FALSE, place="tabel-2", **director)
    hr = writers[roles.HR]
    assert faults(hr.page("/sag")) == []
    office.journal.choose("comments", line, ["direktionen"], **director)
    page = placed(hr.page("/sag"))
    assert "En kommentar" in page and f'href="#kommentar-{line}"' in page and "Ret til" not in page
    (fault,) = faults(page)
    assert faults(hr.page("/sag", "?modtager=chefforum")) == []
    assert about(hr, "behold", fault, begrundelse=WHY).status_code == 303
    assert "Beholdt alligevel" in placed(hr.page("/sag")) and "ingen åbne fund" in placed(hr.page("/sag"))


def test_the_figures_of_hrs_own_sentence_can_be_seen_and_are_watched(
    writers: dict[str, Writer], office: Office
) -> None:
    hr, key = writers[roles.HR], add(writers[roles.HR], office, TRUE)
    line = office.journal.wording()[-1]
    assert line["printed"] == {"turnover/alle/2022-06-30": "19,8"} and line["publication"] == "2022-06"
    for role in (roles.HR, roles.CHIEF):
        page = placed(writers[role].page("/sag"))
        beside = page[page.index(f'id="{sentence_id(key)}"') :]
        assert f'href="/sag#{cell_id("turnover/alle/2022-06-30")}"' in beside[:2500]
    who = {"who": "anna", "role": "hr", "publication": "2022-06"}
    office.journal.word(key, "own", text=TRUE, printed={"turnover/alle/2022-06-30": "19,6"}, **who)
    page = placed(hr.page("/sag"))
    assert "Tallene er ændret, siden sætningen blev skrevet" in page and "var 19,6, er nu 19,8" in page
    assert sent(hr, "ret", noegle=key, tekst=TRUE).status_code == 303
    assert faults(hr.page("/sag")) == [], "HR has read it again"


def test_hr_chooses_where_its_sentence_stands(writers: dict[str, Writer], office: Office) -> None:
    hr = writers[roles.HR]
    form = hr.get("/sag/saetning/egen?modtager=direktionen&sted=tabel-2").text
    last = [key for key in told_by_the_product(office) if key.startswith("tabel-2/")][-1]
    assert re.search(rf'<option value="{last}" selected>', form)
    one = add(hr, office, "Første egne.", efter=last)
    form = hr.get("/sag/saetning/egen?modtager=direktionen&sted=tabel-2").text
    assert re.search(rf'<option value="{one}" selected>Efter: Første egne.', form)
    other = add(hr, office, "Anden egne.", efter=one)
    edit = hr.get(f"/sag/saetning/ret?modtager=direktionen&noegle={one}").text
    assert one not in re.findall(r'<option value="([^"]*)"', edit) and other not in re.findall(
        r'<option value="([^"]*)"', edit
    )
    order = [key for key in shown(hr.page("/sag")) if key.startswith("saetning-tabel-2-")]
    assert order[-2:] == [sentence_id(one), sentence_id(other)]
    sent(hr, "ret", noegle=other, tekst="Anden egne.", efter="")
    sent(hr, "ret", noegle=one, tekst="Første egne.")
    order = [key for key in shown(hr.page("/sag")) if key.startswith("saetning-tabel-2-")]
    assert (order[0], order[-1]) == (sentence_id(other), sentence_id(one))
    sent(hr, "ret", noegle=one, tekst="Første egne.", efter=one)
    assert sentence_id(one) in shown(hr.page("/sag")), "a sentence cannot stand after itself"


# --- the paper's files


@pytest.fixture
def made(site: dash.Dash) -> list[tuple]:
    """What the maker of files is asked for."""
    asked: list[tuple] = []

    def make(*told: object) -> bytes:
        asked.append(told)
        return b"fil"

    Papers(make).place_in(site.server)
    return asked


def test_a_file_is_for_those_who_see_what_its_recipient_sees(
    writers: dict[str, Writer],
    office: Office,
    made: list,
) -> None:
    cases = 0
    for role, writer in writers.items():
        for recipient in RECIPIENTS:
            for name in FILES:
                answer = writer.get(f"/sag/hent/2022-06/{recipient.key}/{name}")
                may = recipient.audience == "offentlig" or role != roles.READER
                assert answer.status_code == (200 if may else 403), (role, recipient.key)
                cases += 1
                if may:
                    assert answer.data == b"fil" and made.pop() == ("2022-06", recipient.key, name, False)
                    stem, suffix = name.split(".")
                    named = f"{stem}-2022-06-{recipient.key}.{suffix}"
                    assert named in answer.headers["Content-Disposition"]
                    assert answer.headers["Cache-Control"] == "no-store"
                    last = office.journal.audit()[-1]
                    assert (last["action"], last["target"]) == ("eksport", named)
    assert cases == 48 and made == []


def test_the_arrows_of_2022_are_asked_for_in_the_address(writers: dict[str, Writer], made: list) -> None:
    hr = writers[roles.HR]
    hr.get("/sag/hent/2022-06/direktionen/sag.docx?pile=2022")
    assert made == [("2022-06", "direktionen", "sag.docx", True)]
    assert "/sag/hent/2022-06/chefforum/sag.docx?pile=2022" in hr.page("/sag", "?modtager=chefforum&pile=2022")
    assert 'href="/sag/hent/2022-06/direktionen/bilag1.xlsx"' in placed(hr.page("/sag"))


@pytest.mark.parametrize(
    "address", ["1999-12/direktionen/sag.docx", "2022-06/pressen/sag.docx", "2022-06/direktionen/x.docx"]
)
def test_a_file_that_is_not_there(writers: dict[str, Writer], made: list, address: str) -> None:
    assert writers[roles.HR].get(f"/sag/hent/{address}").status_code == 404 and made == []


def test_without_a_maker_no_file_is_offered(writers: dict[str, Writer]) -> None:
    assert "/sag/hent/" not in writers[roles.HR].page("/sag")
    assert writers[roles.HR].get("/sag/hent/2022-06/direktionen/sag.docx").status_code == 404


def test_a_file_that_cannot_be_made_is_told_in_danish(site: dash.Dash, writers: dict[str, Writer]) -> None:
    def make(*_: object) -> bytes:
        raise Unpublishable("skabelonen findes ikke.")

    Papers(make).place_in(site.server)
    answer = writers[roles.HR].get("/sag/hent/2022-06/direktionen/sag.docx")
    assert answer.status_code == 409 and "skabelonen findes ikke" in answer.text


# --- the proof-reader


def read(writer: Writer, text: str = "", file: tuple[str, bytes] | None = None, **told: str):
    form = writer.get("/sag/korrektur").text
    token = re.search(rf'name="{forms.FIELD}" value="([^"]+)"', form)
    data = {forms.FIELD: token[1] if token else "", "modtager": "direktionen", "tekst": text} | told
    data |= {"fil": (io.BytesIO(file[1]), file[0])} if file else {}
    return ask(writer.client, "/sag/korrektur", writer.role, "POST", data=data, content_type="multipart/form-data")


def word_file(*texts: str) -> bytes:
    document, content = WordDocument(), io.BytesIO()
    for text in texts:
        document.add_paragraph(text)
    document.save(content)
    return content.getvalue()


WRONG = "I kommunen i alt var personaleomsætningen 99,9 % i de tolv måneder til og med juni 2022."
UNREADABLE = [
    (("brev.pdf", b"%PDF"), "korrekturen læser .docx og .txt"),
    (("sag.docx", b"ikke en fil"), "kan ikke åbnes som et Word-dokument"),
    (("sag.docx", word_file("x")[:-200]), "kan ikke åbnes som et Word-dokument"),
    (("tom.txt", b" \n"), "har ingen tekst"),
    (None, "Vælg en fil, eller skriv en tekst"),
]


@pytest.mark.parametrize("way", ["text", "txt", "docx"])
def test_what_does_not_hold_comes_back_marked_with_why(writers: dict[str, Writer], office: Office, way: str) -> None:
    hr, lines = writers[roles.HR], len(office.journal.audit())
    right = told_by_the_product(office)[LEVEL]
    if way == "text":
        answer = read(hr, f"{right}\n{WRONG}")
    else:
        content = word_file(right, WRONG) if way == "docx" else f"{right}\n{WRONG}".encode()
        answer = read(hr, file=(f"sag.{way}", content))
    assert answer.status_code == 200
    marked = re.search(r"<mark>([^<]*)</mark><a class=\"fault\" id=\"sted-1\" href=\"#fund-1\">", answer.text)
    assert "99,9" in marked[1] and answer.text.count("<mark>") == 1
    assert '<li id="fund-1"><h3>Tallet står ikke i tabellerne: «' in answer.text and "Afsnit 2" in answer.text
    assert f">{right}</p>" in answer.text
    new = office.journal.audit()[lines:]
    assert "99,9" not in repr(new) and office.journal.wording() == []


def test_a_text_that_holds_says_so(writers: dict[str, Writer], office: Office) -> None:
    answer = read(writers[roles.HR], told_by_the_product(office)[LEVEL])
    assert "Ingen fund" in answer.text and "<mark>" not in answer.text


def test_the_text_is_held_against_what_its_recipient_sees(writers: dict[str, Writer], office: Office) -> None:
    hidden = [
        text
        for key, text in told_by_the_product(office).items()
        if key not in told_by_the_product(office, "offentlig") and re.search(r"\d,\d", text)
    ]
    assert hidden
    inside, public = (
        read(writers[roles.HR], "\n".join(hidden), modtager=to) for to in ("direktionen", "hovedudvalget")
    )
    assert "Ingen fund" in inside.text
    assert "<mark>" in public.text and "offentlig visning" in public.text


@pytest.mark.parametrize(("file", "told"), UNREADABLE)
def test_a_file_that_cannot_be_read_is_told_in_danish(writers: dict[str, Writer], file: tuple, told: str) -> None:
    answer = read(writers[roles.HR], file=file)
    assert answer.status_code == 422 and told in alert(answer)


def test_the_proof_has_limits(writers: dict[str, Writer]) -> None:
    hr = writers[roles.HR]
    assert "højst 100.000 tegn" in alert(read(hr, file=("lang.txt", b"Ordene er mange. " * 6_000)))
    large = read(hr, file=("stor.docx", b"x" * (5 * 1024 * 1024 + 1)))
    assert large.status_code == 413 and "mere end 5 MB" in large.text
    assert read(hr, file=("stor.docx", b"x" * (7 * 1024 * 1024))).status_code == 413
    both = read(hr, "Noget", file=("a.txt", b"Andet"))
    assert "ikke begge" in alert(both)
    assert "Teksten blev ikke læst." in both.text and "Det blev ikke gemt." not in both.text


def test_no_file_is_written_while_a_text_is_read(
    writers: dict[str, Writer],
    office: Office,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a temporary file")

    for name in ("TemporaryFile", "NamedTemporaryFile", "SpooledTemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, name, refuse)
    before = {path: path.stat().st_size for path in Path(office.root).rglob("*") if path.is_file()}
    secret = "Ordet er paddehat, og personaleomsætningen er 99,9 %. " * 1_000
    assert "paddehat" in read(writers[roles.HR], file=("a.txt", secret.encode())).text
    after = {path for path in Path(office.root).rglob("*") if path.is_file()}
    assert after == set(before) and not any(b"paddehat" in path.read_bytes() for path in after)


@pytest.mark.parametrize("role", [roles.DIRECTION, roles.CHIEF, roles.READER])
def test_the_proof_reader_is_hrs(writers: dict[str, Writer], role: str) -> None:
    assert writers[role].get("/sag/korrektur").status_code == 403
    assert read(writers[role], "x").status_code == 403


def test_what_is_read_is_escaped(writers: dict[str, Writer]) -> None:
    bad = "<script>x</script> 99,9 % i personaleomsætning i kommunen i alt"
    answer = read(writers[roles.HR], file=("<b>.txt", bad.encode()))
    assert "<script>x" not in answer.text and "&lt;script&gt;x" in answer.text and "<b>.txt" not in answer.text


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=5))
def test_the_pieces_of_a_marked_text_are_the_text(text: str, places: list[tuple[int, int]]) -> None:
    kept = [(min(place), max(place)) for place in places if max(place) <= len(text) and min(place) < max(place)]
    faults = [Fault(1, start, end, text[start:end], next(iter(KINDS)), "", "") for start, end in kept]
    (one,) = paragraphs([Passage(1, text)], faults)
    assert "".join(piece.text for piece in one.pieces) == text
    for number, fault in enumerate(faults, 1):
        assert "".join(piece.text for piece in one.pieces if number in piece.faults) == fault.words
        assert sum(number in piece.ending for piece in one.pieces) == 1


def test_a_word_file_that_would_fill_a_disk_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kpi.papers.proofreading.texts.LARGEST_UNPACKED", 100)
    with pytest.raises(Unreadable, match="fylder for meget"):
        of_file("sag.docx", word_file("x"))
