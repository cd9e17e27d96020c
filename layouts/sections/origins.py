"""Where a change comes from: what groups and centres contribute, who left, who came, and how the newly hired fare."""

from dash import html

from kpi.papers.comparisons.compared import judged_measures
from kpi.papers.comparisons.contributed import DIVISIONS, MIX, in_a_sentence
from kpi.papers.comparisons.contributions import BY_GROUP, Contributions
from kpi.papers.explanations import explained, flows
from kpi.papers.paper import PaperTable
from kpi.papers.table import Table
from layouts.drawing.parts import Dressing, figures, markup
from layouts.drawing.waterfall import waterfall
from layouts.frame.shell import View
from layouts.sections.printed import group_links, total_of

NO_REASONS = "Årsagerne til, at ansatte fratræder, er ikke registreret i udtrækkene, så de kan ikke vises."
NO_CHANGE = "Ændringen for alle er ikke tydelig, så bidragene er det heller ikke."


def contributions(view: View, paper: PaperTable) -> list[html.Section]:
    """What the change of the total comes from, for each measure of the table; nothing where it cannot be told."""
    end = view.reading.latest_end(paper.number)
    content = []
    for one in judged_measures(paper):
        for division in DIVISIONS:
            found = view.reading.contributions(one.key, end, division) if end and one.about_people else None
            if found is not None:
                total = view.publication.group_names[total_of(view, paper)]
                content += [html.P(_sentence(view, paper, one.key, end, in_a_sentence(found, total)))]
                content += [_waterfall(view, paper, found)]
    if not content:
        return []
    heading = html.H2("Hvor ændringen ligger", id="bidrag")
    return [html.Section([heading, *content], **{"aria-labelledby": "bidrag"})]


def turnover(view: View) -> list[html.Section]:
    """Who left, read in several ways, and who came and moved; nothing where the publication has none of it."""
    who = [
        view.reading.told_of(explained.parts_table, kind)
        for kind in (explained.TENURE, explained.AGES, explained.REASONS)
    ]
    moved = view.reading.told_of(flows.flows_table)
    read = view.reading.told_of(explained.readings_table)
    if not any((*who, moved, read)):
        return []
    content = [html.H2("Hvem der fratræder, og hvem der kommer", id="hvem")]
    content += [_table(view, table) for table in who if table]
    content += [] if who[-1] else [html.P(NO_REASONS, className="quiet apart-above")]
    content += [_table(view, moved)] if moved else []
    sections = [html.Section(content, **{"aria-labelledby": "hvem"})]
    if read:
        heading = html.H2("Tre læsninger af samme tal", id="laesninger")
        sections.append(html.Section([heading, _table(view, read)], **{"aria-labelledby": "laesninger"}))
    return sections


def newly_hired(view: View) -> list[html.Section]:
    """How many of the newly hired have left again: the risk that the shares of leavers do not tell."""
    table = view.reading.told_of(explained.first_year_table)
    if table is None:
        return []
    words = (
        "Tabel 3 viser, hvor stor en del af de fratrådte der kun var ansat i kort tid. Den stiger også, når der "
        "ansættes flere. Her står, hvor stor en del af de nyansatte der er gået igen."
    )
    content = [html.H2("Hvor mange nyansatte går igen", id="nyansatte-gaar"), html.P(words), _table(view, table)]
    return [html.Section(content, **{"aria-labelledby": "nyansatte-gaar"})]


def hours(view: View, paper: PaperTable) -> list[html.Section]:
    """How many of the same people have got more or fewer hours."""
    table = view.reading.told_of(flows.moved_table, paper.indicators[0].key)
    if table is None:
        return []
    heading = html.H2("Hvor mange har fået flere eller færre timer", id="flyttet")
    return [html.Section([heading, _table(view, table, group_links(view, paper))], **{"aria-labelledby": "flyttet"})]


def _sentence(view: View, paper: PaperTable, measure: str, end: str, words: str) -> list:
    found = view.reading.comparison(measure, total_of(view, paper), end)
    is_clear = found is not None and found["assessment"]
    return [words] if is_clear else [words, " ", NO_CHANGE]


def _waterfall(view: View, paper: PaperTable, found: Contributions) -> html.Div:
    table = view.reading.contributed_table(found)
    total, links = total_of(view, paper), group_links(view, paper)
    links = {key: href for key, href in links.items() if key == total or (found.division == BY_GROUP and key != MIX)}
    return markup(figures(table, view.reading, Dressing(row_links=links, bars=waterfall(table))))


def _table(view: View, table: Table, links: dict[str, str] | None = None) -> html.Div:
    return markup(figures(table, view.reading, Dressing(row_links=links or {})), className="block")
