"""The overview and the measures' pages: signs where changes were judged, the minutes' arrows where asked for."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from pathlib import Path

import dash
import pandas as pd
import pytest
from test_layouts import PATHS, app_with, component_tree, get, placed, text_of

from kpi import danish
from kpi.papers.comparisons import clear, contributed
from kpi.papers.comparisons.chance import by_chance
from kpi.papers.comparisons.overall import VERDICTS
from kpi.papers.paper import ATTRACT, PAPER_TABLES, RETAIN
from kpi.papers.sentences.prose import sentences
from kpi.publications.publication import Publication
from layouts.drawing import intervals, waterfall
from layouts.sections import arrows
from layouts.sections.direction import WORDS

ROOT = Path(__file__).resolve().parent.parent
PUBLISHED = list(csv.DictReader((ROOT / "tests/published/figures.csv").open(encoding="utf-8")))
LABELS = {"2020": "2020", "2021": "2021", "2022-06": "Jun. 2022"}
TENURES = {"left_within_3m": "0-3 mdr. ", "left_within_12m": "0-12 mdr. "}
SOLID = ("▲", "▼", "●", "⊘")
SIGNS_PER_PAGE = ["/", *(f"/noegletal/{paper.key}" for paper in PAPER_TABLES)]


@pytest.fixture(scope="module")
def site(publication: Publication, tmp_path_factory: pytest.TempPathFactory) -> dash.Dash:
    return app_with(tmp_path_factory.mktemp("store"), publication)


@pytest.fixture(scope="module")
def unjudged(publication: Publication, tmp_path_factory: pytest.TempPathFactory) -> dash.Dash:
    """A site whose publication was frozen before changes were judged."""
    before = replace(publication, evidence={}, retention={})
    return app_with(tmp_path_factory.mktemp("unjudged"), before)


@pytest.fixture(scope="module")
def year(publication: Publication, tmp_path_factory: pytest.TempPathFactory) -> dash.Dash:
    """A site whose publication covers adverts of all four quarters, each with an arrow that is called worse."""
    figures = {audience: _with_all_quarters(frame) for audience, frame in publication.figures.items()}
    return app_with(tmp_path_factory.mktemp("year"), replace(publication, figures=figures))


def _with_all_quarters(frame: pd.DataFrame) -> pd.DataFrame:
    adverts = frame["measure"].str.startswith("adverts") & (frame["series"] == "printed")
    known = frame[adverts & (frame["status"] == "ok")].drop_duplicates(["measure", "group"], keep="last")
    told = frame.copy()
    for one in known.to_dict("records"):
        here = adverts & (frame["measure"] == one["measure"]) & (frame["group"] == one["group"])
        told.loc[here, ["numerator", "denominator", "value", "status"]] = [
            one[name] for name in ("numerator", "denominator", "value", "status")
        ]
        told.loc[here, ["arrow", "assessment"]] = ["up", "worse"]
    return told


def cells(html: str, key: str) -> dict[tuple[str, str], str]:
    """The HTML of each cell of a drawn table, by the row's name and the column's label."""
    table = html.split(f'id="{key}"', 1)[1].split("</table>", 1)[0]
    found = {}
    for row in table.split('<tr role="row">')[2:]:
        name = re.sub(r"<[^>]+>", "", row.split("</th>", 1)[0]).strip()
        for label, content in re.findall(r'data-label="([^"]*)">(.*?)</td>', row, re.S):
            plain = label.replace("\u00a0", " ").replace("\u2060", "")
            found[name, plain.split(",")[0]] = content
    return found


def test_with_the_switch_the_76_arrows_are_those_of_the_minutes(site: dash.Dash) -> None:
    html = "".join(placed(component_tree(site, f"{path}?pile=2022")) for path in SIGNS_PER_PAGE)
    seen = 0
    for row in PUBLISHED:
        if not row["arrow"]:
            continue
        label = TENURES.get(row["measure"], "") + LABELS[row["period"]]
        cell = cells(html, f"tabel-{row['table']}")[row["group"], label]
        drawn = re.findall(r'<span class="sign">(.)', cell)
        assert drawn == [danish.ARROWS[row["arrow"]]], row
        seen += 1
    assert seen == 76


@pytest.mark.parametrize("path", SIGNS_PER_PAGE)
def test_the_switch_takes_the_signs_away_and_says_so(site: dash.Dash, path: str) -> None:
    signs, house = (component_tree(site, path + query) for query in ("", "?pile=2022"))
    assert not any(symbol in text_of(house) for symbol in SOLID)
    assert "tydelig stigning" not in text_of(house) and arrows.AS_IN_2022.strip() in text_of(house)
    assert arrows.AS_IN_2022.strip() not in text_of(signs)
    if path != "/noegletal/stillingsannoncer":
        assert any(symbol in text_of(signs) for symbol in SOLID)


def test_a_year_of_adverts_is_one_table_on_the_overview(year: dash.Dash) -> None:
    """The share of each quarter with how many it leaves out; four tables of everything stand on the measure's page."""
    html = placed(component_tree(year, "/"))
    assert re.findall(r'<table role="table" id="(tabel-1[^"]*)"', html) == ["tabel-1-andele"]
    drawn = cells(html, "tabel-1-andele")
    head = html.split('id="tabel-1-andele"', 1)[1].split("</thead>")[0].replace("\u00a0", " ")
    quarters = ["3. kv. 2021", "4. kv. 2021", "1. kv. 2022", "2. kv. 2022"]
    assert re.findall(r">(Andel|Uafklarede), ([^<]*)<", head) == [
        (part, quarter) for quarter in quarters for part in ("Andel", "Uafklarede")
    ]
    assert "36,5" in drawn["Dagtilbud", "Andel"]
    whole = placed(component_tree(year, "/noegletal/stillingsannoncer"))
    tables = re.findall(r'<table role="table" id="(tabel-1[^"]*)"', whole)
    assert tables == ["tabel-1", "tabel-1-2", "tabel-1-3", "tabel-1-4"], "20 columns are wider than a page"


@pytest.mark.parametrize("path", ["/", "/noegletal/stillingsannoncer"])
def test_a_change_from_quarter_to_quarter_is_not_judged(year: dash.Dash, path: str) -> None:
    tables = [part.split("</table>")[0] for part in placed(component_tree(year, path)).split('id="tabel-1')[1:]]
    shares = "".join(tables)
    assert shares.count('class="sign">↑') > 10, "the arrows point"
    assert not re.search(r'class="slot (better|worse)"|class="word">(bedre|værre)|forværret|forbedret', shares)
    of_2022 = placed(component_tree(year, f"{path}?pile=2022"))
    assert "værre" in of_2022.split('id="tabel-1', 1)[1].split("</table>")[0], "as the minutes had it, where asked for"


@pytest.mark.parametrize("query", ["?pile=2021", "?pile=", "?pile=%3Cb%3E"])
def test_only_the_arrows_of_2022_can_be_asked_for(site: dash.Dash, query: str) -> None:
    assert text_of(component_tree(site, f"/{query}")) == text_of(component_tree(site, "/"))


@pytest.mark.parametrize("path", PATHS)
def test_a_publication_of_before_anything_was_judged_is_shown_with_its_arrows(unjudged: dash.Dash, path: str) -> None:
    text = text_of(component_tree(unjudged, path))
    assert get(unjudged, path).status_code == 200
    assert "Der skete en fejl" not in text
    assert path == "/metode" or "tydelig stigning" not in text  # the method page says what the words mean
    if path in SIGNS_PER_PAGE:
        assert (arrows.NOT_JUDGED in text and "↑" in text) or path == "/noegletal/stillingsannoncer"


def test_without_evidence_the_files_of_it_are_not_there(unjudged: dash.Dash, site: dash.Dash) -> None:
    resting_on_it = ("tydelige", "vurderet-2", "aaret-foer-3", "bidrag-2", "bidrag-centre-4")
    for name in (*resting_on_it, "alder-htk", "bevaegelser"):
        address = f"/hent/2022-06/{name}.csv?visning=offentlig"
        assert get(unjudged, address).status_code == (404 if name in resting_on_it else 200), name
        assert get(site, address).status_code == 200, name


@pytest.mark.parametrize("audience", ["intern", "offentlig"])
def test_the_count_is_the_picture(site: dash.Dash, publication: Publication, audience: str) -> None:
    tree = component_tree(site, f"/?visning={audience}")
    lists = re.findall(r'<ul class="direction judged">(.*?)</ul>', placed(tree), re.S)
    aims = clear.direction(publication, audience).aims
    for drawn, aim in zip(lists, (RETAIN, ATTRACT), strict=True):
        rows = re.findall(r"<b>(\d+)</b> <span>(.*?)</span> <span[^>]*>(.*?)</span>", drawn)
        assert {word: int(count) for count, word, _ in rows} == {
            WORDS[verdict]: count for verdict in VERDICTS if (count := aims[aim].counts[verdict])
        }
        assert all(len(signs.replace("\ufe0e", "")) == int(count) for count, _, signs in rows)
    found = aims[RETAIN]
    text = text_of(tree)
    assert (
        f"Af 45 tal er {found.worse} tydeligt værre end for et år siden, og {found.better} er tydeligt bedre." in text
    )
    assert sum(found.counts.values()) == 45


def test_the_overview_says_what_is_worse_whether_to_believe_it_and_where_it_comes_from(site: dash.Dash) -> None:
    text = text_of(component_tree(site, "/"))
    in_order = ["Hvad er tydeligt værre", "Personaleomsætning i alt", "Af stigningen".lower(), "Tilfældigt?", "næppe"]
    places = [text.index(words) for words in in_order]
    assert places == sorted(places)
    assert "Selv hvis intet havde ændret sig, ville 1 til 2 af de 35" in text


def test_half_a_year_beside_full_ones_is_told_and_the_fair_year_offered(site: dash.Dash) -> None:
    for query in ("", "?pile=2022"):
        tree = component_tree(site, f"/noegletal/korte-ansaettelser{query}")
        text = text_of(tree)
        assert "6 af 12 måneder" in placed(tree)
        assert "Jun. 2022 dækker 6 måneder, 2021 dækker 12." in text
        assert "Jun. 2021" in text
    assert "Derfor er vurderingen lavet mod Jun. 2021" in text_of(component_tree(site, "/noegletal/korte-ansaettelser"))


def test_the_pages_of_the_measures_explain_them(site: dash.Dash) -> None:
    told = {
        "personaleomsaetning": ["id=\"bidrag-2\"", 'id="bidrag-centre-2"', 'id="anciennitet-htk"', 'id="alder-htk"',
                                'id="bevaegelser"', 'id="omsaetning-laesninger"'],
        "korte-ansaettelser": ['id="bidrag-3-0-3-mdr"', 'id="bidrag-3-0-12-mdr"', 'id="nyansatte-htk"'],
        "fuldtid": ['id="bidrag-4"', 'id="bidrag-centre-4"'],
        "timer": ['id="bidrag-5"', 'id="bidrag-centre-5"', 'id="flyttet-sig"'],
    }  # fmt: skip
    for key, parts in told.items():
        html = placed(component_tree(site, f"/noegletal/{key}"))
        assert all(part in html for part in parts), key
    text = text_of(component_tree(site, "/noegletal/personaleomsaetning"))
    assert "Tallene siger hvor, ikke hvorfor." in text
    assert "Årsagerne til, at ansatte fratræder, er ikke registreret" in text


def test_a_download_is_the_table_that_is_shown(site: dash.Dash) -> None:
    for path in (*SIGNS_PER_PAGE, "/?pile=2022", "/noegletal/fuldtid?pile=2022"):
        html = placed(component_tree(site, path)).replace("&amp;", "&")
        for key, address in re.findall(r'data-copy="([\w-]+)" data-copy-html="([^"]+)"', html):
            copied = get(site, address).text
            rows = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in copied.split("<tr>")[2:]]
            table = html.split(f'id="{key}"', 1)[1].split("</table>", 1)[0]
            drawn = [
                re.findall(r'<td role="cell" class="(?:number|wide)[^>]*>(.*?)</td>', row, re.S)
                for row in table.split('<tr role="row">')[2:]
            ]
            assert len(rows) == len(drawn) and rows, key
            for told, seen in zip(rows, drawn, strict=True):
                values = [re.findall(r'<span class="value"[^>]*>(.*?)</span>', one)[:1] for one in seen]
                assert all(text.startswith("".join(value)) for text, value in zip(told, values, strict=True)), key


def test_an_interval_is_drawn_on_the_axis_of_its_table() -> None:
    row = {"low": 1.0, "high": 2.0, "difference": 1.5, "unit": "ratio", "assessment": ""}
    drawn = intervals.drawn_intervals({"a": row, "b": row | {"low": 0.1, "high": float("inf")}, "c": None})
    one, out = drawn.rows["a"], drawn.rows["b"]
    assert one.low == drawn.unchanged and dict((label, x) for x, label in drawn.ticks)["2"] == one.high
    assert (out.low, out.high, out.runs_out_low, out.runs_out_high) == (0, drawn.width, True, True)
    assert "c" not in drawn.rows and intervals.drawn_intervals({"c": None}) is None
    points = intervals.drawn_intervals(
        {"a": row | {"low": -4.0, "high": 8.0, "difference": 2.0, "unit": "procentpoint"}}
    )
    assert points.unchanged == drawn.width / 2 and [label for _, label in points.ticks] == ["\u221210", "0", "+10"]
    assert points.rows["a"].at == pytest.approx(points.unchanged * 1.2)


def test_a_waterfall_begins_each_part_where_the_last_one_ended(publication: Publication) -> None:
    found = contributed.contributed(publication, "intern", "left_within_3m", "2022-06-30")
    table = contributed.contributed_table(publication, "intern", found)
    bars = list(waterfall.waterfall(table).values())
    for before, after, row in zip(bars, bars[1:-1], table.rows[1:-1], strict=False):
        begins = after.x if row.cells[0].value >= 0 else after.x + after.width
        assert begins == pytest.approx(before.ends, abs=waterfall.LEAST + 0.2)
    assert bars[-1].tone == "ink" and bars[-1].x == pytest.approx(bars[-1].zero, abs=0.2)
    assert all(bar.x >= 0 and bar.x + bar.width <= waterfall.WIDTH + waterfall.LEAST for bar in bars)


def test_what_chance_would_do_is_said_in_whole_numbers_alike_on_the_page_and_in_the_paper(
    publication: Publication,
) -> None:
    found = clear.direction(publication, "intern").aims[RETAIN]
    said = by_chance(35, len(found.clear), len(found.holds))
    assert "1 til 2 af de 35" in said and "3 af de 5 tydelige holder også" in said
    assert by_chance(35, 5, 0).endswith("; ingen af de 5 tydelige holder, når der tages højde for det.")
    assert by_chance(35, 1, 0).endswith("den tydelige ændring er ikke længere tydelig, når der tages højde for det.")
    assert by_chance(35, 0, 0).endswith("se tydelige ud.") and "1 af de 20" in by_chance(20, 0, 0)
    in_the_paper = [one.text for one in sentences(publication, "intern") if one.key == "retning/tilfaeldige"]
    assert in_the_paper == [by_chance(found.tested, len(found.clear), len(found.holds))]
