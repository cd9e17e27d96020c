"""The store knows its key: one that is lost, or another, stops whoever needs it, and is never replaced in silence."""

import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from test_imports import a_history
from test_kill import Disk, child, die
from test_publication import publication
from test_refresh import JUNE, office, run  # noqa: F401 (a fixture)

import app
from kpi.extracts.secret import SecretError
from kpi.publications import key_check
from kpi.publications.folders import Unpublishable
from kpi.publications.imports import Imports
from kpi.publications.journal import IMPORT, WITHDRAW, Journal
from kpi.publications.publication import Store
from kpi.refreshing.office import office_at
from kpi.refreshing.one_person import find_person
from kpi.refreshing.store_key import key_of, take_new_key

AT = datetime(2026, 11, 22, 12, 0)
EFFECTS = ("rename", "replace", "unlink", "mkdir", "sqlite")
"""The operations of the disk that change what the next start finds."""


class House:
    """A data folder, and a key that lies elsewhere."""

    def __init__(self, folder: Path):
        self.data, self.path = folder / "data", folder / "hemmeligt/noegle"
        self.root, self.environment = self.data / "store", {"KPI_SECRET_FILE": str(self.path)}

    def key(self) -> bytes:
        return key_of(self.root, self.data, self.environment)

    def new_key(self) -> tuple[str, ...]:
        return take_new_key(self.root, self.data, self.environment, "Anne Holm", "Serveren brændte", AT)

    def take_in(self, *names: str) -> str:
        taken = Imports(self.root / "imports").add(a_history(*names))
        Journal(self.root).record(IMPORT, taken, who="Anne Holm", role="hr", at=datetime(2023, 2, 5, 12, 0))
        return taken

    def start(self):
        return office_at(self.data, self.environment)


def is_killed(deed: Callable[[], object], number: int) -> bool:
    """Whether the deed, in a process of its own, was killed just before its effect on the disk with this number."""
    with tempfile.TemporaryDirectory() as stash:

        def run() -> None:
            Disk(
                Path(stash), lambda asked: [name in EFFECTS for name, _ in asked].count(True) == number, die
            ).put_in_place()
            deed()

        status, text = child(run)
    assert os.WIFSIGNALED(status) or status == 0, text
    return os.WIFSIGNALED(status)


@pytest.fixture
def house(tmp_path) -> House:
    return House(tmp_path)


def test_the_store_knows_its_key_from_the_first_start_and_holds_nothing_of_it(house):
    key = house.start().key
    assert key_check.fits(house.root, key) and not key_check.fits(house.root, b"x" * 32)
    house.take_in("Anna")
    assert house.start().key == key
    held = b"".join(path.read_bytes() for path in house.data.rglob("*") if path.is_file())
    assert key not in held and key.hex().encode() not in held


def test_a_lost_key_is_not_replaced_where_there_are_imports(house):
    house.start()
    house.take_in("Anna")
    os.rename(house.path, house.path.with_name("kopi"))
    with pytest.raises(SecretError) as told:
        house.start()
    assert str(house.path) in str(told.value) and "sikkerhedskopi" in str(told.value) and "new-key" in str(told.value)
    assert not house.path.exists()
    os.rename(house.path.with_name("kopi"), house.path)
    assert house.start().imports.in_use() == ["2023-02-05-1"]


def test_another_key_is_not_taken_where_there_are_imports_also_when_all_are_withdrawn(house):
    house.start()
    house.take_in("Anna")
    house.path.write_bytes(b"x" * 32)
    for _ in range(2):
        with pytest.raises(SecretError, match="passer ikke til lageret"):
            house.start()
    assert house.path.read_bytes() == b"x" * 32
    Imports(house.root / "imports").withdraw("2023-02-05-1", "Anne Holm", "Forkert fil", AT)
    with pytest.raises(SecretError, match="passer ikke til lageret"):
        house.start()


def test_without_imports_any_key_will_do(house):
    house.start()
    house.path.unlink()
    assert key_check.fits(house.root, house.start().key)


def test_a_store_from_before_learns_the_key_that_is_there_and_stops_where_there_is_none(house):
    house.take_in("Anna")
    with pytest.raises(SecretError, match="nøglen, de er taget ind med, er der ikke"):
        house.start()
    assert not house.path.exists() and not (house.root / key_check.FILE).exists()
    house.path.parent.mkdir()
    house.path.write_bytes(b"y" * 32)
    house.path.chmod(0o600)
    assert house.start().key == b"y" * 32 and key_check.fits(house.root, b"y" * 32)


def test_a_check_value_that_was_changed_is_told_and_not_made_anew(house):
    house.start()
    house.take_in("Anna")
    path = house.root / key_check.FILE
    path.write_bytes(path.read_bytes().replace(b'"check": "', b'"check": "0'))
    with pytest.raises(Unpublishable, match=r"noegle-kontrol\.json er ændret"):
        house.start()


def test_the_example_is_told_that_its_store_can_be_deleted(house, monkeypatch):
    monkeypatch.setattr("kpi.refreshing.office.ROOT", house.data.parent)
    house.take_in("Anna")
    with pytest.raises(SecretError) as told:
        office_at(None, house.environment)
    assert "slette mappen" in str(told.value) and str(house.root) in str(told.value)


def test_a_new_key_is_a_choice_rows_go_figures_stay_and_the_log_tells(house):
    house.start()
    house.take_in("Anna", "Bo")
    house.take_in("Carla")
    Store(house.root / "publications").add(publication())
    with pytest.raises(Unpublishable, match="Nøglen passer til lageret"):
        house.new_key()
    house.path.unlink()
    assert house.new_key() == ("2023-02-05-1", "2023-02-05-2")
    opened = house.start()
    assert opened.imports.in_use() == []
    assert opened.store.keys() == ["2022-06"] and not opened.store.verify("2022-06")
    assert not list(house.root.rglob("*.parquet"))
    assert [line["target"] for line in opened.journal.audit(action=WITHDRAW)] == ["2023-02-05-1", "2023-02-05-2"]
    [told] = opened.journal.audit(action="ny nøgle")
    assert (told["who"], told["detail"]) == ("Anne Holm", "2 importers rækker er slettet: Serveren brændte")
    assert find_person(opened, "010190-1234") == []


def test_a_new_key_never_takes_the_place_of_one_that_is_there(house):
    house.start()
    house.take_in("Anna")
    house.path.write_bytes(b"x" * 32)
    house.new_key()
    assert house.start().key == house.path.read_bytes() == b"x" * 32


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs fork and /proc")
def test_wherever_the_change_of_keys_is_killed_it_stops_again_or_is_done(house, tmp_path):
    house.start()
    house.take_in("Anna")
    house.take_in("Bo")
    house.path.unlink()
    whole, number, ends = tmp_path / "før", 0, set()
    shutil.copytree(house.data, whole)
    killed = True
    while killed:
        number += 1
        shutil.rmtree(house.data)
        shutil.copytree(whole, house.data)
        house.path.unlink(missing_ok=True)
        killed = is_killed(house.new_key, number)
        try:
            house.start()
        except SecretError:
            ends.add("standset")
            house.new_key()
        else:
            ends.add("gjort")
        opened = house.start()
        assert opened.imports.in_use() == [] and key_check.fits(house.root, opened.key)
        targets = [line["target"] for line in opened.journal.audit(action=WITHDRAW)]
        assert sorted(targets) == ["2023-02-05-1", "2023-02-05-2"], number
        assert opened.journal.audit(action="ny nøgle")
        assert not [path.name for path in house.data.rglob("*.skrives")], number
    assert ends == {"standset", "gjort"} and number > 10


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs fork and /proc")
def test_the_first_start_can_be_killed_anywhere(house):
    number, killed = 0, True
    while killed:
        number += 1
        shutil.rmtree(house.data, ignore_errors=True)
        house.path.unlink(missing_ok=True)
        killed = is_killed(house.key, number)
        key = house.start().key
        house.take_in("Anna")
        assert house.start().key == key
    assert number > 3


def test_commands_that_need_the_key_stop_the_others_do_their_work(office, capsys):  # noqa: F811
    taken = run(capsys, "import", JUNE, "--as-of", "2022-06-30", "--drawn", "2022-07-31")[1].strip()
    Store(office / "store/publications").add(publication())
    key = office.parent / "noegle"
    os.rename(key, office.parent / "kopi")
    for needs_it in (("import", JUNE, "--as-of", "2022-06-30"), ("publish", "--as-of", "2022-06-30"), ("answer",)):
        status, out, told = run(capsys, *needs_it)
        assert (status, out) == (1, "") and "nøglen, de er taget ind med, er der ikke" in told, needs_it
    for command in (("list",), ("show", "2022-06"), ("verify", "2022-06"), ("diff", "2022-06", "2022-06")):
        assert run(capsys, *command)[0] == 0, command
    assert not key.exists()
    status, _, told = run(capsys, "new-key", "--reason", "Serveren brændte")
    assert status == 0 and taken in told and str(key) in told
    assert run(capsys, "import", JUNE, "--as-of", "2022-06-30", "--drawn", "2022-07-31")[0] == 0


def test_the_app_does_not_start_without_the_key_of_its_store(house, monkeypatch, capsys):
    house.start()
    house.take_in("Anna")
    house.path.unlink()
    monkeypatch.setenv("KPI_DATA_DIR", str(house.data))
    monkeypatch.setenv("KPI_SECRET_FILE", str(house.path))
    with pytest.raises(SystemExit) as ended:
        app.main([])
    told = capsys.readouterr().err
    assert ended.value.code == 1 and str(house.path) in told and "new-key" in told
