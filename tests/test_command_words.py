"""The command line's own words: every help and every refusal is Danish, also what argparse itself would say."""

from __future__ import annotations

import argparse
import re
from collections import defaultdict

import pytest

import app
from kpi.command_line.arguments import parser_of
from kpi.command_line.danish_parser import Danish

ENGLISH = re.compile(
    r"\b(usage|options?|positional|arguments?|this|help|exit|expected|required|invalid|choice|choose|from|could|"
    r"match|unrecognized|ambiguous|ignored|explicit|value|one|the|following|are|not|allowed|with|default)\b"
)


def commands() -> dict[str, argparse.ArgumentParser]:
    parser = parser_of(defaultdict(lambda: print))
    [chosen] = (one for one in parser._actions if isinstance(one, argparse._SubParsersAction))
    return {"": parser, **chosen.choices}


def words(text: str) -> str:
    """The text without options, choices and names of commands, which are the program's and not a language's."""
    return re.sub(r"--[\w-]+|\{[^}]*\}|^ {4}\w+", "", text, flags=re.MULTILINE)


@pytest.mark.parametrize("name", commands())
def test_every_help_is_danish_and_says_what_each_word_is_for(name: str) -> None:
    parser = commands()[name]
    text = parser.format_help()
    assert text.startswith("brug: python -m kpi") and "\ntilvalg:\n" in text and "vis denne hjælp" in text
    assert ENGLISH.findall(words(text)) == []
    untold = [one.dest for one in parser._actions if not one.help and not isinstance(one, argparse._SubParsersAction)]
    assert untold == []
    valued = [one for one in parser._actions if one.option_strings and one.nargs != 0]
    assert [one.dest for one in valued if not (one.metavar or one.choices)] == []


def test_the_programs_own_help_is_danish(capsys: pytest.CaptureFixture) -> None:
    with pytest.raises(SystemExit) as ended:
        app.main(["--help"])
    text = capsys.readouterr().out
    assert ended.value.code == 0 and text.startswith("brug: app") and ENGLISH.findall(words(text)) == []


def parser_of_all_kinds() -> Danish:
    parser = Danish(prog="x")
    parser.add_argument("--count", type=int)
    parser.add_argument("--color", choices=["blue", "red"])
    parser.add_argument("--two", nargs=2)
    parser.add_argument("--some", nargs="+")
    parser.add_argument("--yes", action="store_true")
    return parser


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["--count"], "--count skal have en værdi"),
        (["--some"], "--some skal have en værdi"),
        (["--two", "a"], "--two skal have 2 værdier"),
        (["--count", "x"], "--count skal være et helt tal, ikke 'x'"),
        (["--yes=1"], "--yes har ingen værdi, men fik '1'"),
        (["--co", "1"], "--co kan være --count, --color"),
        (["more"], "more kendes ikke"),
        (["--color", "pink"], "--color kan ikke være 'pink'; vælg mellem 'blue', 'red'"),
    ],
)
def test_what_is_wrong_is_told_in_danish(given: list[str], told: str, capsys: pytest.CaptureFixture) -> None:
    with pytest.raises(SystemExit) as ended:
        parser_of_all_kinds().parse_args(given)
    said = capsys.readouterr().err
    assert ended.value.code == 2 and said.startswith("brug: x")
    assert said.splitlines()[-1].replace("blue, red", "'blue', 'red'") == f"Forkert brug: {told}"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ([], "der mangler KOMMANDO"),
        (["show"], "der mangler UDGIVELSE"),
        (["check", "x", "--as-of", "2022-06-29"], "--as-of: 2022-06-29 er ikke den sidste dag i en måned"),
        (["import", "x", "--accept", "y"], "--accept: y er ikke KODE=BEGRUNDELSE eller KODE@FIL:CELLE=BEGRUNDELSE"),
    ],
)
def test_a_wrong_command_is_told_in_danish(given: list[str], told: str, capsys: pytest.CaptureFixture) -> None:
    with pytest.raises(SystemExit) as ended:
        parser_of(defaultdict(lambda: print)).parse_args(given)
    assert ended.value.code == 2 and capsys.readouterr().err.splitlines()[-1] == f"Forkert brug: {told}"
