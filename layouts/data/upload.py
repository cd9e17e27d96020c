"""Files on their way in: a multipart form is read piece by piece, and its files are held in memory only.

The form's token comes first, so that a form of another site is turned away before a byte of its files is kept.
"""

import io
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import PurePosixPath

import flask
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder, NeedData

from kpi.refreshing.officers_files import LARGEST_FILE, MEGABYTE, Upload
from layouts import gate
from layouts.data.desk import shown_name
from layouts.door import forms

LARGEST_TOTAL = LARGEST_FILE + MEGABYTE
"""Bytes of a form: its files have at most `LARGEST_FILE` together; the rest is for its words."""
MOST_FILES, MOST_PARTS, LONGEST_FIELD = 20, 60, 1_000
PIECE = 64 * 1024
TOO_MUCH = f"Filerne fylder for meget: højst {LARGEST_FILE // MEGABYTE} MB i alt. Intet er gemt."
TOO_LARGE = (
    f"Filen «{{}}» fylder mere end {LARGEST_FILE // MEGABYTE} MB. Træk kun de kolonner og år, som skal bruges. "
    "Intet er gemt."
)
TOO_MANY = f"Der er for mange filer: højst {MOST_FILES} ad gangen. Intet er gemt."
BROKEN = "Filerne kom ikke helt frem. Prøv at sende dem igen. Intet er gemt."


@dataclass(frozen=True)
class Limits:
    """What a form may send: bytes in all and of each file, signs of each field, and what is said of a larger file."""

    total: int = LARGEST_TOTAL
    each: int = LARGEST_FILE
    field: int = LONGEST_FIELD
    too_much: str = TOO_MUCH
    too_large: str = TOO_LARGE


EXTRACTS = Limits()
"""What the half-year refresh takes in."""


@dataclass
class Received:
    """What a form sent: its fields, and its files under the names that they are shown by."""

    fields: dict[str, str] = field(default_factory=dict)
    files: list[Upload] = field(default_factory=list)


def announced(limits: Limits = EXTRACTS) -> int:
    """Bytes that the request says it has; raises `gate.Refusal` where that is too much, or not said."""
    size = flask.request.content_length
    if size is None:
        raise gate.Refusal(HTTPStatus.LENGTH_REQUIRED, BROKEN)
    if size > limits.total:
        raise gate.Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, limits.too_much)
    return size


def receive(limits: Limits = EXTRACTS) -> Received:
    """What the request sends; raises `gate.Refusal`."""
    asked = flask.request
    boundary = asked.mimetype_params.get("boundary", "")
    if asked.mimetype != "multipart/form-data" or not boundary:
        raise gate.Refusal(HTTPStatus.BAD_REQUEST, BROKEN)
    asked.max_content_length = limits.total
    try:
        return _Reading(boundary, limits).whole(asked.stream)
    except (ValueError, RequestEntityTooLarge):
        raise gate.Refusal(HTTPStatus.BAD_REQUEST, BROKEN) from None


class _Reading:
    """One multipart body, as far as it has been read."""

    def __init__(self, boundary: str, limits: Limits):
        self.told, self._limits = Received(), limits
        self._decoder = MultipartDecoder(boundary.encode("latin-1"), 2 * MEGABYTE, max_parts=MOST_PARTS)
        self._field, self._file, self._shown, self._count, self._proved = "", None, "", 0, False

    def whole(self, stream) -> Received:
        """All that was sent."""
        while True:
            piece = stream.read(PIECE)
            self._decoder.receive_data(piece or None)
            while not isinstance(event := self._decoder.next_event(), NeedData):
                if isinstance(event, Epilogue):
                    return self.told
                self._take(event)

    def _take(self, event) -> None:
        if isinstance(event, Field):
            self._field, self._file = event.name, None
            self._require_token(is_token=event.name == forms.FIELD)
            self.told.fields[event.name] = ""
        elif isinstance(event, File):
            self._require_token()
            self._field, self._file = "", self._opened(event.filename or "")
        elif isinstance(event, Data) and self._field:
            self._add_to_field(event)
        elif isinstance(event, Data) and self._file is not None:
            self._add_to_file(event)

    def _require_token(self, is_token: bool = False) -> None:
        if not self._proved and not is_token:
            gate.note_denied("formular uden gyldigt bevis")
            raise gate.Refusal(HTTPStatus.FORBIDDEN, gate.NO_TOKEN)

    def _opened(self, told: str) -> io.BytesIO | None:
        """What the file's pieces are put in; None where the form's field was left empty."""
        if not told:
            return None
        if self._count == MOST_FILES:
            raise gate.Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, TOO_MANY)
        self._count += 1
        shown = PurePosixPath(shown_name(told, self._count))
        taken, number = {file.name for file in self.told.files}, self._count
        self._shown = str(shown)
        while self._shown in taken:
            self._shown, number = f"{shown.stem} ({number}){shown.suffix}", number + 1
        return io.BytesIO()

    def _add_to_field(self, event: Data) -> None:
        text = self.told.fields[self._field] + event.data.decode("utf-8", "replace")
        if len(text) > self._limits.field:
            raise gate.Refusal(HTTPStatus.BAD_REQUEST, BROKEN)
        self.told.fields[self._field] = text
        if self._field == forms.FIELD and not event.more_data:
            self._proved = forms.is_token(text)
            self._require_token()

    def _add_to_file(self, event: Data) -> None:
        if self._file.tell() + len(event.data) > self._limits.each:
            raise gate.Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, self._limits.too_large.format(self._shown))
        self._file.write(event.data)
        if not event.more_data:
            self.told.files.append(Upload(self._shown, self._file.getvalue()))
            self._file = None
