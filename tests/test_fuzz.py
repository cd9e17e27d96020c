"""Whatever comes in ends in findings or rows: never a traceback, a hang, much memory or changed state.

With `--long` there are twenty times as many examples.
"""

from __future__ import annotations

import hashlib
import io
import os
import random
import re
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
import python_calamine
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpi.extracts.asking.answers import NO_ANSWERS, questions
from kpi.extracts.checking.not_run import not_run
from kpi.extracts.columns import KINDS
from kpi.extracts.files import packed as measured
from kpi.extracts.files import unreadable
from kpi.extracts.files.marked import findings_csv, marked
from kpi.extracts.findings import SEVERITY, Finding
from kpi.extracts.read import Upload, read
from kpi.extracts.rows import Extracts
from kpi.extracts.validate import validate
from tests.awkward_files import CLEAN, clean, csv, grid, xlsx

ROOT = Path(__file__).resolve().parent.parent
KEY = b"k" * 32
SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
NUMBERS = re.compile(r"(?<!\d)\d{6}[- ]?\d{4}(?!\d)")


def examples(count: int) -> int:
    """So many examples, and as many more as the profile asks for."""
    return count * settings().max_examples // 100


def taken_in(name: str, data: bytes, *, mark: bool = False, answer: random.Random | None = None) -> list[Finding]:
    """The findings about a file that was read, checked, asked about and marked, whatever it is."""
    answers = NO_ANSWERS
    for _ in range(2 if answer else 1):
        sheets, findings = read([Upload(name, data)], answers)
        extracts, more = validate(sheets, key=KEY, answers=answers)
        for question in questions([*findings, *more]) if answer else ():
            choice = answer.choice(question.choices or ("30-06-2022", "snart"))
            answers = answers.with_answer(question, choice)
    findings += more
    assert rows_of(extracts) or findings
    assert {one.code for one in findings} <= set(SEVERITY)
    told = repr([one.as_json(with_lines=True) for one in findings]) + repr([one.text for one in not_run(findings)])
    told += findings_csv(findings).decode("utf-8-sig")
    assert not NUMBERS.search(told)
    if mark:
        assert openpyxl.load_workbook(io.BytesIO(marked(data, name, findings))).sheetnames[0].startswith("Fund")
    return findings


def rows_of(extracts: Extracts) -> int:
    frames = (extracts.history, extracts.status, extracts.leavers, extracts.adverts, *extracts.other.values())
    return sum(map(len, frames))


# --- cells of any kind in tables of any kind

NASTY = [
    "",
    " ",
    "\u00a0",
    "-",
    "?",
    "NULL",
    "#N/A",
    "#REF!",
    "=1+1",
    "@x",
    "0",
    "00",
    "-1",
    "1e400",
    "1,5",
    "1.030",
    "37",
    "0,8649",
    "86,49 %",
    "32/37",
    "1/0",
    "12:60",
    "32:30",
    "Ja",
    "nej",
    "måske",
    "Måned",
    "Time",
    "4",
    "S",
    "8",
    "Fastansat",
    "Skole",
    "31-12-9999",
    "00-00-0000",
    "31-06-2022",
    "29-02-2021",
    "1/1/1900",
    "01-03-2022",
    "2022-03-01",
    "44621",
    "99999999",
    "2958465",
    "2958466",
    "31-12-99999",
    "01-13-2022",
    "610190-0001",
    "6101900001",
    "101900001",
    "Hanne Jensen",
    "I alt",
    "x" * 300,
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    "a\u0301",
    "\u202e1",
    "'",
    '"',
    ";",
    "\t",
    "ÆØÅ",
]
NASTY_IN_EXCEL = [0, -1, 1.5, 1e300, -1e300, 0.1 + 0.2, 2958465, 2958466, 60, 61, True, False, date(2022, 3, 1),
                  date(1900, 1, 1), date(9999, 12, 31), None]  # fmt: skip


@given(seed=st.integers(0, 2**32))
@settings(max_examples=examples(120), suppress_health_check=SLOW)
def test_tables_of_anything_end_in_findings_or_rows(seed: int) -> None:
    draw = random.Random(seed)
    kind = draw.choice(KINDS)
    names = [draw.choice([one.name, *one.aliases, *one.unsure]) for one in kind.columns if draw.random() < 0.9]
    names += [draw.choice(["Note", "", *names[:1], "610190-0001", "Afdeling"]) for _ in range(draw.randrange(3))]
    draw.shuffle(names)
    good = {name: one.example for one in kind.columns for name in (one.name, *one.aliases)}
    pool = NASTY + (NASTY_IN_EXCEL if draw.random() < 0.5 else [])
    share = draw.choice((0.02, 0.2, 0.9))
    rows = [[draw.choice(pool) if draw.random() < share else good.get(name, "") for name in names]
            for _ in range(draw.randrange(12))]  # fmt: skip
    cells = [names, *rows]
    if draw.random() < 0.5:
        taken_in("tabel.csv", csv(cells, draw.choice(";,\t"), draw.choice(("utf-8", "utf-16"))), answer=draw)
    else:
        taken_in("tabel.xlsx", xlsx({"Ark1": cells}), mark=draw.random() < 0.3, answer=draw)


@given(cells=st.lists(st.lists(st.text(max_size=15), max_size=8), max_size=8))
@settings(max_examples=examples(80), suppress_health_check=SLOW)
def test_any_text_ends_in_findings(cells: list[list[str]]) -> None:
    text = "\n".join(";".join(row) for row in cells).encode("utf-8", "replace")
    taken_in("tekst.csv", text)
    taken_in("efter.csv", clean("history") + text)


# --- real workbooks that were tampered with

VALUES = [
    b"",
    b"1e400",
    b"-1e400",
    b"nan",
    b"inf",
    b"-1",
    b"99999999999",
    b"2958466",
    b"1E+11",
    b"&#0;",
    b"\0",
    b"<",
    b"&amp;",
    b"x" * 40_000,
    b"\xff\xfe",
    b"0" * 400,
    b"1.5.5",
    b"TRUE",
]
EDITS: list[tuple[bytes, list[bytes]]] = [
    (rb"<v>[^<]*</v>", [b"<v>%b</v>" % value for value in VALUES] + [b"", b"<f>1/0</f>", b"<f>A1</f><v></v>"]),
    (rb' t="\w+"', [b' t="s"', b' t="b"', b' t="e"', b' t="str"', b' t="d"', b' t="inlineStr"', b' t="x"', b""]),
    (rb' s="\d+"', [b' s="0"', b' s="999"', b' s="-1"', b' s="x"']),
    (
        rb' r="[A-Z]+\d+"',
        [b' r="A1"', b' r="XFD1048576"', b' r="ZZZZZ9"', b' r="1A"', b' r=""', b' r="A0"', b"", b' r="A99999999999"'],
    ),
    (rb'<row r="\d+"', [b'<row r="0"', b'<row r="1048576"', b'<row r="-1"', b"<row", b'<row r="99999999999"']),
    (rb"<sheetData>", [b"<sheetData/>", b"", b"<sheetData><sheetData>"]),
    (rb"</row>", [b"", b"</row></row>"]),
    (rb"<si>", [b"", b"<si><si>"]),
    (rb'numFmtId="\d+"', [b'numFmtId="22"', b'numFmtId="46"', b'numFmtId="99999"', b'numFmtId=""']),
    (rb'name="[^"]*"', [b'name=""', b'name="' + b"n" * 500 + b'"', b'name="Vejledning"', b'name="&lt;"']),
    (
        rb'Target="[^"]*"',
        [b'Target=""', b'Target="../../etc/passwd"', b'Target="http:/' + b'/x/"', b'Target="/xl/x.xml"'],
    ),
    (rb"<\?xml[^>]*>", [b"", b'<?xml version="1.0" encoding="utf-16"?>', b'<!DOCTYPE a [<!ENTITY b "bb">]>']),
]


def archive(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return packed.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return {name: book.read(name) for name in book.namelist()}


@pytest.fixture(scope="module")
def originals() -> list[dict[str, bytes]]:
    """A workbook as xlsxwriter makes it, and one as openpyxl does, with merged cells."""
    cells = grid(CLEAN["history"]())[:15]
    book = openpyxl.load_workbook(io.BytesIO(xlsx({"Ansatte": cells, "Noter": [["x"]]})))
    book.active.merge_cells("A2:A4")
    saved = io.BytesIO()
    book.save(saved)
    return [parts_of(xlsx({"Ansatte": cells})), parts_of(saved.getvalue())]


@given(seed=st.integers(0, 2**32))
@settings(max_examples=examples(160), suppress_health_check=SLOW)
def test_tampered_workbooks_end_in_findings_or_rows(originals: list[dict[str, bytes]], seed: int) -> None:
    draw = random.Random(seed)
    parts = dict(draw.choice(originals))
    for _ in range(draw.randint(1, 4)):
        name = draw.choice([one for one in parts if "sheet" in one or "shared" in one] * 4 + list(parts))
        choice = draw.randrange(10)
        if choice == 0:
            del parts[name]
            parts = parts or {"x": b""}
        elif choice == 1:
            at = draw.randrange(len(parts[name]) + 1)
            parts[name] = parts[name][:at] + bytes(draw.randrange(256) for _ in range(5)) + parts[name][at:]
        elif choice == 2:
            parts[name] = parts[name][: draw.randrange(len(parts[name]) + 1)]
        else:
            pattern, others = draw.choice(EDITS)
            found = list(re.finditer(pattern, parts[name]))
            if found:
                one = draw.choice(found)
                parts[name] = parts[name][: one.start()] + draw.choice(others) + parts[name][one.end() :]
    taken_in("ansatte.xlsx", archive(parts), mark=draw.random() < 0.2)


@given(seed=st.integers(0, 2**32))
@settings(max_examples=examples(100), suppress_health_check=SLOW)
def test_archives_with_bytes_changed_end_in_findings_or_rows(originals: list[dict[str, bytes]], seed: int) -> None:
    draw = random.Random(seed)
    data = bytearray(archive(draw.choice(originals), draw.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))))
    for _ in range(draw.randint(1, 6)):
        at = draw.choice((draw.randrange(len(data)), len(data) - 1 - draw.randrange(min(600, len(data)))))
        if draw.random() < 0.6:
            data[at] = draw.randrange(256)
        else:
            del data[at : at + draw.randint(1, 30)]
    taken_in("ansatte.xlsx", bytes(data))


# --- bombs: a clear refusal, little time and little memory

WORKBOOK = xlsx({"Ansatte": grid(CLEAN["history"]())[:4]})
SHEET = "xl/worksheets/sheet1.xml"


def with_sheet(change: Callable[[bytes], bytes]) -> bytes:
    parts = parts_of(WORKBOOK)
    return archive(parts | {SHEET: change(parts[SHEET])})


def with_rows(rows: bytes) -> bytes:
    return with_sheet(lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>"))


def blank_bomb(megabytes: int, told: int | None = None, copies: int = 1) -> bytes:
    """A workbook whose sheet is so many megabytes of blanks; it may tell another size, and be listed more than once."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    squeeze.compress(b" ") and squeeze.flush(zlib.Z_FULL_FLUSH)
    one = squeeze.compress(b" " * 2**20) + squeeze.flush(zlib.Z_FULL_FLUSH)
    body = one * megabytes + b"\x03\x00"
    size = megabytes * 2**20 if told is None else told
    crc = zlib.crc32(b" " * size) if told is not None else 0
    name = SHEET.encode()
    parts = parts_of(WORKBOOK)
    packed = io.BytesIO(archive({key: value for key, value in parts.items() if key != SHEET})).getvalue()
    ends = packed.rindex(b"PK\x05\x06")
    count, length, start = struct.unpack_from("<HII", packed, ends + 10)
    local = struct.pack("<4s5HIIIHH", b"PK\x03\x04", 20, 0, 8, 0, 0, crc, len(body), size, len(name), 0) + name + body
    entry = struct.pack("<4s6HIIIHHHHHII", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, crc, len(body), size, len(name), 0, 0, 0,
                        0, 0, start) + name  # fmt: skip
    directory = packed[start : start + length] + entry * copies
    end = struct.pack("<4s4HIIH", b"PK\x05\x06", 0, 0, count + copies, count + copies, len(directory),
                      start + len(local), 0)  # fmt: skip
    return packed[:start] + local + directory + end


def entity_bomb() -> bytes:
    names = "abcdefghij"
    entities = "".join(f'<!ENTITY {one} "{f"&{before};" * 10}">' for before, one in pairwise(names))
    head = f'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{entities}]>'.encode()
    return with_sheet(lambda xml: re.sub(rb"(<\?xml[^>]*>)", rb"\1" + head, xml).replace(b"</v>", b"&j;</v>", 1))


def many_parts() -> bytes:
    return archive(parts_of(WORKBOOK) | {f"x{number}": b"" for number in range(unreadable.MOST_PARTS + 1)})


def merged(ranges: int) -> bytes:
    cells = b"".join(b'<mergeCell ref="%c1:%c1048576"/>' % (65 + n % 26, 65 + n % 26) for n in range(ranges))
    return with_sheet(lambda xml: xml.replace(b"</sheetData>", b"</sheetData><mergeCells>" + cells + b"</mergeCells>"))


def csv_of(header: list[str], rows: list[str]) -> bytes:
    return ("\n".join([";".join(header), *rows]) + "\n").encode()


FAR_WITH_PREFIX = b'<x:row r="1048576"><x:c r="XFD1048576"/></x:row></x:sheetData>'


def prefixed(xml: bytes) -> bytes:
    """The sheet with a prefix on every tag, as some programs write it."""
    return re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", xml).replace(b"xmlns=", b"xmlns:x=")


NAMES = list(CLEAN["history"]()[0])
WIDE = "CPR;" * 1_000_000
BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "two gigabytes of blanks": (lambda: blank_bomb(2048), unreadable.TOO_MUCH),
    "two gigabytes that tell of a thousand bytes": (lambda: blank_bomb(2048, told=1000), unreadable.TOO_MUCH),
    "one part listed a thousand times": (lambda: blank_bomb(10, copies=1000), unreadable.TOO_MUCH),
    "too many parts": (many_parts, unreadable.TOO_MUCH),
    "a cell in the last corner": (lambda: with_rows(b'<row r="1048576"><c r="XFD1048576"/></row>'), unreadable.TOO_FAR),
    "a far column, then a far row": (
        lambda: with_rows(b'<row r="9"><c r="XFD9"/></row><row r="99999"><c r="A99999"/></row>'), unreadable.TOO_FAR,
    ),
    "a far row in the middle": (
        lambda: with_rows(b'<row r="9"><c r=\'A1048576\'/></row><row r="8"><c s="1" r="AAA8"/></row>'),
        unreadable.TOO_FAR,
    ),
    "cells without addresses": (
        lambda: with_rows(b"<row>" + b"<c/>" * 30_000 + b"</row>" + b"<row><c/></row>" * 1_000), unreadable.TOO_FAR,
    ),
    "rows without addresses": (
        lambda: with_rows(b'<row r="1040000">' + b"<c/>" * 100 + b"</row>" + b"<row/>" * 9), unreadable.TOO_FAR,
    ),
    "a prefix": (
        lambda: with_sheet(lambda xml: prefixed(xml).replace(b"</x:sheetData>", FAR_WITH_PREFIX)), unreadable.TOO_FAR,
    ),
    "utf-16": (lambda: with_sheet(lambda xml: xml.decode().encode("utf-16")), "Filen er beskadiget"),
    "another method": (lambda: archive(parts_of(WORKBOOK), zipfile.ZIP_LZMA), "Filen er beskadiget"),
    "a million columns": (lambda: csv_of([*NAMES, WIDE], ["1"]), unreadable.TOO_WIDE),
    "a million columns in the first row": (lambda: csv_of([*NAMES, *["x"] * 1_000_000], ["1"]), unreadable.TOO_WIDE),
    "a wide header and many short rows": (lambda: csv_of([*NAMES, *["x"] * 16_000], ["1"] * 5_000), unreadable.TOO_FAR),
    "nothing but separators": (lambda: b";" * 25_000_000, unreadable.TOO_WIDE),
    "nothing but lines": (lambda: b"\n" * 25_000_000, "Filen er tom"),
    "one long line": (lambda: b"x" * 20_000_000, "Linje 1 er for lang"),
}  # fmt: skip
HARMLESS: dict[str, Callable[[], bytes]] = {
    "an entity bomb": entity_bomb,
    "fifty thousand merged ranges": lambda: merged(50_000),
    "a prefix on every tag": lambda: with_sheet(prefixed),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_gets_a_clear_refusal_at_once(name: str) -> None:
    make, message = BOMBS[name]
    data, began = make(), time.perf_counter()
    findings = taken_in("bombe.xlsx" if data.startswith(b"PK") else "bombe.csv", data)
    assert time.perf_counter() - began < 10
    assert [one.severity for one in findings] == ["stop"]
    assert findings[0].message.startswith(message)


@pytest.mark.parametrize("name", HARMLESS)
def test_what_only_looks_like_a_bomb_is_read_or_told_of_at_once(name: str) -> None:
    data, began = HARMLESS[name](), time.perf_counter()
    taken_in("bombe.xlsx", data, mark=name == "an entity bomb")
    assert time.perf_counter() - began < 10


WRITTEN: dict[str, Callable[[bytes], bytes]] = {
    "as it is": lambda xml: xml,
    "with a prefix": prefixed,
    "in single quotes": lambda xml: re.sub(rb' r="(\w+)"', rb" r='\1'", xml),
    "with blanks": lambda xml: re.sub(rb' r="(\w+)"', rb' r\n= "\1"', xml),
    "the style first": lambda xml: re.sub(rb'<c r="(\w+)"', rb'<c s="0" r="\1"', xml),
    "the rows numbered far out": lambda xml: re.sub(rb'<row r="\d+"', b'<row r="1048576"', xml),
    "in pieces": lambda xml: xml.replace(b"</row>", b"</row>" + b" " * 300_000),
}


@given(seed=st.integers(0, 2**32), how=st.sampled_from(sorted(WRITTEN)))
@settings(max_examples=examples(60), suppress_health_check=SLOW)
def test_no_cell_lies_farther_out_than_was_measured(seed: int, how: str) -> None:
    draw = random.Random(seed)
    far = [(draw.choice((3, 99, 2_000)), draw.choice((2, 25, 26, 60, 701, 702))) for _ in range(draw.randrange(1, 8))]
    cells = [(draw.randrange(row + 1), draw.randrange(column + 1)) for row, column in far]
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for row, column in cells:
            sheet.write(row, column, 1)
    parts = parts_of(packed.getvalue())
    data = archive(parts | {SHEET: WRITTEN[how](parts[SHEET])})
    found = python_calamine.load_workbook(io.BytesIO(data)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    true = len(found) * len(found[0])
    assert (len(found), len(found[0])) == (max(row for row, _ in cells) + 1, max(column for _, column in cells) + 1)
    (part,) = [one for one in zipfile.ZipFile(io.BytesIO(data)).infolist() if one.filename == SHEET]
    quick, exact = (measured.cells_of(data, part, exactly) for exactly in (False, True))
    assert true <= exact
    assert true <= quick
    if how == "as it is":
        assert exact == true


MEASURE = """
import re, resource, sys
from pathlib import Path
from kpi.extracts.read import read
from kpi.extracts.validate import validate

def peak():
    own = Path("/proc/self/status")  # elsewhere the peak may be that of the process that started this one
    if own.exists():
        return int(re.search(r"VmHWM:\\s+(\\d+) kB", own.read_text())[1]) // 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (2**20 if sys.platform == "darwin" else 2**10)

before = peak()
for path in sys.argv[1:]:
    sheets, findings = read([Path(path)])
    assert not sheets and len(findings) == 1, path
    assert findings[0].severity == "stop", path
print(peak() - before)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no resource module")
def test_files_that_are_too_large_cost_no_memory_to_speak_of(tmp_path: Path) -> None:
    for size in (100_000_000, 100 * 2**20, 3 * 2**30):
        with open(tmp_path / f"stor-{size}.xlsx", "wb") as file:
            file.write(b"PK\x03\x04")
            file.truncate(size)
    for place, name in enumerate(BOMBS):
        data = BOMBS[name][0]()
        if data.startswith(b"PK"):
            (tmp_path / f"bombe-{place}.xlsx").write_bytes(data)
    paths = sorted(map(str, tmp_path.iterdir()))
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, *paths], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 60, f"{done.stdout} MB for {len(paths)} files"


# --- nothing is changed by looking


def state(folder: Path) -> dict[str, tuple]:
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_reading_and_checking_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for like in CLEAN:
        (tmp_path / f"{like}.csv").write_bytes(clean(like))
    (tmp_path / "ansatte.xlsx").write_bytes(WORKBOOK)
    (tmp_path / "bombe.xlsx").write_bytes(BOMBS["a cell in the last corner"][0]())
    monkeypatch.chdir(tmp_path)
    before, environment = state(tmp_path), dict(os.environ)
    sheets, findings = read([tmp_path])
    _, more = validate(sheets, key=KEY)
    findings_csv(findings + more)
    marked(tmp_path / "ansatte.xlsx", "ansatte.xlsx", findings + more)
    assert (state(tmp_path), dict(os.environ)) == (before, environment)
