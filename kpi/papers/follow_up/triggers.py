"""Which figures call for action by HR's rules, each with its sentence and its cells. No cause is named."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kpi import danish
from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Status
from kpi.papers.comparisons.year_on_year import YearOnYear, year_on_year
from kpi.papers.follow_up.rules import ADVICE, AREAS, BOTH, EVERYONE, HOUSE, KINDS, WORSE, Rule
from kpi.papers.sentences import group_words
from kpi.papers.series import Point, latest_of
from kpi.papers.table import address
from kpi.papers.tables import TOTAL_ADVERTS
from kpi.publications.publication import Publication


@dataclass(frozen=True)
class Triggered:
    """A figure that calls for action: `cells` are its address and, where the change counts, the year before's."""

    rule: Rule
    group: str
    name: str
    period_end: str
    sentence: str
    cells: tuple[str, ...]

    @property
    def advice(self) -> str:
        """What the rule calls for, in a sentence."""
        return ADVICE[self.rule.calls_for]


def triggered(publication: Publication, audience: str, rules: Sequence[Rule] = HOUSE) -> tuple[Triggered, ...]:
    """What calls for action among what the audience is shown, in the order of the rules and of the paper's rows.

    Only the latest figure of each measure is looked at. What is hidden, missing or too small to judge calls for
    nothing.
    """
    found = (
        _tried(publication, audience, rule, key, name) for rule in rules for key, name in _places(publication, rule)
    )
    return tuple(one for one in found if one)


def _places(publication: Publication, rule: Rule) -> Iterable[tuple[str, str]]:
    """Whom the rule looks at: keys of groups, or of areas, with their names."""
    if not BY_KEY[rule.measure].about_people:
        return [(area, area) for area in publication.areas] if rule.who == AREAS else [(TOTAL_ADVERTS, "Alle områder")]
    wanted = {EVERYONE: ("alle",), BOTH: ("alle", "stillinger")}.get(rule.who, ("stillinger",))
    names = group_words.in_a_sentence(publication)
    return [(one.key, danish.sentence(names[one.key])) for one in publication.groups if one.covers in wanted]


def _tried(publication: Publication, audience: str, rule: Rule, key: str, name: str) -> Triggered | None:
    now = latest_of(publication, audience, rule.measure, key)
    if now is None or now.cell.status is not Status.OK:
        return None
    figures = publication.by_group[audience][rule.measure, key, "printed"]
    figure = next(one for one in figures if one["period_end"] == now.end)
    found = year_on_year(publication, audience, rule.measure, key, now.end)
    if not _holds(rule, figure, found):
        return None
    cells = [address(figure)]
    if rule.when:
        cells.append(found.before.address)
    return Triggered(rule, key, name, now.end, _sentence(rule, name, figure, now, found), tuple(cells))


def _holds(rule: Rule, figure: Mapping, found: YearOnYear) -> bool:
    """Whether every condition of the rule holds; the limits are held against the printed value."""
    value = float(danish.rounded(figure["value"], found.after.decimals))
    counted = figure["denominator"] if figure["denominator"] == figure["denominator"] else figure["numerator"]
    return (
        (not rule.when or (rule.when == WORSE and found.is_clear and found.assessment == "worse"))
        and (rule.above is None or value > rule.above)
        and (rule.below is None or value < rule.below)
        and counted >= rule.at_least
    )


def _sentence(rule: Rule, name: str, figure: Mapping, now: Point, found: YearOnYear) -> str:
    limit = rule.above if rule.above is not None else rule.below
    return rule.sentence.format(
        hvem=name,
        noegletal=BY_KEY[rule.measure].title,
        tal=now.cell.text,
        taeller=_count(figure["numerator"]),
        naevner=_count(figure["denominator"]),
        periode=now.label,
        foer=found.before.text,
        graense="" if limit is None else danish.number(limit, 0 if limit == int(limit) else 1),
        kalder_paa=KINDS[rule.calls_for],
    )


def _count(value: float) -> str:
    return danish.number(value, 0) if value == value else danish.UNDEFINED
