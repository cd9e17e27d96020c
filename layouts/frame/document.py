"""The document around the pages: its language, its icon, and what stands there until the first page has come."""

import dash

INDEX = """<!DOCTYPE html>
<html lang="da">
<head>
{%metas%}
<title>{%title%}</title>
<meta name="robots" content="noindex">
<link rel="icon" href="/assets/favicon.svg" type="image/svg+xml">
{%css%}
</head>
<body>
<noscript><p class="lead">Siden kræver, at JavaScript er slået til. Det hele hentes fra denne maskine.</p></noscript>
{%app_entry%}
{%config%}
{%scripts%}
{%renderer%}
</body>
</html>"""
ENTRY = '<div id="react-entry-point"><div class="_dash-loading"></div></div>'
"""Dash's own says "Loading..."; the words come from the stylesheet, where they also replace those of its script."""


class Document(dash.Dash):
    """Dash with a Danish document around it."""

    def interpolate_index(self, **parts) -> str:
        """The document, with nothing English in it while it waits."""
        return super().interpolate_index(**parts | {"app_entry": ENTRY})
