"""The list of a long page's sections, so that nobody has to scroll to learn what the page holds."""

from dash import html

CHAPTERS = "afsnit"
"""The id of a list of chapters that stays in sight: beside what is read, or a link away where there is no room."""
FEWEST = 3
"""With fewer headings than this, the page is its own list."""


def with_contents(content: list) -> list:
    """The content with the ways to its sections before the first of them; unchanged where few have a heading."""
    headings = [one.children[0] for one in content if _has_heading(one)]
    if len(headings) < FEWEST:
        return content
    ways = html.Ul([html.Li(html.A(heading.children, href=f"#{heading.id}")) for heading in headings])
    place = next(number for number, one in enumerate(content) if isinstance(one, html.Section))
    told = [html.Span("På siden", className="quiet"), ways]
    listed = html.Nav(told, className="contents brief", **{"aria-label": "Afsnit på siden"})
    return [*content[:place], listed, *content[place:]]


def to_chapters() -> html.A:
    """The way to the list of chapters, where there is no room for it beside what is read."""
    return html.A("Til indholdet", href=f"#{CHAPTERS}", className="to-contents")


def _has_heading(one: object) -> bool:
    found = one.children if isinstance(one, html.Section) else None
    return isinstance(found, list) and bool(found) and isinstance(found[0], html.H2)
