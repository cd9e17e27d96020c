"""The pages without a browser: what they show to whom, who may ask, and the traps of Dash that would have hurt."""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import re
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import dash
import pytest
from example_for_tests import example_publication
from markupsafe import Markup

import app
from kpi.definitions.disclosure import AUDIENCES, INTERNAL, PUBLIC
from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Status, Unit
from kpi.papers import tables
from kpi.papers.comparisons.compared import same_date_table
from kpi.papers.explanations import explained
from kpi.papers.paper import PAPER_TABLES
from kpi.papers.paper_tables import tables_of
from kpi.papers.series import Point
from kpi.papers.table import Cell, Column, Row, Table
from kpi.papers.writers.around import unbroken_at_hyphens
from kpi.publications.publication import Publication, Store
from layouts import downloads, gate, overview
from layouts.address import Address, download, last
from layouts.door import serving
from layouts.drawing import charts, curves, parts
from layouts.reading import Library, Reading, Unknown
from layouts.sections import comparability

HOST = {"Host": "127.0.0.1:8050"}
NEWER = "2022-06-2"
PATHS = [
    "/",
    "/noegletal",
    *(f"/noegletal/{paper.key}" for paper in PAPER_TABLES),
    "/faggruppe",
    "/faggruppe/laerere",
    "/faggruppe/ledere",
    "/sag",
    "/handlinger",
    "/metode",
]
ENGLISH = re.compile(
    r"\b(loading|updating|error|page not found|share|download|table|figure|chart|next|previous|the|and|with)\b", re.I
)


# --- what is asked, and how it is read


@pytest.fixture(scope="module")
def site(publication: Publication, tmp_path_factory: pytest.TempPathFactory) -> dash.Dash:
    return app_with(tmp_path_factory.mktemp("store"), publication)


def app_with(folder: Path, *publications: Publication, example: bool = True) -> dash.Dash:
    store = Store(folder)
    for one in publications:
        store.add(one)
    return app.create_app(app.Settings(folder, example=example))


def get(site: dash.Dash, address: str, **headers: str):
    return site.server.test_client().get(address, headers=HOST | headers)


def asked(site: dash.Dash, address: str, **headers: str):
    """The answer that a page's content comes in."""
    path, _, query = address.partition("?")
    outputs = [{"id": "_pages_content", "property": "children"}, {"id": "_pages_store", "property": "data"}]
    inputs = [
        {"id": "_pages_location", "property": "pathname", "value": path},
        {"id": "_pages_location", "property": "search", "value": f"?{query}" if query else ""},
    ]
    body = {
        "output": ".._pages_content.children..._pages_store.data..",
        "outputs": outputs,
        "inputs": inputs,
        "changedPropIds": ["_pages_location.pathname"],
    }
    get(site, "/")
    return site.server.test_client().post("/_dash-update-component", json=body, headers=HOST | headers)


def component_tree(site: dash.Dash, address: str) -> dict:
    answer = asked(site, address)
    assert answer.status_code == 200
    return answer.json["response"]["_pages_content"]["children"]


def components(node) -> Iterator[dict]:
    if isinstance(node, list):
        for one in node:
            yield from components(one)
    elif isinstance(node, dict) and "type" in node and "props" in node:
        yield node
        yield from components(node["props"].get("children"))


def text_of(node) -> str:
    """What a reader sees of a page: the components' texts and those of the HTML that is placed."""
    if isinstance(node, list):
        return " ".join(map(text_of, node))
    if isinstance(node, dict) and "props" in node:
        placed = node["props"].get("data-html")
        return text_in(placed) if placed else text_of(node["props"].get("children"))
    return "" if node is None or isinstance(node, dict) else str(node)


def placed(tree) -> str:
    """All the HTML that a page places."""
    return "\n".join(one["props"]["data-html"] for one in components(tree) if "data-html" in one["props"])


def links(tree) -> list[str]:
    own = [one["props"]["href"] for one in components(tree) if one["type"] == "A"]
    return own + re.findall(r'href="([^"]+)"', placed(tree).replace("&amp;", "&"))


class Elements(HTMLParser):
    """Every element with its attributes, and the text inside and outside what is hidden from view."""

    def __init__(self, html: str):
        super().__init__()
        self.found: list[tuple[str, dict]] = []
        self.texts: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attributes: list) -> None:
        self.found.append((tag, dict(attributes)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def all(self, tag: str) -> list[dict]:
        return [attributes for name, attributes in self.found if name == tag]


def text_in(html: str) -> str:
    return " ".join(" ".join(Elements(html).texts).split())


# --- a table as HTML


def drawn(table: Table, **dressing) -> str:
    reading = Reading(None, PUBLIC)
    return str(parts.figures(table, reading, parts.Dressing(**dressing)))


def small_table(*cells: Cell, label: str = "Lærere", title: str = "Personaleomsætning") -> Table:
    columns = tuple(Column(f"turnover/{n}", f"Jun. {2020 + n}", Unit.PERCENT, period=str(n)) for n in range(len(cells)))
    rows = (Row("alle", "I alt", cells, block=0), Row("laerere", label, cells, block=1))
    symbols = (("↑", "steget"), ("*", "skjult")) if cells else ()
    return Table(
        "tabel-2",
        2,
        title,
        "procent",
        "Faggruppe",
        columns,
        rows,
        ("Note 1. Se her.",),
        symbols,
        "løn",
        "offentlig",
        "2022-06",
    )


UP = Cell("19,8", 19.8, 1, Status.OK, "up", "worse", "", "19,8 procent, steget siden 2021, forværret", "t/a/2022-06-30")
FLAT = Cell(
    "34,8", 34.8, 1, Status.OK, "flat", "same", "(f)", "34,8 timer, uændret siden 2021, foreløbigt", "t/a/2022-06-30"
)
HIDDEN = Cell("*", None, 0, Status.SUPPRESSED, spoken="skjult, for få personer", address="t/a/2022-06-30")


def test_a_table_has_the_parts_that_a_screen_reader_needs() -> None:
    html = Elements(drawn(small_table(UP, FLAT)))
    assert html.all("table")[0]["role"] == "table" and html.all("caption")
    assert [one.get("scope") for one in html.all("th")] == ["col"] * 3 + ["row"] * 2
    assert {one["role"] for one in html.all("th")} == {"columnheader", "rowheader"}
    assert {one["role"] for one in html.all("tr")} == {"row"}
    assert {one["role"] for one in html.all("tbody") + html.all("thead")} == {"rowgroup"}
    assert [one["data-label"] for one in html.all("td")] == ["Jun.\u00a02020", "Jun.\u00a02021"] * 2
    assert [one.get("class") for one in html.all("tbody")] == ["total", None]


def test_a_figure_is_read_aloud_once_with_direction_and_judgement() -> None:
    html = drawn(small_table(UP))
    spoken = '<span class="value">19,8</span><span class="spoken"> procent, steget siden 2021, forværret</span>'
    assert html.count(spoken) == 2
    assert (
        '<span class="slot worse" aria-hidden="true"><span class="sign">↑</span> <span class="word">værre</span></span>'
        in html
    )


def test_no_colour_stands_without_a_word() -> None:
    for cell, word in ((UP, "værre"), (replace(UP, arrow="down", assessment="better"), "bedre"), (FLAT, "uændret")):
        slot = re.search(r'<span class="slot (\w+)".*?</span></span>', drawn(small_table(cell)), re.S)
        assert word in slot.group(0) and slot.group(1) == cell.assessment


def test_an_arrow_stays_text_on_a_phone() -> None:
    html = drawn(small_table(FLAT))
    assert "↔\ufe0e" in html and "↔" not in html.replace("↔\ufe0e", "")
    assert '<span class="mark">(f)</span>' in html


def test_a_hidden_cell_is_a_star_with_its_reason_and_their_number() -> None:
    html = drawn(small_table(UP, HIDDEN))
    assert (
        html.count('<span class="value" aria-hidden="true">*</span><span class="spoken">skjult, for få personer</span>')
        == 2
    )
    assert "Skjulte tal i tabellen: 2." in html
    assert "Skjulte tal" not in drawn(small_table(UP))


def test_names_and_notes_are_escaped() -> None:
    bad = '<script>alert(1)</script>"onmouseover="x'
    table = replace(small_table(UP, label=bad, title=bad), notes=(bad,), stub=bad, symbols=((bad, bad),))
    html = drawn(table, row_links={"laerere": f"/faggruppe/{bad}"}, column_notes={"turnover/0": bad})
    assert not [tag for tag, _ in Elements(html).found if tag == "script"]
    assert not [name for _, attributes in Elements(html).found for name in attributes if name.startswith("on")]


def test_only_escaped_text_can_be_placed() -> None:
    with pytest.raises(TypeError):
        parts.markup("<b>fra en fremmed</b>")
    assert parts.markup(Markup("<b>x</b>")).to_plotly_json()["props"]["data-html"] == "<b>x</b>"


def test_a_table_without_columns_says_so() -> None:
    assert "Der er ingen tal at vise." in drawn(small_table())


def test_a_label_does_not_break_inside_a_period() -> None:
    assert unbroken_at_hyphens("Publiceret, 1. kvartal 2022") == "Publiceret, 1.\u00a0kvartal\u00a02022"
    assert unbroken_at_hyphens("0-3 mdr. Jun. 2022") == "0\u2060-\u20603\u00a0mdr. Jun.\u00a02022"


def test_files_name_their_audience_in_words_and_address() -> None:
    hrefs = [one["href"] for one in Elements(drawn(small_table(UP))).all("a")]
    assert hrefs == ["/hent/2022-06/tabel-2.csv?visning=offentlig", "/hent/2022-06/tabel-2.xlsx?visning=offentlig"]
    assert "Hent CSV (offentlig visning)" in text_in(drawn(small_table(UP)))


# --- curves and comparisons


def point(start: str, end: str, value: float | None, label: str = "x") -> Point:
    cell = HIDDEN if value is None else Cell(str(value), value, 1, spoken=str(value))
    return Point(label, start, end, cell)


YEAR, OVERLAPPING = point("2020-12-31", "2021-12-31", 17.0), point("2021-06-30", "2022-06-30", 19.8)
HALF, HALF_BEFORE = point("2021-12-31", "2022-06-30", 21.2), point("2020-12-31", "2021-06-30", 10.5)
STATUS = point("2021-12-31", "2021-12-31", 63.5), point("2022-06-30", "2022-06-30", 63.1)


def test_periods_that_overlap_or_differ_in_length_are_not_comparable() -> None:
    assert not curves.comparable(YEAR, OVERLAPPING)
    assert not curves.comparable(YEAR, HALF)
    assert curves.comparable(HALF_BEFORE, HALF)
    assert curves.comparable(*STATUS)
    assert curves.comparable(point("2020-06-30", "2021-06-30", 1), OVERLAPPING)


def test_the_note_counts_the_shared_months_and_names_the_fair_period() -> None:
    before, after = replace(YEAR, label="2021"), replace(OVERLAPPING, label="Jun. 2022")
    fair = replace(point("2020-06-30", "2021-06-30", 16.4), label="Jun. 2021")
    text = text_in(comparability.drawing((before, after), (fair, after)))
    assert "6 måneder til fælles" in text and "Sammenlign Jun. 2022 med Jun. 2021 i stedet" in text
    assert comparability.column_note(before, after) == "overlapper 2021"
    assert "dækker 6 måneder" in text_in(comparability.drawing((before, replace(HALF, label="Jun. 2022")), ()))
    assert comparability.drawing(STATUS, STATUS) == ""


def test_a_spark_line_is_true_to_time_and_never_bridges_a_gap() -> None:
    turnover = BY_KEY["turnover"]
    first = point("2019-12-31", "2020-12-31", 16.7)
    curve = curves.spark((first, YEAR, OVERLAPPING), turnover)
    assert [segment.comparable for segment in curve.segments] == [True, False]
    steps = [two.x - one.x for one, two in zip(curve.places, curve.places[1:], strict=False)]
    assert steps[0] == pytest.approx(2 * steps[1], rel=0.05)
    gap = curves.spark((first, point("2020-12-31", "2021-12-31", None), OVERLAPPING), turnover)
    assert gap is None
    assert curves.spark((first,), turnover) is None


def test_noise_stays_small_in_a_spark_line() -> None:
    flat = (point("2020-12-31", "2020-12-31", 63.5), point("2021-12-31", "2021-12-31", 64.5))
    curve = curves.spark(flat, BY_KEY["full_time_share"])
    assert abs(curve.places[0].y - curve.places[1].y) <= 24 / 10 + 0.1


def test_small_multiples_share_one_scale() -> None:
    low, high = (YEAR, OVERLAPPING), (point("2020-12-31", "2021-12-31", 26.4), point("2021-06-30", "2022-06-30", 31.7))
    drawings = curves.multiples({"I alt": low, "Gruppe": high}, {"Gruppe": "worse"}, "I alt")
    assert drawings["I alt"].grid == drawings["Gruppe"].grid
    assert drawings["Gruppe"].reference == drawings["I alt"].segments and not drawings["I alt"].reference
    assert drawings["Gruppe"].start.y < drawings["I alt"].start.y
    assert curves.multiples({"I alt": (YEAR,)}, {}, "I alt") == {}


def test_charts_send_nothing_anywhere_and_speak_danish() -> None:
    graph = charts.over_time([("I alt", (YEAR, OVERLAPPING))], BY_KEY["turnover"], "omsaetning")
    assert graph.config["showSendToCloud"] is False and graph.config["plotlyServerURL"] == ""
    assert graph.config["displaylogo"] is False and graph.config["locale"] == "da"
    assert graph.config["modeBarButtons"] == [["toImage"]]
    assert graph.figure.layout.separators == ",." and graph.figure.data[0].customdata[0] == "17.0"


# --- the address


def test_the_address_keeps_publication_and_audience() -> None:
    address = Address.of("/sag", {"udgivelse": "2022-06", "visning": "offentlig"})
    assert address.to("/metode") == "/metode?udgivelse=2022-06&visning=offentlig"
    assert address.shown_to(INTERNAL) == "/sag?udgivelse=2022-06&visning=intern"
    assert address.at("") == "/sag?visning=offentlig"
    assert Address.of("/", {}).to("/sag") == "/sag"
    assert last(["intern", "offentlig"]) == "offentlig" and last(None) == ""
    assert download("2022-06", "tabel-1", "csv", PUBLIC) == "/hent/2022-06/tabel-1.csv?visning=offentlig"


def test_a_name_in_an_address_cannot_break_out_of_it() -> None:
    address = Address.of("/sag", {"udgivelse": '"><script>', "visning": "x&y=z"})
    assert address.to("/a b") == "/a%20b?udgivelse=%22%3E%3Cscript%3E&visning=x%26y%3Dz"


@pytest.mark.parametrize(
    "query", ["", "?visning=offentlig", "?pile=2022", "?udgivelse=2022-06&visning=offentlig&pile=2022"]
)
def test_every_link_of_a_page_keeps_its_state(site: dash.Dash, query: str) -> None:
    for path in PATHS:
        for href in links(component_tree(site, path + query)):
            if href.startswith(("#", "/hent/")):
                continue
            if href.startswith(("/tjek/", "/handlinger/skriv", "/sag/korrektur", "/sag/saetning/", "/sag/hent/")):
                assert "2022-06" in href, "it names the publication itself"
                continue
            switches = href.split("?")[0].rstrip("/") == path.rstrip("/")
            assert switches or href.partition("#")[0].partition("?")[2] == query[1:], (path, href)


def test_no_two_tables_share_a_key_or_are_kept_for_one_another(site: dash.Dash) -> None:
    publication = example_publication()
    reading = Reading(publication, INTERNAL)
    with site.server.app_context():
        whole, of_groups = downloads.tables_of(reading), downloads.group_tables(reading)
        twice = {key: (whole[key](), of_groups[key]()) for key in whole.keys() & of_groups.keys()}
        assert all(one == other for one, other in twice.values()) and "alder-htk" in twice
        assert all(make().key == key for key, make in (whole | of_groups).items())
    assert "omsaetning-laesninger" in whole
    both = ((explained.first_year_table, "laerere"), (explained.first_year_table, "ledere"))
    for first, then in (both, both[::-1]):
        fresh = Reading(publication, INTERNAL)
        fresh.told_of(*first)
        make, group = then
        assert fresh.told_of(*then) == make(publication, INTERNAL.key, group)


# --- the pages


@pytest.mark.parametrize("audience", [INTERNAL.key, PUBLIC.key])
@pytest.mark.parametrize("path", PATHS)
def test_every_page_is_there_for_every_audience(site: dash.Dash, path: str, audience: str) -> None:
    tree = component_tree(site, f"{path}?visning={audience}")
    text = text_of(tree)
    assert get(site, f"{path}?visning={audience}").status_code == 200
    assert [one["type"] for one in components(tree)].count("H1") == 1
    assert "Der skete en fejl" not in text and "findes ikke" not in text
    for said in ("Data pr. 30. juni 2022", "Udgivet", "Næste 31. december 2022", f"Visning {audience}", "2022-06"):
        assert said in text, said
    assert "Eksempel – opdigtede personer" in text
    assert not ENGLISH.findall(text)


def test_the_pages_show_the_printed_tables_as_they_are(site: dash.Dash, publication: Publication) -> None:
    html = placed(component_tree(site, "/sag"))
    for paper in PAPER_TABLES:
        table = tables.paper_table(publication, INTERNAL.key, paper.number)
        assert re.search(rf'id="{table.key}"', html) and re.search(rf'id="bilag-{paper.number}"', html)
        for row in table.rows:
            for cell in row.cells:
                assert f'<span class="value">{cell.text}</span>' in html


@pytest.mark.parametrize("path", PATHS)
def test_what_is_hidden_stands_nowhere_on_a_page(site: dash.Dash, publication: Publication, path: str) -> None:
    """Every table on a page of the public holds exactly the cells that the public may see."""
    html = placed(component_tree(site, f"{path}?visning=offentlig"))
    stars = html.count('<span class="value" aria-hidden="true">*</span>')
    reading = Reading(publication, PUBLIC)
    with site.server.app_context():
        made = {**downloads.tables_of(reading), **downloads.group_tables(reading), **downloads.sheets_of_paper(reading)}
    shown = re.findall(r'<table role="table" id="([\w-]+)"', html)
    assert stars == sum(made[key]().hidden for key in shown)


def test_a_hidden_count_is_not_told_in_words(site: dash.Dash, publication: Publication) -> None:
    hidden = [
        (group, point.cell)
        for group in publication.group_names
        for point in Reading(publication, PUBLIC).series("left_within_3m", group)[-1:]
        if point.cell.status is Status.SUPPRESSED
    ]
    assert hidden
    for group, _ in hidden:
        text = text_of(component_tree(site, f"/faggruppe/{group}?visning=offentlig"))
        facts = text[text.index("Tallene bag") :]
        internal = Reading(publication, INTERNAL).counts_table(3)
        row = next(row for row in internal.rows if row.key == group)
        assert f"mdr.: {row.cells[-2].text} " not in facts and "mdr.: *" in facts


def test_two_audiences_never_share_what_is_kept(publication: Publication, tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add(publication)
    library = Library(store, example=True)
    internal, public = (library.read(Address("/", "", one.key)) for one in (INTERNAL, PUBLIC))
    assert internal is not public and internal.audience is INTERNAL and public.audience is PUBLIC
    internal.paper_table(3)
    assert public.paper_table(3) == tables.paper_table(publication, PUBLIC.key, 3)
    assert library.read(Address("/", "", PUBLIC.key)) is public


@pytest.mark.parametrize("audience", ["raa", "", "INTERN", "intern ", "offentlig,intern", "../intern"])
def test_no_address_leads_to_the_raw_figures(site: dash.Dash, audience: str) -> None:
    text = text_of(component_tree(site, f"/sag?visning={audience}"))
    assert "Visning intern" in text if not audience else "Visningen findes ikke" in text
    assert AUDIENCES["raa"].title not in text.split()


def test_the_last_of_several_audiences_counts_and_is_named(site: dash.Dash) -> None:
    assert "Visning offentlig" in text_of(component_tree(site, "/?visning=intern&visning=offentlig"))


def test_the_overview_counts_the_arrows_and_does_not_promise_more(site: dash.Dash, publication: Publication) -> None:
    cells = [cell for row in tables.overview_table(publication, INTERNAL.key, True).rows for cell in row.cells]
    worse = sum(cell.assessment == "worse" for cell in cells)
    text = text_of(component_tree(site, "/?pile=2022"))
    assert f"Af 45 tal er {worse} forværret" in text
    assert overview.HONESTLY in text
    assert "Tabel 1 dækker kun 1. kvartal 2022." in text


def test_a_page_holds_few_components_whatever_its_tables(site: dash.Dash) -> None:
    """Dash's own tables grow faster than their cells: a table is one component here."""
    for path in PATHS:
        found = [one["type"] for one in components(component_tree(site, path))]
        assert len(found) < 500 and "Table" not in found and "Upload" not in found, (path, len(found))


def test_a_chart_stands_with_a_table_of_its_figures(site: dash.Dash) -> None:
    for paper in PAPER_TABLES[1:]:
        tree = component_tree(site, f"/noegletal/{paper.key}?gruppe=laerere")
        graphs = [one for one in components(tree) if one["type"] == "Graph"]
        assert len(graphs) == 1
        html = placed(tree)
        same_date = html[html.index(f'id="samme-tid-{paper.number}"') :]
        for trace in graphs[0]["props"]["figure"]["data"]:
            assert trace["text"] and all(f'<span class="value">{text}</span>' in same_date for text in trace["text"])


def test_a_long_page_begins_with_the_ways_to_its_sections(site: dash.Dash) -> None:
    """Every heading of the page in its order; a page with few of them has no list."""
    for path in ("/", *(f"/noegletal/{paper.key}" for paper in PAPER_TABLES), "/faggruppe/laerere"):
        tree = list(components(component_tree(site, path)))
        lists = [one for one in tree if one["type"] == "Nav" and "brief" in one["props"].get("className", "")]
        ways = [one["props"] for one in components(lists)][1:] if lists else []
        told = [(one["href"][1:], one["children"]) for one in ways if "href" in one]
        beside = {"fastholde", "tiltraekke"}
        headings = [(one["props"]["id"], one["props"]["children"]) for one in tree if one["type"] == "H2"]
        expected = [one for one in headings if one[0] not in beside]
        assert told == (expected if len(expected) > 2 else []), path
        assert told or path == "/noegletal/stillingsannoncer", path
    tree = components(component_tree(site, "/faggruppe"))
    assert not [one for one in tree if "brief" in str(one["props"].get("className", ""))]


def test_every_sign_of_a_change_is_drawn_beside_its_figure(site: dash.Dash, publication: Publication) -> None:
    """What is judged has its sign where others have their arrow, clear changes with their word."""
    for paper in PAPER_TABLES[1:]:
        html = placed(component_tree(site, f"/noegletal/{paper.key}"))
        table = html[html.index(f'id="samme-tid-{paper.number}"') :].split("</table>")[0]
        cells = [cell for row in same_date_table(publication, "intern", paper.number).rows for cell in row.cells]
        assert table.count('<span class="sign">') == sum(bool(cell.arrow or cell.sign) for cell in cells) > 0
        worse = sum(cell.sign in ("clear_up", "clear_down") and cell.assessment == "worse" for cell in cells)
        assert table.count('<span class="word">værre</span>') == worse


def test_the_adverts_have_their_figures_once_where_no_other_quarters_are_known(site: dash.Dash) -> None:
    """The chart by quarter would repeat table 1; of the counts, which tell sizes only, there are no small curves."""
    html = placed(component_tree(site, "/noegletal/stillingsannoncer"))
    assert 'id="tabel-1"' in html and 'id="samme-tid-1"' not in html


def test_a_chart_has_room_for_the_figures_at_its_ends() -> None:
    """Below the lowest and above the highest point an eighth of the height, so that no figure meets an axis."""
    low, high = (point("2021-01-01", "2021-03-31", value) for value in (4, 204))
    figure = charts.over_time([("Alle", (high,)), ("Et område", (low,))], BY_KEY["adverts"], "navn").figure
    assert figure.layout.yaxis.range == (-21, 229)
    assert list(figure.layout.xaxis.ticktext) == [label.replace(" ", "<br>") for label in figure.layout.xaxis.tickvals]


def test_the_form_keeps_the_state_and_names_its_choice(site: dash.Dash) -> None:
    html = placed(component_tree(site, "/noegletal/fuldtid?udgivelse=2022-06&visning=offentlig&gruppe=sygepl"))
    form = Elements(html[html.index("<form") : html.index("</form>")])
    assert {one["name"]: one["value"] for one in form.all("input")} == {"udgivelse": "2022-06", "visning": "offentlig"}
    assert [one["value"] for one in form.all("option") if "selected" in one] == ["sygepl"]


def test_the_definitions_are_the_publications_own(publication: Publication, tmp_path: Path) -> None:
    old = json.loads(json.dumps(publication.definitions))
    old["indicators"][2]["footnote"] = "Som det blev regnet dengang."
    old["rules"][0]["text"] = "En regel, som ikke gælder længere."
    site = app_with(tmp_path, replace(publication, definitions=old))
    assert "Som det blev regnet dengang." in text_of(component_tree(site, "/noegletal/personaleomsaetning"))
    assert "En regel, som ikke gælder længere." in text_of(component_tree(site, "/metode"))


# --- states


STATES = [
    ("/faggruppe/ukendt", "Faggruppen findes ikke"),
    ("/noegletal/ukendt", "Nøgletallet findes ikke"),
    ("/noegletal/fuldtid?gruppe=ukendt", "Faggruppen findes ikke"),
    ("/noegletal/fuldtid?maal=ukendt", "Nøgletallet findes ikke"),
    ("/?udgivelse=1999-12", "Udgivelsen 1999-12 findes ikke"),
    ("/?udgivelse=../2022-06", "Udgivelsen ../2022-06 findes ikke"),
    ("/ingenting", "Siden findes ikke"),
]


@pytest.mark.parametrize(("address", "title"), STATES)
def test_what_does_not_exist_has_a_page_with_a_way_on(site: dash.Dash, address: str, title: str) -> None:
    tree = component_tree(site, address)
    main = next(one for one in components(tree) if one["type"] == "Main")
    assert text_of(next(one for one in components(main) if one["type"] == "H1")) == title
    assert [one for one in components(main) if one["type"] == "A"]


def test_an_address_without_a_page_has_its_status(site: dash.Dash) -> None:
    for path in ("/ingenting", "/sag/mere", "/faggruppe/", "/noegletal/fuldtid"):
        wanted = 404 if path in ("/ingenting", "/sag/mere") else 200
        assert get(site, path).status_code == wanted, path


def test_an_older_publication_says_that_a_newer_exists(publication: Publication, tmp_path: Path) -> None:
    site = app_with(
        tmp_path,
        publication,
        replace(publication, key=NEWER, supersedes="2022-06", reason="To fratrædelser i juni er kommet med"),
    )
    assert "nyere udgivelse" not in text_of(component_tree(site, "/"))
    old = component_tree(site, "/sag?udgivelse=2022-06&visning=offentlig")
    assert f"Udgivelsen er rettet af {NEWER}: To fratrædelser i juni er kommet med." in " ".join(text_of(old).split())
    assert "nyere udgivelse" not in text_of(old)
    assert f"/sag?udgivelse={NEWER}&visning=offentlig" in links(old)


def test_a_paper_without_the_municipalitys_name_says_so_to_hr(publication: Publication, tmp_path: Path) -> None:
    named, without = (
        app_with(tmp_path / name, replace(publication, municipality=name)) for name in ("Her", "Kommunen")
    )
    words = "Der står «Kommunen» i sagen og bilaget"
    assert words in text_of(component_tree(without, "/sag"))
    assert words not in text_of(component_tree(named, "/sag"))


def test_an_older_publication_of_another_date_says_that_a_newer_exists(
    publication: Publication, tmp_path: Path
) -> None:
    site = app_with(tmp_path, publication, replace(publication, key="2022-12", as_of=date(2022, 12, 31)))
    old = component_tree(site, "/sag?udgivelse=2022-06&visning=offentlig")
    assert "nyere udgivelse, 2022-12" in " ".join(text_of(old).split()).replace(" ,", ",")
    assert "/sag?visning=offentlig" in links(old)


def test_before_the_first_publication_every_page_says_how_to_start(tmp_path: Path) -> None:
    site = app_with(tmp_path, example=False)
    for path in PATHS:
        text = text_of(component_tree(site, path))
        assert "Der er endnu ikke udgivet noget" in text and "Eksempel" not in text


def test_a_damaged_publication_is_not_shown(publication: Publication, tmp_path: Path) -> None:
    app_with(tmp_path, publication)
    with (tmp_path / "2022-06/figures-intern.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    text = text_of(component_tree(app.create_app(app.Settings(tmp_path, example=True)), "/"))
    assert "Udgivelsen kan ikke vises" in text and "figures-intern.csv" in text and "19,8" not in text


def test_old_data_say_their_age(publication: Publication, tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add(publication)
    site = app.create_app(app.Settings(tmp_path, example=True))
    for today, said in ((date(2023, 2, 28), False), (date(2023, 6, 1), True)):
        Library(store, example=True, today=lambda today=today: today).place_in(site.server)
        assert ("måneder gamle" in text_of(component_tree(site, "/"))) is said


def test_two_apps_in_one_process_keep_to_their_own(publication: Publication, tmp_path: Path) -> None:
    one = app_with(tmp_path / "one", publication)
    two = app_with(tmp_path / "two", replace(publication, municipality="En anden kommune"), example=False)
    assert "En anden kommune" not in text_of(component_tree(one, "/"))
    assert "En anden kommune" in text_of(component_tree(two, "/"))


# --- faults


def test_a_page_that_fails_gives_a_number_and_the_log_the_rest(site: dash.Dash, monkeypatch, caplog) -> None:
    def fail(*_):
        raise ValueError("hemmeligt tal 4711")

    monkeypatch.setattr(Reading, "overview_table", fail)
    with caplog.at_level(logging.ERROR, "arbejdskraft"):
        answer = asked(site, "/")
    text = text_of(answer.json["response"]["_pages_content"]["children"])
    number = re.search(r"Fejlnummer: (\w+)", " ".join(text.split())).group(1)
    assert "Der skete en fejl" in text and "4711" not in answer.text and "Traceback" not in answer.text
    assert number in caplog.text and "4711" in caplog.text


def test_a_route_that_fails_gives_a_number_and_no_traceback(publication: Publication, tmp_path: Path, caplog) -> None:
    site = app_with(tmp_path, publication)

    def fail():
        raise RuntimeError("hemmeligt tal 4711")

    site.server.add_url_rule("/fejler", "fejler", fail)
    with caplog.at_level(logging.ERROR, "arbejdskraft"):
        answer = get(site, "/fejler")
    assert answer.status_code == 500 and "4711" not in answer.text and "Traceback" not in answer.text
    assert "Der skete en fejl" in answer.text and re.search(r"Fejlnummer: <b>500-\w{6}</b>", answer.text)
    assert "4711" in caplog.text


@pytest.mark.parametrize(
    "path",
    [
        "/assets/findes-ikke.js",
        "/_dash-component-suites/dash/x.js",
        "/_dash-component-suites/nogen/x.js",
        "/hent/x/y.z",
    ],
)
def test_a_file_that_is_not_there_is_told_in_danish(site: dash.Dash, path: str) -> None:
    answer = get(site, path)
    assert answer.status_code == 404 and "Siden findes ikke" in answer.text and "Fejlnummer" in answer.text
    assert "registered" not in answer.text.lower() and 'lang="da"' in answer.text


# --- the door


def all_routes(site: dash.Dash) -> list[str]:
    return [
        "/",
        "/sag",
        "/_dash-layout",
        "/_dash-dependencies",
        "/assets/style.css",
        "/_favicon.ico",
        "/hent/2022-06/tabel-3.csv",
    ]


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8050", "127.0.0.1.evil.example", "0.0.0.0:8050", "[::1]:8050"]
)
def test_no_other_host_is_answered(site: dash.Dash, host: str) -> None:
    for path in all_routes(site):
        answer = site.server.test_client().get(path, headers={"Host": host})
        assert answer.status_code in (400, 403), path
        assert "19,8" not in answer.text and "HTK" not in answer.text
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "localhost:8050"])
def test_the_machine_itself_is_answered(site: dash.Dash, host: str) -> None:
    assert site.server.test_client().get("/", headers={"Host": host}).status_code == 200


def test_the_gate_stands_before_dash(publication: Publication, tmp_path: Path, monkeypatch) -> None:
    """Trap 3: a gate behind Dash's own first request lets pages be built for a stranger."""
    site, read = app_with(tmp_path, publication), []
    monkeypatch.setattr(Library, "read", lambda self, address: read.append(address))
    answer = site.server.test_client().get("/", headers={"Host": "evil.example"})
    assert answer.status_code == 403 and read == []
    assert site.server.before_request_funcs[None][0].__name__ == "turn_away"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://127.0.0.1:8050", "Sec-Fetch-Site": "same-origin"}, 200),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "http://127.0.0.1:9999"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
    ],
)
def test_no_other_site_can_post(site: dash.Dash, headers: dict, status: int) -> None:
    answer = asked(site, "/", **headers)
    assert answer.status_code == status
    assert ("19,8" in answer.text) is (status == 200)


def test_a_form_from_anywhere_is_no_callback(site: dash.Dash) -> None:
    get(site, "/")
    answer = site.server.test_client().post(
        "/_dash-update-component", data="{}", content_type="text/plain", headers=HOST
    )
    assert answer.status_code == 415 and "Fejlnummer" in answer.text


def test_what_is_sent_has_a_limit(site: dash.Dash) -> None:
    body = "x" * (app.LARGEST_REQUEST + 1)
    answer = site.server.test_client().post(
        "/_dash-update-component", data=body, content_type="application/json", headers=HOST
    )
    assert answer.status_code == 413


CONTENT = {"id": "_pages_content", "property": "children"}
STORE = {"id": "_pages_store", "property": "data"}
PATHNAME = {"id": "_pages_location", "property": "pathname", "value": "/metode"}
SEARCH = {"id": "_pages_location", "property": "search", "value": ""}
ASKED = {
    "output": ".._pages_content.children..._pages_store.data..",
    "outputs": [CONTENT, STORE],
    "inputs": [PATHNAME, SEARCH],
    "changedPropIds": ["_pages_location.pathname"],
}
"""What a browser sends for a page."""
NO_PAGE_SENDS = [
    *("", "{", "null", "1", "[]", '"x"', "{}"),
    *({"output": one} for one in ("x", "", None, 1, [], {}, "_pages_dummy.children")),
    *(ASKED | {"inputs": one} for one in ([], [PATHNAME], [SEARCH, PATHNAME], {}, "x", [1, 2], [[], []], None)),
    *(ASKED | {"inputs": [PATHNAME | {"value": one}, SEARCH]} for one in (1, [], {}, True, None, [PATHNAME])),
    *(ASKED | {"inputs": [PATHNAME, SEARCH | {"id": one}]} for one in ({}, [], {"index": 1}, "x")),
    *(ASKED | {"outputs": one} for one in ([], {}, [CONTENT], [STORE, CONTENT], "x", [1, 2], CONTENT)),
    *(ASKED | {"changedPropIds": one} for one in (None, "x", [1], [[]], {})),
    *(ASKED | {"state": one} for one in (None, [PATHNAME], {}, "x")),
]


@pytest.mark.parametrize("sent", NO_PAGE_SENDS, ids=repr)
def test_what_no_page_sends_is_refused_without_a_word_in_the_log(site: dash.Dash, caplog, sent: object) -> None:
    data = sent if isinstance(sent, str) else json.dumps(sent)
    answer = site.server.test_client().post(
        "/_dash-update-component", data=data, content_type="application/json", headers=HOST
    )
    assert answer.status_code == 400 and "Fejlnummer" in answer.text
    assert not caplog.records


def test_what_a_page_sends_is_answered(site: dash.Dash) -> None:
    for sent in (ASKED, ASKED | {"inputs": [PATHNAME, SEARCH | {"value": None}]}):
        answer = site.server.test_client().post("/_dash-update-component", json=sent, headers=HOST)
        assert answer.status_code == 200 and answer.json["response"]["_pages_content"]


@pytest.mark.parametrize(
    "path", ["/", "/ingenting", "/_dash-layout", "/assets/style.css", "/hent/2022-06/tabel-1.csv", "/hent/x/y.z"]
)
def test_every_answer_carries_the_headers(site: dash.Dash, path: str) -> None:
    headers = get(site, path).headers
    for name, value in gate.HEADERS.items():
        assert headers[name] == value
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "'unsafe-eval'" not in policy
    assert "'unsafe-inline'" not in policy.partition("script-src")[2].partition(";")[0]
    assert headers["Cache-Control"] == ("no-cache" if path.startswith("/assets/") else "no-store")


def test_a_file_with_its_own_stamp_is_kept_by_the_browser(site: dash.Dash) -> None:
    stamped = re.search(r'href="(/assets/style\.css\?m=[\d.]+)"', get(site, "/").text).group(1)
    assert "immutable" in get(site, stamped).headers["Cache-Control"]


def test_the_policy_knows_every_script_of_the_page(publication: Publication, tmp_path: Path) -> None:
    """Pages adds a script of its own at the first request."""
    site = app_with(tmp_path, publication)
    for _ in range(2):
        answer = get(site, "/")
        inline = re.findall(r"<script(?![^>]*(?:src=|application/json))[^>]*>(.*?)</script>", answer.text, re.S)
        assert len(inline) >= 2
        for script in inline:
            digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in answer.headers["Content-Security-Policy"]


def test_the_document_is_danish_while_it_waits(site: dash.Dash) -> None:
    text = get(site, "/").text
    assert '<html lang="da">' in text and "Loading..." not in text and "Updating..." not in text
    assert "http://" not in re.sub(r"http://www\.w3\.org/\S+", "", text) and "https://" not in text
    assert site.config.update_title is None


# --- what Dash would have told one user of another


def test_no_page_is_in_the_document_of_a_later_visitor(publication: Publication, tmp_path: Path, monkeypatch) -> None:
    """Trap 1: by default Dash builds every page inside the first visitor's request and sends it to all later ones."""
    site = app_with(tmp_path, publication)
    built = []
    read = Library.read
    monkeypatch.setattr(Library, "read", lambda self, address: built.append(address) or read(self, address))
    first = get(site, "/sag?visning=intern").text
    assert built == []
    assert "19,8" in asked(site, "/sag?visning=intern").text
    later = get(site, "/?visning=offentlig").text
    assert "19,8" not in first + later and "HTK" not in first + later and "_pages_content" not in later
    assert site.validation_layout is None
    for path in ("/_dash-layout", "/_dash-dependencies"):
        assert "HTK" not in get(site, path).text


def test_no_layout_holds_figures_before_anybody_asks(site: dash.Dash) -> None:
    get(site, "/")
    assert all(callable(page["layout"]) for page in dash.page_registry.values())


def test_the_switches_of_dash_are_set(site: dash.Dash, monkeypatch) -> None:
    assert site.config.suppress_callback_exceptions is True
    assert get(site, "/_mcp").status_code in (200, 404) and "mcp" not in get(site, "/_mcp").text
    assert site.server.test_client().post("/_mcp", json={}, headers=HOST).status_code in (404, 405)
    monkeypatch.setenv("DASH_MCP_ENABLED", "true")
    assert site.server.test_client().post("/_mcp", json={}, headers=HOST).status_code in (404, 405)
    assert site.server.secret_key and not site.server.debug
    assert "/assets/a-plotly-basic.min.js" in get(site, "/").text


# --- the start


def test_the_settings_come_from_the_environment(tmp_path: Path) -> None:
    own = app.settings_from({"KPI_DATA_DIR": str(tmp_path)})
    assert own == app.Settings(tmp_path / "store/publications", example=False)
    assert app.settings_from({}) == app.Settings(app.ROOT / "data/store/publications", example=True)
    assert app.settings_from({"KPI_DATA_DIR": ""}).example


def test_the_first_start_publishes_the_example_once(tmp_path: Path, monkeypatch) -> None:
    settings = app.Settings(tmp_path / "new", example=True)
    assert app.open_store(settings).keys() == ["2022-06"]
    monkeypatch.setattr(app, "_publish_example", None)
    assert app.open_store(settings).keys() == ["2022-06"]
    assert app.open_store(app.Settings(tmp_path / "own", example=False)).keys() == []


def test_the_app_answers_no_other_machine(monkeypatch, capsys) -> None:
    served = {}
    monkeypatch.setattr(app, "create_app", lambda settings: type("Site", (), {"server": None}))
    listening = type("Listening", (), {"run": lambda self: None})()
    monkeypatch.setattr(
        serving, "listening", lambda _, host, port, most: served.update(host=host, port=port) or listening
    )
    for host in ("0.0.0.0", "192.168.1.2", "::"):
        with pytest.raises(SystemExit) as stopped:
            app.main(["--host", host])
        assert stopped.value.code == 2 and "kun denne maskine" in capsys.readouterr().err
    app.main(["--port", "0"])
    assert served["host"] == "127.0.0.1" and f"http://127.0.0.1:{served['port']}/" in capsys.readouterr().out


def test_a_taken_port_is_left_alone() -> None:
    with socket.socket() as other:
        other.bind((app.HOST, 0))
        other.listen()
        taken = other.getsockname()[1]
        assert app.free_port(taken) not in (0, taken)


def test_a_port_that_was_just_left_is_taken_again() -> None:
    with socket.socket() as before:
        before.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        before.bind((app.HOST, 0))
        before.listen()
        port = before.getsockname()[1]
        with socket.create_connection((app.HOST, port)) as browser:
            served, _ = before.accept()
            served.close()  # the server ends first, so its end of the connection lingers
            assert browser.recv(1) == b""
    assert app.free_port(port) == port


def test_another_port_than_the_wanted_is_told(monkeypatch, capsys) -> None:
    monkeypatch.setattr(app, "create_app", lambda settings: type("Site", (), {"server": None}))
    listening = type("Listening", (), {"run": lambda self: None})()
    monkeypatch.setattr(serving, "listening", lambda _, host, port, most: listening)
    with socket.socket() as other:
        other.bind((app.HOST, 0))
        other.listen()
        taken = other.getsockname()[1]
        app.main(["--port", str(taken)])
    told = capsys.readouterr()
    assert f"Porten {taken} er optaget" in told.err and f":{taken}/" not in told.out and app.HOST in told.out


def test_unknown_says_what_and_which() -> None:
    assert (Unknown("group", "x").what, Unknown("group", "x").name) == ("group", "x")


def test_the_page_of_the_paper_has_its_tables_and_each_figure_has_one_address(
    site: dash.Dash, publication: Publication
) -> None:
    html = placed(component_tree(site, "/sag"))
    wanted = [table for paper in PAPER_TABLES for table in tables_of(publication, "intern", paper)]
    assert {"sag-1", "sag-2", "sag-3", "sag-3-mod-foer"} < {table.key for table in wanted}
    for table in wanted:
        drawn = html.split(f'<table role="table" id="{table.key}"')[1].split("</table>")[0]
        heads = re.findall(r'<th role="columnheader".*?</th>', drawn)
        assert len(heads) == len(table.columns) + 1 and (">Vurdering" in drawn or "vurdering" in drawn) == any(
            column.part == "sign" for column in table.columns
        )
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert sum(one.startswith("celle-") for one in ids) > 150
    assert [one for one in ids if ids.count(one) > 1] == []
