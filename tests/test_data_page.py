"""The page `/data` without a browser: what is sent and refused, what is held and for how long, and what is shown."""

from __future__ import annotations

import csv
import gc
import http.client
import io
import re
import shutil
import tempfile
import threading
import time
import tracemalloc
import weakref
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from publications_for_tests import small_publication
from werkzeug.test import TestResponse

import app
from kpi import danish
from kpi.definitions.finding_titles import TITLES
from kpi.definitions.person_numbers import looks_like_one
from kpi.extracts.findings import SEVERITY, Finding
from kpi.municipality.settings import Settings
from kpi.publications.imports import Imports
from kpi.publications.journal import Journal
from kpi.publications.publication import Store
from kpi.publications.reconcile import reconcile
from kpi.refreshing.acceptances import marked, this
from kpi.refreshing.office import Office
from kpi.refreshing.officers_files import Upload, findings_csv
from layouts import gate
from layouts.data import desk, draft_files, upload
from layouts.data.acceptances import open_warnings
from layouts.data.room import PLACE, Room
from layouts.door import forms, identity, serving

HERE = "http://127.0.0.1:8050"
ROOT = Path(__file__).resolve().parent.parent
JUNE = ROOT / "data/example/2022-06-30/extract"
DATES = {"as_of": "2022-06-30", "drawn": "2022-07-31"}
BAD = "<img src=x onerror=alert(1)>\"'>{{7*7}}"
NUMBER = "010190-1234"
WHO = "HR på denne maskine"
ADVERTS = "Job-id;Titel;Område;Publiceret;Ansøgningsfrist;Afsluttet;Antal ansatte\r\n1;T;{};01-02-2022;;;1\r\n"


class Officer:
    """HR at the page: fills in forms, and waits where the page asks for it."""

    def __init__(self, room: Room, client: FlaskClient):
        self.room, self.client = room, client
        self.token = re.search(rf'name="{forms.FIELD}" value="([^"]+)"', self.get("/data/ny").text)[1]

    def get(self, address: str) -> TestResponse:
        until = time.monotonic() + 60
        while True:
            answer = self.client.get(address, base_url=HERE)
            if b"data-poll" not in answer.data or time.monotonic() > until:
                return answer
            time.sleep(0.05)

    def post(self, address: str, **told: str) -> TestResponse:
        return self.client.post(address, base_url=HERE, data={forms.FIELD: self.token} | told)

    def send(self, files: dict[str, bytes], **told: str) -> TestResponse:
        sent = {forms.FIELD: self.token} | DATES | told
        data = sent | {"filer": [(io.BytesIO(content), name) for name, content in files.items()]}
        return self.client.post("/data/ny", base_url=HERE, data=data, content_type="multipart/form-data")

    def draft(self, files: dict[str, bytes], **told: str) -> str:
        answer = self.send(files, **told)
        assert answer.status_code == 303, re.findall(r'role="alert">(.*?)</p>', answer.text)
        return answer.headers["Location"].removesuffix("/fund")

    @property
    def on_disk(self) -> list[Path]:
        """The files in the store, but for the journal's own."""
        return sorted(path for path in self.room.office.root.rglob("*") if "journal" not in path.name)

    @property
    def held(self) -> desk.Draft | None:
        """The draft on the desk."""
        return self.room.desk.of(WHO)

    @property
    def left(self) -> list[str]:
        """The names of the files that are held."""
        return list(self.held.names.values()) if self.held else []


def office_of(folder: Path, **decided: object) -> Office:
    settings = replace(Settings(), **decided)
    store, imports = Store(folder / "publications"), Imports(folder / "imports")
    return Office(folder, folder / "reference", settings, b"k" * 32, imports, store, Journal(folder), False)


@pytest.fixture
def officer(tmp_path: Path) -> Iterator[Officer]:
    office = office_of(tmp_path)
    site = app.create_app(app.Settings(office.store.folder, example=False, office=office))
    yield Officer(site.server.extensions[PLACE], site.server.test_client())


def june() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(JUNE.iterdir())}


def alert(answer: TestResponse) -> str:
    return " ".join(re.findall(r'role="alert"><strong>.*?</strong> (.*?)</p>', answer.text))


# --- sending


def test_an_upload_is_in_memory_only(officer: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(officer.room.office.root / "no such folder"))
    before = officer.on_disk
    names = ["../../x.csv", "C:/temp/løn.CSV", "/etc/passwd", "x\0y.csv", f"udtræk {NUMBER}.csv", ".htaccess", "a.exe"]
    at = officer.draft({name: ADVERTS.encode() for name in names})
    assert officer.get(f"{at}/fund").status_code == 200 and officer.get(f"{at}/fund.csv").status_code == 200
    assert officer.on_disk == before
    shown = [file.name for file in officer.held.files]
    assert shown[:3] == ["x.csv", "løn.CSV", "passwd"] and NUMBER not in "".join(shown)
    assert officer.post(f"{at}/kasser").status_code == 303 and officer.left == []


def test_files_of_one_name_are_told_apart(officer: Officer) -> None:
    sent = {forms.FIELD: officer.token} | DATES | {"filer": [(io.BytesIO(b"x"), "../løn.xlsx") for _ in range(3)]}
    assert officer.client.post("/data/ny", base_url=HERE, data=sent).status_code == 303
    assert [file.name for file in officer.held.files] == ["løn.xlsx", "løn (2).xlsx", "løn (3).xlsx"]


def test_a_draft_that_is_there_is_told_of_before_new_files_take_its_place_and_after(officer: Officer) -> None:
    assert "allerede en kladde" not in officer.get("/data/ny").text
    first = officer.draft({"a.csv": ADVERTS.encode(), "b.csv": ADVERTS.encode()})
    assert "kladde (" not in officer.get(f"{first}/fund").text
    form = officer.get("/data/ny").text
    assert "Du har allerede en kladde" in form and "2 filer. Den slettes kl." in form and f'href="{first}/fund"' in form
    second = officer.draft({"c.csv": ADVERTS.encode()})
    assert re.search(r"i stedet for din tidligere kladde \(data pr\. .*, 2 filer\)", officer.get(f"{second}/fund").text)
    gone = officer.get(f"{first}/fund")
    assert gone.status_code == 410 and "du har sendt nye filer i stedet" in gone.text


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("løn.xls", b"\xef\xbb\xbf<html><body><table><tr><td>CPR</td></tr></table></body></html>"),
        ("løn.xls", "<?xml version='1.0'?><Workbook><Worksheet/></Workbook>".encode("utf-16")),
        ("løn.xls", b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<table></table>"),
        ("brev.docx", b"PK\x03\x04 no workbook"),
    ],
    ids=["html", "xml", "mhtml", "docx"],
)
def test_what_is_no_workbook_says_how_to_make_it_one_and_is_not_offered_marked(
    officer: Officer, name: str, data: bytes
) -> None:
    at = officer.draft({name: data, "a.csv": ADVERTS.format("Ukendt område").encode()})
    page = officer.get(f"{at}/fund").text
    assert f"Hent {name} med" not in page and "Hent a.csv med fundene markeret" in page
    assert "<dd>vides ikke endnu</dd>" in page and "<dd>ingen af tabellerne</dd>" not in page
    if name.endswith(".xls"):
        assert (
            "er en webside eller XML" in page and "Åbn den i Excel, og gem den som Excel-projektmappe (.xlsx)" in page
        )


def test_a_reference_file_that_is_missing_is_told_with_its_folder_and_the_files_can_be_read_again(
    officer: Officer,
) -> None:
    folder = officer.room.office.own_reference
    shutil.copytree(ROOT / "data/reference", folder)
    groups = (folder / "grupper.csv").read_bytes()
    (folder / "grupper.csv").unlink()
    at = officer.draft({"a.csv": ADVERTS.encode()})
    page = officer.get(f"{at}/fund").text
    assert f"<code>{folder}</code>" in page and "Læs filerne igen" in page
    assert "Ikke kørt: alle kontroller af udtrækkene. Først skal grupper.csv og stillinger.csv kunne bruges." in page
    assert "Ikke kørt i grupper.csv" not in page
    (folder / "grupper.csv").write_bytes(groups)
    assert officer.post(f"{at}/igen").status_code == 303
    assert "<code>" not in officer.get(f"{at}/fund").text


def test_the_first_cells_say_where_the_rest_are_and_a_whole_file_has_no_count_of_rows(officer: Officer) -> None:
    head, row = ADVERTS.format("Ukendt område").splitlines()[:2]
    rows = "\n".join([head, *(f"{number}{row}" for number in range(9))])
    page = officer.get(f"{officer.draft({'a.csv': rows.encode(), 'b.csv': b'x;y'})}/fund").text
    assert "Vis de første 5 celler" in page and "Alle 9 står i filen med fundene markeret" in page
    assert page.count("<dt>Rækker</dt>") == 1, "the file that cannot be read has no rows to count"


def test_the_server_lays_no_body_in_a_temporary_file(officer: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(officer.room.office.root / "no such folder"))
    site = officer.client.application
    server = serving.listening(site, app.HOST, 0, upload.LARGEST_TOTAL)
    threading.Thread(target=server.run, daemon=True).start()
    to = http.client.HTTPConnection(app.HOST, server.effective_port, timeout=60)
    body = Body(officer.token, 3 * upload.MEGABYTE)
    to.request("GET", "/data/ny")
    page = to.getresponse()
    token = re.search(f'name="{forms.FIELD}" value="([^"]+)"', page.read().decode())[1]
    body.head = body.head.replace(officer.token.encode(), token.encode())
    told = {"Content-Type": body.type, "Cookie": page.headers["Set-Cookie"].partition(";")[0]}
    to.request("POST", "/data/ny", body.readall(), told)
    answer = to.getresponse()
    assert answer.status == 422 and "Data pr." in answer.read().decode()
    server.close()


@pytest.mark.parametrize(
    ("told", "shown"),
    [("../../x", "x"), ("a\\b\\c.csv", "c.csv"), ("", "fil 1"), ("..", ".."), ("\x00\x1b[31m.csv", "[31m.csv")],
)
def test_a_senders_name_is_text(told: str, shown: str) -> None:
    assert desk.shown_name(told, 1) == shown
    assert len(desk.shown_name("x" * 5_000 + ".csv", 1)) <= desk.LONGEST_NAME


@pytest.mark.parametrize(
    ("told", "stem"),
    [
        ("løn juni_2022.csv", "løn-juni-2022"),
        ("../../Udtræk (2).xlsx", "Udtræk-2"),
        ("C:\\hr\\ansættelser.v2.xlsm", "ansættelser-v2"),
        (f"løn {NUMBER} juni.csv", "løn-juni"),
        (f"{NUMBER}.csv", "fil-3"),
        ("0101.90_1234.csv", "fil-3"),
        ("…;\r\nSet-Cookie: x=1.csv", "Set-Cookie-x-1"),
        ("..", "fil-3"),
        ("", "fil-3"),
        ("%2e%2e%2f.csv", "2e-2e-2f"),
    ],
)
def test_the_marked_file_is_called_after_the_officers_own(told: str, stem: str) -> None:
    assert desk.stem_of(desk.shown_name(told, 3), 3) == stem


@given(st.text(max_size=200))
def test_whatever_a_file_is_called_its_marked_one_is_letters_digits_and_dashes(told: str) -> None:
    stem = desk.stem_of(desk.shown_name(told, 1), 1)
    assert re.fullmatch(r"[^\W_]+(-[^\W_]+)*", stem) and len(stem) <= desk.LONGEST_STEM and not looks_like_one(stem)


class Body(io.RawIOBase):
    """A form that is made as it is read, with one file of the size; counts what was read."""

    def __init__(self, token: str, size: int, boundary: str = "graense"):
        field = f'--{boundary}\r\nContent-Disposition: form-data; name="{forms.FIELD}"\r\n\r\n{token}\r\n'
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="filer"; filename="stor.csv"\r\n\r\n'
        self.head, self.tail, self.size = (field + head).encode(), f"\r\n--{boundary}--\r\n".encode(), size
        self.read_so_far = 0
        self.type = f"multipart/form-data; boundary={boundary}"

    def __len__(self) -> int:
        return len(self.head) + self.size + len(self.tail)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        at, room = self.read_so_far, len(buffer)
        if at < len(self.head):
            piece = self.head[at : at + room]
        elif at < len(self.head) + self.size:
            piece = b"1;2;3;4\n" * (min(room, len(self.head) + self.size - at) // 8 + 1)
            piece = piece[: min(room, len(self.head) + self.size - at)]
        else:
            piece = self.tail[at - len(self.head) - self.size :][:room]
        buffer[: len(piece)] = piece
        self.read_so_far += len(piece)
        return len(piece)


def send_body(officer: Officer, body: Body) -> TestResponse:
    sent = {"wsgi.input": body, "CONTENT_TYPE": body.type, "CONTENT_LENGTH": str(len(body))}
    return officer.client.post("/data/ny", base_url=HERE, environ_overrides=sent)


def test_what_is_too_much_is_refused_before_a_byte_is_read(officer: Officer) -> None:
    body = Body(officer.token, upload.LARGEST_TOTAL + 1)
    answer = send_body(officer, body)
    assert answer.status_code == 413 and "Filerne fylder for meget: højst 80 MB" in answer.text
    assert body.read_so_far == 0 and officer.left == []


def test_a_file_that_is_too_large_is_let_go(officer: Officer) -> None:
    body = Body(officer.token, upload.LARGEST_FILE + upload.MEGABYTE // 2)
    tracemalloc.start()
    answer = send_body(officer, body)
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert answer.status_code == 413 and "«stor.csv» fylder mere end 80 MB" in answer.text
    assert peak < 2 * upload.LARGEST_FILE and kept < 8 * upload.MEGABYTE, (peak, kept)
    assert officer.left == []


def test_no_byte_is_kept_without_the_token(officer: Officer) -> None:
    body = Body("forkert", 50 * upload.MEGABYTE)
    assert send_body(officer, body).status_code == 403
    assert body.read_so_far <= 2 * upload.PIECE and officer.left == []
    late = {"filer": [(io.BytesIO(b"x"), "a.csv")], forms.FIELD: officer.token}
    answer = officer.client.post("/data/ny", base_url=HERE, data=late, content_type="multipart/form-data")
    assert answer.status_code in (303, 403, 422)  # the client of the tests sends fields before files


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("application/x-www-form-urlencoded", b"x=1"),
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=x", b"nothing of the kind"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="filer"; filename="a'),
        ("text/csv", b"a;b"),
    ],
)
def test_a_broken_form_is_refused(officer: Officer, kind: str, content: bytes) -> None:
    answer = officer.client.post("/data/ny", base_url=HERE, data=content, content_type=kind)
    assert answer.status_code in (400, 403) and 'lang="da"' in answer.text
    assert officer.left == []


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"as_of": ""}, "Data pr."),
        ({"as_of": "2022-06-29"}, "sidste dag i en måned"),
        ({"as_of": "30-06-2022"}, "ikke en dato"),
        ({"drawn": BAD}, "ikke en dato"),
        ({"on": "2022-13-01"}, "Statuslistens dag"),
    ],
)
def test_a_date_that_will_not_do_is_told_and_nothing_is_kept(officer: Officer, told: dict, words: str) -> None:
    answer = officer.send(june(), **told)
    assert answer.status_code == 422 and words in alert(answer)
    assert officer.left == [] and "<img" not in answer.text


def test_no_file_is_told(officer: Officer) -> None:
    answer = officer.send({})
    assert answer.status_code == 422 and "mindst én fil" in alert(answer)
    many = {f"{number}.csv": b"x" for number in range(upload.MOST_FILES + 1)}
    assert officer.send(many).status_code == 413 and officer.left == []


# --- the draft


def a_file(size: int = 1) -> tuple[Upload, weakref.ref]:
    file = Upload("a.csv", b"x" * size)
    return file, weakref.ref(file)


def test_a_draft_is_its_owners_and_lasts_half_an_hour(tmp_path: Path) -> None:
    now = [datetime(2026, 11, 22, 9, 0)]
    held = desk.Desk(tmp_path, lambda: now[0])
    file, alive = a_file()
    draft = held.put("anna", [file], desk.Given(now[0].date()))
    del file
    assert held.find(draft.id, "anna") is draft and draft.names == {1: "a.csv"}
    assert held.find(draft.id, "bo") is None and held.find("x", "anna") is None and held.find("æ", "anna") is None
    now[0] += timedelta(minutes=29, seconds=59)
    assert held.of("anna") is draft and alive()
    now[0] += timedelta(seconds=1)
    assert held.of("anna") is None and alive() is None


def test_a_draft_goes_by_itself_and_a_restart_clears_the_desk(tmp_path: Path) -> None:
    held = desk.Desk(tmp_path, lifetime=timedelta(seconds=0.05))
    file, alive = a_file()
    held.put("anna", [file], desk.Given(datetime.now().date()))
    del file
    until = time.monotonic() + 5
    while alive() and time.monotonic() < until:
        time.sleep(0.02)
    assert alive() is None
    left = tmp_path / ".modtaget/x/modtaget-1.csv"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"x")
    desk.Desk(tmp_path)
    assert not left.parent.parent.exists()


def test_a_draft_that_is_thrown_away_or_replaced_is_out_of_memory(tmp_path: Path) -> None:
    held = desk.Desk(tmp_path)
    (first, was_first), (second, was_second) = a_file(), a_file()
    held.put("anna", [first], desk.Given(datetime.now().date()))
    draft = held.put("anna", [second], desk.Given(datetime.now().date()))
    del first, second
    assert was_first() is None and was_second()
    held.drop(draft)
    assert was_second() is None


@pytest.mark.parametrize("content", [ADVERTS.format("Ukendt område").encode(), b"PK\x03\x04 broken", b"a;b\n1;2\n"])
def test_a_file_that_was_read_is_let_go_with_its_draft(officer: Officer, content: bytes) -> None:
    at = officer.draft({"a.csv": content})
    officer.get(f"{at}/fund")
    draft, alive = officer.held, weakref.ref(officer.held.files[0])
    officer.post(f"{at}/kasser")
    assert alive() is None and draft.files == ()


def test_all_drafts_together_have_a_limit(officer: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "MOST_HELD", 3_000)
    officer.room.desk.put("bo", [a_file(2_500)[0]], desk.Given(datetime.now().date()))
    answer = officer.send({"a.csv": ADVERTS.encode()})
    assert answer.status_code == 503 and "600 MB for alle kladder" in answer.text and officer.left == []
    officer.room.desk.drop(officer.room.desk.of("bo"))
    assert officer.send({"a.csv": ADVERTS.encode()}).status_code == 303
    with officer.room.desk.room_for(2_000), pytest.raises(gate.Refusal), officer.room.desk.room_for(2_000):
        pass


def test_a_lost_draft_says_so(officer: Officer) -> None:
    for address in ("/fund", "/placer", "/status", "/fund.csv", "/fil/1", "/fil/1/laves", "/fil/1/status", ""):
        answer = officer.get(f"/data/kladde/ukendt{address}")
        assert answer.status_code == 410 and "Kladden findes ikke længere" in answer.text, address
    for address in ("/godkend", "/gem", "/kasser", "/placer"):
        assert officer.post(f"/data/kladde/ukendt{address}").status_code == 410


def test_a_new_draft_takes_the_place_of_the_old_and_keeps_what_was_accepted(officer: Officer) -> None:
    at = officer.draft(june(), drawn="")
    shown = officer.get(f"{at}/fund").text
    number = re.search(r'name="fund" value="(\d+)"', shown)[1]
    assert officer.post(f"{at}/godkend", fund=number, begrundelse="Det passer").status_code == 303
    again = officer.draft(june(), drawn="")
    assert again != at and officer.get(f"{at}/fund").status_code == 410 and len(officer.left) == 2
    assert "Godkendt: «Det passer»" in officer.get(f"{again}/fund").text
    assert officer.post(f"{again}/kasser").headers["Location"] == "/data?kasseret=ja"
    assert officer.left == [] and "Ingen rækker blev gemt" in officer.get("/data?kasseret=ja").text


# --- findings


def test_a_warning_is_accepted_alone_and_with_a_reason(officer: Officer) -> None:
    at = officer.draft(june(), drawn="")
    shown = officer.get(f"{at}/fund").text
    number = re.search(r'name="fund" value="(\d+)"', shown)[1]
    for reason, words in (("", "begrundelse"), ("  ", "begrundelse"), (f"{NUMBER} er rejst", "ligner et personnummer")):
        answer = officer.post(f"{at}/godkend", fund=number, begrundelse=reason)
        assert answer.status_code == 422 and words in alert(answer) and NUMBER not in answer.text
        assert alert(answer).startswith("«Dagen for udtrækket er ikke oplyst», Alle filer: ")
        assert re.findall(r'<textarea id="([^"]+)"[^>]* aria-invalid="true">', answer.text) == [f"begrundelse-{number}"]
    for wrong in ("-1", "999", "x", ""):
        assert officer.post(f"{at}/godkend", fund=wrong, begrundelse="x").status_code == 422
    answer = officer.post(f"{at}/gem")
    assert (
        answer.status_code == 422
        and "som ingen har godkendt" in alert(answer)
        and not officer.room.office.imports.ids()
    )
    officer.post(f"{at}/godkend", fund=number, begrundelse=BAD)
    shown = officer.get(f"{at}/fund").text
    assert "<img" not in shown and "onerror" in shown and "{{7*7}}" in shown
    officer.post(f"{at}/godkend", fund=number, fortryd="ja")
    assert "Godkendt: " not in officer.get(f"{at}/fund").text


def test_a_stop_cannot_be_accepted(officer: Officer) -> None:
    unreadable = ADVERTS.format("Dagtilbud").replace("01-02-2022", "31-02-2022")
    for file, words in ((ADVERTS.format("Ukendt område"), "Et spørgsmål kan"), (unreadable, "Et stop kan")):
        at = officer.draft({"a.csv": file.encode()})
        officer.get(f"{at}/fund")
        answer = officer.post(f"{at}/godkend", fund="0", begrundelse="Vi er ligeglade")
        assert answer.status_code == 422 and f"{words} ikke godkendes" in alert(answer)
    assert officer.post(f"{at}/gem").status_code == 422 and not officer.room.office.imports.ids()


def test_two_warnings_without_a_cell_are_two_warnings() -> None:
    two = marked([Finding("stort_udsving", f"Gruppen {name} er vokset.") for name in ("laerere", "sosu")], b"k", None)
    assert open_warnings(two, [this(two[0], "ja")]) == [two[1]]


def test_what_files_hold_is_text_on_the_page(officer: Officer) -> None:
    adverts = ADVERTS.format(BAD.replace('"', "")).encode()
    at = officer.draft({f"{BAD}.csv": adverts, "b.csv": f"{BAD};x\n1;2\n".encode()})
    page = officer.get(f"{at}/fund")
    assert page.status_code == 200 and "<img" not in page.text and "&lt;img" in page.text
    assert "modtaget-1" not in page.text
    told = officer.get(f"{at}/fund.csv")
    assert told.headers["Content-Disposition"].startswith("attachment") and told.mimetype == "text/csv"
    assert officer.get(f"{at}/fil/0").status_code == 404 and officer.get(f"{at}/fil/3").status_code == 404
    assert "<img" not in page.text and page.text.count("med fundene markeret") == 1
    assert officer.get(f"{at}/fil/1").data.startswith(b"PK") and officer.get(f"{at}/fil/2").data.startswith(b"PK")


def test_a_marked_file_that_takes_long_is_made_beside_the_request(
    officer: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = officer.draft({"a.csv": ADVERTS.format("Ukendt område").encode()})
    officer.get(f"{at}/fund")
    held, go_on, made = officer.held, threading.Event(), []

    def slow(*told) -> bytes:
        go_on.wait(60)
        made.append(told)
        return b"PK made"

    monkeypatch.setattr("kpi.refreshing.officers_files.marked_workbook", slow)
    monkeypatch.setattr(draft_files, "AT_ONCE", 0.01)
    answer = officer.client.get(f"{at}/fil/1", base_url=HERE)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{at}/fil/1/laves")
    page = officer.client.get(f"{at}/fil/1/laves", base_url=HERE)
    assert page.status_code == 200 and f'data-poll="{at}/fil/1/status"' in page.text
    told = officer.client.get(f"{at}/fil/1/status", base_url=HERE).json
    assert told["done"] is False and told["told"].startswith("Markerer fundene i a.csv … 0 sekunder")
    assert not any(line["action"] == "eksport" for line in officer.room.office.journal.audit())
    go_on.set()
    ready = officer.get(f"{at}/fil/1/laves")
    assert "Din fil er klar" in ready.text and f'<a href="{at}/fil/1">' in ready.text
    answer = officer.client.get(f"{at}/fil/1", base_url=HERE)
    assert answer.data == b"PK made" and "fund-i-a.xlsx" in answer.headers["Content-Disposition"]
    assert held.marked == {} and len(made) == 1
    assert [line["target"] for line in officer.room.office.journal.audit(action="eksport")] == [
        "egen fil med fundene markeret"
    ]


def test_a_marked_file_is_let_go_with_its_draft(officer: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kpi.refreshing.officers_files.marked_workbook", lambda *told: b"PK made")
    at = officer.draft({"a.csv": ADVERTS.format("Ukendt område").encode()})
    officer.get(f"{at}/fund")
    assert "Din fil er klar" in officer.get(f"{at}/fil/1/laves").text
    alive = weakref.ref(officer.held.marked[1][1])
    officer.post(f"{at}/kasser")
    gc.collect()
    assert alive() is None


def test_no_cell_of_the_file_of_findings_is_a_formula() -> None:
    bad = [Finding("ens_tal", f"{start}cmd", file=f"{start}x.csv", value=f"{start}1") for start in "=+-@\t"]
    for line in findings_csv(bad).decode("utf-8-sig").splitlines()[1:]:
        assert not re.search(r'(^|;)"?[=+@\t-]', line), line


def test_every_code_has_a_title() -> None:
    assert set(SEVERITY) <= set(TITLES)


def test_only_what_there_is_is_asked_for(officer: Officer) -> None:
    """No word of stops where there are none, and a marked file only of a file that a finding is about."""
    stop, question, warning = "Et stop skal rettes.", "Et spørgsmål skal besvares.", "En advarsel skal enten rettes"
    page = officer.get(f"{officer.draft(june(), drawn='')}/fund").text
    assert warning in page and stop not in page and question not in page
    assert "med fundene markeret" not in page
    bad, good = (
        ADVERTS.format("Ukendt område").encode(),
        ADVERTS.format("Dagtilbud").replace("\r\n1;", "\r\n2;").encode(),
    )
    unreadable = {"dato.csv": good.replace(b"01-02-2022", b"31-02-2022")}
    page = officer.get(f"{officer.draft(unreadable)}/fund").text
    assert stop in page and warning not in page and question not in page
    page = officer.get(f"{officer.draft({'god.csv': good, 'fejl.csv': bad})}/fund").text
    assert question in page and warning not in page and stop not in page
    assert re.findall(r'fil/(\d)">Hent (.*?) med fundene markeret', page) == [("2", "fejl.csv")]
    page = officer.get(f"{officer.draft({'god.csv': good})}/fund").text
    assert stop not in page and warning not in page and "Der er ingen fund" in page


def test_how_files_are_read_is_told_without_asking_for_an_answer(officer: Officer) -> None:
    page = officer.get(f"{officer.draft(june())}/fund").text
    [row] = re.findall(r"<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">Er Fratrædelsesdato.*?</tr>", page, re.S)
    cells = re.findall(r'data-label="[^"]*">(.*?)</td>', row, re.S)
    assert cells[:2] == [
        "Fratrædelsesdato læses som den sidste dag i ansættelsen.",
        "ingen; svar kun, hvis det er forkert",
    ]
    assert "ikke besvaret" not in page


# --- from files to a publication


def told_alike(page: str) -> tuple[int, int]:
    """How many figures are new and how many changed, as the step says and as the page's lists say."""
    new, changed = (
        int(count.replace(".", ""))
        for count in re.search(r"<small>([\d.]+) nye, ([\d.]+) ændrede</small>", page).groups()
    )
    first, _, second = page.partition('id="ny"')
    history = re.search(r"Ændret historik: ([\d.]+) tal i tabellerne", first)
    beside = re.search(r"Ændret historik: [^<]*?([\d.]+) ved siden af dem", first)
    in_tables, _, behind = first.partition("Vis de ændrede tal ved siden af tabellerne")
    assert behind.count('data-label="Nu"') == (int(beside[1]) if beside else 0)
    rows = in_tables.count('data-label="Nu"')
    periods = re.findall(r'Ny periode: .*?<span class="quiet">(\d+) nye tal', second.partition("<details")[0])
    assert changed == rows == (int(history[1]) if history else 0)
    assert new == sum(map(int, periods))
    return new, changed


def test_reference_files_that_are_not_the_municipalitys_are_told(officer: Officer) -> None:
    lent = "eksempelkommunens. Tag jeres egne i brug på siden Referencefiler"
    assert lent in officer.get("/data").text
    own = officer.room.office.own_reference
    shutil.copytree(officer.room.office.reference, own)
    with (own / "stillinger.csv").open("a", encoding="utf-8") as file:
        file.write("3999;Tovholder;;\n")
    assert lent in officer.get("/data").text, "a line that was placed does not make them the municipality's"
    (own / "afdelinger.csv").write_text("Afdeling;Navn;Område;Center\nA1;Nord;Skole;Nord\n", encoding="utf-8")
    assert lent not in officer.get("/data").text


def test_the_first_publication_of_a_municipality(officer: Officer) -> None:
    assert "Der er endnu ikke taget noget ind" in officer.get("/data").text
    assert "Tag først udtrækkene ind" in officer.get("/data/udgiv/2022-06-30/tabeller").text
    at = officer.draft(june())
    assert (
        "Alle advarsler er godkendt" in officer.get(f"{at}/fund").text or "ingen fund" in officer.get(f"{at}/fund").text
    )
    assert officer.get(f"{at}/placer").status_code == 200
    assert officer.post(f"{at}/placer").status_code == 422
    answer = officer.post(f"{at}/gem")
    assert answer.headers.get("Location") == "/data/udgiv/2022-06-30/tabeller", alert(answer)
    assert officer.left == [] and officer.get(f"{at}/fund").status_code == 410
    for audience in ("intern", "offentlig"):
        page = officer.get(f"/data/udgiv/2022-06-30/tabeller?visning={audience}").text
        assert page.count("<caption>Tabel") == 5 and page.count('class="sign">↑') > 10
        assert "/hent/" not in page and "data-copy" not in page, "nothing can be had before it is made"
        assert not re.search(r'class="slot (better|worse)"|forværret|forbedret', page), (
            "what was not judged has no colour"
        )
    page = officer.get("/data/udgiv/2022-06-30/forskel").text
    assert "første udgivelse" in page
    new, changed = told_alike(page)
    assert new > 100 and changed == 0
    ends = officer.get("/data/udgiv/2022-06-30/udgiv").text
    assert f'href="/data/import/{officer.room.office.imports.ids()[0]}#tilbage"' in ends and "#tilbage" in ends
    published(officer, "2022-06-30", "2022-06")
    after = officer.get("/data/forskel/2022-06").text
    assert "Det er den første udgivelse" in after and f"Ny periode: {danish.number(new, 0)} tal" in after
    assert "<textarea" not in after and "Videre: udgiv" not in after
    assert officer.get("/data/forskel/2021-06").status_code == 404
    assert "19,8" in officer.client.get("/hent/2022-06/tabel-2.csv?visning=intern", base_url=HERE).text
    actions = [line["action"] for line in officer.room.office.journal.audit()]
    assert {"modtagelse", "import", "udgivelse", "eksport"} <= set(actions)
    amended(officer)
    taken_back(officer)


def published(officer: Officer, as_of: str, key: str, reason: str = "") -> None:
    at = f"/data/udgiv/{as_of}"
    for number in re.findall(r'<li id="fund-(\d+)', officer.get(f"{at}/udgiv").text):
        assert officer.post(f"{at}/godkend", fund=number, begrundelse="Det passer").status_code == 303
    if reason:
        assert officer.post(f"{at}/begrundelse", begrundelse=reason).headers["Location"] == f"{at}/udgiv"
    seen = re.search(r'name="set" value="([^"]+)"', officer.get(f"{at}/udgiv").text)[1]
    assert officer.post(f"{at}/udgiv", set="noget andet").status_code == 409
    assert officer.post(f"{at}/udgiv", set=seen).headers.get("Location") == f"/data?udgivet={key}"
    done = officer.get(f"/data?udgivet={key}").text
    assert f"Udgivelsen {key} er lavet" in done
    for way_on in (f"/?udgivelse={key}", f"/sag?udgivelse={key}", f"/data/forskel/{key}"):
        assert f'<a href="{way_on}">' in done and officer.get(way_on).status_code == 200


def amended(officer: Officer) -> None:
    """The same date again is an amendment, and has a public note."""
    at = "/data/udgiv/2022-06-30"
    assert "bliver en rettelse af den" in officer.get(f"{at}/forskel").text
    assert "Begrundelsen for rettelsen mangler" in officer.get(f"{at}/udgiv").text
    answer = officer.post(f"{at}/begrundelse", begrundelse=NUMBER)
    assert answer.status_code == 422 and NUMBER not in answer.text
    published(officer, "2022-06-30", "2022-06-2", "Noten til tabel 2 er rettet.")
    after = officer.get("/data/forskel/2022-06-2").text
    assert 'href="/sag?udgivelse=2022-06">2022-06<' in after and "Ingen tal, der er udgivet, bliver ændret" in after
    assert "rettet af 2022-06-2" in officer.get("/data").text
    assert "gældende for 30. juni 2022, delvis<" in officer.get("/data").text


def taken_back(officer: Officer) -> None:
    """An import is withdrawn for a reason, and publications stay."""
    [key] = officer.room.office.imports.ids()
    page = officer.get(f"/data/import/{key}").text
    assert "ansaettelser.csv" in page and "2022-06-2" in page
    assert officer.post(f"/data/import/{key}/tilbage", begrundelse="").status_code == 422
    unsure = officer.post(f"/data/import/{key}/tilbage", begrundelse="Forkert fil")
    assert unsure.status_code == 422 and "Sæt flueben" in unsure.text and officer.room.office.imports.in_use() == [key]
    answer = officer.post(f"/data/import/{key}/tilbage", begrundelse="Forkert fil", sikker="ja")
    assert answer.headers["Location"] == "/data?tilbage=ja"
    assert officer.post(f"/data/import/{key}/tilbage", begrundelse="Igen", sikker="ja").status_code == 422
    page = officer.get("/data").text
    assert f"gældende for 30. juni 2022, delvis, importen {key} er trukket tilbage" in page
    assert (
        f"rettet af 2022-06-2, delvis, importen {key} er trukket tilbage" in page
        and not officer.room.office.imports.in_use()
    )
    assert officer.room.office.store.keys() == ["2022-06-2", "2022-06"]


def accept_open(officer: Officer, at: str, last: str, reason: str) -> None:
    """Accepts every warning on the page that nobody has accepted."""
    for number in re.findall(r'id="begrundelse-(\d+)"', officer.get(f"{at}/{last}").text):
        assert officer.post(f"{at}/godkend", fund=number, begrundelse=reason).status_code == 303


def test_who_took_the_files_in_is_told_that_another_must_publish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = office_of(tmp_path, two_persons_publish=True)
    site = app.create_app(app.Settings(office.store.folder, example=False, office=office))
    officer = Officer(site.server.extensions[PLACE], site.server.test_client())
    at, day = "/data/udgiv/2022-06-30", date(2022, 6, 30)
    first = officer.draft(june(), drawn="2022-07-02")
    accept_open(officer, first, "fund", "Lønkontoret kan ikke vente")
    assert officer.post(f"{first}/gem").status_code == 303
    number, title = re.findall(r'<li id="fund-(\d+)">.*?<h3>(.*?)</h3>', officer.get(f"{at}/udgiv").text, re.S)[0]
    refused = officer.post(f"{at}/godkend", fund=number, begrundelse=f"{NUMBER} er rejst")
    assert refused.status_code == 422 and alert(refused).startswith(f"«{title}», ")
    accept_open(officer, at, "udgiv", "Det passer")
    page = officer.get(f"{at}/udgiv").text
    assert "En kollega skal udgive" in page and 'name="set"' not in page
    made = officer.room.previews.of(day).result().publication
    mark = f"{made.key} {made.published.isoformat()}"
    answer = officer.post(f"{at}/udgiv", set=mark)
    assert answer.status_code == 422 and "En anden i HR" in alert(answer) and not office.store.keys()

    monkeypatch.setattr(identity, "HERE", replace(identity.HERE, name="bo"))
    colleague = Officer(officer.room, site.server.test_client())
    page = colleague.get(f"{at}/udgiv").text
    told = re.findall(r"Godkendt( af [^:]+ \d{4}): «([^»]+)»", page)
    by = f" af {WHO} {danish.day(officer.room.now().date())}"
    assert {text for _, text in told} == {"Lønkontoret kan ikke vente", "Det passer"}
    assert {who for who, _ in told} == {by}
    assert "En kollega skal udgive" not in page
    assert colleague.post(f"{at}/udgiv", set=mark).status_code == 303 and office.store.latest().by == "bo"


@pytest.mark.parametrize("broken", ["figures-intern.csv", "manifest.json"])
def test_a_damaged_publication_is_told_of_and_takes_no_page_down(officer: Officer, broken: str) -> None:
    """The pages that need nothing of it answer; the others say what is wrong, and none with a fault of the program."""
    office = officer.room.office
    for key, as_of in (("2022-06", date(2022, 6, 30)), ("2022-12", date(2022, 12, 31))):
        office.store.add(small_publication(key=key, as_of=as_of))
    with (office.store.folder / "2022-12" / broken).open("ab") as file:
        file.write(b" ")
    office.store._read.clear()
    page = officer.get("/data")
    assert page.status_code == 200 and "2022-12, beskadiget" in page.text and "gældende for 30. juni 2022" in page.text
    assert f"Udgivelsen 2022-12 er beskadiget: filen {broken} er ændret eller mangler." in page.text
    at = officer.draft(june())
    assert officer.get(f"{at}/fund").status_code == 200
    for address in ("/data/ny", "/data/person", "/data/referencefiler"):
        assert officer.get(address).status_code == 200
    officer.post(f"{at}/gem")
    [key] = office.imports.ids()
    assert officer.get(f"/data/import/{key}").status_code == 200
    for step in ("tabeller", "forskel", "udgiv"):
        answer = officer.get(f"/data/udgiv/2022-12-31/{step}")
        assert answer.status_code == 409 and "Udgivelsen 2022-12 er beskadiget" in answer.text


@pytest.mark.parametrize("day", ["2022-06-29", "x", "2022-13-31", BAD, "9999-99-99"])
def test_a_date_in_the_address_is_a_months_last_day(officer: Officer, day: str) -> None:
    answer = officer.get(f"/data/udgiv/{day}/tabeller")
    assert answer.status_code == 404 and "<img" not in answer.text


# --- what is held


def test_templates_can_be_had(officer: Officer) -> None:
    kinds = re.findall(r'href="/data/skabelon/(\w+)\.xlsx"', officer.get("/data").text)
    assert len(kinds) == 9
    for kind in kinds:
        assert officer.get(f"/data/skabelon/{kind}.xlsx").data.startswith(b"PK")
    assert officer.get("/data/skabelon/ukendt.xlsx").status_code == 404


def test_a_persons_number_is_never_shown_again(officer: Officer) -> None:
    officer.post(f"{officer.draft(june())}/gem")
    number = JUNE.joinpath("ansaettelser.csv").read_text("utf-8-sig").splitlines()[1].partition(";")[0]
    found = officer.post("/data/person", nummer=number)
    assert found.status_code == 200 and "handler om personen" in found.text and number not in found.text
    assert officer.post("/data/person", nummer="").status_code == 422
    assert officer.post("/data/person", nummer=number, slet="ja").status_code == 422
    asked = {"nummer": number, "slet": "ja", "begrundelse": "Anmodning om sletning"}
    unsure = officer.post("/data/person", **asked)
    assert unsure.status_code == 422 and "Sæt flueben" in unsure.text
    assert "handler om personen" in officer.post("/data/person", nummer=number).text
    gone = officer.post("/data/person", **asked, sikker="ja")
    assert "er slettet" in gone.text and number not in gone.text
    assert "ikke gemt noget" in officer.post("/data/person", nummer=number).text
    assert number not in repr(officer.room.office.journal.audit())
    assert officer.get(f"/data/person?nummer={number}").text.count(number) == 0
    assert reconcile(officer.room.office.root) == [], "the log and what is stored agree about the erasure"


def test_hr_fetches_a_copy_of_what_is_held_about_a_person(officer: Officer) -> None:
    """Every row of the extract with the person's number is there, with its days; the number is not, nor in the log."""
    officer.post(f"{officer.draft(june())}/gem")
    with JUNE.joinpath("ansaettelser.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file, delimiter=";"))
    [number] = {lines[0]["CPR"]}
    theirs = [line for line in lines if line["CPR"] == number]
    answer = officer.post("/data/person", nummer=number, kopi="ja")
    assert answer.status_code == 200 and answer.mimetype == "text/csv"
    assert answer.headers["Cache-Control"] == "no-store" and number not in str(answer.headers)
    text = answer.data.decode("utf-8-sig")
    held = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    columns = ("Afdeling", "Stillingskode", "Ansættelsesdato", "Startdato")
    dotted = [{name: line[name] for name in columns} for line in theirs]
    assert [{name: row[name] for name in columns} for row in held] == dotted and held
    assert {row["Slags"] for row in held} == {"ansættelser"} and {row["Fil"] for row in held} == {"ansaettelser.csv"}
    assert number not in text and number.replace("-", "") not in text and not looks_like_one(text)
    last = officer.room.office.journal.audit(latest=1)[0]
    assert last["action"] == "eksport" and last["target"].startswith("kopi af oplysninger om en person (")
    assert number not in repr(officer.room.office.journal.audit())
    nobody = officer.post("/data/person", nummer="010203-9999", kopi="ja").data.decode("utf-8-sig")
    assert nobody.count("\r\n") == 1 and nobody.startswith("Import;")
    assert officer.post("/data/person", nummer=" ", kopi="ja").status_code == 422


def test_a_page_is_in_danish_and_kept_by_nobody(officer: Officer) -> None:
    for address in ("/data", "/data/ny", "/data/person"):
        answer = officer.get(address)
        assert 'lang="da"' in answer.text and answer.headers["Cache-Control"] == "no-store"
        assert "<script>" not in answer.text and answer.text.count("<h1>") == 1
        assert all(f'name="{forms.FIELD}"' in form for form in re.findall(r"<form.*?</form>", answer.text, re.S))
