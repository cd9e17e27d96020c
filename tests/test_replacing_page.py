"""Reference files that HR sends on the page: seen first, in memory only, and put in use when the officer says so."""

from __future__ import annotations

import io
import re
import shutil
import tempfile
from dataclasses import replace
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path

import pytest
from test_data_page import HERE, Officer, alert, june, office_of
from test_roles import EVERYONE, PUBLIC_ADDRESS, ask
from test_roles import office_of as proxied_office

import app
from kpi.publications.journal import REPLACED
from kpi.publications.person_numbers import looks_like_one
from kpi.refreshing.office import COMES_WITH_IT
from kpi.refreshing.officers_files import Upload
from kpi.refreshing.replacing import sent, taking
from layouts import gate
from layouts.data import desk, replacing_pages
from layouts.data.desk import Desk
from layouts.data.room import PLACE
from layouts.door import forms, roles

AT = "/data/referencefiler"
NUMBER = "010190-1234"
BAD = "<img src=x onerror=alert(1)>{{7*7}}"


def lying(name: str) -> str:
    return (COMES_WITH_IT / f"{name}.csv").read_text(encoding="utf-8-sig")


def with_lines(name: str, *lines: str) -> bytes:
    return (lying(name) + "".join(f"{line}\r\n" for line in lines)).encode()


NEW_GROUP = {
    "grupper.csv": with_lines("grupper", "kokke;Kokke;stillinger"),
    "koder fra løn.csv": with_lines("stillinger", "9998;Kok;;kokke", "9999;Kokkeelev;;"),
}


@pytest.fixture
def officer(tmp_path: Path) -> Officer:
    office = office_of(tmp_path)
    site = app.create_app(app.Settings(office.store.folder, example=False, office=office))
    return Officer(site.server.extensions[PLACE], site.server.test_client())


def send(officer: Officer, files: dict[str, bytes], token: str | None = None):
    data = {forms.FIELD: officer.token if token is None else token}
    data |= {"filer": [(io.BytesIO(content), name) for name, content in files.items()]}
    return officer.client.post(AT, base_url=HERE, data=data, content_type="multipart/form-data")


def sent_to(officer: Officer, files: dict[str, bytes]) -> str:
    answer = send(officer, files)
    assert answer.status_code == 303, alert(answer)
    return answer.headers["Location"]


def seen(page: str) -> str:
    return re.search(r'name="set" value="(\w+)"', page)[1]


def words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def own_files(officer: Officer) -> dict[str, bytes]:
    own = officer.room.office.own_reference
    return {path.relative_to(own).as_posix(): path.read_bytes() for path in sorted(own.rglob("*")) if path.is_file()}


def test_what_changes_is_shown_and_nothing_is_written_before_the_officer_says_so(officer: Officer) -> None:
    before = officer.on_disk
    at = sent_to(officer, NEW_GROUP)
    page = officer.get(at)
    told = words(page.text)
    assert page.status_code == 200
    assert "Stillinger stillinger.csv, sendt som «koder fra løn.csv» 2 linjer kommer til." in told
    assert "Kommer til: 2 linjer" in told and "9998 Kok kokke" in told
    assert "1 faggruppe (kokke) er ny." in told and "afdelinger.csv og ansaettelsesformer.csv er stadig" in told
    assert officer.on_disk == before and not officer.room.office.own_reference.exists()
    done = officer.post(f"{at}/brug", set=seen(page.text))
    assert (done.status_code, done.headers["Location"]) == (303, f"{AT}?i-brug=ja")
    assert own_files(officer)["stillinger.csv"] == NEW_GROUP["koder fra løn.csv"]
    lines = [(one["target"], one["detail"], one["who"]) for one in officer.room.office.journal.audit(action=REPLACED)]
    assert lines == [(name, told, "HR på denne maskine") for name, told in
                     (("grupper.csv", "1 linje til"), ("stillinger.csv", "2 linjer til"))]  # fmt: skip
    front = words(officer.get("/data").text)
    assert "referencefil taget i brug stillinger.csv gennemført 2 linjer til" in front
    assert "Filerne er taget i brug." in words(officer.get(f"{AT}?i-brug=ja").text)
    assert officer.get(at).status_code == 410 and officer.post(f"{at}/brug").status_code == 410


def test_what_lay_before_can_be_fetched(officer: Officer) -> None:
    for line in ("9998;Kok;;", "9999;Vært;;"):
        at = sent_to(officer, {"x": with_lines("stillinger", line)})
        assert officer.post(f"{at}/brug", set=seen(officer.get(at).text)).status_code == 303
    page = officer.get(AT).text
    day = officer.room.now().date()
    links = re.findall(rf'href="({AT}/tidligere/[^"]+)"', page)
    assert links == [f"{AT}/tidligere/{day}-{number}/stillinger.csv" for number in (2, 1)]
    fetched = [officer.get(link) for link in links]
    assert [one.data for one in fetched] == [
        with_lines("stillinger", "9998;Kok;;"),
        (COMES_WITH_IT / "stillinger.csv").read_bytes(),
    ]
    assert f"stillinger-{day}-2.csv" in fetched[0].headers["Content-Disposition"]
    assert officer.room.office.journal.audit(action=gate.EXPORT)[0]["target"] == f"stillinger-{day}-2.csv"
    for address in (
        f"{day}-3/stillinger",
        f"{day}-1/grupper",
        "../stillinger",
        f"{day}-1/settings",
        "..%2F..%2Fx/grupper",
    ):
        assert officer.get(f"{AT}/tidligere/{address}.csv").status_code == 404


def test_faults_are_told_by_file_and_cell_and_nothing_can_be_put_in_use(officer: Officer) -> None:
    at = sent_to(officer, {"s.csv": with_lines("stillinger", f"9998;Kok;;{BAD}")})
    page = officer.get(at).text
    count = lying("stillinger").count("\n") + 1
    assert f"<strong>stillinger.csv, D{count}</strong>: Gruppen «&lt;img" in page and BAD not in page
    assert f"{at}/brug" not in page and "Intet er ændret." in words(page)
    assert officer.post(f"{at}/brug", set="x").status_code == 409
    assert not officer.room.office.own_reference.exists()


def test_a_person_number_is_nowhere_on_the_page_or_in_the_log(officer: Officer) -> None:
    at = sent_to(officer, {f"{NUMBER}.csv": with_lines("stillinger", f"9998;Kok {NUMBER};;")})
    page = officer.get(at).text
    assert "ligner et personnummer" in page and not looks_like_one(page.replace(officer.token, ""))
    good = sent_to(officer, {f"{NUMBER}.csv": with_lines("stillinger", "9998;Kok;;")})
    shown = officer.get(good).text
    assert "sendt som «(skjult, ligner et personnummer).csv»" in shown
    assert officer.post(f"{good}/brug", set=seen(shown)).status_code == 303
    kept = b"".join(path.read_bytes() for path in officer.room.office.root.rglob("*") if path.is_file())
    assert NUMBER.encode() not in kept and NUMBER not in repr(officer.room.office.journal.audit())


@pytest.mark.parametrize("files", [{}, {"": b"x"}])
def test_no_file_is_told(officer: Officer, files: dict[str, bytes]) -> None:
    answer = send(officer, files)
    assert answer.status_code == 422 and alert(answer) == "Vælg mindst én fil."


def test_what_is_too_large_is_refused(officer: Officer) -> None:
    answer = send(officer, {"stor.csv": b"x" * (sent.LARGEST + 1)})
    assert answer.status_code == 413 and "Filen «stor.csv» fylder mere end 2 MB." in words(answer.text)
    told = {"CONTENT_LENGTH": str(replacing_pages.LIMITS.total + 1)}
    content_type = "multipart/form-data; boundary=x"
    too_much = officer.client.post(AT, base_url=HERE, environ_overrides=told, content_type=content_type, data=b"")
    assert too_much.status_code == 413 and "Send kun de fem referencefiler" in words(too_much.text)
    assert officer.room.reference_desk.of("HR på denne maskine") is None


def test_no_byte_is_kept_without_the_token(officer: Officer) -> None:
    for token in ("", "forkert"):
        answer = send(officer, NEW_GROUP, token)
        assert answer.status_code == 403
    assert officer.room.reference_desk.of("HR på denne maskine") is None


def test_what_is_sent_is_in_memory_only(officer: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(officer.room.office.root / "no such folder"))
    before = officer.on_disk
    assert officer.get(sent_to(officer, NEW_GROUP)).status_code == 200
    assert officer.on_disk == before


def test_the_extracts_on_the_desk_are_left_alone(officer: Officer) -> None:
    draft = officer.draft({"annoncer.csv": june()["annoncer.csv"]})
    at = sent_to(officer, NEW_GROUP)
    assert officer.post(f"{at}/kasser").headers["Location"] == AT
    assert officer.get(at).status_code == 410 and officer.left == ["annoncer.csv"]
    assert officer.get(f"{draft}/fund").status_code == 200


def test_files_that_were_sent_last_half_an_hour_and_are_their_owners(tmp_path: Path) -> None:
    now = [datetime(2026, 11, 22, 9, 0)]
    office = office_of(tmp_path)
    site = app.create_app(app.Settings(office.store.folder, example=False, office=office))
    room = site.server.extensions[PLACE]
    room = replace(room, reference_desk=Desk(office.root, lambda: now[0]))
    site.server.extensions[PLACE] = room
    officer = Officer(room, site.server.test_client())
    at = sent_to(officer, NEW_GROUP)
    assert "slettet kl. 09.30" in words(officer.get(at).text)
    now[0] += desk.LIFETIME - timedelta(seconds=1)
    assert officer.get(at).status_code == 200
    now[0] += timedelta(seconds=1)
    gone = officer.get(at)
    assert gone.status_code == 410 and "Ellers er intet ændret: send filerne igen." in words(gone.text)
    held = room.reference_desk.put("Bo", [], None)
    assert officer.get(f"{AT}/kladde/{held.id}").status_code == 410
    assert officer.post(f"{AT}/kladde/{held.id}/brug").status_code == 410


def test_what_has_changed_since_is_told_and_shown_anew(officer: Officer) -> None:
    at = sent_to(officer, {"s.csv": with_lines("stillinger", "9998;Kok;;")})
    early = seen(officer.get(at).text)
    other = in_use_by_another(officer, {"s.csv": with_lines("stillinger", "9998;Vært;;", "9997;Kusk;;")})
    answer = officer.post(f"{at}/brug", set=early)
    assert answer.status_code == 409 and alert(answer).startswith("Referencefilerne er ændret, siden du så forskellen.")
    assert "1 linje bliver ændret og 1 linje går ud." in words(answer.text) and "før Vært nu Kok" in words(answer.text)
    assert own_files(officer)["stillinger.csv"] == other
    assert officer.post(f"{at}/brug").status_code == 409, "a form without what was seen"
    assert officer.post(f"{at}/brug", set=seen(answer.text)).status_code == 303


def in_use_by_another(officer: Officer, files: dict[str, bytes]) -> bytes:
    """What a colleague has put in use meanwhile."""
    uploads = [Upload(name, content) for name, content in files.items()]
    office = officer.room.office
    taking.take_in_use(office, uploads, "Bo", officer.room.moment(), taking.replacement(office, uploads).seen)
    return next(iter(files.values()))


def test_what_is_in_use_and_not_in_place_is_told_as_that(officer: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*told: object) -> None:
        raise OSError(5, "Input/output error")

    at = sent_to(officer, {"s.csv": with_lines("stillinger", "9998;Kok;;")})
    button = seen(officer.get(at).text)
    shutil.copytree(COMES_WITH_IT, officer.room.office.own_reference)
    with monkeypatch.context() as patch:
        patch.setattr("kpi.refreshing.replacing.folder.os.replace", fails)
        answer = officer.post(f"{at}/brug", set=button)
    told = words(answer.text)
    assert answer.status_code == 409 and "Referencefilerne er taget i brug, men disken svigtede" in told
    assert "Intet" not in told and "Input" not in told and officer.get(at).status_code == 410
    assert "9998;Kok" in officer.get(f"{AT}/stillinger.csv").text


def test_what_lies_already_has_no_button(officer: Officer) -> None:
    at = sent_to(officer, {"s.csv": (COMES_WITH_IT / "stillinger.csv").read_bytes()})
    page = officer.get(at).text
    assert "Filerne er de samme som dem, der ligger." in words(page) and f"{at}/brug" not in page
    assert officer.post(f"{at}/brug", set="").status_code == 409


def test_long_lists_are_folded_and_very_long_ones_counted(officer: Officer) -> None:
    lines = [f"{number};Ny;;" for number in range(20_000, 20_000 + replacing_pages.MOST + 7)]
    page = officer.get(sent_to(officer, {"s.csv": with_lines("stillinger", *lines)})).text
    assert f"<summary>Vis {len(lines)} linjer, der kommer til" in page and "Og 7 linjer mere" in page
    few = officer.get(sent_to(officer, {"s.csv": with_lines("stillinger", *lines[: replacing_pages.SHOWN])})).text
    assert "<details>" not in few and few.count(">Ny<") == replacing_pages.SHOWN


def test_the_page_after_shows_the_new_figures_and_the_codes_that_were_placed(officer: Officer) -> None:
    """Files that were read before are read again with the new reference files, without being sent anew."""
    extract = june()["ansaettelser.csv"].decode("utf-8-sig").splitlines()
    header = extract[0].split(";")
    cells = extract[1].split(";")
    cells[header.index("Stillingskode")] = "9998"
    at = officer.draft({"ansaettelser.csv": "\n".join([extract[0], ";".join(cells)]).encode()})
    assert "9998" in officer.get(f"{at}/placer").text
    files = sent_to(officer, {"s.csv": with_lines("stillinger", "9998;Kok;;")})
    assert officer.post(f"{files}/brug", set=seen(officer.get(files).text)).status_code == 303
    assert officer.post(f"{at}/igen").status_code == 303
    assert "Ingen koder mangler en plads" in officer.get(f"{at}/placer").text


def test_only_hr_may(tmp_path: Path) -> None:
    office = proxied_office(tmp_path)
    site = app.create_app(app.Settings(office.store.folder, example=False, office=office))
    for role in EVERYONE:
        for address, method in ((AT, "GET"), (AT, "POST"), (f"{AT}/kladde/x", "GET"), (f"{AT}/kladde/x/brug", "POST")):
            answer = ask(site.server.test_client(), address, role, method, headers={"Origin": PUBLIC_ADDRESS})
            is_turned_away = answer.status_code in (401, 403)
            assert is_turned_away == (role != roles.HR or (method == "POST" and address != AT)), (role, address, method)
    foreign = {"Origin": "https://evil.example"}
    assert ask(site.server.test_client(), AT, roles.HR, "POST", headers=foreign).status_code == 403
