"""Files that the officer is handed: the templates.                                                        (I/O)"""

import tempfile
from pathlib import Path

from kpi.extracts.columns import BY_KEY
from kpi.extracts.template import write_template

TEMPLATES = {key: kind.title for key, kind in BY_KEY.items()}
"""The kinds of extract that there is a standard template of, with what each is called."""


def template_file(kind: str) -> bytes:
    """The standard template of a kind of extract, as a workbook."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{kind}.xlsx"
        write_template(kind, path)
        return path.read_bytes()
