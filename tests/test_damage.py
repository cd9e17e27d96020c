"""One damaged thing in the store is told, and takes nothing else down."""

from datetime import datetime
from pathlib import Path

import dash
import pytest
from publications_for_tests import small_publication
from test_imports import a_history
from test_refresh import office, run  # noqa: F401 (a fixture)

import app
from kpi.municipality.settings import Settings
from kpi.publications.folders import Unpublishable
from kpi.publications.imports import Imports
from kpi.publications.journal import IMPORT, Journal
from kpi.publications.publication import Store
from kpi.refreshing.office import Office, office_at

HERE = "http://127.0.0.1:8050"
KEYS = ("2014-02-05-1", "2023-02-05-1", "2023-02-05-2")
BROKEN = KEYS[1]
TOLD = f"Importen {BROKEN} er beskadiget: filen manifest.json er ændret eller mangler."


def store_with_a_damaged_import(root: Path) -> None:
    """Three imports, of which the second has a changed byte in its manifest; and a publication made of the last two."""
    imports, journal = Imports(root / "imports"), Journal(root)
    for taken_in in (datetime(2014, 2, 5), datetime(2023, 2, 5, 12), datetime(2023, 2, 5, 13)):
        key = imports.add(a_history("Anna", taken_in=taken_in))
        journal.record(IMPORT, key, who="Anne Holm", role="hr", at=taken_in)
    Store(root / "publications").add(small_publication(imports=KEYS[1:]))
    path = root / "imports" / BROKEN / "manifest.json"
    path.write_bytes(path.read_bytes().replace(b"Anne Holm", b"Anne Hulm", 1))


@pytest.fixture
def house(office) -> Path:  # noqa: F811
    """A data folder with a damaged import, and its key."""
    (office.parent / "noegle").write_bytes(b"k" * 32)
    (office.parent / "noegle").chmod(0o600)
    store_with_a_damaged_import(office / "store")
    return office


def opened(house: Path) -> Office:
    return office_at(house, {"KPI_SECRET_FILE": str(house.parent / "noegle")})


def pages(made: Office) -> dash.Dash:
    return app.create_app(app.Settings(made.store.folder, example=False, office=made))


def test_the_start_tells_of_a_damaged_import_and_keeps_the_rest(house):
    made = opened(house)
    assert [message for message in made.told if message.startswith(TOLD)]
    assert made.imports.damaged() == {BROKEN: TOLD}
    assert made.imports.manifest(KEYS[0])["frames"] == {}, "what is too old is deleted all the same"
    assert made.imports.verify(KEYS[2]) == []


def test_commands_that_read_what_is_published_do_their_work(house, capsys):
    status, out, told = run(capsys, "list")
    assert status == 0 and TOLD in told and f"importen {BROKEN} er beskadiget" in out
    assert run(capsys, "verify", "2022-06")[0] == 0
    assert run(capsys, "show", "2022-06")[0] == 0


def test_no_figures_and_no_answer_about_a_person_come_of_what_cannot_be_read(house):
    made = opened(house)
    for ask in (made.imports.in_use, made.imports.combined, lambda: made.imports.find("0" * 32), made.made_of):
        with pytest.raises(Unpublishable, match=f"Importen {BROKEN} er beskadiget"):
            ask()


def test_the_pages_are_there_and_the_page_data_tells(house):
    client = pages(opened(house)).server.test_client()
    for address in ("/", "/metode", "/hent/2022-06/tabel-2.csv", "/data/ny", "/data/import/" + KEYS[2]):
        assert client.get(address, base_url=HERE).status_code == 200, address
    front = client.get("/data", base_url=HERE)
    assert front.status_code == 200 and front.text.count(TOLD) == 2, "at the top, and in its line"
    assert "importen 2023-02-05-1 er beskadiget" in front.text
    one = client.get(f"/data/import/{BROKEN}", base_url=HERE)
    assert one.status_code == 409 and TOLD in one.text and "sikkerhedskopi" in one.text
    assert client.get("/data/import/2031-01-01-1", base_url=HERE).status_code == 404


def test_a_download_of_a_damaged_publication_says_what_is_damaged(tmp_path, caplog):
    store = Store(tmp_path / "publications")
    store.add(small_publication())
    with (store.folder / "2022-06/figures-intern.csv").open("ab") as file:
        file.write(b" ")
    made = Office(tmp_path, tmp_path, Settings(), b"k" * 32, Imports(tmp_path / "imports"), store, Journal(tmp_path))
    client = pages(made).server.test_client()
    for address in ("/hent/2022-06/tabel-2.csv", "/sag/hent/2022-06/direktionen/sag.docx"):
        answer = client.get(address, base_url=HERE)
        assert answer.status_code == 409, address
        assert "Udgivelsen 2022-06 er beskadiget: filen figures-intern.csv er ændret eller mangler." in answer.text
    assert not caplog.records, "nothing for the program's own log of faults"
