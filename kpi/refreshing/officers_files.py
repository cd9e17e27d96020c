"""Files that the officer hands in and is handed: templates, all findings, their own workbook marked.   (I/O)"""

import io
from collections.abc import Iterable, Sequence

from kpi.definitions.person_numbers import hidden
from kpi.extracts.columns import BY_KEY
from kpi.extracts.files import marked
from kpi.extracts.files.template import write_template
from kpi.extracts.files.unreadable import LARGEST_FILE, MEGABYTE
from kpi.extracts.findings import Finding
from kpi.extracts.placement.lying import files_in
from kpi.extracts.placement.reference_files import HISTORY, REFERENCE_FILES, ReferenceFile
from kpi.extracts.read import Upload

__all__ = [
    "HISTORY",
    "LARGEST_FILE",
    "MEGABYTE",
    "REFERENCE_FILES",
    "TEMPLATES",
    "ReferenceFile",
    "Upload",
    "files_in",
    "findings_csv",
    "is_found_in",
    "marked_workbook",
    "template_file",
]

TEMPLATES = {key: kind.title for key, kind in BY_KEY.items()}
"""The kinds of extract that there is a standard template of, with what each is called."""


def template_file(kind: str) -> bytes:
    """The standard template of a kind of extract, as a workbook."""
    written = io.BytesIO()
    write_template(kind, written)
    return written.getvalue()


def findings_csv(findings: Sequence[Finding]) -> bytes:
    """All findings as a file that Excel opens."""
    return marked.findings_csv(findings)


def marked_workbook(findings: Sequence[Finding], upload: Upload) -> bytes:
    """The officer's own file as a workbook with its findings marked."""
    return marked.marked(upload.data, upload.name, findings)


def is_found_in(findings: Iterable[Finding], file_name: str) -> bool:
    """Whether a finding is about the file, so that there is something to mark in it."""
    return hidden(file_name) in {one.file for one in findings}
