"""The store: frozen folders, whole or not at all, verified on the way in."""

import json
import re
from datetime import date, datetime

import pandas as pd
import pytest

from kpi.definitions.model import FIGURE_COLUMNS, StaffGroup
from kpi.publications.publication import Publication, Store, Unpublishable


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "publications")


def publication(key="2022-06", **changes):
    figure = dict.fromkeys(FIGURE_COLUMNS, "") | {
        "measure": "turnover", "group": "htk", "series": "printed", "period_end": "2022-06-30", "period": "Jun. 2022",
        "numerator": 26.0, "denominator": 120.0, "value": 21.666666666666668, "status": "ok", "provisional": False,
    }  # fmt: skip
    told = {
        "key": key,
        "as_of": date(2022, 6, 30),
        "drawn": date(2022, 7, 31),
        "published": datetime(2022, 9, 26, 12, 0),
        "municipality": "Eksempel Kommune",
        "example": True,
        "version": "0.1.0",
        "groups": (StaffGroup("htk", "HTK i alt", "alle"),),
        "areas": ("Skole",),
        "sources": ({"file": "ansaettelser.csv", "rows": 2},),
        "figures": {"intern": pd.DataFrame([figure]), "offentlig": pd.DataFrame([figure | {"status": "suppressed"}])},
        "definitions": {"indicators": []},
        "reference": {"grupper.csv": "Gruppe;Navn;Dækker\nhtk;HTK i alt;alle\n".encode("utf-8-sig")},
        "facts": {"personer_med_flere_ansaettelser": 3},
    }
    return Publication(**(told | changes))


def test_what_is_stored_comes_back(store):
    stored = publication()
    store.add(stored)
    read = Store(store.folder).load("2022-06")
    for audience, frame in stored.figures.items():
        pd.testing.assert_frame_equal(read.figures[audience], frame, check_dtype=False)
    assert read.figures["intern"]["value"].item() == 21.666666666666668
    for name in ("as_of", "drawn", "published", "groups", "areas", "sources", "reference", "facts", "definitions"):
        assert getattr(read, name) == getattr(stored, name)


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
    for key in ("2021-12", "2022-06", "2022-06-2", "2022-06-10"):
        store.add(publication(key))
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
