"""Tal, der kalder på handling: what HR's rules have found among the figures, and the way to write what to do."""

from collections.abc import Sequence

from dash import html

from kpi.papers.follow_up.triggers import Triggered, triggered
from kpi.publications.journal import ACTION
from layouts.frame.shell import View
from layouts.reading import library
from layouts.written import form_for, is_inside, may_write

TITLE = "Tal, der kalder på handling"
RULE = "Reglerne er HR-centrets egne og siger intet om årsagen."


def section(view: View) -> html.Section | None:
    """Everything that calls for action, for the overview; None for the public, and where no rule is triggered."""
    return _section(view, found_in(view))


def at_group(view: View, group: str) -> html.Section | None:
    """The staff group's own."""
    return _section(view, [one for one in found_in(view) if one.group == group])


def _section(view: View, found: Sequence[Triggered]) -> html.Section | None:
    if not found:
        return None
    rules = html.A("Se reglerne", href=f"{view.to('/metode')}#handlingsregler")
    content = [
        html.H2(TITLE, id="kalder"),
        html.P([RULE, " ", rules], className="quiet"),
        html.Ul([_item(view, one) for one in found], className="calls"),
    ]
    return html.Section(content, **{"aria-labelledby": "kalder"})


def found_in(view: View) -> tuple[Triggered, ...]:
    """What the rules find among the page's figures; nothing for the public, for whom HR has chosen nothing."""
    return view.reading.told_of(triggered, library().rules) if is_inside(view) else ()


def _item(view: View, one: Triggered) -> html.Li:
    told = [one.sentence, " ", html.Span(one.advice, className="quiet")]
    if may_write(view):
        href = form_for(view, one.rule.measure, one.group, one.period_end, ACTION)
        hidden = html.Span(f": {one.name}", className="spoken")
        told += [" ", html.A(["Skriv handling", hidden], href=href)]
    return html.Li(told, **{"data-cells": " ".join(one.cells)})
