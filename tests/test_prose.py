"""Sentences: every figure in them is a printed one, the grammar is right, and nothing hidden or English gets in."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kpi import danish, showing
from kpi.definitions.breaks import Break, Changed, as_json
from kpi.definitions.disclosure import INTERNAL, PUBLIC
from kpi.papers.document import Sentence
from kpi.papers.proofread import proofread
from kpi.papers.proofreading.texts import of_text
from kpi.papers.sentences.claims import claims
from kpi.papers.sentences.edits import Choice, Own, chosen, printed_behind, with_choices
from kpi.papers.sentences.fraction_words import FRACTIONS, fraction
from kpi.papers.sentences.group_words import in_a_sentence, written_out
from kpi.papers.sentences.ledger import Ledger
from kpi.papers.sentences.period_words import a_year_before, covering, within
from kpi.papers.sentences.places import AIM_PLACES, at_place
from kpi.papers.sentences.prose import sentences, written
from tests.evidence_for_tests import drawn_evidence
from tests.example_for_tests import example_publication
from tests.publications_for_tests import as_stored, raw_figures, small_publication

ENGLISH = re.compile(
    r"\b(?:the|and|of|clear|unclear|up|down|flat|too|few|nan|none|turnover|group|total|is|was)\b", re.I
)
FIGURE = re.compile(r"(?<![\w,.])(\d+,\d)(?: (%|procentpoint|timer))?")
CAUSES = re.compile(r"skyldes|fordi|på grund af|årsag|forklar|derfor er", re.I)


def told(publication, audience, with_evidence=True):
    return sentences(publication, audience, drawn_evidence(publication, audience) if with_evidence else None)


@pytest.mark.parametrize("with_evidence", [True, False])
@pytest.mark.parametrize("audience", ["intern", "offentlig"])
@pytest.mark.parametrize("make", [example_publication, small_publication])
def test_every_figure_is_a_printed_one_or_a_difference_of_two(make, audience, with_evidence):
    publication = make()
    figures = publication.figures[audience]
    shown = figures[(figures["status"] == "ok") & (figures["place_kind"] == "") & (figures["series"] != "quarter")]
    cells = {
        f"{row['measure']}/{row['group']}/{row['period_end']}": (
            row["measure"],
            row["group"],
            danish.rounded(row["value"]),
        )
        for row in shown.to_dict("records")
    }
    for sentence in told(publication, audience, with_evidence):
        assert set(sentence.cells) <= set(cells), sentence
        behind = [cells[address] for address in sentence.cells]
        levels = {value for _, _, value in behind}
        pairs = [(one, other) for one, other in combinations(behind, 2) if one[:2] == other[:2]]
        changes = {abs(one[2] - other[2]) for one, other in pairs}
        measure, _, division = sentence.key.removeprefix("tabel-").partition("/")[2].partition("/bidrag-")
        if division:
            parts = Ledger(publication, audience).contributions(measure, division)
            levels, changes = (told | {abs(row.printed_within) for row in parts.rows} for told in (levels, changes))
        for number, unit in FIGURE.findall(sentence.text):
            value = Decimal(number.replace(",", "."))
            right = changes if unit == "procentpoint" else levels | changes if unit == "timer" else levels
            assert value in right, (number, sentence)


@pytest.mark.parametrize("audience", ["intern", "offentlig"])
@pytest.mark.parametrize("make", [example_publication, small_publication])
def test_no_figure_of_a_cell_is_told_twice_and_no_heading_is_repeated(make, audience):
    said = told(make(), audience)
    for one, other in combinations(said, 2):
        alike = one.cells == other.cells and FIGURE.findall(one.text) == FIGURE.findall(other.text)
        assert not (alike and FIGURE.search(one.text)), (one.text, other.text)
    assert not [one for one in said for aim in AIM_PLACES if aim in one.text]


def test_where_a_clear_change_comes_from_is_told_by_group_and_by_centre():
    publication = example_publication()
    said = {one.key: one.text for one in sentences(publication, "intern")}
    of_what = "i personaleomsætningen på 3,9 procentpoint i forhold til de tolv måneder til og med juni 2021"
    assert said["tabel-2/turnover/bidrag-faggrupper"] == (
        f"Af stigningen {of_what} ligger 2,4 uden for de viste faggrupper og 0,5 hos lærere."
    )
    in_centres = "ligger 2,6 i centeret ISC og 0,5 i centeret CEIS."
    assert said["tabel-2/turnover/bidrag-centre"] == f"Af stigningen på 3,9 procentpoint {in_centres}"
    by_centre = next(one for one in claims(publication, "intern") if one.key == "tabel-2/turnover/bidrag-centre")
    ledger = Ledger(publication, "intern")
    without_groups = Ledger(publication, "intern")
    without_groups.contributions = lambda measure, division: (
        None if division == "faggrupper" else ledger.contributions(measure, division)
    )
    (alone,) = written([by_centre], without_groups)
    assert alone.text == f"Af stigningen {of_what} {in_centres}"
    unclear = Ledger(publication, "intern").sign("full_time_share", "htk", "2022-06-30")
    assert unclear == "up" and not any("full_time_share/bidrag" in key for key in said)
    assert "tabel-2/turnover/bidrag-centre" not in {one.key for one in sentences(publication, "offentlig")}


def test_no_change_is_told_across_a_break():
    publication = example_publication()
    key, day = "tabel-4/full_time_share/mod-kolonnen-foer", date(2022, 1, 1)
    parted = Break("full_time_share", day, "nyt lønsystem", Changed.SOURCE)
    broken = replace(publication, definitions=publication.definitions | {"breaks": as_json([parted])})
    assert key in {one.key for one in sentences(publication, "intern")}
    assert key not in {one.key for one in sentences(broken, "intern")}


def test_every_count_is_one_behind_the_cells():
    publication = example_publication()
    ledger = Ledger(publication, "intern")
    by_address = {entry.address: entry for entry in ledger.entries.values()}
    for sentence in told(publication, "intern"):
        if sentence.key.startswith("tabel-1") or sentence.key.endswith("niveau"):
            counts = {by_address[cell].numerator for cell in sentence.cells}
            counts |= {by_address[cell].denominator for cell in sentence.cells}
            for number in re.findall(r"(?<![\d,.])(\d+)(?: af |(?= jobannoncer| fastansatte))", sentence.text):
                assert float(number) in counts, sentence


def test_a_difference_is_never_in_percent_and_a_cause_never_given():
    for audience in ("intern", "offentlig"):
        for sentence in told(example_publication(), audience):
            assert not re.search(r"\d ?%? (?:%|procent) (?:højere|lavere|mere|mindre)", sentence.text)
            assert not re.search(r"(?:steget|faldet|stigning|fald) (?:med|på) [\d,]+ %", sentence.text)
            assert not CAUSES.search(sentence.text), sentence
            assert not re.search(r"omsætning\w*[^.]*halvår|halvår[^.]*omsætning", sentence.text)


def test_keys_are_the_same_in_another_publication_and_name_each_sentence_once():
    first, second = told(example_publication(), "intern"), told(small_publication(), "intern")
    for found in (first, second):
        assert len({sentence.key for sentence in found}) == len(found)
    shared = {sentence.key for sentence in first} & {sentence.key for sentence in second}
    assert {"tabel-2/turnover/niveau", "tabel-4/full_time_share/mod-kolonnen-foer", "retning/tal"} <= shared
    assert not any(re.search(r"20\d\d", sentence.key) for sentence in first)


def test_what_is_said_of_the_example():
    said = {sentence.key: sentence.text for sentence in told(example_publication(), "intern")}
    assert "godt hver femte (21,2 %)" in said["tabel-3/left_within_3m/niveau"]
    assert "knap to ud af fem (39,4 %)" in said["tabel-3/left_within_12m/niveau"]
    assert "264 fastansatte" in said["tabel-3/left_within_3m/niveau"]
    assert "2,8 procentpoint højere" in said["tabel-2/turnover/mod-kolonnen-foer"]
    assert "måneder til fælles" in said["tabel-2/turnover/mod-kolonnen-foer"]
    assert "0,4 procentpoint lavere" in said["tabel-4/full_time_share/mod-kolonnen-foer"]
    assert "51 af de 117 jobannoncer" in said["tabel-1/i-alt"]
    assert (
        "ikke-uddannet social- og sundhedspersonale (fra 31,1 % til 28,7 %)" in said["tabel-2/turnover/alle-undtagen"]
    )
    assert said["forbehold/aarsager"] == "Det er ikke registreret, hvorfor de ansatte er fratrådt."


def test_a_change_that_is_not_clear_is_told_with_care():
    for sentence in told(example_publication(), "intern"):
        if sentence.key.endswith("mod-aaret-foer"):
            clear = "tydeligt" in sentence.text
            assert clear != ("inden for normal variation" in sentence.text)
            assert clear == bool(re.search(r"\b(?:steget|faldet)\b", sentence.text))


def test_a_group_with_too_few_has_no_direction_of_its_own():
    publication = example_publication()
    evidence = drawn_evidence(publication, "intern")
    few = set(evidence.loc[evidence["sign"] == "too_few", "group"])
    assert few
    for claim in claims(publication, "intern", evidence):
        if claim.kind in ("clear", "unclear"):
            signs = {(row["measure"], row["group"]): row["sign"] for row in evidence.to_dict("records")}
            assert all(signs[claim.measure, group] != "too_few" for group in claim.groups)


@pytest.mark.parametrize("audience", ["intern", "offentlig"])
@pytest.mark.parametrize("make", [example_publication, small_publication])
def test_directions_are_those_of_the_printed_values(make, audience):
    publication = make()
    figures = publication.figures[audience]
    figures = figures[(figures["series"] != "quarter") & (figures["place_kind"] == "")]
    shown = figures[figures["status"] == "ok"].to_dict("records")
    printed = {(one["measure"], one["group"], one["period_end"]): danish.rounded(one["value"]) for one in shown}
    compared = 0
    for claim in claims(publication, audience, drawn_evidence(publication, audience)):
        if claim.direction and len(claim.periods) == 2:
            went = {group: _went(printed, claim, group) for group in (*claim.groups, *claim.others)}
            assert {went[group] for group in claim.groups} == {claim.direction}
            if claim.kind in ("all_but", "count"):
                assert claim.direction not in {went[group] for group in claim.others}
            compared += len(went)
    assert compared > 5


def _went(printed, claim, group):
    before, after = (printed[claim.measure, group, end] for end in claim.periods)
    return "up" if after > before else "down" if after < before else "flat"


def test_a_break_is_told_and_nothing_is_compared_over_it():
    publication = example_publication()
    evidence = drawn_evidence(publication, "intern")
    broken = (evidence["measure"] == "turnover") & evidence["group"].isin(["htk", "laerere"])
    evidence.loc[broken, ["sign", "reason"]] = ["not_comparable", "opgørelsen blev lagt om den 1. januar 2022"]
    said = {sentence.key: sentence for sentence in sentences(publication, "intern", evidence)}
    text = said["tabel-2/turnover/kan-ikke-sammenlignes"].text
    assert text.startswith(
        "For HTK i alt og lærere kan personaleomsætningen ikke sammenlignes med året før (opgørelsen"
    )
    assert "tabel-2/turnover/mod-aaret-foer" not in said
    assert "i alle syv faggrupper, der kan sammenlignes, undtagen tre: " in said["tabel-2/turnover/alle-undtagen"].text
    year_before = {"turnover/laerere/2021-06-30", "turnover/htk/2021-06-30"}
    assert not any(year_before & set(sentence.cells) for sentence in said.values())
    assert proofread(of_text("\n".join(one.text for one in said.values())), publication, "intern", evidence) == ()


def test_a_year_that_ends_in_december_is_compared_with_the_year_before_once():
    publication = small_publication()
    figures = {key: frame[frame["period_end"] <= "2021-12-31"] for key, frame in publication.figures.items()}
    keys = {claim.key for claim in claims(replace(publication, figures=figures), "intern")}
    assert not any(key.endswith("mod-kolonnen-foer") for key in keys if "turnover" in key)


def test_sentences_of_a_place():
    found = told(example_publication(), "intern")
    assert {sentence.key.split("/")[0] for sentence in at_place(found, "tabel-4")} == {"tabel-4"}
    places = {sentence.key.split("/")[0] for sentence in found}
    assert places == {*(f"tabel-{number}" for number in range(1, 6)), "pejlemaerke", "retning", "forbehold"}


@pytest.mark.parametrize(
    ("percent", "words"),
    [
        ("21.2", "godt hver femte"),
        ("18.9", "knap hver femte"),
        ("20.0", "hver femte"),
        ("39.4", "knap to ud af fem"),
        ("51.0", "godt halvdelen"),
        ("33.3", "knap hver tredje"),
        ("33.4", "godt hver tredje"),
        ("45.0", ""),
        ("0.0", ""),
        ("100.0", ""),
    ],
)
def test_a_share_as_a_fraction_the_right_way_round(percent, words):
    assert fraction(Decimal(percent)) == words


@given(st.decimals(0, 100, places=1))
def test_godt_is_above_and_knap_below(percent):
    said = fraction(percent)
    if said:
        about, _, name = said.partition(" ")
        exact = FRACTIONS[name if about in ("godt", "knap") else said]
        assert (about == "godt") == (percent > exact) and (about == "knap") == (percent < exact)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Lærere, skoler", "lærere"),
        ("Pæd. ass., daginst.omr.", "pædagogiske assistenter"),
        ("Pædagogmedhj. dag.inst.omr.", "pædagogmedhjælpere"),
        ("Social- og sundhedsass., ældrepleje", "social- og sundhedsassistenter"),
        ("Social- og sundhedshj., ældrepleje", "social- og sundhedshjælpere"),
        ("Soc.- og sundh.pers., ikke-udd., ældrepleje", "ikke-uddannet social- og sundhedspersonale"),
        ("Sygeplejersker", "sygeplejersker"),
        ("HTK i alt", "HTK i alt"),
        ("HTK i alt - Ledere", "ledere"),
    ],
)
def test_a_group_in_a_sentence(name, written):
    publication = example_publication()
    key = next(group.key for group in publication.groups if group.name == name)
    assert in_a_sentence(publication)[key] == written
    assert written_out("Sygeplejersker") == "Sygeplejersker"


def test_a_name_that_two_groups_share_is_told_with_its_place():
    publication = example_publication()
    groups = [
        replace(group, name=group.name.replace("Sygeplejersker", "Lærere, ungdom")) for group in publication.groups
    ]
    names = in_a_sentence(replace(publication, groups=tuple(groups)))
    assert (names["laerere"], names["sygepl"]) == ("lærere i skoler", "lærere i ungdom")


@pytest.mark.parametrize(
    ("measure", "end", "is_within", "is_covering", "before"),
    [
        ("turnover", "2022-06-30", "i de tolv måneder til og med juni 2022", "de tolv måneder til og med juni 2022",
         "i de tolv måneder før"),
        ("turnover", "2021-12-31", "i 2021", "2021", "året før"),
        ("left_within_3m", "2022-06-30", "i første halvår af 2022", "første halvår af 2022",
         "i samme periode året før"),
        ("left_within_3m", "2022-09-30", "i januar til og med september 2022", "januar til og med september 2022",
         "i samme periode året før"),
        ("full_time_share", "2021-12-31", "den 31. december 2021", "den 31. december 2021", "et år før"),
        ("adverts", "2022-03-31", "i 1. kvartal 2022", "1. kvartal 2022", "i samme periode året før"),
    ],
)  # fmt: skip
def test_a_period_in_a_sentence(measure, end, is_within, is_covering, before):
    assert within(measure, end) == is_within
    assert covering(measure, end) == is_covering
    assert a_year_before(measure, end) == before


COUNTS = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda pair: (min(pair), max(pair)))


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow], phases=[Phase.explicit, Phase.generate])
@given(st.data())
def test_drawn_publications_never_tell_what_is_hidden_nor_speak_english(data):
    raw = raw_figures()
    drawn = [data.draw(COUNTS) for _ in range(12)]
    places = data.draw(st.lists(st.integers(0, len(raw) - 1), min_size=12, max_size=12, unique=True))
    for place, (numerator, denominator) in zip(places, drawn, strict=True):
        if raw.at[place, "denominator"] == raw.at[place, "denominator"] and raw.at[place, "measure"] != "weekly_hours":
            raw.loc[place, ["numerator", "denominator"]] = [float(numerator), float(denominator)]
            raw.at[place, "value"] = 100 * numerator / denominator if denominator else float("nan")
            raw.at[place, "status"] = "ok" if denominator else "undefined"
    frames = {one.key: as_stored(showing.shown_to(raw, one)) for one in (INTERNAL, PUBLIC)}
    publication = small_publication(figures=frames)
    for audience, frame in frames.items():
        shown = set(Ledger(publication, audience).entries)
        hidden = frame[frame["status"] != "ok"]
        addresses = {"/".join(one) for one in hidden[["measure", "group", "period_end"]].itertuples(index=False)}
        for with_evidence in (True, False):
            for sentence in told(publication, audience, with_evidence):
                assert not addresses & set(sentence.cells), sentence
                assert all(tuple(cell.split("/")) in shown for cell in sentence.cells)
                assert not ENGLISH.search(re.sub(r"<b>.*?</b>", "", sentence.text)), sentence
                assert not re.search(r"(?:højere|lavere|steget|faldet) (?:med )?[\d,]+ %", sentence.text)
                assert sentence.text[-1] == "." and sentence.text[0] == sentence.text[0].upper()


def edited(sentence, text, ledger):
    return Choice(text=text, printed=printed_behind(sentence.cells, ledger), publication=ledger.publication.key)


def test_hrs_choices():
    publication = example_publication()
    ledger, said = Ledger(publication, "intern"), told(publication, "intern")
    first, second, third = said[:3]
    choices = {first.key: Choice(off=True), second.key: edited(second, "HR's egen tekst.", ledger)}
    own = [Own("egen/1", "Endnu en sætning.", second.key), Own("egen/2", "Allerførst.")]
    found = with_choices(said, choices, own, ledger)
    assert [one.text for one in found[:4]] == ["Allerførst.", "HR's egen tekst.", "Endnu en sætning.", third.text]
    assert [(one.edited, one.changed) for one in found[:4]] == [(True, False)] * 3 + [(False, False)]
    assert len(found) == len(said) - 1 + 2
    assert found[1].cells == second.cells


def line(key, state, text="", printed=None, after="", audience="intern"):
    told = {"key": key, "state": state, "text": text, "printed": printed or {}, "after": after}
    return told | {"audience": audience, "publication": "2022-06"}


def test_the_latest_line_about_a_sentence_holds():
    behind = {"turnover/htk/2022-06-30": "19,8"}
    lines = [
        line("tabel-2/a", "off"),
        line("tabel-2/b", "text", "Første.", behind),
        line("tabel-2/b", "text", "Anden.", behind),
        line("tabel-2/c", "off"),
        line("tabel-2/c", "on"),
        line("tabel-2/d", "text", "Min.", behind),
        line("tabel-2/d", "off", "Min.", behind),
        line("tabel-2/e", "text", "Min.", behind),
        line("tabel-2/e", "on"),
        line("tabel-2/egen-1", "own", "Egen.", after="tabel-2/b"),
        line("tabel-2/egen-2", "own", "Fortrudt."),
        line("tabel-2/egen-2", "gone"),
    ]
    assert chosen(lines, "intern") == (
        {
            "tabel-2/a": Choice(off=True),
            "tabel-2/b": Choice(text="Anden.", printed=behind, publication="2022-06"),
            "tabel-2/d": Choice(off=True, text="Min.", printed=behind, publication="2022-06"),
        },
        (Own("tabel-2/egen-1", "Egen.", "tabel-2/b", publication="2022-06"),),
    )
    assert chosen([], "intern") == ({}, ())


def test_what_was_written_for_one_audience_never_reaches_the_other():
    lines = [line("a", "text", "14,3 %"), line("b", "off"), line("a/egen-1", "own", "14,3 %")]
    assert chosen(lines, "offentlig") == ({}, ())
    public = [line("a", "off", audience="offentlig"), line("a", "text", "14,3 %")]
    assert chosen(public, "offentlig") == ({"a": Choice(off=True)}, ())
    assert chosen(public, "intern") == ({"a": Choice(text="14,3 %", publication="2022-06")}, ())


def test_a_sentence_that_is_left_out_stays_out_when_the_product_no_longer_has_it():
    ledger = Ledger(example_publication(), "intern")
    choices = {"tabel-2/gone": Choice(off=True, text="Min tekst.")}
    assert [one.text for one in with_choices([Sentence("tabel-2/a", "A.")], choices, [], ledger)] == ["A."]


def test_an_edited_sentence_is_kept_and_marked_when_its_figures_move():
    publication = example_publication()
    ledger, said = Ledger(publication, "intern"), told(publication, "intern")
    level = next(one for one in said if one.key == "tabel-2/turnover/niveau")
    hours = next(one for one in said if one.key == "tabel-5/weekly_hours/niveau")
    choices = {one.key: edited(one, "Vores ord.", ledger) for one in (level, hours)}
    frame = publication.figures["intern"].copy()
    moved = (frame["measure"] == "turnover") & (frame["group"] == "htk") & (frame["period_end"] == "2022-06-30")
    frame.loc[moved, "value"] = 20.4
    later = replace(publication, figures={"intern": frame})
    found = {one.key: one for one in with_choices(told(later, "intern"), choices, [], Ledger(later, "intern"))}
    assert (found[level.key].text, found[level.key].edited, found[level.key].changed) == ("Vores ord.", True, True)
    assert (found[hours.key].text, found[hours.key].changed) == ("Vores ord.", False)


def test_an_edited_sentence_that_the_product_no_longer_has_is_kept_in_its_place():
    ledger = Ledger(example_publication(), "intern")
    said = (Sentence("tabel-2/a", "A."), Sentence("tabel-4/b", "B."))
    choices = {"tabel-2/gone": Choice(text="Min tekst.", printed={"turnover/htk/2021-12-31": "17,0"})}
    found = with_choices(said, choices, [Own("egen/1", "Min egen.", "tabel-4/gone")], ledger)
    assert [one.text for one in found] == ["A.", "Min tekst.", "B.", "Min egen."]
    assert [one.changed for one in found] == [False, True, False, False]


def test_what_is_printed_behind_a_hidden_cell_is_nothing():
    publication = example_publication()
    address = "left_within_3m/paed_ass/2022-06-30"
    assert printed_behind([address], Ledger(publication, "intern")) == {address: "14,3"}
    assert printed_behind([address], Ledger(publication, "offentlig")) == {address: ""}
