"""The command line tells who did it: the name that is given and the machine's user; nobody is two persons by a word."""

import os
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_refresh import JUNE, JUNE_WARNINGS, office, publish_june, run  # noqa: F401 (a fixture)

from kpi.publications.imports import Imports
from kpi.publications.journal import IMPORT, PUBLISH, WITHDRAW, Journal
from kpi.refreshing import signing
from kpi.refreshing.signing import is_same, machine_user, persons_in, signed

TWO_PERSONS = """
drift = "proxy"
[proxy]
adresse = "https://arbejdskraft.kommune.dk"
[roller]
hr = ["HR"]
[udgivelse]
to_personer = true
"""


@pytest.fixture
def at_the_machine(monkeypatch):
    """Says who the machine's user is from now on."""

    def sit_down(name: str) -> None:
        monkeypatch.setattr(signing, "machine_user", lambda: name)

    return sit_down


def who(house, action: str) -> list[str]:
    return [line["who"] for line in Journal(house / "store").audit(action=action)]


def test_the_journal_tells_the_machines_user_too_where_another_name_is_given(office, capsys):  # noqa: F811
    own = machine_user()
    taken = run(capsys, "import", JUNE, "--as-of", "2022-06-30", "--drawn", "2022-07-31", "--by", "Falsk Navn")
    assert taken[0] == 0, taken[2]
    assert run(capsys, "withdraw", taken[1].strip(), "--by", own)[0] == 0
    assert who(office, IMPORT) == [f"Falsk Navn (kommandolinjen: {own})"] and who(office, WITHDRAW) == [own]
    assert Imports(office / "store/imports").manifest(taken[1].strip())["by"] == f"Falsk Navn (kommandolinjen: {own})"


def test_the_environment_does_not_say_who_it_is(monkeypatch):
    own = machine_user()
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "en anden")
    if os.name == "posix":
        assert machine_user() == own != "en anden"


def test_who_took_in_cannot_publish_by_another_name(office, capsys, at_the_machine):  # noqa: F811
    (office / "settings.toml").write_text(TWO_PERSONS, encoding="utf-8")
    publish = ("publish", "--as-of", "2022-06-30", *JUNE_WARNINGS)
    at_the_machine("arbejdskraft")
    assert run(capsys, "import", JUNE, "--as-of", "2022-06-30", "--drawn", "2022-07-31", "--by", "hanne")[0] == 0
    for name in (("--by", "hanne"), ("--by", "hanne2"), ("--by", "arbejdskraft")):
        status, out, told = run(capsys, *publish, *name)
        assert (status, out) == (1, "") and "En anden i HR end den, der tog filerne ind" in told, name
    at_the_machine("bo")
    assert run(capsys, *publish, "--by", "hanne")[0] == 1
    both = run(capsys, *publish, JUNE, "--drawn", "2022-07-31", "--by", "bo")
    assert both[0] == 1 and "En anden i HR" in both[2], "bo may not take in and publish at once"
    assert run(capsys, *publish, "--by", "bo")[0] == 0
    assert who(office, PUBLISH) == ["bo"]


def test_the_page_knows_who_took_in_from_the_command_line(at_the_machine):
    at_the_machine("anna")
    kept = signed("Anna fra HR")
    assert persons_in(kept) == {"Anna fra HR", "anna"}
    assert is_same(kept, "anna") and is_same("Anna fra HR", kept) and not is_same(kept, "bo")


@given(st.text(max_size=30), st.text(max_size=30))
def test_whatever_name_is_given_the_machines_user_is_among_the_persons(name, own):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(signing, "machine_user", lambda: own)
        assert persons_in(signed(name)) >= {own} or name == own
        assert is_same(signed(name), signed("en anden"))


@pytest.mark.skipif(os.name != "posix", reason="only POSIX has these permissions")
def test_what_is_exported_is_its_owners_alone(office, capsys, tmp_path):  # noqa: F811
    publish_june(capsys)
    out = tmp_path / "ud"
    out.mkdir()
    (out / "sag.docx").write_bytes(b"en gammel, som andre kan se")
    (out / "sag.docx").chmod(0o644)
    assert run(capsys, "export", "2022-06", "--recipient", "direktionen", "--out", out)[0] == 0
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in out.iterdir()}
    assert modes == dict.fromkeys(("sag.docx", "bilag1.xlsx", "tabeller.html"), 0o600)


def test_whoever_sees_more_than_the_public_at_the_command_line_leaves_a_line(office, capsys):  # noqa: F811
    publish_june(capsys)
    run(capsys, "show", "2022-06")
    assert who(office, "eksport") == []
    run(capsys, "show", "2022-06", "--audience", "intern", "--json")
    run(capsys, "diff", "2022-06", "2022-06")
    lines = Journal(office / "store").audit(action="eksport")
    assert [line["target"] for line in lines] == ["show 2022-06, intern visning", "diff 2022-06 2022-06"]
    assert {(line["who"], line["detail"]) for line in lines} == {(machine_user(), "kommandolinjen")}
