"""The staff groups' pages without a browser: what they tell to whom, and what they say once."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import dash
import pytest
from publications_for_tests import small_publication
from test_layouts import app_with, component_tree, components, get, links, placed, text_of

import app
from kpi.definitions.disclosure import INTERNAL, PUBLIC
from kpi.papers.follow_up.rules import FILE, HOUSE
from kpi.papers.follow_up.triggers import triggered
from kpi.papers.tables import overview_table
from kpi.publications.publication import Publication
from layouts.address import Address
from layouts.frame.shell import View
from layouts.reading import Reading
from layouts.sections import triggers

OLDER = "2021-12"
SOURCE = {"file": "ansaettelser.csv", "kind": "ansaettelser", "rows": 2, "sha256": 64 * "0"}
ITSELF = "http://127.0.0.1:8050"
INSIDE = "kun til intern brug"


@pytest.fixture(scope="module")
def site(publication: Publication, tmp_path_factory: pytest.TempPathFactory) -> dash.Dash:
    older = small_publication(OLDER, as_of=date(2021, 12, 31), sources=(SOURCE,))
    return app_with(tmp_path_factory.mktemp("store"), publication, older)


def headings(tree) -> list[str]:
    return [text_of(one) for one in components(tree) if one["type"] == "H2"]


def test_those_inside_see_it_all(site: dash.Dash) -> None:
    tree = component_tree(site, "/faggruppe/medhj")
    assert headings(tree) == [
        "Tal, der kalder på handling",
        "Hvor længe nye kolleger bliver",
        "Tilgang og afgang",
        "Hvem der fratræder",
        "Kvartal for kvartal",
        "Hvad det kræver at holde antallet",
        "Tallene bag",
    ]
    text = text_of(tree)
    assert INSIDE not in text and "af 47, der blev ansat for et til to år siden, var 12 fratrådt" in text
    assert "Regnestykker, ikke en prognose" in text


def test_a_groups_quarters_are_charts_with_their_tables_and_files(site: dash.Dash) -> None:
    """Turnover with its limits, full time and hours as lines: all of the group's own."""
    tree = component_tree(site, "/faggruppe/laerere")
    html = placed(tree)
    for measure in ("2", "4", "5"):
        key = f"kvartaler-{measure}-laerere"
        assert f'id="{key}"' in html
        assert get(site, f"/hent/2022-06/{key}.csv?visning=intern").status_code == 200
        assert get(site, f"/hent/2022-06/{key}.csv?visning=offentlig").status_code == 404
    assert "øvre grænse" in html
    assert text_of(tree).count("ingen grænser for et enkelt kvartal") == 1 + 2, (
        "once under the two charts, and in each table"
    )
    public = component_tree(site, "/faggruppe/laerere?visning=offentlig")
    assert "Kvartal for kvartal" not in headings(public) and "kvartaler og hvad det kræver" in text_of(public)


def test_what_calls_for_action_leads_to_the_form_of_an_action(site: dash.Dash) -> None:
    calls = [one for one in links(component_tree(site, "/")) if "slags=" in one]
    assert calls and all(one.startswith("/handlinger/skriv") and one.endswith("slags=handling") for one in calls)


@pytest.mark.parametrize("group", ["medhj", "paed_ass", "ledere"])
def test_the_public_are_told_once_what_is_for_use_inside(site: dash.Dash, group: str) -> None:
    tree = component_tree(site, f"/faggruppe/{group}?visning=offentlig")
    text = text_of(tree)
    assert headings(tree) == ["Tallene bag"] and text.count(INSIDE) == 1
    assert not [one for one in links(tree) if one.startswith("/handlinger/skriv")]


def test_the_public_see_of_everyone_what_they_may(site: dash.Dash) -> None:
    found = headings(component_tree(site, "/faggruppe/htk?visning=offentlig"))
    assert {"Hvor længe nye kolleger bliver", "Tilgang og afgang", "Hvad det kræver at holde antallet"} <= set(found)
    assert "Tal, der kalder på handling" not in found


def test_the_groups_are_listed_with_the_direction_of_each(site: dash.Dash, publication: Publication) -> None:
    """Of each group its five measures: by name what is clearly better and worse, as the overview's matrix has it."""
    html = placed(component_tree(site, "/faggruppe"))
    listed = html.split('<table role="table" class="folds listing full">', 1)[1].split("</table>")[0]
    rows = re.findall(
        r'<tr role="row"><th role="rowheader" scope="row"><a href="([^"]+)">(.*?)</a></th>(.*?)</tr>', listed
    )
    names = publication.group_names
    assert [(href, name) for href, name, _ in rows] == [
        (f"/faggruppe/{key}", name) for key, name in names.items() if key != "ledere"
    ]
    matrix = overview_table(publication, "intern")
    for (_, name, told), row in zip(rows, matrix.rows, strict=True):
        better, worse, neither, not_judged = re.findall(r'data-label="[^"]*">(.*?)</td>', told)
        signs = [(cell.sign, cell.assessment) for cell in row.cells]
        clear = [assessment for sign, assessment in signs if sign.startswith("clear")]
        for text, tone in ((better, "better"), (worse, "worse")):
            count = 0 if text == "Ingen" else len(re.split(", | og ", text))
            assert count == clear.count(tone), (name, tone)
        assert int(neither) == sum(sign in ("up", "down", "flat") for sign, _ in signs), name
        assert len(clear) + int(neither) + int(not_judged) == 5, name
    assert "Personaleomsætning" in listed, "the total's turnover is clearly worse"


def test_the_plural_that_a_person_types_leads_to_the_list(site: dash.Dash) -> None:
    answer = get(site, "/faggrupper?visning=offentlig&udgivelse=2022-06")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/faggruppe?visning=offentlig&udgivelse=2022-06"
    assert get(site, "/faggrupper").headers["Location"] == "/faggruppe"


def test_a_group_that_is_all_hidden_says_so_once(site: dash.Dash) -> None:
    tree = component_tree(site, f"/faggruppe/faa?udgivelse={OLDER}&visning=offentlig")
    assert "<table" not in placed(tree)
    text = text_of(tree)
    assert text.count("skjult i den offentlige visning") == 1 and "*" not in text


def test_an_older_publication_says_what_it_is_from_before(site: dash.Dash) -> None:
    text = text_of(component_tree(site, f"/faggruppe/laerere?udgivelse={OLDER}"))
    assert "fra før fastholdelse" in text and "Vurdering" not in text
    assert "fra før de tre læsninger" in text_of(component_tree(site, f"/metode?udgivelse={OLDER}"))


def test_every_group_stands_in_the_table_of_what_it_takes(site: dash.Dash, publication: Publication) -> None:
    tree = component_tree(site, "/faggruppe")
    for key in publication.group_names:
        assert f"/faggruppe/{key}" in links(tree)
    assert 'id="kraeves"' in placed(tree)
    public = placed(component_tree(site, "/faggruppe?visning=offentlig")).partition('id="kraeves"')[2]
    assert public.count('scope="row"') == 1 and "øvrige faggrupper opgøres ikke" in public


def test_each_table_can_be_fetched_by_who_may_see_it(site: dash.Dash) -> None:
    for key in ("kraeves", "fastholdelse-htk", "bevaegelser-htk", "alder-htk", "nyansatte-htk", "anciennitet-htk"):
        assert get(site, f"/hent/2022-06/{key}.csv?visning=offentlig").status_code == 200, key
    for key in ("fastholdelse-medhj", "bevaegelser-medhj", "alder-medhj", "nyansatte-medhj"):
        assert get(site, f"/hent/2022-06/{key}.csv?visning=offentlig").status_code == 404, key
        answer = get(site, f"/hent/2022-06/{key}.xlsx?visning=intern")
        assert answer.status_code == 200 and answer.data[:2] == b"PK", key


def test_what_calls_for_action_has_the_way_to_write_it(site: dash.Dash, publication: Publication) -> None:
    shown = {audience: _section(site, publication, audience) for audience in (INTERNAL, PUBLIC)}
    assert shown[PUBLIC] is None
    told = shown[INTERNAL].to_plotly_json()["props"]["children"][2].children
    found = triggered(publication, INTERNAL.key)
    assert len(told) == len(found) > 2
    for item, one in zip(told, found, strict=True):
        assert item.children[0] == one.sentence and getattr(item, "data-cells") == " ".join(one.cells)
        href = item.children[-1].href
        assert f"noegletal={one.rule.measure}" in href and f"kolonne={one.period_end}" in href


def _section(site: dash.Dash, publication: Publication, audience):
    with site.server.test_request_context("/", base_url=ITSELF, environ_base={"REMOTE_ADDR": "127.0.0.1"}):
        site.server.preprocess_request()
        return triggers.section(View(Reading(publication, audience), Address("/", "2022-06", audience.key), {}))


def test_hr_s_own_rules_and_setting_are_used(publication: Publication, tmp_path: Path, monkeypatch) -> None:
    data = tmp_path / "data"
    (data / "store/publications").mkdir(parents=True)
    (data / "settings.toml").write_text("[kraeves]\nfuldtid_point = 7\n", encoding="utf-8")
    (data / FILE).write_text("", encoding="utf-8")
    environment = {"KPI_DATA_DIR": str(data), "KPI_SECRET_FILE": str(tmp_path / "key")}
    settings = app.settings_from(environment)
    app.open_store(settings).add(publication)
    own = app.create_app(settings)
    tree = component_tree(own, "/faggruppe/medhj")
    assert "Tal, der kalder på handling" not in headings(tree)
    assert "7 procentpoint flere på fuld tid" in text_of(tree)
    assert "Der er ingen regler." in text_of(component_tree(own, "/metode"))


def test_the_method_says_every_sign_rule_and_explaining_measure(site: dash.Dash, publication: Publication) -> None:
    text = " ".join(text_of(component_tree(site, "/metode")).split())
    for words in (
        "Newcombe",
        "Wilson",
        "Benjamini",
        "XmR",
        "Kitagawa",
        "Kaplan–Meier",
        "kan ikke sammenlignes",
        "for få til",
    ):
        assert words in text, words
    for one in publication.definitions["explaining"]:
        assert one["footnote"] in text
    for rule in HOUSE:
        assert rule.condition in text
    assert "ikke, om ændringen er større" not in text and "Om en ændring er større end normalt" not in text
