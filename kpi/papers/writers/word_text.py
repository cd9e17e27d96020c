"""Text -> elements of a Word file: runs, paragraphs by style, tabs and fields.

What a text holds is text: a control character, which no Word file may hold, becomes a space, and so do a tab and a
line break, so that a paragraph stays one.
"""

import re

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

NOT_XML = re.compile("[^\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
TAB = "\t"
SPACE = qn("xml:space")


def harmless(text: str) -> str:
    """The text without what a Word file cannot hold, on one line."""
    return NOT_XML.sub(" ", text)


def element(name: str, *children: BaseOxmlElement, **values: str | int) -> BaseOxmlElement:
    """An element of WordprocessingML with its children; `values` are its attributes in the same namespace."""
    made = OxmlElement(name, {qn(f"w:{key}"): str(value) for key, value in values.items()})
    made.extend(children)
    return made


def run(text: str, style: str = "") -> BaseOxmlElement:
    """A run of text, in a character style where one is given. Nothing is formatted directly."""
    made = element("w:r", *([element("w:rPr", element("w:rStyle", val=style))] if style else []))
    made.append(element("w:tab") if text == TAB else _text(text))
    return made


def paragraph(style: str, *content: str | BaseOxmlElement, properties: tuple = ()) -> BaseOxmlElement:
    """A paragraph in a style; a string among the content becomes a run. `properties` follow the style's name."""
    runs = [run(piece) if isinstance(piece, str) else piece for piece in content]
    return element("w:p", element("w:pPr", element("w:pStyle", val=style), *properties), *runs)


def field(instruction: str, shown: str) -> BaseOxmlElement:
    """A field with what it shows until Word counts again: SEQ Tabel, PAGE, NUMPAGES."""
    return element("w:fldSimple", run(shown), instr=f" {instruction} ")


def _text(text: str) -> BaseOxmlElement:
    made = OxmlElement("w:t")
    made.text = harmless(text)
    made.set(SPACE, "preserve")
    return made
