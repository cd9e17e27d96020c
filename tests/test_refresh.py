"""The half-year refresh through the command line: from the example's extracts to publications, and what says no."""

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from kpi import danish
from kpi.__main__ import main
from kpi.definitions.indicators import INDICATORS
from kpi.publications.journal import EXPIRE
from kpi.publications.publication import Store
from kpi.refreshing.office import office_at

ROOT = Path(__file__).resolve().parent.parent
JUNE = ROOT / "data/example/2022-06-30/extract"
DECEMBER = ROOT / "data/example/2022-12-31/extract"
REASONS = {
    "flere_ansaettelser": "Som sædvanlig",
    "maaneder_uden_annoncer": "Emply opdateres",
    "omraader_uden_annoncer": "Kun tre områder er trukket",
}
JUNE_WARNINGS = [part for code, reason in REASONS.items() for part in ("--accept", f"{code}={reason}")]
DECEMBER_WARNINGS = ["--accept", "flere_ansaettelser=Som sædvanlig", "--accept", "ens_tal=Ledergruppen er uændret"]


@pytest.fixture(scope="module")
def clean_december(tmp_path_factory):
    folder = tmp_path_factory.mktemp("december")
    subprocess.run([sys.executable, "data/example/make.py", "--clean", str(folder)], cwd=ROOT, check=True)
    return folder / "extract"


@pytest.fixture
def office(tmp_path, monkeypatch):
    """A data folder of HR's own, with the key elsewhere; gives the function that runs a command in it."""
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data/reference", data / "reference")
    monkeypatch.setenv("KPI_DATA_DIR", str(data))
    monkeypatch.setenv("KPI_SECRET_FILE", str(tmp_path / "noegle"))
    return data


def run(capsys, *arguments):
    """The exit status, standard output and standard error of a command."""
    status = main([str(argument) for argument in arguments])
    return status, *capsys.readouterr()


def publish_june(capsys):
    taken = run(capsys, "import", JUNE, "--as-of", "2022-06-30", "--drawn", "2022-07-31")
    assert taken[0] == 0, taken[2]
    published = run(capsys, "publish", "--as-of", "2022-06-30", *JUNE_WARNINGS)
    assert published[:2] == (0, "2022-06\n"), published[2]
    return taken[1].strip()


def content_of(folder):
    return {path.relative_to(folder): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_publication_holds_what_the_figures_command_prints(office, capsys):
    publish_june(capsys)
    status, shown, _ = run(capsys, "show", "2022-06", "--audience", "intern", "--json")
    assert status == 0
    figures = run(capsys, "figures", JUNE, "--as-of", "2022-06-30", "--drawn", "2022-07-31")[1].splitlines()
    told = json.loads(shown)["figures"]
    assert len(told) == len(figures) - 1
    turnover = next(one for one in told if (one["measure"], one["group"], one["period"]) == ("turnover", "htk", "2020"))
    assert turnover["printed"] == "16,7"
    assert f"turnover,htk,2020-12-31,2020,{turnover['numerator']}" in "\n".join(figures)


def test_a_break_that_hr_writes_down_holds_from_the_next_publication_on(office, capsys):
    publish_june(capsys)
    again = "publish", "--as-of", "2022-06-30", "--reason", "Brud skrevet ned", *JUNE_WARNINGS
    breaks = office / "reference/brud.csv"
    header = breaks.read_text(encoding="utf-8-sig")
    breaks.write_text(f"{header}1-13-2022;Omsætning;;;;kredsen;x\n", encoding="utf-8-sig")
    status, _, said = run(capsys, *again)
    assert status == 1 and "brud.csv" in said and "Nøgletallet «Omsætning» kendes ikke" in said
    line = "01-01-2022;Personaleomsætning;;;;kredsen;Fleksjobbere tælles nu med."
    breaks.write_text(f"{header}{line}\n", encoding="utf-8-sig")
    published = run(capsys, *again)
    assert published[:2] == (0, "2022-06-2\n"), published[2]
    first, second = (Store(office / "store/publications").load(key) for key in ("2022-06", "2022-06-2"))
    assert [one.reason for one in second.breaks if one not in first.breaks] == ["fleksjobbere tælles nu med"]
    assert (second.redefined, second.redefined_since) == ((), "2022-06")
    of_all = ("turnover", "htk", "2022-06-30")
    assert first.comparisons["offentlig"][of_all]["sign"] == "clear_up"
    found = second.comparisons["offentlig"][of_all]
    assert (found["sign"], found["reason"]) == ("not_comparable", "fleksjobbere tælles nu med")
    assert line.encode() in second.reference["brud.csv"] and line.encode() not in first.reference["brud.csv"]


def test_what_was_not_accepted_stops_and_changes_nothing(office, capsys):
    run(capsys, "import", JUNE, "--as-of", "2022-06-30", "--drawn", "2022-07-31")
    status, out, told = run(capsys, "publish", "--as-of", "2022-06-30", JUNE_WARNINGS[0], JUNE_WARNINGS[1])
    assert (status, out) == (1, "")
    assert all(code in told for code in REASONS)
    assert run(capsys, "list")[1] == ""


def test_a_stop_stores_nothing(office, capsys):
    publish_june(capsys)
    before = content_of(office / "store/imports")
    status, _, told = run(capsys, "import", DECEMBER, "--as-of", "2022-12-31", "--drawn", "2023-02-03")
    assert status == 1
    assert "overlappende_raekker" in told
    assert content_of(office / "store/imports") == before


def test_changed_history_needs_a_reason_and_the_old_publication_stays(office, capsys, clean_december):
    publish_june(capsys)
    before = content_of(office / "store/publications/2022-06")
    accept = [
        "--accept",
        "aendret_historik=Rettet i lønsystemet",
        "--accept",
        "forsvundne_raekker=Oprettet ved en fejl",
    ]
    taken = run(capsys, "import", clean_december, "--as-of", "2022-12-31", "--drawn", "2023-02-03", *accept)
    assert taken[0] == 0, taken[2]
    status, _, told = run(capsys, "publish", "--as-of", "2022-12-31", *DECEMBER_WARNINGS)
    assert status == 1
    assert "Tal, der allerede er udgivet, bliver ændret. Skriv hvorfor" in told and "--reason TEKST" in told
    reason = ["--reason", "Sene rettelser i lønsystemet"]
    assert run(capsys, "publish", "--as-of", "2022-12-31", *DECEMBER_WARNINGS, *reason)[:2] == (0, "2022-12\n")
    assert content_of(office / "store/publications/2022-06") == before
    changes = json.loads(run(capsys, "diff", "2022-06", "2022-12", "--json")[1])
    revised = [
        one for one in changes["changed_history"] if (one["measure"], one["group"]) == ("full_time_share", "htk")
    ]
    assert {(one["period"], one["old"], one["new"]) for one in revised} == {("2021", "63.5", "63.4")}
    whole = [one for one in changes["new_period"] if not one["place_kind"] and one["series"] == "printed"]
    assert not {one["period_end"] for one in whole} & {"2020-12-31", "2021-12-31"}
    first = Store(office / "store/publications").load("2022-12")
    why = {(one["code"], one["reason"]) for one in first.taken_in}
    assert {("aendret_historik", "Rettet i lønsystemet"), ("forsvundne_raekker", "Oprettet ved en fejl")} <= why
    again = ["--reason", "Kun en prøve"]
    assert run(capsys, "publish", "--as-of", "2022-12-31", *DECEMBER_WARNINGS, *again)[:2] == (0, "2022-12-2\n")
    amended = Store(office / "store/publications").load("2022-12-2")
    assert amended.revisions == first.revisions and amended.reason == "Kun en prøve"
    assert {one["reason"] for one in amended.revisions} == {"Sene rettelser i lønsystemet"}


def test_publishing_a_date_again_is_an_amendment_with_a_reason(office, capsys):
    publish_june(capsys)
    status, _, told = run(capsys, "publish", "--as-of", "2022-06-30", *JUNE_WARNINGS)
    assert status == 1 and "--reason TEKST" in told
    assert "Der er allerede en udgivelse pr. 30. juni 2022, og ingen af dens tal er ændret." in told
    status, key, _ = run(capsys, "publish", "--as-of", "2022-06-30", *JUNE_WARNINGS, "--reason", "Prøve af rettelse")
    assert (status, key) == (0, "2022-06-2\n")
    [newer, older] = run(capsys, "list")[1].splitlines()
    today = danish.day(datetime.now().date())
    first = f"data pr. 30. juni 2022\tudgivet {today}\t"
    assert newer == f"2022-06-2\t{first}gældende for 30. juni 2022, delvis\tPrøve af rettelse"
    assert older == f"2022-06\t{first}rettet af 2022-06-2, delvis"
    assert [one["states"] for one in json.loads(run(capsys, "list", "--json")[1])] == [
        ["gældende for 30. juni 2022", "delvis"],
        ["rettet af 2022-06-2", "delvis"],
    ]
    shown = run(capsys, "show", "2022-06", "--audience", "intern")[1].splitlines()
    assert "Personaleomsætning\tHTK i alt\t2020\t16,7" in shown
    words = {cell for line in shown for cell in line.split("\t")[:2]}
    assert not words & ({one.key for one in INDICATORS} | {"htk", "alle"}) and "I alt" in words
    assert [one["key"] for one in json.loads(run(capsys, "list", "--json")[1])] == ["2022-06-2", "2022-06"]


def test_withdrawing_an_import_keeps_what_was_published(office, capsys):
    taken = publish_june(capsys)
    before = content_of(office / "store/publications")
    assert run(capsys, "withdraw", taken, "--reason", "Forkert fil")[0] == 0
    assert content_of(office / "store/publications") == before
    status, _, told = run(capsys, "publish", "--as-of", "2022-06-30", *JUNE_WARNINGS, "--reason", "x")
    assert status == 1
    assert "ikke taget nogen udtræk ind" in told


def test_verify_finds_a_changed_byte(office, capsys):
    publish_june(capsys)
    assert run(capsys, "verify", "2022-06")[0] == 0
    path = office / "store/publications/2022-06/figures-intern.csv"
    path.write_bytes(path.read_bytes().replace(b"19.8", b"18.8", 1))
    status, out, _ = run(capsys, "verify", "2022-06")
    assert status == 1
    assert "figures-intern.csv" in out


def test_a_reason_that_looks_like_a_person_number_is_refused(office, capsys):
    run(capsys, "import", JUNE, "--as-of", "2022-06-30", "--drawn", "2022-07-31")
    accept = [
        "--accept",
        "flere_ansaettelser=610180-1234 er rettet",
        "--accept",
        "maaneder_uden_annoncer=x",
        "--accept",
        "omraader_uden_annoncer=x",
    ]
    status, _, told = run(capsys, "publish", "--as-of", "2022-06-30", *accept)
    assert status == 1
    assert "personnummer" in told
    assert "610180" not in told
    assert run(capsys, "list")[1] == ""


STANDS_ALONE = re.compile(rb"(?<![0-9a-f])\d{6}-?\d{4}(?![0-9a-f])")
"""A person number; one within a hash is there by chance."""


def test_no_person_number_or_service_number_is_anywhere_in_what_was_written(office, capsys):
    publish_june(capsys)
    with (JUNE / "ansaettelser.csv").open(encoding="utf-8-sig") as file:
        header, *lines = [line.rstrip("\n").split(";") for line in file]
    numbers = {line[header.index("CPR")] for line in lines}
    written = b"".join(content_of(office).values())
    tables = [pd.read_parquet(path) for path in office.rglob("*.parquet")]
    written += b"".join(table.to_csv().encode() for table in tables)
    assert len(numbers) > 8000
    assert sum(map(len, tables)) > 14_000
    digits = {found.replace(b"-", b"").decode() for found in STANDS_ALONE.findall(written)}
    assert {number.replace("-", "") for number in numbers} & digits == set()
    assert STANDS_ALONE.findall(b"a 010180-1234;0101801234\n") == [b"010180-1234", b"0101801234"]


def test_the_example_is_never_mixed_with_the_municipality_s_own(office, capsys):
    publish_june(capsys)
    manifest = json.loads((office / "store/publications/2022-06/manifest.json").read_text(encoding="utf-8"))
    assert manifest["example"] is False


def test_publishing_extracts_stores_both_or_neither(office, capsys):
    dates = ["--as-of", "2022-06-30", "--drawn", "2022-07-31"]
    refused = run(capsys, "publish", JUNE, *dates, *JUNE_WARNINGS[:2])
    assert refused[0] == 1
    assert not list((office / "store/imports").glob("*"))
    assert run(capsys, "publish", JUNE, *dates, *JUNE_WARNINGS)[:2] == (0, "2022-06\n")
    assert len(list((office / "store/imports").glob("2*"))) == 1


def test_imports_that_are_too_old_are_deleted_at_the_next_start_and_figures_stay(office, capsys):
    taken = publish_june(capsys)
    manifest = office / f"store/imports/{taken}/manifest.json"
    told = json.loads(manifest.read_text(encoding="utf-8"))
    assert told["taken_in"][:4] >= "2026"
    (office / "settings.toml").write_text("[opbevaring]\nlister_aar = 4\nimporter_aar = 4\n", encoding="utf-8")
    assert run(capsys, "list")[2] == ""
    with pytest.MonkeyPatch.context() as later:
        later.setattr("kpi.refreshing.office.datetime", Later)
        status, out, said = run(capsys, "list")
    assert (status, out[:7]) == (0, "2022-06")
    assert f"Importen {taken}" in said and "er slettet efter fristen" in said
    assert not list((office / "store/imports").rglob("*.parquet"))


def test_a_program_that_runs_on_sees_that_list_has_deleted_and_the_log_says_how_many(office, capsys):
    taken = publish_june(capsys)
    (office / "settings.toml").write_text("[opbevaring]\nlister_aar = 4\nimporter_aar = 4\n", encoding="utf-8")
    running = office_at(office, dict(os.environ))
    rows = {kind: frame["rows"] for kind, frame in running.imports.manifest(taken)["frames"].items()}
    assert running.imports.in_use() == [taken] and sum(rows.values()) > 1000
    with pytest.MonkeyPatch.context() as later:
        later.setattr("kpi.refreshing.office.datetime", Later)
        assert run(capsys, "list")[0] == 0
        assert run(capsys, "list")[2] == ""
    assert running.imports.in_use() == [] and running.imports.manifest(taken)["frames"] == {}
    assert running.store.keys() == ["2022-06"]
    told = [(line["target"], line["detail"]) for line in running.journal.audit() if line["action"] == EXPIRE]
    assert told == [(taken, danish.counted(sum(rows.values()), "række", "rækker"))]


class Later(datetime):
    """A clock five years on."""

    @classmethod
    def now(cls, tz=None):
        real = datetime.now(tz)
        return real.replace(year=real.year + 5, day=1)
