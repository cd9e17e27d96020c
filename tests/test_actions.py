"""Decisions, actions and comments: the figure then and since, who may write what, and what each audience sees of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import dash
import pytest
from publications_for_tests import COUNTS, small_publication
from test_roles import PROXY_PEER, PUBLIC_ADDRESS, ask, callback, denied, office_of

import app
from kpi.definitions.breaks import Break, Changed, as_json
from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Status
from kpi.papers import recipients
from kpi.papers.comments import comments_for
from kpi.papers.comparisons import since as movement
from kpi.papers.follow_up.actions import NO_STATUS, Written, decided_before, interpreted, narrowed, rows
from kpi.papers.paper import ATTRACT, RETAIN
from kpi.papers.series import Point
from kpi.papers.table import Cell
from kpi.publications.journal import DECISIONS, RECIPIENTS, Journal
from kpi.publications.publication import Publication
from kpi.refreshing.office import Office
from layouts import gate
from layouts.door import forms, roles

NUMBER = "010190-1234"
TODAY = date(2022, 11, 1)
EARLIER, NOW, CORRECTED = "2021-12", "2022-06", "2022-06-2"
DIRECTORS = {"who": "Bo Lund", "role": "direktion"}
HR = {"who": "Anne Holm", "role": "hr"}
AT = datetime(2022, 3, 14, 9, 0)
ACTION = {
    "slags": "handling",
    "noegletal": "left_within_3m",
    "faggruppe": "laerere",
    "tekst": "Samtale efter fire uger",
    "ansvarlig": "Skoler",
    "frist": "2022-12-31",
}


# --- a figure then and since


def point(start: str, end: str, value: float | None, label: str, **cell: str) -> Point:
    if value is None:
        return Point(label, start, end, Cell("*", status=Status.SUPPRESSED, spoken="skjult, for få personer"))
    return Point(label, start, end, Cell(f"{value:.1f}".replace(".", ","), value, 1, **cell))


YEAR, ROLLING = ("2020-12-31", "2021-12-31"), ("2021-06-30", "2022-06-30")
HALF, HALF_AFTER = ("2021-12-31", "2022-06-30"), ("2022-12-31", "2023-06-30")
DAY, DAY_AFTER, A_YEAR_ON = ("2021-12-31",) * 2, ("2022-06-30",) * 2, ("2022-12-31",) * 2

SINCE = [
    # measure, then, since, sign, words
    ("turnover", point(*YEAR, 17.2, "2021"), point(*ROLLING, 19.8, "Jun. 2022"), "⊘",
     "for tidligt at sige: de to perioder har 6 måneder til fælles"),
    ("left_within_3m", point(*YEAR, 32.6, "2021"), point(*HALF, 37.5, "Jun. 2022"), "⊘",
     "for tidligt at sige: et halvt år mod et helt"),
    ("left_within_3m", point(*HALF, 37.5, "Jun. 2022"), point("2021-12-31", "2022-12-31", 30.0, "2022"), "⊘",
     "for tidligt at sige: de to perioder har 6 måneder til fælles"),
    ("left_within_3m", point(*HALF, 37.5, "Jun. 2022"), point(*HALF_AFTER, 30.0, "Jun. 2023"), "↓",
     "faldet 7,5 procentpoint, forbedret"),
    ("full_time_share", point(*DAY, 38.9, "2021"), point(*DAY_AFTER, 37.8, "Jun. 2022"), "↓",
     "faldet 1,1 procentpoint, forværret"),
    ("full_time_share", point(*DAY, 38.9, "2021"), point(*DAY_AFTER, 38.9, "Jun. 2022"), "↔", "uændret"),
    ("weekly_hours", point(*DAY, 34.86, "2021"), point(*DAY_AFTER, 35.1, "Jun. 2022"), "↑",
     "steget 0,2 timer, forbedret"),
    ("full_time_share", point(*DAY, None, "2021"), point(*DAY_AFTER, 37.8, "Jun. 2022"), "⊘",
     "2021: skjult, for få personer"),
    ("full_time_share", point(*DAY, 38.9, "2021"), point(*DAY_AFTER, None, "Jun. 2022"), "⊘",
     "jun. 2022: skjult, for få personer"),
    ("full_time_share", point(*DAY, 38.9, "2021"), point(*A_YEAR_ON, 30.1, "2022", sign="clear_down"), "▼",
     "tydeligt fald, forværret"),
    ("full_time_share", point(*DAY, 38.9, "2021"), point(*DAY_AFTER, 37.8, "Jun. 2022", sign="down"), "↓",
     "mod samme tid året før: ned, inden for normal variation"),
    ("full_time_share", point(*DAY, 38.9, "2021"), point(*A_YEAR_ON, 30.1, "2022", sign="too_few"), "●",
     "for få til at vurdere"),
    ("full_time_share", point(*DAY, 38.9, "2021"),
     point(*A_YEAR_ON, 30.1, "2022", sign="not_comparable", reason="brud i serien"), "⊘", "brud i serien"),
]  # fmt: skip


@pytest.mark.parametrize(("measure", "then", "now", "sign", "words"), SINCE, ids=[case[4] for case in SINCE])
def test_a_figure_is_judged_only_as_far_as_its_periods_and_its_evidence_go(
    monkeypatch, measure: str, then: Point, now: Point, sign: str, words: str
) -> None:
    before, after = earlier(), small_publication()
    monkeypatch.setattr(movement, "series", lambda publication, *_: (then if publication is before else now,))
    monkeypatch.setattr(movement, "latest_of", lambda publication, *_: then if publication is before else now)
    place = {"measure": measure, "staff_group": "laerere", "period_end": then.end}
    found = movement.since(before, after, "intern", place)
    assert (found.words, found.sign) == (words, sign)
    assert found.assessment == ("worse" if "tydeligt" in words else ""), "only what is clear takes colour"
    assert found.then == movement.told(then, BY_KEY[measure]) and found.since == movement.told(now, BY_KEY[measure])


def test_a_figure_is_told_with_unit_mark_and_period() -> None:
    half = point(*HALF, 37.5, "Jun. 2022", mark="(f)")
    assert movement.told(half, BY_KEY["left_within_3m"]) == "37,5\u00a0% (f) i 1. halvår 2022"
    assert movement.told(point(*ROLLING, 19.8, "Jun. 2022"), BY_KEY["turnover"]) == "19,8\u00a0% i jun. 2022"
    assert movement.told(point(*DAY, 34.8, "2021"), BY_KEY["weekly_hours"]) == "34,8\u00a0timer i 2021"
    assert movement.told(point(*DAY, None, "2021"), BY_KEY["weekly_hours"]) == "* i 2021"


def earlier() -> Publication:
    return small_publication(EARLIER, as_of=date(2021, 12, 31))


def with_value(publication: Publication, measure: str, group: str, end: str, value: float) -> Publication:
    """The publication with one figure changed, as an amendment would have it."""
    figures = {}
    for audience, frame in publication.figures.items():
        here = (frame["measure"] == measure) & (frame["group"] == group) & (frame["period_end"] == end)
        assert here.any()
        figures[audience] = frame.assign(value=frame["value"].mask(here, value))
    return replace(publication, figures=figures)


def test_a_later_publication_gives_the_figure_since_and_the_same_one_none() -> None:
    """Counts 316/364 at the end of the first column, 310/352 at the last: 86,8 and 88,1 percent."""
    before, now = earlier(), small_publication()
    assert COUNTS["laerere"][3][0] == (316, 364) and COUNTS["laerere"][3][2] == (310, 352)
    place = {"measure": "full_time_share", "staff_group": "laerere", "period_end": "2020-12-31"}
    found = movement.since(before, now, "intern", place)
    assert (found.then, found.since) == ("86,8\u00a0% i 2020", "88,1\u00a0% i jun. 2022")
    assert found.words == "steget 1,3 procentpoint, forbedret"
    last = place | {"period_end": "2022-06-30"}
    assert movement.since(now, now, "intern", last) == movement.Since(
        "88,1\u00a0% i jun. 2022", "", "tallet er ikke opgjort siden"
    )
    corrected = with_value(now, "full_time_share", "laerere", "2022-06-30", 87.0)
    found = movement.since(now, corrected, "intern", last)
    assert (found.since, found.words) == ("87,0\u00a0% i jun. 2022", "tallet er rettet siden")
    assert movement.since(now, now, "intern", place | {"measure": ""}) is None
    assert movement.since(None, now, "intern", place) is None
    gone = replace(now, figures={name: frame[frame["group"] != "laerere"] for name, frame in now.figures.items()})
    assert movement.since(before, gone, "intern", place).words == "tallet findes ikke i den viste udgivelse"


def test_a_break_between_then_and_now_parts_the_figures_and_says_why() -> None:
    before, now = earlier(), small_publication()
    place = {"measure": "full_time_share", "staff_group": "laerere", "period_end": "2020-12-31"}
    moved = Break("", date(2021, 5, 1), "børnehaveklasserne er flyttet", Changed.POPULATION, ("laerere",))
    broken = replace(now, definitions=now.definitions | {"breaks": as_json([moved])})
    found = movement.since(before, broken, "intern", place)
    assert (found.since, found.sign, found.assessment) == ("88,1\u00a0% i jun. 2022", "⊘", "")
    assert found.words == "kan ikke sammenlignes: børnehaveklasserne er flyttet"
    assert movement.since(before, broken, "intern", place | {"staff_group": "alle"}).sign != "⊘"
    later = replace(now, definitions=now.definitions | {"breaks": as_json([replace(moved, from_day=date(2022, 7, 1))])})
    assert movement.since(before, later, "intern", place).words == "steget 1,3 procentpoint, forbedret"
    measures = [one | {"numerator": "noget andet"} for one in now.definitions["indicators"]]
    otherwise = replace(now, definitions=now.definitions | {"indicators": measures})
    found = movement.since(before, otherwise, "intern", place)
    assert found.words == "kan ikke sammenlignes: tælleren er nu noget andet"


def test_a_figure_that_is_hidden_from_the_public_is_hidden_then_and_since() -> None:
    place = {"measure": "full_time_share", "staff_group": "faa", "period_end": "2021-12-31"}
    found = movement.since(earlier(), small_publication(), "offentlig", place)
    assert found.then.startswith("* i ") and found.since.startswith("* i ") and "skjult" in found.words


# --- rows


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "store")


def filled(journal: Journal) -> None:
    at_cell = {"publication": EARLIER, "measure": "left_within_3m", "staff_group": "laerere"}
    at_cell |= {"period_end": "2021-12-31"}
    journal.decide("handling", "Samtale", **DIRECTORS, **at_cell, responsible="Skoler", due="2022-10-31", at=AT)
    journal.decide("beslutning", "Flere timer", **DIRECTORS, publication=EARLIER, staff_group="faa", at=AT)
    journal.decide(
        "fortolkning", "Mange nye", **DIRECTORS, publication=NOW, measure="adverts", staff_group="alle", at=AT
    )
    journal.decide("handling", "Senere", **HR, publication=CORRECTED, responsible="HR", due="2023-06-30", at=AT)
    journal.decide("handling", "Første runde", **HR, about=1, status="i gang", at=AT)
    journal.decide("handling", "Note til noten", **HR, about=5, at=AT)
    journal.choose(DECISIONS, 1, ["oekonomiudvalget"], **HR)


PUBLICATIONS = {EARLIER: earlier(), NOW: small_publication()}


def written(journal: Journal, today: date = TODAY) -> Written:
    return Written(journal.decisions(), journal.choices(DECISIONS), PUBLICATIONS.get, today)


def test_rows_stand_newest_first_with_status_notes_and_what_is_late(journal: Journal) -> None:
    filled(journal)
    found = rows(PUBLICATIONS[NOW], "intern", written(journal))
    assert [row.text for row in found] == ["Mange nye", "Flere timer", "Samtale"], (
        "later publications are not there yet"
    )
    reading, decision, action = found
    assert (reading.place, reading.status, reading.is_open) == ("Jobannoncer publiceret, i alt", "", False)
    assert (decision.place, decision.status, decision.is_open, decision.is_late) == (
        "Få personer",
        NO_STATUS,
        True,
        False,
    )
    assert (action.status, action.due, action.is_late) == ("i gang", date(2022, 10, 31), True)
    assert [one.text for one in action.followed] == ["Første runde", "Note til noten"]
    assert action.figure.words == "for tidligt at sige: et halvt år mod et helt" and decision.figure is None
    on_the_day = rows(PUBLICATIONS[NOW], "intern", written(journal, date(2022, 10, 31)))
    assert not on_the_day[2].is_late
    assert (reading.aim, decision.aim, action.aim) == (ATTRACT, "", RETAIN)
    assert narrowed(found, aim=RETAIN) == (action,) == narrowed(found, staff_group="laerere")
    assert narrowed(found, is_open=True) == (decision, action) and narrowed(found, measures=["adverts"]) == (reading,)


@pytest.mark.parametrize(("status", "is_open"), [("i gang", True), ("udført", False), ("opgivet", False)])
def test_the_latest_status_holds(journal: Journal, status: str, is_open: bool) -> None:
    filled(journal)
    journal.decide("handling", "", **HR, about=1, status="opgivet" if is_open else "i gang")
    journal.decide("handling", "", **HR, about=1, status=status)
    journal.decide("handling", "En note uden status", **HR, about=1)
    action = rows(PUBLICATIONS[NOW], "intern", written(journal))[-1]
    assert (action.status, action.is_open, action.is_late) == (status, is_open, is_open)


def test_what_is_retracted_is_gone_from_every_page(journal: Journal) -> None:
    filled(journal)
    journal.decide("handling", "", **HR, about=1, status="trukket tilbage")
    assert "Samtale" not in [row.text for row in rows(PUBLICATIONS[NOW], "intern", written(journal))]
    assert rows(PUBLICATIONS[NOW], "offentlig", written(journal)) == ()


def test_the_public_has_what_hr_chose_without_names_and_notes(journal: Journal) -> None:
    filled(journal)
    (row,) = rows(PUBLICATIONS[NOW], "offentlig", written(journal))
    assert (row.text, row.who, row.followed, row.status) == ("Samtale", "", (), "i gang")
    journal.choose(DECISIONS, 1, ["direktionen", "chefforum", "hovedudvalget"], **HR)
    assert rows(PUBLICATIONS[NOW], "offentlig", written(journal)) == ()


def test_what_was_decided_before_is_last_times_and_what_is_still_open(journal: Journal) -> None:
    for key, text in ((EARLIER, "lukket før"), (EARLIER, "åben før"), (NOW, "lukket sidst"), (NOW, "åben sidst")):
        line = journal.decide("handling", text, **HR, publication=key)
        if text.startswith("lukket"):
            journal.decide("handling", "", **HR, about=line, status="udført")
    journal.decide("fortolkning", "ikke besluttet", **HR, publication=NOW)
    next_time = small_publication("2022-12", as_of=date(2022, 12, 31))
    texts = [row.text for row in decided_before(next_time, "intern", written(journal))]
    assert texts == ["åben sidst", "lukket sidst", "åben før"]
    assert [row.text for row in decided_before(PUBLICATIONS[NOW], "intern", written(journal))] == [
        "åben før",
        "lukket før",
    ]
    assert decided_before(PUBLICATIONS[EARLIER], "intern", written(journal)) == ()


def test_an_interpretation_goes_with_the_paper_of_its_own_date_and_of_those_that_are_chosen(journal: Journal) -> None:
    for key, kind, text in (
        (EARLIER, "fortolkning", "sidst"),
        (NOW, "fortolkning", "først"),
        (NOW, "handling", "ingen fortolkning"),
        (NOW, "fortolkning", "så"),
    ):
        journal.decide(kind, text, **HR, publication=key, measure="turnover")

    def told(publication, audience: str, recipient: str) -> list[str]:
        return [row.text for row in interpreted(publication, audience, written(journal), recipient)]

    assert told(PUBLICATIONS[NOW], "intern", "direktionen") == ["først", "så"]
    assert told(small_publication(f"{NOW}-2"), "intern", "chefforum") == ["først", "så"]
    assert told(PUBLICATIONS[EARLIER], "intern", "direktionen") == ["sidst"]
    assert told(PUBLICATIONS[NOW], "offentlig", "oekonomiudvalget") == []
    journal.choose(DECISIONS, 2, ["oekonomiudvalget"], **HR)
    assert told(PUBLICATIONS[NOW], "intern", "direktionen") == ["så"]
    assert told(PUBLICATIONS[NOW], "offentlig", "oekonomiudvalget") == ["først"]


def test_a_line_goes_with_the_papers_of_those_inside_until_hr_chooses(journal: Journal) -> None:
    """Nothing that was decided is left out of the directors' paper by forgetting, and nothing becomes public by it."""
    lines = {
        text: journal.decide("handling", text, **HR, publication=key)
        for key, text in ((EARLIER, "før"), (NOW, "sidst"), (NOW, "valgt fra"), (NOW, "valgt til"))
    }
    next_time = small_publication("2022-12", as_of=date(2022, 12, 31))

    def told(recipient: str) -> list[str]:
        return [row.text for row in decided_before(next_time, "intern", written(journal), recipient)]

    assert told("direktionen") == told("chefforum") == ["valgt til", "valgt fra", "sidst", "før"]
    assert told("hovedudvalget") == told("oekonomiudvalget") == []
    assert rows(next_time, "offentlig", written(journal)) == ()
    journal.choose(DECISIONS, lines["valgt fra"], [], **HR)
    journal.choose(DECISIONS, lines["valgt til"], ["hovedudvalget"], **HR)
    assert told("direktionen") == told("chefforum") == ["sidst", "før"]
    assert told("hovedudvalget") == ["valgt til"]


def test_comments_for_a_recipient_are_those_that_hr_chose_and_nobody_hid(journal: Journal) -> None:
    for key, place in ((NOW, "tabel-3"), (NOW, ""), (CORRECTED, ""), (EARLIER, "")):
        journal.comment(key, f"{key} {place}", **DIRECTORS, place=place, at=AT)
    for line in (1, 2, 3, 4):
        journal.choose("comments", line, ["direktionen"], **HR)
    assert [one.line for one in comments_for(journal, NOW, "direktionen")] == [1, 2], "not those of the amendment"
    assert [one.line for one in comments_for(journal, CORRECTED, "direktionen")] == [1, 2, 3]
    assert comments_for(journal, NOW, "chefforum") == ()
    journal.show(1, False)
    journal.choose("comments", 2, ["chefforum"], **HR)
    assert comments_for(journal, NOW, "direktionen") == ()
    (one,) = comments_for(journal, NOW, "chefforum")
    assert (one.who, one.role, one.at, one.place, one.text) == ("Bo Lund", "direktion", AT, "", f"{NOW} ")


# --- the forms, as people of each role meet them


@dataclass
class Writer:
    """Somebody who fills in forms."""

    site: dash.Dash
    office: Office
    role: str

    def __post_init__(self) -> None:
        self.client = self.site.server.test_client()

    def get(self, address: str):
        return ask(self.client, address, self.role)

    def page(self, path: str, search: str = "") -> str:
        """What Dash's page holds, as text."""
        return json.dumps(callback(self.site, path, self.role, search).json, ensure_ascii=False)

    def send(self, address: str, **told: str | list[str]):
        if forms.FIELD not in told:
            form = self.get("/sag/kommentar" if self.role == roles.CHIEF else "/handlinger/skriv")
            token = re.search(rf'name="{forms.FIELD}" value="([^"]+)"', form.text)
            told |= {forms.FIELD: token[1] if token else ""}
        return ask(self.client, address, self.role, "POST", data=told)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = office_of(tmp_path)
    office.store.add(earlier())
    return office


@pytest.fixture
def site(office: Office) -> Iterator[dash.Dash]:
    site = app.create_app(app.Settings(office.store.folder, example=False, office=office))
    site.server.test_client().get("/", base_url=PUBLIC_ADDRESS, environ_overrides={"REMOTE_ADDR": PROXY_PEER})
    yield site


@pytest.fixture
def writers(site: dash.Dash, office: Office) -> dict[str, Writer]:
    return {role: Writer(site, office, role) for role in roles.NAMES}


def alert(answer) -> str:
    return " ".join(re.findall(r'role="alert"><strong>.*?</strong> (.*?)</p>', answer.text))


def test_an_action_is_written_listed_followed_up_and_chosen(writers: dict[str, Writer], office: Office) -> None:
    director, hr, reader = (writers[role] for role in (roles.DIRECTION, roles.HR, roles.READER))
    form = director.get("/handlinger/skriv?noegletal=left_within_3m&faggruppe=laerere&udgivelse=2022-06")
    assert form.status_code == 200 and "Tallet er 16,7\u00a0% (f) i 1. halvår 2022." in form.text
    led = director.send("/handlinger/skriv", **ACTION)
    assert (led.status_code, led.headers["Location"]) == (303, "/handlinger?gemt=1#linje-1")
    line = office.journal.decisions()[0]
    assert line | {"at": ""} == {
        "id": 1, "at": "", "who": "anna", "role": "direktion", "kind": "handling", "publication": "2022-06",
        "measure": "left_within_3m", "staff_group": "laerere", "period_end": "2022-06-30", "responsible": "Skoler",
        "text": "Samtale efter fire uger", "due": "2022-12-31", "about": None, "status": "",
    }  # fmt: skip
    listed = director.page("/handlinger", "?gemt=1")
    for told in ("Gemt: «Samtale efter fire uger»", "31. december 2022", "Skoler", "ingen status endnu", "overskredet"):
        assert told in listed, told
    assert "Samtale" not in reader.page("/handlinger") and "Samtale" not in hr.page("/handlinger", "?visning=offentlig")

    assert director.send("/handlinger/1/opfoelgning", status="i gang", note="Halvdelen er holdt.").status_code == 303
    assert "Halvdelen er holdt." in hr.page("/handlinger") and "ingen status endnu" not in hr.page("/handlinger")
    assert hr.send("/handlinger/1/modtagere", modtager=["oekonomiudvalget", "pressen"]).status_code == 303
    assert office.journal.choices(DECISIONS) == {1: ("oekonomiudvalget",)}
    public = reader.page("/handlinger")
    assert "Samtale efter fire uger" in public and "i gang" in public
    assert "anna" not in public and "Halvdelen" not in public and "opfoelgning" not in public
    log = [(one["role"], one["action"], one["target"], one["outcome"], one["detail"]) for one in office.journal.audit()]
    assert [one for one in log if one[1] in (gate.WRITING, gate.CHOICE)] == [
        ("direktion", "skrivning", "handling 1 i 2022-06", "gennemført", ""),
        ("direktion", "skrivning", "opfølgning på handling 1", "gennemført", ""),
        ("hr", "valg", "handling 1", "gennemført", "Økonomiudvalget"),
    ]


REFUSED = [
    # what was filled in, what is told
    ({"slags": ""}, "Vælg, om det er"),
    ({"slags": "dom"}, "Vælg, om det er"),
    ({"tekst": "  \n "}, "Skriv en tekst."),
    ({"tekst": "x" * 2001}, "feltet tekst: højst 2.000 tegn"),
    ({"ansvarlig": ""}, "En handling skal have en ansvarlig og en frist"),
    ({"frist": ""}, "En handling skal have en ansvarlig og en frist"),
    ({"frist": "31-02-2022"}, "Fristen er ikke en dato"),
    ({"frist": "snart"}, "Fristen er ikke en dato"),
    ({"slags": "fortolkning"}, "En fortolkning har hverken ansvarlig eller frist"),
    ({"noegletal": "ukendt"}, "Nøgletallet findes ikke"),
    ({"faggruppe": "ukendt"}, "Faggruppen findes ikke"),
    ({"noegletal": "adverts"}, "«Jobannoncer publiceret» findes ikke for"),
    ({"faggruppe": "Skole"}, "findes ikke for «Skole». Vælg en faggruppe"),
    ({"noegletal": "", "kolonne": "2021-12-31"}, "Vælg et nøgletal til kolonnen"),
    ({"kolonne": "2022-03-31"}, "har ikke den kolonne"),
    ({"tekst": f"Tal med {NUMBER}"}, "Der står noget i teksten, som ligner et personnummer"),
    ({"ansvarlig": NUMBER}, "Der står noget i feltet ansvarlig, som ligner et personnummer"),
]


@pytest.mark.parametrize(("changed", "told"), REFUSED, ids=[told for _, told in REFUSED])
def test_what_cannot_be_kept_is_said_and_stays_in_the_form(
    writers: dict[str, Writer], office: Office, changed: dict, told: str
) -> None:
    sent = ACTION | changed
    answer = writers[roles.DIRECTION].send("/handlinger/skriv", **sent)
    assert answer.status_code == 422 and told in alert(answer)
    assert office.journal.decisions() == []
    assert sent["tekst"].strip() in answer.text and f'value="{sent["ansvarlig"]}"' in answer.text
    assert NUMBER not in repr(office.journal.audit())
    if NUMBER in repr(changed):
        line = office.journal.audit(action=gate.WRITING)[0]
        told = (line["target"], line["outcome"], line["detail"])
        assert told == ("handling i 2022-06", "nægtet", "ligner et personnummer")


WHERE = [
    # measure, row, column -> what the journal keeps
    (("", "", ""), ("", "", "")),
    (("", "laerere", ""), ("", "laerere", "")),
    (("turnover", "", ""), ("turnover", "alle", "2022-06-30")),
    (("adverts", "alle", ""), ("adverts", "alle", "2022-03-31")),
    (("adverts_without_hire", "Skole", "2022-03-31"), ("adverts_without_hire", "Skole", "2022-03-31")),
    (("weekly_hours", "faa", "2020-12-31"), ("weekly_hours", "faa", "2020-12-31")),
]


@pytest.mark.parametrize(("chosen", "kept"), WHERE)
def test_something_can_be_written_at_a_cell_a_group_or_the_whole(
    writers: dict[str, Writer], office: Office, chosen: tuple, kept: tuple
) -> None:
    place = dict(zip(("noegletal", "faggruppe", "kolonne"), chosen, strict=True))
    answer = writers[roles.HR].send("/handlinger/skriv", slags="fortolkning", tekst="Sådan", **place)
    assert answer.status_code == 303, alert(answer)
    line = office.journal.decisions()[0]
    assert (line["measure"], line["staff_group"], line["period_end"]) == kept


@pytest.mark.parametrize("typed", ["2023-03-01", "01-03-2023", "1.3.2023", "1/3/2023"])
def test_a_due_date_is_kept_as_iso_and_shown_in_danish(writers: dict[str, Writer], office: Office, typed: str) -> None:
    assert writers[roles.HR].send("/handlinger/skriv", **ACTION | {"frist": typed}).status_code == 303
    assert office.journal.decisions()[0]["due"] == "2023-03-01"
    assert "1. marts 2023" in writers[roles.CHIEF].page("/handlinger")


FORMS = {
    "/handlinger/skriv": (ACTION, roles.WRITERS),
    "/handlinger/1/opfoelgning": ({"note": "x"}, roles.WRITERS),
    "/handlinger/1/modtagere": ({"modtager": "direktionen"}, roles.ONLY_HR),
    "/sag/kommentar": ({"tekst": "x"}, roles.INSIDE),
    "/sag/kommentar/1/modtagere": ({"modtager": "direktionen"}, roles.ONLY_HR),
    "/sag/kommentar/1/vis": ({"vis": "nej"}, roles.ONLY_HR),
}
ALLOWED = {
    "/handlinger/skriv": {"hr", "direktion"},
    "/handlinger/1/opfoelgning": {"hr", "direktion"},
    "/handlinger/1/modtagere": {"hr"},
    "/sag/kommentar": {"hr", "direktion", "chef"},
    "/sag/kommentar/1/modtagere": {"hr"},
    "/sag/kommentar/1/vis": {"hr"},
}


def test_the_form_says_whose_papers_it_goes_with_and_the_line_says_it_too(writers: dict[str, Writer]) -> None:
    hr = writers[roles.HR]
    form = hr.get("/handlinger/skriv").text
    assert "følger sagen til Direktionen og Chefforum, til HR vælger andet" in form
    assert "Økonomiudvalgets sag er offentlig" in form
    assert hr.send("/handlinger/skriv", **ACTION, udgivelse=NOW).status_code == 303
    assert "Følger sagen til Direktionen og Chefforum" in placed(hr.page("/handlinger"))
    assert ACTION["tekst"] not in writers[roles.READER].page("/handlinger")
    ticked = re.findall(r'value="(\w+)" checked', hr.get("/handlinger/1/opfoelgning").text)
    assert ticked == ["direktionen", "chefforum"]
    assert hr.send("/handlinger/1/modtagere").status_code == 303
    assert "Følger ingen sag" in placed(hr.page("/handlinger"))


def test_each_form_is_for_its_roles_with_a_token_from_our_own_page(writers: dict[str, Writer], office: Office) -> None:
    office.journal.decide("handling", "Samtale", **DIRECTORS, publication=NOW)
    office.journal.comment(NOW, "Se her", **DIRECTORS)
    for address, (told, allowed) in FORMS.items():
        assert allowed == ALLOWED[address]
        for role, writer in writers.items():
            before = books(office)
            may = role in allowed
            assert writer.send(address, **told, **{forms.FIELD: "forkert"}).status_code == 403
            assert books(office) == before
            if role != roles.READER:
                token = {forms.FIELD: token_of(writer)}
                foreign = {"Origin": "https://evil.example"}
                answer = ask(writer.client, address, role, "POST", data=told | token, headers=foreign)
                assert answer.status_code == 403 and books(office) == before
            refused = denied(office)
            answer = writer.send(address, **told | ({} if may else {forms.FIELD: "x"}))
            assert answer.status_code == (303 if may else 403), (address, role)
            assert (books(office) != before) is may, (address, role)
            assert may or denied(office) == refused + 1
    for role, writer in writers.items():
        assert writer.get("/handlinger/1/opfoelgning").status_code == (200 if role in roles.WRITERS else 403)
        assert ("/handlinger/skriv" in writer.page("/noegletal/fuldtid")) is (role in roles.WRITERS)
        assert ("sag/kommentar" in writer.page("/sag")) is (role != roles.READER)


def books(office: Office) -> tuple:
    journal = office.journal
    choices = [journal.choices(written) for written in ("comments", "decisions")]
    with journal._connection() as connection:
        made = connection.execute("SELECT count(*) FROM choices").fetchone()[0]
    return journal.decisions(), journal.comments(), choices, made


def token_of(writer: Writer) -> str:
    form = writer.get("/sag/kommentar")
    return re.search(rf'name="{forms.FIELD}" value="([^"]+)"', form.text)[1]


def test_only_hr_can_retract_a_line(writers: dict[str, Writer], office: Office) -> None:
    office.journal.decide("fortolkning", "Et navn ved en fejl", **DIRECTORS, publication=NOW)
    answer = writers[roles.DIRECTION].send("/handlinger/1/opfoelgning", status="trukket tilbage")
    assert answer.status_code == 422 and "Statussen findes ikke" in alert(answer)
    assert writers[roles.HR].send("/handlinger/1/opfoelgning").status_code == 422
    assert writers[roles.HR].send("/handlinger/1/opfoelgning", status="udført").status_code == 422
    assert writers[roles.HR].send("/handlinger/1/opfoelgning", status="trukket tilbage").status_code == 303
    assert "Et navn" not in writers[roles.HR].page("/handlinger")
    gone = writers[roles.HR].get("/handlinger/1/opfoelgning")
    assert gone.status_code == 404 and "Linjen findes ikke" in gone.text and "Et navn" not in gone.text


def test_a_follow_up_with_a_person_number_is_refused_and_stays_in_the_form(
    writers: dict[str, Writer], office: Office
) -> None:
    office.journal.decide("handling", "Samtale", **DIRECTORS, publication=NOW)
    answer = writers[roles.HR].send("/handlinger/1/opfoelgning", note=f"Tal med {NUMBER}", status="udført")
    assert answer.status_code == 422 and "ligner et personnummer" in alert(answer)
    assert f"Tal med {NUMBER}</textarea>" in answer.text and 'value="udført" selected' in answer.text
    assert len(office.journal.decisions()) == 1 and NUMBER not in repr(office.journal.audit())


def test_an_address_that_names_no_figure_leads_to_an_empty_choice(writers: dict[str, Writer]) -> None:
    answer = writers[roles.HR].get(f"/handlinger/skriv?noegletal=turnover&faggruppe={NUMBER}")
    assert answer.status_code == 200 and "er ikke i udgivelsen" in answer.text and NUMBER not in answer.text
    for address in ("/handlinger/skriv?udgivelse=1999-12", "/sag/kommentar?udgivelse=x", "/handlinger/77/opfoelgning"):
        assert writers[roles.HR].get(address).status_code == 404


def test_what_is_written_is_never_markup(writers: dict[str, Writer]) -> None:
    bad = '<img src=x onerror=alert(1)>"{{7*7}}'
    sent = ACTION | {"tekst": bad, "ansvarlig": bad}
    assert writers[roles.HR].send("/handlinger/skriv", **sent).status_code == 303
    assert writers[roles.HR].send("/sag/kommentar", tekst=bad, sted="tabel-2").status_code == 303
    for path in ("/handlinger", "/sag", "/noegletal/korte-ansaettelser", "/faggruppe/laerere"):
        shown = placed(writers[roles.HR].page(path))
        assert "&lt;img" in shown and "<img" not in shown, path
    assert "<img" not in writers[roles.HR].get("/handlinger/1/opfoelgning").text


def placed(page: str) -> str:
    return " ".join(json.loads(f'"{one}"') for one in re.findall(r'"data-html": "((?:[^"\\]|\\.)*)"', page))


def test_the_filter_of_the_list_stands_in_its_address(writers: dict[str, Writer], office: Office) -> None:
    filled(office.journal)
    hr = writers[roles.HR]
    for search, shown, left_out in (
        ("?pejlemaerke=tiltraekke", ["Mange nye"], ["Samtale", "Flere timer"]),
        ("?pejlemaerke=fastholde&vis=aabne", ["Samtale"], ["Mange nye", "Flere timer"]),
        ("?faggruppe=faa", ["Flere timer"], ["Samtale", "Mange nye"]),
        ("?faggruppe=minus", ["Der er ingen, der svarer til valget."], ["Samtale", "Mange nye", "Flere timer"]),
        ("?udgivelse=2021-12", ["Samtale", "Flere timer"], ["Mange nye"]),
    ):
        page = hr.page("/handlinger", search)
        assert all(text in page for text in shown) and not any(text in page for text in left_out), search
    assert "Faggruppen findes ikke" in hr.page("/handlinger", "?faggruppe=ukendt")
    assert "Siden findes ikke" in hr.page("/handlinger", "?pejlemaerke=ukendt")


def test_the_empty_page_says_what_will_stand_there(writers: dict[str, Writer]) -> None:
    assert "Der er endnu ikke skrevet noget." in writers[roles.HR].page("/handlinger")
    public = writers[roles.READER].page("/handlinger")
    assert "Der er endnu ikke valgt noget til Økonomiudvalgets sag." in public and "skriv" not in public


def test_notes_stand_beside_their_figures_and_last_times_on_the_overview(
    writers: dict[str, Writer], office: Office
) -> None:
    filled(office.journal)
    chief = writers[roles.CHIEF]
    assert "Samtale" in chief.page("/noegletal/korte-ansaettelser") and "Samtale" in chief.page("/faggruppe/laerere")
    assert "Samtale" not in chief.page("/noegletal/fuldtid") + chief.page("/faggruppe/minus")
    overview = chief.page("/")
    assert "Besluttet sidst, og hvordan det gik" in overview and "Samtale" in overview and "Mange nye" not in overview
    assert "Besluttet sidst" not in chief.page("/", "?udgivelse=2021-12")


def test_the_figures_are_shown_when_the_journal_cannot_be_read(
    writers: dict[str, Writer], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object):
        raise gate.Unpublishable("Journalen kan ikke læses eller skrives.")

    monkeypatch.setattr(Journal, "decisions", fail)
    monkeypatch.setattr(Journal, "comments", fail)
    for path in ("/", "/noegletal/fuldtid", "/faggruppe/laerere", "/sag", "/handlinger"):
        page = writers[roles.HR].page(path)
        assert "kan ikke læses lige nu" in page, path
        assert path == "/handlinger" or "<table" in page.replace("\\u003c", "<"), path


# --- comments


def test_a_comment_is_shown_with_name_role_and_time_and_goes_where_hr_says(
    writers: dict[str, Writer], office: Office
) -> None:
    chief, hr, reader = (writers[role] for role in (roles.CHIEF, roles.HR, roles.READER))
    led = chief.send(
        "/sag/kommentar", tekst="Vi mangler tal for foråret.\nSe igen.", sted="tabel-3", udgivelse="2022-06"
    )
    assert (led.status_code, led.headers["Location"]) == (303, "/sag#kommentar-1")
    line = office.journal.comments()[0]
    assert (line["place"], line["role"], line["text"]) == ("tabel-3", "chef", "Vi mangler tal for foråret.\nSe igen.")
    when = datetime.fromisoformat(line["at"])
    page = placed(chief.page("/sag"))
    assert re.search(rf"anna, Chef, \d+\. \w+ {when.year} kl\. {when:%H\.%M}", page)
    assert "følger ingen sag" in page and "modtagere" not in page
    assert "foråret" not in reader.page("/sag") and "foråret" not in chief.page("/sag", "?udgivelse=2021-12")

    assert hr.send("/sag/kommentar/1/modtagere", modtager=["oekonomiudvalget", "direktionen"]).status_code == 303
    assert "følger sagen til Direktionen og Økonomiudvalget" in placed(chief.page("/sag"))
    public = placed(reader.page("/sag"))
    assert "foråret" in public and "anna" not in public and "Chef, " in public
    assert [one.line for one in comments_for(office.journal, NOW, "oekonomiudvalget")] == [1]

    assert hr.send("/sag/kommentar/1/vis", vis="nej").status_code == 303
    assert "foråret" not in chief.page("/sag") + reader.page("/sag") and "skjult" in placed(hr.page("/sag"))
    assert comments_for(office.journal, NOW, "oekonomiudvalget") == ()
    assert hr.send("/sag/kommentar/1/vis", vis="ja").status_code == 303
    assert "foråret" in chief.page("/sag")
    chosen = [(one["target"], one["detail"]) for one in office.journal.audit(action=gate.CHOICE)]
    assert chosen == [
        ("kommentar 1", "Direktionen og Økonomiudvalget"), ("kommentar 1", "skjult"), ("kommentar 1", "vist"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"tekst": " "}, "Skriv en tekst."),
        ({"tekst": "x", "sted": "tabel-9"}, "Vælg, hvad kommentaren handler om."),
        ({"tekst": "x" * 2001}, "højst 2.000 tegn"),
        ({"tekst": f"Som {NUMBER}", "sted": "tabel-2"}, "Der står noget i kommentaren, som ligner et personnummer"),
    ],
)
def test_a_comment_that_cannot_be_kept_stays_in_the_form(
    writers: dict[str, Writer], office: Office, sent: dict, told: str
) -> None:
    answer = writers[roles.CHIEF].send("/sag/kommentar", **sent)
    assert answer.status_code == 422 and told in alert(answer)
    assert f"{sent['tekst'].strip()}</textarea>" in answer.text and office.journal.comments() == []
    assert NUMBER not in repr(office.journal.audit())
    assert writers[roles.HR].send("/sag/kommentar/9/vis", vis="nej").status_code == 404


# --- is it current?


def amended(office: Office, key: str, before: str, reason: str) -> None:
    changes = {"supersedes": before, "reason": reason, "by": "Anne", "published": datetime(2022, 11, 3, 9, 0)}
    office.store.add(small_publication(key, **changes))


def test_a_later_publication_that_changed_figures_is_told_of_once(writers: dict[str, Writer], office: Office) -> None:
    """Its amendment has its lines too, and did not change them."""
    line = {
        "audience": "intern", "measure": "turnover", "group": "alle", "place_kind": "", "place": "",
        "period_end": "2021-12-31", "period": "2021", "old": "17.0", "new": "17.2", "old_status": "ok",
        "new_status": "ok", "counts": [], "reason": "Sene fratrædelser", "at": "2023-02-13T09:00:00",
    }  # fmt: skip
    later = {"as_of": date(2022, 12, 31), "by": "Anne", "revisions": (line,)}
    office.store.add(small_publication("2022-12", reason="Sene fratrædelser", **later))
    office.store.add(small_publication("2022-12-2", reason="En kode", supersedes="2022-12", **later))
    told = writers[roles.READER].get("/tjek/2022-06").text
    assert told.count("siden ændret i") == 1 and "siden ændret i 2022-12: Sene fratrædelser." in told


def test_a_publication_is_current_superseded_or_corrected(writers: dict[str, Writer], office: Office) -> None:
    reader = writers[roles.READER]
    first = reader.get("/tjek/2022-06").text
    assert "Gældende: den er ikke rettet." in first and "30. juni 2022" in first and "26. september 2022" in first
    assert "Det er kontrolleret nu." in first and "Nyere data" not in first
    assert "udgivelse 2022-06</a>" in reader.get("/tjek/2021-12").text, "newer data are told"
    amended(office, "2022-06-2", "2022-06", "Fratrædelser i juni er kommet med.")
    amended(office, "2022-06-3", "2022-06-2", "En afdeling stod forkert.")
    old = reader.get("/tjek/2022-06").text
    assert "Afløst af 2022-06-3. Brug den i stedet." in old
    assert old.index("Fratrædelser i juni er kommet med.") < old.index("En afdeling stod forkert.")
    assert old.count("Rettet 3. november 2022, fordi") == 2
    middle, newest = reader.get("/tjek/2022-06-2").text, reader.get("/tjek/2022-06-3").text
    assert "Afløst af 2022-06-3" in middle and "Rettet, fordi</dt><dd>Fratrædelser" in middle
    assert "Gældende: den retter 2022-06-2." in newest and "Rettet, fordi</dt><dd>En afdeling" in newest


def test_a_publication_that_is_not_as_it_was_is_said(writers: dict[str, Writer], office: Office) -> None:
    path = office.store.folder / "2022-06/figures-offentlig.csv"
    path.write_bytes(path.read_bytes() + b"\n")
    answer = writers[roles.READER].get("/tjek/2022-06")
    assert answer.status_code == 200 and "Filerne er ikke, som de var, da de blev udgivet." in answer.text
    assert "kontrolleret nu" not in answer.text


@pytest.mark.parametrize(
    "asked", [NUMBER, "2022-6", "2022-06-9", "..", "%2e%2e%2fjournal.sqlite", "<b>x", "2022-06%00"]
)
def test_an_unknown_id_is_not_found_and_not_repeated(writers: dict[str, Writer], asked: str) -> None:
    for role in roles.NAMES:
        answer = writers[role].get(f"/tjek/{asked}")
        assert answer.status_code == 404, role
        assert NUMBER not in answer.text and "<b>x" not in answer.text and "2022-6" not in answer.text
    if "%2f" not in asked and asked != "..":
        assert "<h1>Udgivelsen findes ikke</h1>" in answer.text


def test_every_page_leads_to_the_check_of_what_it_shows(writers: dict[str, Writer]) -> None:
    assert "/tjek/2021-12" in writers[roles.READER].page("/metode", "?udgivelse=2021-12")


def test_the_recipients_are_those_of_the_papers() -> None:
    assert tuple(one.key for one in recipients.RECIPIENTS) == RECIPIENTS


@pytest.mark.parametrize(
    ("lines", "lead"),
    [
        ([("handling", "i gang", "2000-01-01")], "Beslutninger og handlinger: 1 åben, heraf 1 over fristen."),
        ([("handling", "udført", "2000-01-01")], "Ingen åbne beslutninger eller handlinger; 1 afsluttet."),
        ([("beslutning", "", "2999-01-01")] * 2, "Beslutninger og handlinger: 2 åbne."),
        ([("fortolkning", "", "")], "Ingen åbne beslutninger eller handlinger. Fortolkninger: 1."),
        (
            [("handling", "", "")] * 2 + [("handling", "opgivet", "")] * 2 + [("fortolkning", "", "")],
            "Beslutninger og handlinger: 2 åbne; 2 afsluttede. Fortolkninger: 1.",
        ),
    ],
)
def test_the_list_says_first_how_much_is_open(
    writers: dict[str, Writer], office: Office, lines: list[tuple], lead: str
) -> None:
    for kind, status, due in lines:
        line = office.journal.decide(kind, "Tekst", **HR, publication=NOW, due=due)
        if status:
            office.journal.decide(kind, "", **HR, about=line, status=status)
    assert f'"children": "{lead}"' in writers[roles.CHIEF].page("/handlinger")
