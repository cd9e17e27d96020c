"""A Word file to draw in: the house's own or the municipality's template, emptied, with every style a paper needs.

A municipality's template keeps its styles, margins, headers and footers. Styles are found by name, since a Danish Word
names their keys otherwise (`Overskrift1` is `heading 1`); those that it lacks come from the house's.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path

import docx
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.opc.packuri import PackURI
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.parts.numbering import NumberingPart
from lxml import etree

HOUSE = Path(__file__).parent / "templates/house"
LANGUAGE = "da-DK"
TITLE = "Arbejdskraft i tal"
LARGEST, LARGEST_OPENED, MOST_PARTS = 20_000_000, 200_000_000, 2_000
TEMPLATE_TYPE = b"wordprocessingml.template.main+xml"
DOCUMENT_TYPE = b"wordprocessingml.document.main+xml"
KEPT = tuple(getattr(RELATIONSHIP_TYPE, name) for name in ("STYLES", "SETTINGS", "NUMBERING", "THEME", "FONT_TABLE"))
REFERENCES = (qn("w:headerReference"), qn("w:footerReference"))
OF_OTHER_PARTS = ("attachedTemplate", "footnotePr", "endnotePr", "mailMerge", "documentProtection", "trackRevisions")


UNREADABLE = (OpcError, zipfile.BadZipFile, zlib.error, etree.LxmlError, LookupError, ValueError, TypeError)
UNREADABLE += (AttributeError, NotImplementedError, RuntimeError, EOFError, OSError)
"""What a library says of a file that is no Word file, or of one that was cut off or locked."""


class TemplateError(ValueError):
    """A template that no paper can be drawn in; the message is Danish and says what to do."""


def opened(template: bytes | None) -> tuple[Document, dict[str, str]]:
    """The emptied file and its styles' keys by our names. Raises TemplateError."""
    if template is None:
        return _prepared(house())
    try:
        return _prepared(_checked(template))
    except TemplateError:
        raise
    except UNREADABLE as error:
        raise TemplateError(
            "Skabelonen kan ikke læses som et Word-dokument. Gem den i Word som .docx eller .dotx, og prøv igen."
        ) from error


def _prepared(content: bytes) -> tuple[Document, dict[str, str]]:
    word = docx.Document(io.BytesIO(content))
    _empty(word)
    _in_danish(word)
    return word, _styles(word)


@cache
def house() -> bytes:
    """The house's own template as a Word file."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(path for path in HOUSE.rglob("*") if path.is_file()):
            archive.writestr(zipfile.ZipInfo(path.relative_to(HOUSE).as_posix()), path.read_bytes())
    return content.getvalue()


def numbering(word: Document) -> tuple[int, int]:
    """The numbers of the bullets' and the numbered lists' definitions, which are added to the file."""
    root = _numbering_root(word)
    used = [int(one.get(qn("w:abstractNumId"))) for one in root.findall(qn("w:abstractNum"))]
    first = max(used, default=-1) + 1
    place = next((place for place, one in enumerate(root) if one.tag == qn("w:num")), len(root))
    for offset, one in enumerate(_house_root("numbering").findall(qn("w:abstractNum"))):
        one.set(qn("w:abstractNumId"), str(first + offset))
        root.insert(place + offset, one)
    return first, first + 1


def _numbering_root(word: Document) -> BaseOxmlElement:
    part = word.part
    if not any(relation.reltype == RELATIONSHIP_TYPE.NUMBERING for relation in part.rels.values()):
        root = _house_root("numbering")
        for one in list(root):
            root.remove(one)
        made = NumberingPart(PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, root, part.package)
        part.relate_to(made, RELATIONSHIP_TYPE.NUMBERING)
    return part.numbering_part.element


def _checked(template: bytes) -> bytes:
    """The template as a document, when it is not too large, holds no program and can be opened."""
    if len(template) > LARGEST:
        raise TemplateError("Skabelonen fylder over 20 MB. Fjern billeder fra den, og prøv igen.")
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template)) as held, zipfile.ZipFile(content, "w") as archive:
        parts = held.infolist()
        if sum(part.file_size for part in parts) > LARGEST_OPENED or len(parts) > MOST_PARTS:
            raise TemplateError("Skabelonen fylder for meget, når den pakkes ud.")
        if any("vbaProject" in part.filename for part in parts):
            raise TemplateError("Skabelonen indeholder makroer. Gem den i Word som .docx eller .dotx uden makroer.")
        for part in parts:
            data = held.read(part)
            if part.filename == "[Content_Types].xml":
                data = data.replace(TEMPLATE_TYPE, DOCUMENT_TYPE)
            archive.writestr(part.filename, data)
    return content.getvalue()


def _empty(word: Document) -> None:
    """Takes the content out, and the parts that only it had; the last section stays, with the headers it shows."""
    body = word.element.body
    references = _references(body)
    last = body.sectPr if body.sectPr is not None else body.get_or_add_sectPr()
    for one in [child for child in body if child is not last]:
        body.remove(one)
    for one in [child for child in last if child.tag in REFERENCES]:
        last.remove(one)
    for place, one in enumerate(references):
        last.insert(place, one)
    held = {one.get(qn("r:id")) for one in references}
    for key, relation in list(word.part.rels.items()):
        if relation.reltype not in KEPT and key not in held:
            del word.part.rels[key]
    settings = word.settings.element
    for one in [child for child in settings if etree.QName(child).localname in OF_OTHER_PARTS]:
        settings.remove(one)
    word.part.part_related_by(RELATIONSHIP_TYPE.SETTINGS).rels.clear()


def _references(body: BaseOxmlElement) -> list[BaseOxmlElement]:
    """The last header and footer of each kind: a section without its own shows the one before it."""
    found = {}
    for section in body.iter(qn("w:sectPr")):
        found |= {(one.tag, one.get(qn("w:type"))): one for one in section if one.tag in REFERENCES}
    return [deepcopy(found[key]) for key in sorted(found, reverse=True)]


def _in_danish(word: Document) -> None:
    """Makes Danish the language of every style and of the document."""
    styles = word.styles.element
    for language in styles.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)
    if styles.find(f"{qn('w:docDefaults')}//{qn('w:lang')}") is None:
        _default_run_properties(styles).append(parse_xml(f'<w:lang {nsdecls("w")} w:val="{LANGUAGE}"/>'))
    for theme in word.settings.element.iter(qn("w:themeFontLang")):
        theme.set(qn("w:val"), LANGUAGE)


def _default_run_properties(styles: BaseOxmlElement) -> BaseOxmlElement:
    """The properties that every run begins with, made where the file has none."""
    within, parents = styles, ("w:docDefaults", "w:rPrDefault", "w:rPr")
    for name in parents:
        found = within.find(qn(name))
        if found is None:
            found = parse_xml(f"<{name} {nsdecls('w')}/>")
            within.insert(0, found)
        within = found
    return within


def _styles(word: Document) -> dict[str, str]:
    """The keys of the styles by the house's names; those that the file lacks are added.

    A key or a name that the file has given to something else is not taken from it.
    """
    root = word.styles.element
    present = {(one.get(qn("w:type")), _name(one).lower()): one.get(qn("w:styleId")) for one in _each(root)}
    names, keys = {name for _, name in present}, {key.lower() for key in present.values()}
    here, found, added = {}, {}, []
    for one in _each(_house_root("styles")):
        kind, name, key = one.get(qn("w:type")), _name(one), one.get(qn("w:styleId"))
        found[name] = here[key] = present.get((kind, name.lower())) or _free(key, keys)
        if (kind, name.lower()) not in present:
            one.find(qn("w:name")).set(qn("w:val"), f"{name} ({TITLE})" if name.lower() in names else name)
            added.append(one)
    for one in added:
        one.attrib.pop(qn("w:default"), None)
        one.set(qn("w:styleId"), here[one.get(qn("w:styleId"))])
        for link in one.iter(qn("w:basedOn"), qn("w:next")):
            link.set(qn("w:val"), here[link.get(qn("w:val"))])
        root.append(one)
    return found


def _free(key: str, taken: set[str]) -> str:
    """The key, or one like it that is not taken."""
    while key.lower() in taken:
        key += "Arbejdskraft"
    return key


def _each(root: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    return (one for one in root.findall(qn("w:style")) if one.find(qn("w:name")) is not None)


def _name(style: BaseOxmlElement) -> str:
    return style.find(qn("w:name")).get(qn("w:val"))


def _house_root(name: str) -> BaseOxmlElement:
    """A part of the house's template, to take from."""
    return parse_xml((HOUSE / f"word/{name}.xml").read_bytes())
