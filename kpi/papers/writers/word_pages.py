"""The pages of a Word file: their sections, and the header and footer that say what they are and where from."""

from copy import deepcopy

from docx.document import Document as WordFile
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from kpi.definitions.disclosure import AUDIENCES
from kpi.papers.document import Document
from kpi.papers.writers.plain import EXAMPLE
from kpi.papers.writers.word_text import TAB, element, field, paragraph, run

A4 = {"w": 11906, "h": 16838}
MARGINS = {"top": 1304, "right": 1134, "bottom": 1304, "left": 1134, "header": 624, "footer": 624, "gutter": 0}


class Pages:
    """The sections of a file: upright, and on its side where a table needs it."""

    def __init__(self, word: WordFile):
        self.section = word.element.body.sectPr
        _complete(self.section)
        self._lies = False

    def room(self, lying: bool = False) -> int:
        """The width of the text in twips."""
        size = self.section.find(qn("w:pgSz"))
        margins = self.section.find(qn("w:pgMar"))
        across = max if lying else min
        width = across(int(size.get(qn("w:w"))), int(size.get(qn("w:h"))))
        return width - sum(int(margins.get(qn(f"w:{side}"), 0)) for side in ("left", "right", "gutter"))

    def lie(self) -> BaseOxmlElement:
        """The section of a page on its side."""
        section = deepcopy(self.section)
        size = section.find(qn("w:pgSz"))
        short, long = sorted((int(size.get(qn("w:w"))), int(size.get(qn("w:h")))))
        for key, value in {"w": long, "h": short, "orient": "landscape"}.items():
            size.set(qn(f"w:{key}"), str(value))
        return section

    def stand(self) -> BaseOxmlElement:
        """The section of upright pages."""
        return deepcopy(self.section)


def say_what_it_is(word: WordFile, document: Document, styles: dict[str, str]) -> bool:
    """Writes header and footer where the file has none of its own; whether the header is ours."""
    section = word.sections[-1]
    header, footer = section.header, section.footer
    ours = _is_empty(header)
    if ours:
        first = [document.municipality, *([run(TAB), EXAMPLE] if document.example else [])]
        _write(header, paragraph(styles["Sidelinje"], *first))
    if _is_empty(footer):
        _write(footer, _foot(document, styles["Sidelinje"]))
    return ours


def _foot(document: Document, style: str) -> BaseOxmlElement:
    """Which figures these are, where to ask whether they still hold, and the page."""
    audience = AUDIENCES[document.audience].title
    told = [f"Udgivelse {document.publication}", f"{audience} visning", document.check_address]
    words = " · ".join(filter(None, told))
    return paragraph(style, words, run(TAB), "Side ", field("PAGE", "1"), " af ", field("NUMPAGES", "1"))


def _is_empty(part) -> bool:
    """Whether a header or footer is not there or says nothing."""
    if part.is_linked_to_previous:
        return True
    said = part._element.iter(qn("w:t"), qn("w:drawing"), qn("w:pict"), qn("w:object"))
    return next(said, None) is None


def _write(part, line: BaseOxmlElement) -> None:
    part.is_linked_to_previous = False
    root = part._element
    for one in list(root):
        root.remove(one)
    root.append(line)


def _complete(section: BaseOxmlElement) -> None:
    """Gives the section a size and margins where it has none, in the order that Word asks for."""
    for name, values in (("w:pgMar", MARGINS), ("w:pgSz", A4)):
        if section.find(qn(name)) is None:
            before = [one for one in section if one.tag in _BEFORE[name]]
            section.insert(section.index(before[-1]) + 1 if before else 0, element(name, **values))


_FIRST = tuple(map(qn, ("w:headerReference", "w:footerReference", "w:footnotePr", "w:endnotePr", "w:type")))
_BEFORE = {"w:pgSz": _FIRST, "w:pgMar": (*_FIRST, qn("w:pgSz"))}
