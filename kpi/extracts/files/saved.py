"""A workbook as the bytes of its file, without a temporary file: openpyxl's own way writes every sheet to one."""

import io
from datetime import UTC, datetime
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.workbook import Workbook
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter


class InMemory(ExcelWriter):
    """openpyxl's writer, but for where a sheet is while it is written."""

    def write_worksheet(self, ws: Worksheet) -> None:
        """Nothing; the sheet is in the archive."""
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
        writer = WorksheetWriter(ws, out=io.BytesIO())
        writer.write()
        ws._rels = writer._rels
        self._archive.writestr(ws.path[1:], writer.out.getvalue())
        self.manifest.append(ws)


def saved(book: Workbook) -> bytes:
    """What `book.save` would have written, for a workbook that is not write-only."""
    book.properties.modified = datetime.now(UTC).replace(tzinfo=None)
    written = io.BytesIO()
    InMemory(book, ZipFile(written, "w", ZIP_DEFLATED, allowZip64=True)).save()
    return written.getvalue()
