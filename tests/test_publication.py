"""The store: frozen folders, whole or not at all, verified on the way in; amendments that say what they changed."""

import json
import random
import re
import shutil
import subprocess
import sys
import threading
import time
from datetime import date, datetime
from math import nan
from pathlib import Path

import pandas as pd
import pytest
from publications_for_tests import small_publication

from kpi.definitions.frames import FIGURE_COLUMNS
from kpi.definitions.model import StaffGroup
from kpi.publications.folders import as_json
from kpi.publications.publication import Publication, Store, Unpublishable
from kpi.publications.transactions import Busy, recover, writing

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "publications")


def publication(key="2022-06", **changes):
    figure = dict.fromkeys(FIGURE_COLUMNS, "") | {
        "measure": "turnover", "group": "htk", "series": "printed", "period_end": "2022-06-30", "period": "Jun. 2022",
        "numerator": 26.0, "denominator": 120.0, "value": 21.666666666666668, "status": "ok", "provisional": False,
    }  # fmt: skip
    hidden = figure | {"status": "suppressed", "numerator": nan, "denominator": nan, "value": nan}
    told = {
        "key": key,
        "as_of": date(2022, 12, 31) if key.startswith("2022-12") else date(2022, 6, 30),
        "drawn": date(2022, 7, 31),
        "published": datetime(2022, 9, 26, 12, 0),
        "municipality": "Eksempel Kommune",
        "example": True,
        "version": "0.1.0",
        "groups": (StaffGroup("htk", "HTK i alt", "alle"),),
        "areas": ("Skole",),
        "sources": ({"file": "ansaettelser.csv", "rows": 2},),
        "figures": {"intern": pd.DataFrame([figure]), "offentlig": pd.DataFrame([hidden])},
        "definitions": {"indicators": []},
        "reference": {"grupper.csv": "Gruppe;Navn;Dækker\nhtk;HTK i alt;alle\n".encode("utf-8-sig")},
        "facts": {"personer_med_flere_ansaettelser": 3},
    }
    return Publication(**(told | changes))


def amendment(key="2022-06-2", supersedes="2022-06", **changes):
    return publication(key, **({"supersedes": supersedes, "reason": "Juni er kommet med", "by": "Bente"} | changes))


def test_what_is_stored_comes_back(store):
    stored = publication()
    store.add(stored)
    read = Store(store.folder).load("2022-06")
    for audience, frame in stored.figures.items():
        pd.testing.assert_frame_equal(read.figures[audience], frame, check_dtype=False)
    assert read.figures["intern"]["value"].item() == 21.666666666666668
    for name in vars(stored).keys() - {"figures"}:
        assert getattr(read, name) == getattr(stored, name), name


def test_what_is_said_of_a_publication_comes_back(store):
    revision = {"audience": "intern", "measure": "turnover", "old": "19.8", "new": "20.1", "reason": "Rettet"}
    told = {
        "by": "Anne Holm",
        "imports": ("2023-02-05-1", "2023-02-05-2"),
        "reason": "Fratrædelser i juni er kommet med",
        "partial": ("Tabel 1 dækker kun 1. kvartal.",),
        "revisions": (revision,),
        "accepted": ({"code": "dublet", "file": "a.csv", "cell": "F2", "message": "To.", "reason": "Ja", "by": "A"},),
    }
    store.add(publication(**told))
    read = Store(store.folder).load("2022-06")
    assert {name: getattr(read, name) for name in told} == told


def test_figures_come_back_to_the_last_bit(store):
    values = [random.Random(1).uniform(0, 100) / 3 for _ in range(2000)]
    figure = publication().figures["intern"].iloc[0].to_dict()
    frame = pd.DataFrame([figure | {"value": value, "numerator": value * 7} for value in values])
    store.add(publication(figures={"intern": frame}))
    read = Store(store.folder).load("2022-06").figures["intern"]
    assert read["value"].tolist() == values and read["numerator"].tolist() == frame["numerator"].tolist()


def test_a_publication_from_before_the_seal_is_still_read(store):
    path = store.add(publication()) / "manifest.json"
    told = json.loads(path.read_bytes())
    new = ("seal", "format", "by", "imports", "supersedes", "reason", "partial")
    path.write_bytes(as_json({name: value for name, value in told.items() if name not in new}))
    read = Store(store.folder).load("2022-06")
    assert (read.by, read.imports, read.partial, read.municipality) == ("", (), (), "Eksempel Kommune")
    assert store.verify("2022-06") == []


def test_a_key_that_exists_is_refused_and_stays_as_it_was(store):
    store.add(publication())
    before = (store.folder / "2022-06/manifest.json").read_bytes()
    with pytest.raises(Unpublishable, match="findes allerede"):
        store.add(publication(municipality="En anden"))
    assert (store.folder / "2022-06/manifest.json").read_bytes() == before


FILES = ["figures-intern.csv", "figures-offentlig.csv", "definitions.json", "reference/grupper.csv"]


@pytest.mark.parametrize("file", FILES)
def test_a_changed_byte_is_found(store, file):
    path = store.add(publication()) / file
    content = bytearray(path.read_bytes())
    content[0] ^= 1
    path.write_bytes(content)
    with pytest.raises(Unpublishable, match=re.escape(file)):
        Store(store.folder).load("2022-06")


def test_a_missing_file_is_found(store):
    (store.add(publication()) / "figures-offentlig.csv").unlink()
    with pytest.raises(Unpublishable, match=r"figures-offentlig\.csv"):
        Store(store.folder).load("2022-06")


def test_the_newest_comes_first_and_amendments_by_number(store):
    store.add(publication("2021-12", as_of=date(2021, 12, 31)))
    store.add(publication())
    store.add(amendment())
    store.add(amendment("2022-06-10", "2022-06-2"))
    assert store.keys() == ["2022-06-10", "2022-06-2", "2022-06", "2021-12"]
    assert store.latest().key == "2022-06-10"


def test_nothing_published_is_no_publication(store):
    assert store.keys() == []
    assert store.latest() is None
    with pytest.raises(Unpublishable, match="2022-06 findes ikke"):
        store.load("2022-06")


def test_a_half_written_folder_is_no_publication(store):
    store.add(publication())
    half = store.folder / ".2022-12.1.skrives"
    half.mkdir()
    (half / "manifest.json").write_text(json.dumps({}))
    assert store.keys() == ["2022-06"]


@pytest.mark.parametrize("key", ["../2022-06", "2022-06/..", "", "."])
def test_a_key_is_never_a_path(store, key):
    store.add(publication())
    with pytest.raises(Unpublishable):
        store.load(key)


@pytest.mark.parametrize(
    "key", ["2022-06/x", "../2022-06", "2022-6", "2022-06-0", "2022-06-02", "2022-07", "", "2022-06 "]
)
def test_a_publication_has_its_dates_key(store, key):
    with pytest.raises(Unpublishable, match="kan ikke hedde"):
        store.add(publication(key, as_of=date(2022, 6, 30)))
    assert not store.folder.exists()


@pytest.mark.parametrize("name", ["../../2021-12/manifest.json", "..", "a/../../../b"])
def test_a_reference_file_never_lands_outside(store, name):
    with pytest.raises(Unpublishable, match="fører ud af mappen"):
        store.add(publication(reference={name: b"x"}))
    assert store.keys() == [] and list(store.folder.parent.rglob("*.json")) == []


# --- amendments


def test_a_date_that_is_published_again_is_an_amendment_that_says_why(store):
    assert store.key_for(date(2022, 6, 30)) == "2022-06"
    store.add(publication())
    assert store.key_for(date(2022, 6, 30)) == "2022-06-2"
    assert store.key_for(date(2022, 12, 31)) == "2022-12"
    for wrong in (amendment(reason=""), amendment(reason="  ")):
        with pytest.raises(Unpublishable, match=r"2022-06 er udgivet\. En rettelse skal have en begrundelse"):
            store.add(wrong)
    for wrong in (amendment(supersedes=""), amendment(supersedes="2022-06-2"), amendment(supersedes="2021-12")):
        with pytest.raises(Unpublishable, match="den skal afløse 2022-06"):
            store.add(wrong)
    assert store.keys() == ["2022-06"]
    store.add(amendment())
    assert store.key_for(date(2022, 6, 30)) == "2022-06-3"
    with pytest.raises(Unpublishable, match="den skal afløse 2022-06-2"):
        store.add(amendment("2022-06-3"))
    assert store.load("2022-06-2").supersedes == "2022-06"
    assert store.load("2022-06").supersedes == ""


def test_nothing_can_be_amended_that_is_not_there(store):
    with pytest.raises(Unpublishable, match="ingen udgivelse at afløse"):
        store.add(amendment())


def test_each_publication_says_what_superseded_it(store):
    store.add(publication())
    store.add(publication("2022-12"))
    store.add(amendment())
    assert [store.superseded_by(key) for key in ("2022-06", "2022-06-2", "2022-12")] == ["2022-06-2", "", ""]
    with pytest.raises(Unpublishable, match="findes ikke"):
        store.superseded_by("2023-06")


def test_each_publication_says_what_corrected_it_but_what_is_damaged(store):
    for one in (publication(), publication("2022-12"), amendment(), amendment("2022-06-3", "2022-06-2")):
        store.add(one)
    assert [one.key for one in store.corrections("2022-06")] == ["2022-06-2", "2022-06-3"]
    assert [one.key for one in store.corrections("2022-06-2")] == ["2022-06-3"]
    assert store.corrections("2022-06-3") == store.corrections("2022-12") == ()
    (store.folder / "2022-06-2" / "definitions.json").write_bytes(b"{}")
    assert [one.key for one in Store(store.folder).corrections("2022-06")] == ["2022-06-3"]


def test_a_new_publication_is_compared_with_the_newest_up_to_its_date(store):
    assert store.previous(date(2022, 6, 30)) is None
    store.add(publication())
    store.add(publication("2022-12"))
    assert store.previous(date(2022, 6, 30)).key == "2022-06"
    store.add(amendment())
    assert store.previous(date(2022, 6, 30)).key == "2022-06-2"
    assert store.previous(date(2022, 9, 30)).key == "2022-06-2"
    assert store.previous(date(2023, 6, 30)).key == "2022-12"
    assert store.previous(date(2021, 12, 31)) is None


# --- what must never be told


@pytest.mark.parametrize("column", ["numerator", "denominator", "value", "arrow", "assessment"])
def test_a_hidden_cell_with_anything_in_it_cannot_be_published(store, column):
    hidden = publication().figures["offentlig"].astype({column: object})
    hidden[column] = {"arrow": "up", "assessment": "worse"}.get(column, 4.0)
    with pytest.raises(Unpublishable, match="offentlig viser, hvad der er skjult"):
        store.add(publication(figures={"offentlig": hidden}))
    assert store.keys() == []


def test_raw_figures_cannot_be_published(store):
    with pytest.raises(Unpublishable, match="kan ikke udgives"):
        store.add(publication(figures={"raa": publication().figures["intern"]}))


@pytest.mark.parametrize("changes", [
    {"by": "010190-1234"}, {"reason": "Hun er 0101901234"}, {"partial": ("Undtagen 010190-1234",)},
])  # fmt: skip
def test_a_note_that_looks_like_a_person_number_is_refused(store, changes):
    with pytest.raises(Unpublishable, match="ligner et personnummer"):
        store.add(publication(**changes))
    assert store.keys() == []


def test_a_source_is_named_without_a_person_number(store):
    store.add(publication(sources=({"file": "løn 010190-1234.csv", "rows": 2},)))
    assert "1234" not in (store.folder / "2022-06/manifest.json").read_text(encoding="utf-8")


# --- as it was written


def test_any_changed_byte_is_found(tmp_path):
    """All files of a real publication, a byte at both ends and many between, and every byte of the manifest."""
    store, tried, dice = Store(tmp_path / "publications"), 0, random.Random(20220926)
    folder = store.add(small_publication(accepted=({"code": "dublet", "reason": "Ja"},)))
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name, content = path.relative_to(folder).as_posix(), path.read_bytes()
        inside = range(len(content)) if name == "manifest.json" else dice.sample(range(len(content)), 40)
        for offset in sorted({0, len(content) - 1, *inside}):
            spoilt = bytearray(content)
            spoilt[offset] ^= dice.randrange(1, 256)
            path.write_bytes(spoilt)
            assert [(one.file, one.what) for one in store.verify("2022-06")] == [(name, "ændret")], offset
            tried += 1
        for spoilt in (content[:-1], content + b"\n", b""):
            path.write_bytes(spoilt)
            with pytest.raises(Unpublishable, match=re.escape(f"beskadiget: filen {name} er ændret")):
                Store(store.folder).load("2022-06")
            tried += 1
        path.write_bytes(content)
    assert store.verify("2022-06") == []
    print(f"{tried} ændringer blev fundet")
    assert tried > 1000


def test_a_missing_file_and_a_strange_one_are_told(store):
    folder = store.add(publication())
    (folder / "reference/grupper.csv").unlink()
    (folder / "figures-alle.csv").write_text("x")
    (folder / "reference/note.txt").write_text("x")
    assert [fault.message for fault in store.verify("2022-06")] == [
        "Filen figures-alle.csv hører ikke til.",
        "Filen reference/grupper.csv mangler.",
        "Filen reference/note.txt hører ikke til.",
    ]
    with pytest.raises(Unpublishable, match="findes ikke"):
        store.verify("2022-12")


def test_folders_that_people_made_are_no_publications(store):
    store.add(publication())
    for name in ("2022-06 - Kopi", "2022-06.bak", "2022", "9999"):
        shutil.copytree(store.folder / "2022-06", store.folder / name)
    assert store.keys() == ["2022-06"]


def test_a_publication_under_another_key_is_not_believed(store):
    store.add(publication())
    shutil.copytree(store.folder / "2022-06", store.folder / "2022-12")
    with pytest.raises(Unpublishable, match="kopi af en anden udgivelse"):
        store.load("2022-12")


def test_half_a_publication_is_cleared_away_and_said(store):
    store.add(publication())
    for name in (".2022-12.skrives", ".2022-06-2.4711.skrives"):
        shutil.copytree(store.folder / "2022-06", store.folder / name)
    (store.folder / "2022-06/noter.txt").write_text("x")
    assert recover(store.folder.parent) == [
        "Udgivelsen 2022-06-2 blev ikke færdig og er fjernet. Intet er ændret.",
        "Udgivelsen 2022-12 blev ikke færdig og er fjernet. Intet er ændret.",
    ]
    assert sorted(path.name for path in store.folder.iterdir()) == ["2022-06"]
    assert (store.folder / "2022-06/noter.txt").exists()


@pytest.mark.parametrize("operation", ["fsync", "write", "rename", "mkdir"])
def test_a_disk_that_is_full_leaves_nothing_half_written(store, monkeypatch, operation):
    store.add(publication())
    before = sorted(store.folder.rglob("*"))

    def full(*args, **named):
        raise OSError(28, "No space left on device")

    with writing(store.folder.parent):
        with monkeypatch.context() as patched, pytest.raises(Unpublishable, match="plads på disken"):
            patched.setattr(f"os.{operation}", full)
            store.add(amendment())
        assert sorted(store.folder.rglob("*")) == before
    store.add(amendment())
    assert store.keys() == ["2022-06-2", "2022-06"]


def test_a_restored_copy_shows_the_same_figures(store, tmp_path):
    store.add(publication())
    store.add(amendment())
    shutil.copytree(store.folder.parent, tmp_path / "kopi")
    restored = Store(tmp_path / "kopi/publications")
    assert recover(tmp_path / "kopi") == []
    for key in ("2022-06", "2022-06-2"):
        assert restored.verify(key) == []
        assert restored.load(key).figures["intern"].to_csv() == store.load(key).figures["intern"].to_csv()
    assert restored.key_for(date(2022, 6, 30)) == "2022-06-3"


# --- one writer at a time

WRITER = """
import sys, time
from pathlib import Path
from kpi.publications.transactions import writing
with writing(Path(sys.argv[1]), "Anne Holm", "at tage udtræk ind"):
    print("har", flush=True)
    time.sleep(float(sys.argv[2]))
"""


@pytest.fixture
def another(tmp_path):
    """Starts a process that writes for so many seconds; gives it once it has the lock."""
    started = []

    def start(seconds):
        told = [sys.executable, "-c", WRITER, str(tmp_path), str(seconds)]
        started.append(subprocess.Popen(told, cwd=ROOT, stdout=subprocess.PIPE, text=True))
        assert started[-1].stdout.readline() == "har\n"
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_the_second_writer_is_told_who_is_writing(tmp_path, another):
    another(60)
    started = time.monotonic()
    with pytest.raises(Busy) as told, writing(tmp_path, "Bente", wait=0.3):
        pytest.fail("two writers at once")
    assert re.fullmatch(
        r"Anne Holm er i gang med at tage udtræk ind \(siden kl\. \d\d\.\d\d\)\. Intet er ændret\. Prøv igen om lidt\.",
        str(told.value),
    )
    assert 0.3 <= time.monotonic() - started < 5


def test_the_second_writer_waits_for_the_first(tmp_path, another):
    process = another(0.4)
    store = Store(tmp_path / "publications")
    store.add(publication())
    assert process.wait() == 0 and store.keys() == ["2022-06"]


def test_a_writer_that_was_killed_holds_nobody_up(tmp_path, another):
    process = another(60)
    process.kill()
    process.wait()
    with writing(tmp_path, wait=0):
        pass


def test_readers_do_not_wait(tmp_path, another):
    store = Store(tmp_path / "publications")
    store.add(publication())
    another(60)
    assert Store(store.folder).load("2022-06").key == "2022-06" and store.verify("2022-06") == []


def test_two_threads_take_turns_and_one_may_write_within_its_own_turn(tmp_path):
    inside, most = [], []

    def write():
        with writing(tmp_path), writing(tmp_path), writing(tmp_path / "x/.."):
            inside.append(1)
            most.append(len(inside))
            time.sleep(0.01)
            inside.pop()

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 8


def test_a_thread_that_waits_in_vain_is_told(tmp_path):
    told, go = [], threading.Event()

    def wait_in_vain():
        try:
            with writing(tmp_path, wait=0.1):
                pass
        except Busy as busy:
            told.append(str(busy))
        go.set()

    with writing(tmp_path, "Anne", "at udgive"):
        threading.Thread(target=wait_in_vain).start()
        assert go.wait(5)
    assert told and told[0].startswith("Anne er i gang med at udgive")
    with writing(tmp_path, wait=0):
        pass


def test_a_turn_that_failed_is_over(tmp_path):
    with pytest.raises(ZeroDivisionError), writing(tmp_path):
        _ = 1 / 0
    with writing(tmp_path, wait=0) as messages:
        assert messages == []


PUBLISHER = """
import sys
sys.path.insert(0, "tests")
from pathlib import Path
from test_publication import amendment, publication
from kpi.publications.publication import Store, Unpublishable
store = Store(Path(sys.argv[1]) / "publications")
for number in range(2, 8):
    key = store.key_for(publication().as_of)
    try:
        store.add(amendment(key, store.latest().key))
        print("gjort", key)
    except Unpublishable as told:
        print("afvist", told)
"""


def test_two_that_publish_at_once_never_spoil_each_others(tmp_path):
    store = Store(tmp_path / "publications")
    store.add(publication())
    told = [sys.executable, "-c", PUBLISHER, str(tmp_path)]
    both = [subprocess.Popen(told, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    lines = [line for process in both for line in process.communicate(timeout=60)[0].splitlines()]
    assert [process.returncode for process in both] == [0, 0]
    done = [line.split()[1] for line in lines if line.startswith("gjort")]
    assert len(lines) == 12 and sorted(done) == sorted(set(done)) and len(done) >= 6
    assert set(store.keys()) == {"2022-06", *done}
    chain = [store.load(key) for key in reversed(store.keys())]
    assert all(store.verify(one.key) == [] for one in chain)
    assert [one.supersedes for one in chain[1:]] == [one.key for one in chain[:-1]]
