"""Two persons who share the refresh: what one has accepted and written is there for the other, who publishes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from test_data_page import ADVERTS, HERE, NUMBER, Officer, alert, june, office_of

import app
from kpi.municipality.settings import PROXY, Proxy
from layouts.data.room import PLACE

PEER, HR = "10.0.0.7", "hr-gruppe"
AT = "/data/udgiv/2022-06-30"


class Two:
    """Anna and Bo of HR at one server."""

    def __init__(self, folder: Path, two_persons: bool):
        proxy = Proxy((PEER,), public_address=HERE, groups={"hr": (HR,)})
        self.office = office_of(folder, mode=PROXY, proxy=proxy, two_persons_publish=two_persons)
        self.site = app.create_app(app.Settings(self.office.store.folder, example=False, office=self.office))
        self.anna, self.bo = (self._officer(name) for name in ("anna", "bo"))

    def _officer(self, name: str) -> Officer:
        client = self.site.server.test_client()
        told = {"HTTP_X_FORWARDED_USER": name, "HTTP_X_FORWARDED_GROUPS": HR, "REMOTE_ADDR": PEER}
        client.environ_base = {**client.environ_base, **told}
        return Officer(self.site.server.extensions[PLACE], client)


@pytest.fixture
def two(tmp_path: Path) -> Two:
    return Two(tmp_path, two_persons=True)


def taken_in(by: Officer) -> None:
    assert by.post(f"{by.draft(june())}/gem").status_code == 303


def last_step(of: Officer) -> str:
    return of.get(f"{AT}/udgiv").text


def numbers(page: str) -> list[str]:
    return re.findall(r'<li id="fund-(\d+)', page)


def seen(page: str) -> list[str]:
    return re.findall(r'name="set" value="([^"]+)"', page)


def test_who_took_in_has_no_button_and_the_colleague_publishes_what_she_accepted(two: Two) -> None:
    taken_in(two.anna)
    assert "Se tabellerne; en kollega skal udgive" in two.anna.get("/data").text
    assert "Se tabellerne, og udgiv" in two.bo.get("/data").text
    found = numbers(last_step(two.anna))
    assert len(found) >= 2
    for number in found:
        assert two.anna.post(f"{AT}/godkend", fund=number, begrundelse=f"Drøftet {number}").status_code == 303
    hers, his = last_step(two.anna), last_step(two.bo)
    assert seen(hers) == [] and "En kollega skal udgive" in hers and "taget ind af anna; alle andre i HR" in hers
    assert "en kollega udgiver" in hers and "en kollega udgiver" not in his
    assert len(seen(his)) == 1 and "taget ind af anna. Du kan udgive" in his and "textarea" not in his
    today = two.anna.room.moment()
    for number in found:
        assert f"Godkendt af anna {today.day}." in his and f"«Drøftet {number}»" in his
    refused = two.anna.post(f"{AT}/udgiv", set=seen(his)[0])
    assert refused.status_code == 422 and "En anden i HR" in alert(refused) and two.office.store.keys() == []
    assert two.bo.post(f"{AT}/udgiv", set=seen(his)[0]).headers["Location"] == "/data?udgivet=2022-06"
    made = two.office.store.load("2022-06")
    assert made.by == "bo" and {one["by"] for one in made.accepted} == {"anna"}
    lines = two.office.journal.acceptances("2022-06")
    assert [(one["who"], one["reason"]) for one in lines] == [("anna", f"Drøftet {number}") for number in found]


def test_the_colleague_takes_back_what_she_accepted_and_accepts_it_anew(two: Two) -> None:
    taken_in(two.anna)
    found = numbers(last_step(two.anna))
    for number in found:
        two.anna.post(f"{AT}/godkend", fund=number, begrundelse="Det passer")
    two.bo.post(f"{AT}/godkend", fund=found[0], fortryd="ja")
    for one in (two.anna, two.bo):
        assert "1 advarsel er ikke godkendt" in last_step(one) and seen(last_step(one)) == []
    assert [one["who"] for one in two.office.journal.audit(action="godkendelse fortrudt")] == ["bo"]
    two.bo.post(f"{AT}/godkend", fund=found[0], begrundelse="Set efter i løn")
    two.bo.post(f"{AT}/udgiv", set=seen(last_step(two.bo))[0])
    by = {one["reason"]: one["by"] for one in two.office.store.load("2022-06").accepted}
    assert by == {"Set efter i løn": "bo", "Det passer": "anna"}


def test_what_was_accepted_and_written_is_there_after_a_restart(tmp_path: Path) -> None:
    first = Two(tmp_path, two_persons=False)
    taken_in(first.anna)
    for number in numbers(last_step(first.anna)):
        first.anna.post(f"{AT}/godkend", fund=number, begrundelse="Det passer")
    assert first.anna.post(f"{AT}/udgiv", set=seen(last_step(first.anna))[0]).status_code == 303
    assert "Begrundelsen for rettelsen mangler" in last_step(first.anna)
    refused = first.anna.post(f"{AT}/begrundelse", begrundelse=NUMBER)
    assert refused.status_code == 422 and first.office.journal.audit(action="begrundelse") == []
    first.anna.post(f"{AT}/begrundelse", begrundelse="Noten er rettet")
    again = Two(tmp_path, two_persons=False)
    page = last_step(again.bo)
    assert "«Noten er rettet»" in page and "Skrevet af anna " in page and len(seen(page)) == 1
    again.anna.post(f"{AT}/begrundelse", begrundelse="Noten til tabel 2 er rettet")
    late = again.bo.post(f"{AT}/udgiv", set=seen(page)[0])
    assert late.status_code == 409 and "begrundelsen er rettet" in alert(late)
    assert "Noten til tabel 2 er rettet" in again.bo.get(f"{AT}/forskel").text
    again.bo.post(f"{AT}/udgiv", set=seen(last_step(again.bo))[0])
    made = again.office.store.load("2022-06-2")
    assert (made.by, made.reason) == ("bo", "Noten til tabel 2 er rettet")
    assert "Begrundelsen for rettelsen mangler" in last_step(again.bo), "a reason is of one publication"


def test_a_colleagues_draft_is_told_of_by_its_owner_and_not_shown(two: Two) -> None:
    at = two.anna.draft({"hemmelig.csv": ADVERTS.format("Dagtilbud").encode()})
    for address in ("/fund", "/placer", "/status", "/fund.csv", "/fil/1", ""):
        answer = two.bo.get(f"{at}{address}")
        assert answer.status_code == 403 and "Kladden tilhører anna." in answer.text, address
        assert "hemmelig" not in answer.text and "findes ikke længere" not in answer.text
    for address in ("/godkend", "/gem", "/kasser", "/placer", "/igen", "/svar"):
        assert two.bo.post(f"{at}{address}").status_code == 403
    assert two.anna.get(f"{at}/fund").status_code == 200 and two.office.imports.ids() == []
    two.anna.post(f"{at}/kasser")
    for one in (two.anna, two.bo):
        assert one.get(f"{at}/fund").status_code == 410


def test_the_settings_alone_say_whether_another_must_publish(tmp_path: Path) -> None:
    alone = Two(tmp_path, two_persons=False)
    taken_in(alone.anna)
    for number in numbers(last_step(alone.anna)):
        alone.anna.post(f"{AT}/godkend", fund=number, begrundelse="Det passer")
    page = last_step(alone.anna)
    assert len(seen(page)) == 1 and "kollega" not in page and "Du kan udgive" not in page
