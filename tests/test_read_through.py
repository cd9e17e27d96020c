"""The texts that people wrote in a paper, read before it is made: faults, what mends them, what is kept or has moved.

The figures are those of the minutes of 10 October 2022: table 2 has lærere at 16,1 in 2021 and 17,2 in June 2022.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

import pytest
from example_for_tests import example_publication

from kpi import danish
from kpi.papers.assembly import document_of
from kpi.papers.comments import Comment
from kpi.papers.document import Bullets, Paragraph
from kpi.papers.follow_up.actions import Row
from kpi.papers.read_through import bound_cells, found_in, open_of
from kpi.papers.recipients import BY_KEY, CASE, RECIPIENTS, SUMMARY
from kpi.papers.sentences.edits import Choice, Own, chosen, follow, printed_behind, with_choices
from kpi.papers.sentences.ledger import Ledger
from kpi.papers.sentences.places import PLACES, at_place, paragraphs_of, place_of
from kpi.papers.sentences.prose import sentences
from kpi.papers.texts import parts_of, places_of
from kpi.papers.written import NOTHING, Written

DIRECTORS = BY_KEY["direktionen"]
LEVEL = "tabel-2/turnover/niveau"
LAERERE = {year: f"turnover/laerere/{end}" for year, end in ((2021, "2021-12-31"), (2022, "2022-06-30"))}


@pytest.fixture(scope="module")
def publication():
    return example_publication()


@pytest.fixture(scope="module")
def ledger(publication):
    return Ledger(publication, "intern")


def with_value(publication, address, value):
    """The publication, amended: another value in a cell."""
    measure, group, end = address.split("/")
    frame = publication.figures["intern"].copy()
    rows = (frame["measure"] == measure) & (frame["group"] == group) & (frame["period_end"] == end)
    frame.loc[rows, "value"] = value
    return replace(publication, figures=publication.figures | {"intern": frame})


def read(publication, written=NOTHING, recipient=DIRECTORS, kept=()):
    ledger = Ledger(publication, recipient.audience)
    told = with_choices(sentences(publication, recipient.audience), written.choices, written.own, ledger)
    return found_in(parts_of(publication, recipient, told, written), publication, recipient.audience, kept)


def own(publication, text, place="tabel-2", after=""):
    """A sentence as the page keeps it: bound to the cells that it says."""
    ledger = Ledger(publication, "intern")
    one = Own(f"{place}/egen-1", text, after)
    told = with_choices(sentences(publication, "intern"), {}, [one], ledger)
    printed = printed_behind(bound_cells(told, one.key, ledger), ledger)
    return replace(one, printed=printed, publication=publication.key)


# --- what is found, and what mends it

WRONG = [
    ("tabel-2", "Personaleomsætningen blandt lærere er 17,1 %.", "17,1 %", "17,2 %"),
    ("tabel-2", "Blandt lærere steg den med 1,1 % fra 2021 til juni 2022.", "1,1 %", "1,1 procentpoint"),
    ("tabel-2", "Blandt lærere er personaleomsætningen faldet siden 2021.", "faldet", "steget"),
    ("tabel-2", "Faldet blandt lærere siden 2021 er 1,1 procentpoint.", "Faldet", ""),
    ("tabel-4", "Blandt lærere var den 47,1 % i 2021.", "47,1 %", "86,1 %"),
    ("tabel-1", "I dagtilbud blev der ikke ansat på 23 ud af 63 jobannoncer (36 %).", "36 %", "36,5 %"),
    ("tabel-5", "Den gennemsnitlige arbejdstid er 34,8 %.", "34,8 %", "34,8 timer"),
    ("tabel-2", "Personaleomsætningen er højest blandt lærere.", "højest", ""),
    ("tabel-2", "Stigningen blandt lærere skyldes travlhed.", "skyldes", ""),
]


@pytest.mark.parametrize(("place", "text", "words", "instead"), WRONG)
def test_what_does_not_hold_is_found_and_mended_only_by_what_holds(publication, place, text, words, instead):
    (found,) = read(publication, Written(own=(own(publication, text, place),)))
    assert (found.text[found.fault.start : found.fault.end], found.words) == (words, instead)
    assert found.where == danish.sentence(PLACES[place]) and found.fault.reason.endswith(".") and not found.kept
    if instead:
        assert found.mended == text.replace(words, instead)
        assert read(publication, Written(own=(own(publication, found.mended, place),))) == ()


@pytest.mark.parametrize("recipient", RECIPIENTS)
def test_the_products_own_paper_and_the_houses_texts_hold(publication, recipient):
    assert read(publication, recipient=recipient) == ()
    untouched = Written(choices={LEVEL: Choice(off=True)})
    assert read(publication, untouched, recipient) == ()


def test_an_edited_sentence_is_read_as_it_stands(publication):
    printed = {"turnover/htk/2022-06-30": "19,8"}
    right = Choice(text="Hver femte stopper: 19,8 % i juni 2022.", printed=printed, publication="2022-06")
    assert read(publication, Written(choices={LEVEL: right})) == ()
    wrong = replace(right, text="Hver fjerde stopper: 19,8 % i juni 2022.")
    (found,) = read(publication, Written(choices={LEVEL: wrong}))
    assert (found.key, found.fault.words) == (LEVEL, "Hver fjerde")


def test_texts_that_are_typed_elsewhere_are_read_too(publication):
    at = datetime(2022, 10, 10)
    wrong = "Personaleomsætningen blandt lærere er 17,1 %."
    told = ("N.N.", "direktion", "2022-06")
    comments = (
        Comment(7, at, *told, "tabel-2", wrong, ("direktionen",), True),
        Comment(8, at, *told, "", wrong, ("oekonomiudvalget",), True),
    )
    recipient = replace(DIRECTORS, background=f"Om {{periode}}. {wrong}", proposal=("HR indstiller, at", wrong))
    found = read(publication, Written(comments=comments), recipient)
    assert [one.key for one in found] == ["baggrund", "indstilling/2", "kommentar/7"]
    assert [one.is_sentence for one in found] == [False] * 3
    assert [one.where for one in found] == ["Baggrunden", "Indstillingen", "En kommentar"]
    assert found[0].text.startswith("Om januar–juni 2022.")
    committee = read(publication, Written(comments=comments), BY_KEY["oekonomiudvalget"])
    assert [one.key for one in committee] == ["kommentar/7", "kommentar/8"]


def test_an_interpretation_is_read_where_it_stands(publication):
    at, wrong = datetime(2022, 10, 10), "Personaleomsætningen blandt lærere er 17,1 %."
    found = read(publication, Written(interpretations=tuple(
        Row(line, "fortolkning", wrong, "2022-06", measure, "", "", "Hele sagen", at, "N.N.", "hr", "", None, "", False,
            (), None, ("direktionen",))
        for line, measure in ((4, "turnover"), (5, ""))
    )))  # fmt: skip
    assert [(one.key, one.where, one.is_sentence) for one in found] == [
        ("fortolkning/4", "En fortolkning", False),
        ("fortolkning/5", "En fortolkning", False),
    ]


def test_a_text_is_held_against_what_its_audience_sees(publication):
    text = "Blandt pædagogiske assistenter var andelen inden for 3 måneder 14,3 % i første halvår af 2022."
    written = Written(own=(Own("tabel-3/egen-1", text),))
    assert read(publication, written) == ()
    (found,) = read(publication, written, BY_KEY["hovedudvalget"])
    assert found.fault.words == "14,3 %"


# --- what HR lets stand


def test_what_is_kept_is_kept_for_that_text_and_that_figure_alone(publication):
    sentence = own(publication, "Personaleomsætningen blandt lærere er 17,1 %.")
    (found,) = read(publication, Written(own=(sentence,)))
    line = {"audience": "intern", "reason": "Tallet er fra KRL.", **found.told}
    (kept,) = read(publication, Written(own=(sentence,)), kept=[line])
    assert kept.kept == "Tallet er fra KRL." and open_of([kept]) == () and open_of([found]) == (found,)
    for other in (line | {"audience": "offentlig"}, line | {"words": "17,3 %"}, line | {"key": "tabel-2/egen-2"}):
        assert open_of(read(publication, Written(own=(sentence,)), kept=[other]))
    amended = with_value(publication, LAERERE[2022], 17.4)
    (moved,) = open_of(read(amended, Written(own=(sentence,)), kept=[line]))
    assert "17,4" in moved.fault.reason and moved.id != found.id
    changed = replace(sentence, text="Personaleomsætningen blandt lærere er 17,1 % nu.")
    assert open_of(read(publication, Written(own=(changed,)), kept=[line]))


# --- the cells that a text says

BOUND = [
    ("tabel-2", "Personaleomsætningen blandt lærere er 17,2 %.", ["turnover/laerere/2022-06-30"]),
    ("tabel-2", "Blandt lærere steg den fra 16,1 % til 17,2 %.", [*LAERERE.values()]),
    ("tabel-2", "Blandt lærere var den 16,1 % i 2021.", [LAERERE[2021]]),
    ("tabel-2", "Blandt lærere er den steget 1,1 procentpoint siden 2021.", [*LAERERE.values()]),
    ("tabel-2", "Blandt lærere er den steget siden 2021.", [*LAERERE.values()]),
    ("tabel-2", "Den er 17,2 % blandt lærere mod 19,8 % i kommunen i alt.", [LAERERE[2022], "turnover/htk/2022-06-30"]),
    ("tabel-5", "Den gennemsnitlige arbejdstid er 34,8 timer.", ["weekly_hours/htk/2022-06-30"]),
    ("tabel-3", "Af 264 fratrådte stoppede 21,2 % inden for 3 måneder.", ["left_within_3m/htk/2022-06-30"]),
    (
        "tabel-1",
        "I dagtilbud blev der ikke ansat på 23 ud af 63 jobannoncer.",
        ["adverts_without_hire/Dagtilbud/2022-03-31"],
    ),
    ("tabel-2", "Personaleomsætningen blandt lærere er 17,1 %.", []),
    ("tabel-2", "Vi følger udviklingen tæt.", []),
    ("tabel-2", "Sygefraværet blandt lærere er 17,2 %.", []),
]


@pytest.mark.parametrize(("place", "text", "cells"), BOUND)
def test_a_text_is_bound_to_the_cells_that_it_says(publication, place, text, cells):
    found = own(publication, text, place).printed
    assert list(found) == cells
    assert all(re.search(rf"\b{value}\b", text) or "siden" in text or "ud af" in text for value in found.values())


def test_a_superlative_is_bound_to_all_that_are_ranked(publication, ledger):
    found = own(publication, "Personaleomsætningen er højest blandt pædagogmedhjælpere.").printed
    assert list(found) == [f"turnover/{group}/2022-06-30" for group in ledger.staff_groups]


def test_every_sentence_of_the_products_is_bound_to_cells_it_names(publication, ledger):
    said = sentences(publication, "intern")
    bound = {one.key: set(bound_cells(said, one.key, ledger)) for one in said if re.search(r"\d,\d", one.text)}
    assert len(bound) > 15
    missed = [key for key, cells in bound.items() if not cells & set(next(x for x in said if x.key == key).cells)]
    assert missed == []


# --- what has moved since


def test_an_own_text_is_marked_when_a_figure_it_says_has_moved(publication):
    sentence = own(publication, "Blandt lærere er den steget siden 2021.")
    assert read(publication, Written(own=(sentence,))) == ()
    (found,) = read(with_value(publication, LAERERE[2022], 17.44), Written(own=(sentence,)))
    assert found.fault.kind == "tal_aendret"
    assert found.fault.reason == "Personaleomsætning, lærere, Jun. 2022: var 17,2, er nu 17,4."
    assert found.fault.cells == (LAERERE[2022],)
    other = with_value(publication, "turnover/sygepl/2022-06-30", 22.0)
    assert read(other, Written(own=(sentence,))) == ()


def test_a_text_that_was_written_to_another_half_year_is_to_be_read_again(publication):
    sentence = own(publication, "Blandt lærere er den 17,2 %.")
    december = replace(publication, key="2022-12")
    (found,) = read(december, Written(own=(sentence,)))
    assert found.fault.reason == "Sætningen er skrevet til tallene i udgivelse 2022-06."
    assert read(replace(publication, key="2022-06-2"), Written(own=(sentence,))) == (), "an amendment, unmoved"
    words = own(publication, "Vi følger det tæt.")
    assert read(december, Written(own=(words,))) == (), "it says no figure"


def test_a_cell_that_is_no_longer_shown_is_told(publication):
    sentence = replace(
        own(publication, "Blandt lærere er den 17,2 %."), printed={"turnover/laerere/2019-12-31": "15,0"}
    )
    reasons = [one.fault.reason for one in read(publication, Written(own=(sentence,)))]
    assert reasons == ["Personaleomsætning, lærere, 31. december 2019: var 15,0, vises ikke længere."]


# --- one order


@pytest.mark.parametrize("recipient", RECIPIENTS)
def test_the_paper_and_the_page_have_one_order(publication, recipient):
    places = [(f"{place}/egen-1", f"Ord ved {place}.") for place in PLACES]
    written = Written(own=tuple(Own(key, text) for key, text in places))
    ledger = Ledger(publication, recipient.audience)
    told = with_choices(sentences(publication, recipient.audience), {}, written.own, ledger)
    on_the_page = [one.text for place in places_of(recipient) for one in at_place(told, place)]
    blocks = document_of(publication, recipient, written).blocks
    paragraphs = [one for block in blocks for one in (block.items if isinstance(block, Bullets) else [block])]
    drawn = [one.text for block in paragraphs if isinstance(block, Paragraph) for one in block.sentences if one.key]
    assert drawn == on_the_page and len(drawn) == len(told)
    assert [text for _, text in places] == [text for text in drawn if text.startswith("Ord ved")]


def test_a_recipient_with_the_summary_first_has_it_first_everywhere(publication):
    turned = replace(DIRECTORS, sections=(SUMMARY, CASE))
    case = tuple(one for one in PLACES if one not in ("retning", "forbehold"))
    assert places_of(turned) == ("retning", "forbehold", *case)
    headings = [part.heading for part in parts_of(publication, turned, sentences(publication, "intern"), NOTHING)]
    assert headings.index("Forbehold") < headings.index("Personaleomsætning")
    assert places_of(replace(DIRECTORS, sections=(SUMMARY,))) == ("retning", "forbehold")


def line(key, state, text="", after=""):
    told = {"key": key, "state": state, "text": text, "after": after, "printed": {}}
    return told | {"audience": "intern", "publication": ""}


def stand(publication, ledger, *lines):
    """The texts of table 2 where HR has added sentences: 1 is the product's level, then what HR calls them."""
    said = [one for one in sentences(publication, "intern") if one.key.startswith("tabel-2/")][:2]
    told = with_choices(said, *chosen(lines, "intern"), ledger)
    names = {said[0].key: "1", said[1].key: "2"}
    return "".join(names.get(one.key, one.text) for one in told)


def test_own_sentences_stand_where_hr_put_them(publication, ledger):
    a, b, c = (f"tabel-2/egen-{one}" for one in "abc")
    first, second = [one.key for one in sentences(publication, "intern") if one.key.startswith("tabel-2/")][:2]
    assert stand(publication, ledger, line(a, "own", "a", second), line(b, "own", "b", a)) == "12ab"
    assert stand(publication, ledger, line(a, "own", "a", second), line(b, "own", "b", second)) == "12ba"
    assert stand(publication, ledger, line(a, "own", "a"), line(b, "own", "b", first)) == "a1b2"
    gone = (line(a, "own", "a", first), line(b, "own", "b", a), line(a, "gone"))
    assert stand(publication, ledger, *gone) == "1b2", "it moves up to what the one that was removed stood after"
    moved = (line(a, "own", "a", first), line(b, "own", "b", a), line(a, "own", "a", second))
    assert stand(publication, ledger, *moved) == "12ab"
    ring = (line(a, "own", "a", b), line(b, "own", "b", a), line(c, "own", "c", first))
    assert sorted(stand(publication, ledger, *ring)) == sorted("12abc"), "no sentence is lost in a ring"
    off = (line(second, "off"), line(a, "own", "a", second))
    assert stand(publication, ledger, *off) == "1a", "what is left out still holds the place of what stands after it"
    assert follow(chosen(moved, "intern")[1], a) == {a, b}


def test_an_own_sentence_stands_in_the_paragraph_of_the_one_before_it(publication, ledger):
    said = sentences(publication, "intern")
    one = Own("tabel-2/egen-1", "Vores.", LEVEL)
    told = with_choices(said, {}, [one], ledger)
    before, after = (paragraphs_of(these, "tabel-2") for these in (said, told))
    assert len(before) == len(after)
    assert [each.text for each in after[0]][:2] == [before[0][0].text, "Vores."]
    assert place_of(one.key) == "tabel-2"
