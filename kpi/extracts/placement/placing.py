"""New lines in HR's reference files: how codes that nobody knew are placed."""

import csv
import io
from collections.abc import Mapping, Sequence

from kpi.extracts.columns import folded
from kpi.extracts.findings import Finding, Stopped
from kpi.extracts.placement.reference import reference_of
from kpi.extracts.placement.reference_lines import decoded, separator_of

Line = tuple[str, Mapping[str, str]]
"""A file's name, and the values of its new line by the file's headers."""


def with_lines(lying: Mapping[str, bytes | None], lines: Sequence[Line]) -> dict[str, bytes]:
    """The files that get a line, with their lines at the end and else to the byte as they lie.

    `lying` are the files that hold now. Raises `Stopped` where they would not hold with all the lines.
    """
    files: dict[str, bytes] = {}
    for file, values in lines:
        content = files.get(file, lying.get(file))
        if content is None:
            text = f"Der er ingen referencefil, der hedder {file}."
            raise Stopped([Finding("referencefil_fejl", text, file=file)])
        files[file] = _with_line(file, content, values)
    reference_of(dict(lying) | files)
    return files


def _with_line(name: str, content: bytes, values: Mapping[str, str]) -> bytes:
    """The file's content and a line more, in its own encoding, with its own separator and line ends."""
    text, encoding = decoded(content)
    ending, separator = "\r\n" if "\r\n" in text else "\n", separator_of(text)
    header = [folded(head) for head in next(csv.reader(io.StringIO(text), delimiter=separator))]
    cells = {folded(head): " ".join(value.split()) for head, value in values.items()}
    strangers = [head for head in values if folded(head) not in header]
    if strangers:
        raise Stopped([Finding("referencefil_fejl", f"{name} har ingen kolonne {strangers[0]}.", file=name)])
    line = io.StringIO()
    csv.writer(line, delimiter=separator, lineterminator=ending).writerow([cells.get(head, "") for head in header])
    before = "" if text.endswith(("\n", "\r")) else ending
    return content + (before + line.getvalue()).encode(encoding, "replace")
