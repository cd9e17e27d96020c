"""HR's rules: what triggers them, what does not, and what a rule that cannot be used is told."""

from __future__ import annotations

import tomllib

import pytest
from drawn_groups import BEFORE, END, drawn, figure, judged

import app
from kpi.municipality.action_rules import read_rules
from kpi.papers.follow_up.rules import FILE, HOUSE, KEYS, Rule, RulesError, rules_of
from kpi.papers.follow_up.triggers import triggered

RULE = """
[[regel]]
noegle = "korte"
noegletal = "left_within_3m"
hvem = "faggrupper"
naar = "tydeligt forværret"
over = 20
mindst = 30
kalder_paa = "gennemgang af introduktionen"
saetning = "{hvem}: {tal} procent ({taeller} af {naevner}), før {foer}, over {graense}."
"""


def short_tenure(numerator: int, denominator: int, sign: str = "clear_up", status: str = "ok"):
    figures = figure("left_within_3m", 3, 40, end=BEFORE) + figure(
        "left_within_3m", numerator, denominator, status=status
    )
    return drawn(figures, [judged("left_within_3m", sign, 20.0, 5.0, 30.0)])


# --- what triggers


def test_a_rule_is_triggered_where_all_its_conditions_hold():
    (found,) = triggered(short_tenure(12, 40), "intern", rules_of(RULE))
    assert found.sentence == "Lærere; skoler & <b>andre</b>: 30,0 procent (12 af 40), før 7,5, over 20."
    assert found.cells == (f"left_within_3m/laerere/{END}", f"left_within_3m/laerere/{BEFORE}")
    assert (found.group, found.period_end, found.advice) == (
        "laerere",
        END,
        "Her bør introduktionen af nye kolleger gennemgås.",
    )


@pytest.mark.parametrize(
    ("numerator", "denominator", "sign", "status"),
    [
        (8, 40, "clear_up", "ok"),  # exactly the limit
        (12, 29, "clear_up", "ok"),  # one too few in the denominator
        (12, 40, "up", "ok"),  # inside normal variation
        (12, 40, "clear_down", "ok"),  # clearly better
        (12, 40, "too_few", "ok"),
        (12, 40, "not_comparable", "ok"),
        (12, 40, "clear_up", "suppressed"),
        (12, 40, "clear_up", "missing"),
    ],
)
def test_it_is_not_where_any_does_not(numerator, denominator, sign, status):
    assert triggered(short_tenure(numerator, denominator, sign, status), "intern", rules_of(RULE)) == ()


def test_the_limit_is_held_against_the_printed_value():
    """20,04 is printed 20,0 and is not over 20; 20,05 is printed 20,1 and is."""
    for numerator, count in ((501, 0), (502, 1)):
        figures = figure("left_within_3m", numerator, 2500)
        rule = Rule("k", "left_within_3m", "faggrupper", "forslag", "{hvem}", above=20)
        assert len(triggered(drawn(figures), "intern", [rule])) == count


def test_below_a_limit_and_without_evidence():
    rule = Rule("fuld", "full_time_share", "alle og faggrupper", "forslag", "{hvem} {graense}", below=40)
    figures = [
        row
        for group, n in (("alle", 60), ("laerere", 39), ("formel", 40))
        for row in figure("full_time_share", n, 100, group)
    ]
    assert [one.group for one in triggered(drawn(figures), "intern", [rule])] == ["laerere"]
    assert [one.sentence for one in triggered(drawn(figures), "intern", [rule])] == ["Lærere; skoler & <b>andre</b> 40"]


@pytest.mark.parametrize(
    ("who", "groups"), [("alle", ["alle"]), ("faggrupper", ["laerere"]), ("alle og faggrupper", ["alle", "laerere"])]
)
def test_a_rule_looks_at_whom_it_names_and_never_at_the_leaders(who, groups):
    figures = [row for group in ("alle", "ledere", "laerere") for row in figure("turnover", 50, 100, group)]
    rule = Rule("k", "turnover", who, "forslag", "{hvem}", above=10)
    assert [one.group for one in triggered(drawn(figures), "intern", [rule])] == groups


def test_adverts_are_looked_at_by_area():
    figures = [
        row
        for area, counts in (("Skole", (5, 17)), ("Ældre", (23, 37)), ("alle", (28, 54)))
        for row in figure("adverts_without_hire", *counts, group=area, end="2022-03-31")
    ]
    (found,) = triggered(drawn(figures), "intern", [one for one in HOUSE if one.key == "annoncer"])
    assert found.sentence == (
        "Ældre: 23 af 37 jobannoncer i 1. kvartal 2022 førte ikke til ansættelse. Det er 62,2 procent og over grænsen "
        "på 40 procent."
    )
    assert found.cells == ("adverts_without_hire/Ældre/2022-03-31",)


def test_the_latest_quarter_that_is_covered_is_looked_at():
    figures = figure("adverts_without_hire", 23, 37, group="Ældre", end="2022-03-31")
    figures += figure("adverts_without_hire", 0, 0.1, group="Ældre", status="missing")
    rule = Rule("a", "adverts_without_hire", "områder", "forslag", "{periode}", above=40)
    assert [one.sentence for one in triggered(drawn(figures), "intern", [rule])] == ["1. kvartal 2022"]


# --- the file


def as_toml(rule: Rule) -> str:
    told = {key: getattr(rule, attribute) for key, attribute in KEYS.items()}
    lines = [
        f"{key} = {value if isinstance(value, int | float) else repr(value)}" for key, value in told.items() if value
    ]
    return "[[regel]]\n" + "\n".join(lines)


def test_the_house_s_own_rules_could_stand_in_the_file():
    assert rules_of("\n".join(map(as_toml, HOUSE))) == HOUSE


def test_no_file_is_the_house_s_rules_and_an_empty_one_is_none(tmp_path):
    assert read_rules(None) == read_rules(tmp_path) == HOUSE
    (tmp_path / FILE).write_text("", encoding="utf-8")
    assert read_rules(tmp_path) == ()
    (tmp_path / FILE).write_text("\ufeff" + RULE, encoding="utf-8")
    assert [rule.key for rule in read_rules(tmp_path)] == ["korte"]
    (tmp_path / FILE).write_bytes("# ældre".encode("latin-1"))
    with pytest.raises(RulesError, match="UTF-8"):
        read_rules(tmp_path)


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("noegletal", '"omsætning"', "noegletal omsætning findes ikke"),
        ("hvem", '"ledere"', "hvem skal være alle, faggrupper, alle og faggrupper eller områder"),
        ("hvem", '"områder"', "kun jobannoncer opgøres for områder"),
        ("naar", '"værre"', "naar kan kun være «tydeligt forværret»"),
        ("over", '"20"', "over skal være et tal uden anførselstegn"),
        ("over", "true", "over skal være et tal"),
        ("over", "nan", "over skal være et tal"),
        ("mindst", "[20]", "mindst skal være et tal"),
        ("kalder_paa", '"fyring"', "kalder_paa skal være forslag, gennemgang af introduktionen eller"),
        ("saetning", '""', "saetning mangler eller er ikke en tekst"),
        ("saetning", "5", "saetning mangler eller er ikke en tekst"),
        ("saetning", '"{hvem} {navn}"', "saetning kan ikke nævne {navn}"),
        ("saetning", '"{hvem.__class__}"', "saetning kan ikke nævne {hvem.__class__}"),
        ("saetning", '"{tal:>999999999}"', "saetning kan ikke nævne {tal:>999999999}"),
        ("saetning", '"{hvem"', "saetning har en tuborgklamme, der ikke er lukket"),
    ],
)
def test_a_rule_that_cannot_be_used_names_itself_and_its_key(key, value, message):
    lines = [line for line in RULE.splitlines() if not line.startswith(f"{key} =")]
    with pytest.raises(RulesError) as refused:
        rules_of("\n".join([*lines, f"{key} = {value}"]))
    assert f"{FILE}, regel «korte»" in str(refused.value) and message in str(refused.value)


@pytest.mark.parametrize("key", ["noegletal", "hvem", "kalder_paa", "saetning"])
def test_what_a_rule_needs_is_asked_for(key):
    with pytest.raises(RulesError, match=f"regel «korte»: {key} mangler"):
        rules_of("\n".join(line for line in RULE.splitlines() if not line.startswith(f"{key} =")))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[regel]\n", "kan ikke læses"),
        ("regler = 1", "en nøgle, som programmet ikke kender: regler"),
        ("[regel]\nnoegle = 'a'", "hver regel begynder med [[regel]]"),
        ("[[regel]]\nnoegletal = 'turnover'", "regel nr. 1: noegle mangler"),
        (RULE + RULE, "regel «korte»: noegle står to gange"),
        (RULE + "farve = 'rød'", "nøglen farve findes ikke"),
        (RULE.replace("naar", "#").replace("over = 20", ""), "der mangler en betingelse"),
        (RULE.replace("over = 20", ""), "saetning nævner {graense}, men der er ingen grænse"),
        (RULE.replace('naar = "tydeligt forværret"', ""), "saetning nævner {foer}, men reglen ser ikke på året før"),
        (RULE.replace("left_within_3m", "seniors_58"), "naar: nøgletallet har ingen retning"),
        (RULE.replace("left_within_3m", "adverts_without_hire"), "jobannoncer opgøres for alle eller områder"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(text, message):
    with pytest.raises(RulesError) as refused:
        rules_of(text)
    assert message in str(refused.value)


def test_the_program_does_not_start_on_rules_it_cannot_use(tmp_path, monkeypatch, capsys):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / FILE).write_text(RULE.replace("over = 20", "over = '20'"), encoding="utf-8")
    monkeypatch.setenv("KPI_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("KPI_SECRET_FILE", str(tmp_path / "key"))
    with pytest.raises(SystemExit) as stopped:
        app.main(["--port", "0"])
    assert stopped.value.code == 1
    assert "regel «korte»: over skal være et tal" in capsys.readouterr().err


def test_the_rule_in_the_guide_is_one():
    guide = (app.ROOT / "layouts/templates/guide_it_settings.html").read_text(encoding="utf-8")
    lines = guide[guide.index('lines("[[regel]]') + len('lines("') : guide.index('", "Et eksempel på en regel"')]
    text = lines.replace('\\"', '"')
    assert tomllib.loads(text) and rules_of(text)[0].measure == "adverts_without_hire"
