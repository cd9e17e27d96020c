"""The pages and their addresses."""

import dash
from dash import html

from layouts import actions, guides, measure, method, overview, paper, shell, staff_group


def register(app: dash.Dash) -> None:
    """Nothing; the app's pages are registered. Their layouts are functions that ask the server that answers."""
    app.layout = html.Div(dash.page_container)
    for place, page in enumerate((overview, measure, staff_group, paper, actions, method, guides)):
        page.register(order=place)
    dash.register_page(
        "not_found_404",
        path="/siden-findes-ikke",
        title=shell.titled("Siden findes ikke"),
        layout=shell.not_found,
        order=99,
    )
