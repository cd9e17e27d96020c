"""Every form comes back with all that was typed and chosen, and a page that says no leads back to the form."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import dash
import pytest
from test_actions import ACTION, NUMBER, Writer
from test_answering import degrees, text_of
from test_data_page import HERE, Officer, june, published
from test_data_page import office_of as empty_office
from test_roles import PROXY_PEER, PUBLIC_ADDRESS, ask, office_of
from test_validate import LISTED

import app
from kpi.definitions.person_numbers import HIDDEN
from kpi.refreshing.office import Office
from layouts.data import routes as data_routes
from layouts.data.room import PLACE
from layouts.door import forms, roles
from layouts.writing import routes as writing_routes

LEVEL = "tabel-2/turnover/niveau"
FALSE = "Personaleomsætningen for kommunen i alt er 19,7 % i juni 2022."
LONG = "x" * 2001
AS_OF = "2022-06-30"
WITH_NUMBER, WITHOUT = f"Ring til {NUMBER} om det", f"Ring til {HIDDEN} om det"


class Forms(HTMLParser):
    """The forms of a page as a browser would send them: where to, and the fields with their values."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, str]]] = []
        self._select, self._text = "", ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        told = dict(attrs)
        if tag == "form":
            self.forms.append((told.get("action", ""), {}))
        if not self.forms:
            return
        fields, name = self.forms[-1][1], told.get("name", "")
        if tag == "select":
            self._select, fields[name] = name, ""
        elif tag == "option" and "selected" in told:
            fields[self._select] = told["value"]
        elif tag == "textarea" and name:
            self._text, fields[name] = name, ""
        elif tag == "input" and name and told.get("type") not in ("file", "checkbox"):
            fields[name] = told.get("value", "")
        elif tag == "input" and "checked" in told:
            fields[name] = told["value"]

    def handle_data(self, data: str) -> None:
        if self._text:
            self.forms[-1][1][self._text] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._text = ""


def forms_to(page: str, address: str) -> list[dict[str, str]]:
    """The fields of the page's forms to the address, without the token."""
    found = (fields for action, fields in Forms(page).forms if action == address)
    return [{name: value for name, value in one.items() if name != forms.FIELD} for one in found]


# --- what is written at the figures


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> tuple[dash.Dash, Office]:
    office = office_of(tmp_path_factory.mktemp("office"))
    site = app.create_app(app.Settings(office.store.folder, example=False, office=office))
    site.server.test_client().get("/", base_url=PUBLIC_ADDRESS, environ_overrides={"REMOTE_ADDR": PROXY_PEER})
    return site, office


@pytest.fixture(scope="module")
def hr(house: tuple[dash.Dash, Office]) -> Writer:
    writer = Writer(*house, roles.HR)
    assert writer.send("/handlinger/skriv", **ACTION).status_code == 303
    return writer


PLACE_OF_ACTION = {"udgivelse": "2022-06", "kolonne": "2021-12-31"}
DECIDED = ACTION | PLACE_OF_ACTION
SENTENCE = {"udgivelse": "2022-06", "modtager": "direktionen", "noegle": LEVEL}
PLACED = {"udgivelse": "2022-06", "modtager": "direktionen", "sted": "tabel-2", "efter": LEVEL}
WRITTEN = [
    *(("/handlinger/skriv", DECIDED, {"slags": ""}), ("/handlinger/skriv", DECIDED, {"tekst": ""})),
    *(("/handlinger/skriv", DECIDED, {"ansvarlig": ""}), ("/handlinger/skriv", DECIDED, {"frist": ""})),
    *(("/handlinger/skriv", DECIDED, {"tekst": LONG}), ("/handlinger/skriv", DECIDED, {"frist": "i morgen"})),
    ("/handlinger/skriv", DECIDED | {"kolonne": ""}, {"slags": "fortolkning"}),
    ("/handlinger/1/opfoelgning", {"status": "i gang"}, {"note": LONG}),
    ("/sag/kommentar", {"udgivelse": "2022-06", "sted": "tabel-3"}, {"tekst": ""}),
    ("/sag/kommentar", {"udgivelse": "2022-06", "sted": "tabel-3"}, {"tekst": LONG}),
    ("/sag/saetning/ret", SENTENCE, {"tekst": LONG}),
    ("/sag/saetning/egen", PLACED, {"tekst": LONG}),
]


@pytest.mark.parametrize(("address", "filled", "broken"), WRITTEN, ids=[f"{one[0]} {[*one[2]]}" for one in WRITTEN])
def test_what_was_written_at_the_figures_comes_back(hr: Writer, address: str, filled: dict, broken: dict) -> None:
    sent = filled | broken
    answer = hr.send(address, **sent)
    assert answer.status_code == 422 and 'role="alert"' in answer.text
    (form,) = forms_to(answer.text, address)
    assert {name: form[name] for name in sent} == sent
    assert [name for name, value in form.items() if value and name not in sent] == []


@pytest.mark.parametrize("broken", [{"slags": ""}, {"tekst": ""}, {"frist": "i morgen"}, {"ansvarlig": ""}])
def test_the_figure_that_an_action_is_about_stays_on_the_page(hr: Writer, broken: dict) -> None:
    first = hr.get("/handlinger/skriv?noegletal=left_within_3m&faggruppe=laerere&kolonne=2021-12-31&udgivelse=2022-06")
    figure = re.search(r"Tallet er ([^.]+)\.", first.text)[0]
    assert "i 2021" in figure.replace("\u00a0", " ")
    assert figure in hr.send("/handlinger/skriv", **DECIDED | broken).text
    elsewhere = hr.send("/handlinger/skriv", **DECIDED | broken | {"noegletal": "", "kolonne": ""}).text
    assert "Tallet er" not in elsewhere


def test_a_place_that_is_not_there_does_not_take_the_rest_with_it(hr: Writer) -> None:
    sent = DECIDED | {"noegletal": "adverts_without_hire"}
    answer = hr.send("/handlinger/skriv", **sent)
    assert answer.status_code == 422 and "findes ikke for" in answer.text
    (form,) = forms_to(answer.text, "/handlinger/skriv")
    assert form == sent


def fault_of(hr: Writer) -> tuple[str, str]:
    """The key of a sentence that does not hold, and the id of its fault."""
    told = {"modtager": "chefforum", "sted": "tabel-2", "tekst": FALSE}
    assert hr.send("/sag/saetning/egen", **told).status_code == 303
    page = hr.page("/sag", "?modtager=chefforum")
    return hr.office.journal.wording()[-1]["key"], re.search(r'name=\\"fund\\" value=\\"([0-9a-f]{12})', page)[1]


@pytest.mark.parametrize("reason", ["", LONG, WITH_NUMBER])
def test_the_reason_for_letting_words_stand_comes_back(hr: Writer, reason: str) -> None:
    _, fault = fault_of(hr)
    sent = {"modtager": "chefforum", "fund": fault, "begrundelse": reason}
    answer = hr.send("/sag/fund/behold", **sent)
    assert answer.status_code == 422
    assert forms_to(answer.text, "/sag/fund/behold") == [sent]
    assert re.search(r'href="/sag\?modtager=chefforum#[^"]+">Fortryd', answer.text)
    assert hr.send("/sag/fund/behold", **sent | {"begrundelse": "Det er fra KRL."}).status_code == 303


def test_the_text_for_the_proof_reader_comes_back(hr: Writer) -> None:
    told = {"udgivelse": "2022-06", "modtager": "chefforum", "tekst": "Så mange <b>fratrådte</b>."}
    token = re.search(rf'name="{forms.FIELD}" value="([^"]+)"', hr.get("/handlinger/skriv").text)[1]
    data = {forms.FIELD: token} | told | {"fil": (io.BytesIO(b"en tekst"), "sag.txt")}
    answer = ask(hr.client, "/sag/korrektur", roles.HR, "POST", data=data, content_type="multipart/form-data")
    assert answer.status_code == 422 and forms_to(answer.text, "/sag/korrektur") == [told]


# --- the half-year refresh


@pytest.fixture(scope="module")
def refreshed(tmp_path_factory: pytest.TempPathFactory) -> Officer:
    """HR after a publication, with one import more that changes what was published."""
    office = empty_office(tmp_path_factory.mktemp("data"))
    site = app.create_app(app.Settings(office.store.folder, example=False, office=office))
    officer = Officer(site.server.extensions[PLACE], site.server.test_client())
    files = june()
    lines = files["ansaettelser.csv"].splitlines(keepends=True)
    for content, reason in ((files, ""), (files | {"ansaettelser.csv": b"".join(lines[:-400])}, "Rettet")):
        at = officer.draft(content)
        while found := re.findall(r'name="fund" value="(\d+)">\s*<label', officer.get(f"{at}/fund").text):
            officer.post(f"{at}/godkend", fund=found[0], begrundelse="Set efter")
        assert officer.post(f"{at}/gem").status_code == 303
        if not reason:
            published(officer, AS_OF, "2022-06")
    return officer


def test_the_days_that_were_given_with_the_files_come_back(refreshed: Officer) -> None:
    given = {"as_of": "2022-06-29", "drawn": "2022-08-01", "covers_from": "2015-01-01", "on": "2022-06-30"}
    for broken in ({}, {"as_of": ""}, {"as_of": AS_OF}):
        answer = refreshed.send({}, **given | broken)
        assert answer.status_code == 422
        assert forms_to(answer.text, "/data/ny") == [given | broken]


def test_a_reason_is_not_lost_and_its_person_number_is_not_shown(refreshed: Officer) -> None:
    at = refreshed.draft(june(), drawn="")
    key = refreshed.room.office.imports.ids()[-1]
    for page, address in (
        (f"{at}/fund", f"{at}/godkend"),
        (f"/data/udgiv/{AS_OF}/udgiv", f"/data/udgiv/{AS_OF}/godkend"),
        (f"/data/udgiv/{AS_OF}/forskel", f"/data/udgiv/{AS_OF}/begrundelse"),
        (f"/data/import/{key}", f"/data/import/{key}/tilbage"),
    ):
        shown = [one for one in forms_to(refreshed.get(page).text, address) if "begrundelse" in one]
        assert shown and {one["begrundelse"] for one in shown} == {""}, page
        sent = shown[-1] | {"begrundelse": WITH_NUMBER}
        answer = refreshed.post(address, **sent)
        assert answer.status_code == 422 and NUMBER not in answer.text, address
        back = [one for one in forms_to(answer.text, address) if "begrundelse" in one]
        assert back == [*shown[:-1], sent | {"begrundelse": WITHOUT}], address


def test_the_reason_for_erasing_comes_back_and_the_number_never(refreshed: Officer) -> None:
    sent = {"slet": "ja", "nummer": "", "begrundelse": "Efter anmodning"}
    answer = refreshed.post("/data/person", **sent)
    assert answer.status_code == 422 and sent in forms_to(answer.text, "/data/person")
    answer = refreshed.post("/data/person", slet="ja", nummer=NUMBER, begrundelse="")
    assert answer.status_code == 422 and NUMBER not in answer.text


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Officer]:
    office = empty_office(tmp_path)
    site = app.create_app(app.Settings(office.store.folder, example=False, office=office))
    yield Officer(site.server.extensions[PLACE], site.server.test_client())


def test_an_answer_that_was_refused_comes_back(fresh: Officer) -> None:
    at = fresh.draft({"liste.csv": text_of([LISTED])})
    asked = forms_to(fresh.get(f"{at}/fund").text, f"{at}/svar")
    (shown,) = [one for one in asked if one["spoergsmaal"].startswith("Opgørelsesdato")]
    sent = shown | {"svar": "engang i juni"}
    answer = fresh.post(f"{at}/svar", **sent)
    assert answer.status_code == 422 and sent in forms_to(answer.text, f"{at}/svar")


def test_a_kept_answer_that_is_changed_to_none_is_open_where_it_was(fresh: Officer) -> None:
    at = fresh.draft({"løn.csv": text_of(degrees("80", "100"))})
    shown = next(one for one in forms_to(fresh.get(f"{at}/fund").text, f"{at}/svar") if "Beskæft" in one["spoergsmaal"])
    assert fresh.post(f"{at}/svar", **shown | {"svar": "procent"}).status_code == 303
    fresh.get(f"{at}/fund")
    answer = fresh.post("/data/svar", **shown | {"svar": "gæt"})
    assert answer.status_code == 422 and answer.text.count("<details open>") == 1


# --- every form is tried above


ONE_BUTTON = {
    "/data/kladde/<draft>/igen": "nothing is typed",
    "/data/kladde/<draft>/gem": "nothing is typed",
    "/data/kladde/<draft>/kasser": "nothing is typed",
    "/data/udgiv/<as_of>/udgiv": "nothing is typed",
    "/data/referencefiler": "files alone, which a browser does not give back",
    "/data/referencefiler/kladde/<draft>/brug": "nothing is typed",
    "/data/referencefiler/kladde/<draft>/kasser": "nothing is typed",
    "/sag/saetning/valg": "a button each",
    "/sag/fund/ret": "a button",
    "/sag/kommentar/<int:comment>/vis": "a button each",
    "/sag/kommentar/<int:comment>/modtagere": "ticks, of which none is wrong",
    "/handlinger/<int:line>/modtagere": "ticks, of which none is wrong",
}
TRIED = {
    *("/handlinger/skriv", "/handlinger/<int:line>/opfoelgning", "/sag/kommentar", "/sag/korrektur"),
    *("/sag/saetning/ret", "/sag/saetning/egen", "/sag/fund/behold", "/data/ny", "/data/person", "/data/svar"),
    *("/data/kladde/<draft>/godkend", "/data/kladde/<draft>/svar", "/data/import/<key>/tilbage"),
    *("/data/udgiv/<as_of>/begrundelse", "/data/udgiv/<as_of>/godkend"),
    "/data/kladde/<draft>/placer",  # in test_placing_page.py
}


def test_there_is_no_other_form() -> None:
    assert {*data_routes.POST, *writing_routes.POST} == {*ONE_BUTTON, *TRIED}


# --- the way back


def back_of(page: str) -> str | None:
    found = re.search(r'<a href="([^"]*)">Gå tilbage', page)
    return found[1].replace("&amp;", "&") if found else None


def sent_from(hr: Writer, address: str, page: str | None, **told: str):
    headers = {"Referer": page} if page else {}
    return ask(hr.client, address, roles.HR, "POST", headers=headers, data=told)


def test_an_expired_form_leads_back_with_what_was_written(hr: Writer) -> None:
    page = "/handlinger/skriv?noegletal=turnover&udgivelse=2022-06"
    answer = sent_from(
        hr, "/sag/kommentar", PUBLIC_ADDRESS + page, tekst="En <lang> tekst", note=WITH_NUMBER, nummer=NUMBER
    )
    assert answer.status_code == 403 and back_of(answer.text) == page
    assert "En &lt;lang&gt; tekst" in answer.text and WITHOUT in answer.text and NUMBER not in answer.text


@pytest.mark.parametrize(
    "page",
    [
        None,
        "https://ondt.dk/sag",
        f"{PUBLIC_ADDRESS}//ondt.dk/sag",
        f"{PUBLIC_ADDRESS}/findes-ikke",
        "javascript:1",
        "",
    ],
)
def test_the_way_back_is_one_of_our_own_pages(hr: Writer, page: str | None) -> None:
    answer = sent_from(hr, "/sag/saetning/valg", page, tekst="Noget")
    assert answer.status_code == 403
    assert back_of(answer.text) == "/sag" and "ondt" not in answer.text
    assert ("Noget" in answer.text) == (page is not None and page.startswith(PUBLIC_ADDRESS))


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/handlinger/1/modtagere", "/handlinger"),
        ("/handlinger/skriv", "/handlinger/skriv"),
        ("/sag/fund/behold", "/sag"),
        ("/data/svar", "/data"),
        ("/data/import/x/tilbage", "/data/import/x"),
        ("/data/udgiv/2022-06-30/godkend", "/data/udgiv/2022-06-30"),
    ],
)
def test_without_a_word_of_where_it_came_from_the_page_above_is_the_way(
    hr: Writer, address: str, expected: str
) -> None:
    answer = sent_from(hr, address, None)
    assert answer.status_code == 403 and back_of(answer.text) == expected


def test_what_is_gone_leads_back_to_the_paper_as_it_was_asked_for(hr: Writer) -> None:
    page = "/sag?modtager=chefforum&pile=2022"
    token = re.search(rf'name="{forms.FIELD}" value="([^"]+)"', hr.get("/handlinger/skriv").text)[1]
    told = {forms.FIELD: token, "modtager": "chefforum", "fund": "0" * 12, "begrundelse": "Derfor"}
    answer = sent_from(hr, "/sag/fund/behold", PUBLIC_ADDRESS + page, **told)
    assert answer.status_code == 409 and back_of(answer.text) == page and "Derfor" in answer.text
    told = {forms.FIELD: token, "udgivelse": "2019-06", "tekst": "Min kommentar"}
    answer = sent_from(hr, "/sag/kommentar", f"{PUBLIC_ADDRESS}/sag/kommentar?sted=tabel-1", **told)
    assert answer.status_code == 404 and back_of(answer.text) == "/sag/kommentar" and "Min kommentar" in answer.text


def test_a_draft_that_is_gone_gives_back_the_reason(fresh: Officer) -> None:
    answer = fresh.client.post(
        "/data/kladde/vaek/godkend",
        base_url=HERE,
        headers={"Referer": f"{HERE}/data/kladde/vaek/fund"},
        data={forms.FIELD: fresh.token, "fund": "1", "begrundelse": "Skolerne er vokset"},
    )
    assert answer.status_code == 410 and "Skolerne er vokset" in answer.text and 'href="/data/ny"' in answer.text


def test_a_wrong_address_leads_no_further_than_there_are_pages(hr: Writer) -> None:
    assert back_of(hr.get("/hent/2022-06/findes-ikke.csv").text) is None
    assert back_of(hr.get("/data/skabelon/ukendt.xlsx").text) == "/data"
