"""Every table as a file: /hent/<udgivelse>/<tabel>.<csv|xlsx|html|txt>, for `offentlig` unless another is asked for.

What leaves the house by an address that names nobody is what everybody may see. The raw figures have no address.
"""

import io
from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus

import flask

from kpi.definitions.disclosure import PUBLIC
from kpi.papers.comparisons.compared import judged_measures, named
from kpi.papers.comparisons.contributed import KEYS
from kpi.papers.explanations.explained import AGES, EXPLAINED, first_year_table, parts_table
from kpi.papers.explanations.flows import MOVEMENTS, flows_table
from kpi.papers.explanations.outlook import outlook_table
from kpi.papers.explanations.places import KINDS
from kpi.papers.explanations.retained import retention_table
from kpi.papers.paper import PAPER_TABLES
from kpi.papers.paper_tables import tables_of as tables_of_paper
from kpi.papers.table import Table
from kpi.papers.writers import clipboard, excel, plain
from kpi.publications.publication import Publication
from layouts import gate
from layouts.address import SHOWN_TO, Address, last
from layouts.reading import Reading, Unknown, library
from layouts.sections.quarterly import MEASURES

ADDRESS = "/hent/<publication>/<name>.<suffix>"
ALL = "alle"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BEHIND = ((retention_table,), (flows_table,), (parts_table, AGES), (first_year_table,))
"""What is told of a staff group besides its standing, with what it is asked for; None where the audience is not."""
TYPES = {"csv": "text/csv", "xlsx": EXCEL, "html": "text/html", "txt": "text/plain"}

Tables = Mapping[str, Callable[[], Table]]
"""By key, how each table is made when it is asked for."""


def register(server: flask.Flask) -> None:
    """Nothing; the server now answers with files."""
    server.add_url_rule(ADDRESS, "hent", answer)


def answer(publication: str, name: str, suffix: str) -> flask.Response:
    """The file, or 404 where the address names a publication, audience, table or kind of file that is not there."""
    audience = last(flask.request.args.getlist("visning") or None) or PUBLIC.key
    if audience in SHOWN_TO:
        gate.require_audience(audience)
    try:
        reading = library().read(Address("", publication, audience))
    except Unknown:
        flask.abort(HTTPStatus.NOT_FOUND)
    whole = tables_of(reading)
    tables = whole if name == ALL else whole | group_tables(reading) | sheets_of_paper(reading)
    if suffix not in TYPES or (name != ALL and name not in tables) or (name == ALL and suffix != "xlsx"):
        flask.abort(HTTPStatus.NOT_FOUND)
    chosen = [make() for make in whole.values()] if name == ALL else [tables[name]()]
    named = f"{stem(name)}-{reading.publication.key}-{reading.audience.key}.{suffix}"
    gate.note_export(named)
    return sent(content_of(chosen, suffix, reading.publication), TYPES[suffix], named)


def tables_of(reading: Reading) -> Tables:
    """Every table that can be downloaded, in the order of the workbook that has them all."""
    numbers, groups = [paper.number for paper in PAPER_TABLES], reading.publication.group_names
    return (
        {"overblik": reading.overview_table}
        | _judged(reading)
        | _told(reading, *EXPLAINED, *MOVEMENTS)
        | {f"tabel-{number}": partial(reading.paper_table, number) for number in numbers}
        | {f"samme-dato-{number}": partial(reading.same_date_table, number) for number in numbers}
        | {f"faggruppe-{group}": partial(reading.group_table, group) for group in groups}
        | {f"bilag-{number}": partial(reading.counts_table, number) for number in numbers}
    )


def _judged(reading: Reading) -> Tables:
    """The tables of what was judged, where the publication has them."""
    if not reading.is_judged:
        return {}
    found = {"tydelige": reading.clear_table, "overblik-pile-2022": partial(reading.overview_table, True)}
    for paper in PAPER_TABLES:
        found[f"aaret-foer-{paper.number}"] = partial(reading.compared_table, paper.number)
        found[f"samme-tid-{paper.number}"] = partial(reading.same_date_table, paper.number, True)
        end = reading.latest_end(paper.number)
        for one in judged_measures(paper) if end and paper.rows != "areas" else ():
            if (by_quarter := reading.by_quarter(one.key, reading.total)) is not None:
                found[f"kvartaler-{named(one)}"] = partial(reading.by_quarter_table, by_quarter)
            for kind, (_, _, many) in KINDS.items():
                if (of_kind := reading.places(one.key, kind)) is not None:
                    found[f"{many}-{named(one)}"] = partial(reading.places_table, of_kind)
            found[f"vurderet-{named(one)}"] = partial(reading.measure_table, one.key)
            for division, begins in KEYS.items():
                if parts := reading.contributions(one.key, end, division):
                    found[f"{begins}-{named(one)}"] = partial(reading.contributed_table, parts)
    return found


def sheets_of_paper(reading: Reading) -> Tables:
    """The tables as the paper has them, where they are not the printed ones."""
    made = [table for paper in PAPER_TABLES for table in reading.told_of(tables_of_paper, paper, False)]
    return {table.key: partial(lambda one: one, table) for table in made}


def group_tables(reading: Reading) -> Tables:
    """The tables behind each staff group's figures that the audience is told of, and what keeping the staff takes."""
    of_groups = [(*make, group) for group in reading.publication.group_names for make in BEHIND]
    return _told(reading, *of_groups, (outlook_table, library().full_time_points)) | _quarters(reading)


def _quarters(reading: Reading) -> Tables:
    """By key, the quarters of each staff group's figures; everyone's stand with the measure."""
    groups = [group for group in reading.publication.group_names if group != reading.total]
    told = [found for group in groups for measure in MEASURES if (found := reading.by_quarter(measure, group))]
    return {reading.by_quarter_table(found).key: partial(reading.by_quarter_table, found) for found in told}


def _told(reading: Reading, *asked: tuple) -> Tables:
    """By key, the tables that the audience is told among those that are asked for: what makes each, and of what."""
    return {table.key: partial(reading.told_of, *one) for one in asked if (table := reading.told_of(*one))}


def content_of(tables: list[Table], suffix: str, publication: Publication) -> bytes:
    """The bytes of a file with the tables: any number of them in a workbook, one in the other kinds."""
    if suffix == "xlsx":
        return excel.workbook(tables, publication)
    make = {"csv": plain.csv_file, "html": clipboard.html, "txt": clipboard.text}[suffix]
    content = make(tables[0], publication)
    return content if isinstance(content, bytes) else content.encode()


def stem(name: str) -> str:
    """What a file's name begins with: the table's key and, where it has a number, its measure."""
    if name == ALL:
        return "alle-tabeller"
    measures = {str(paper.number): paper.key for paper in PAPER_TABLES}
    measure = measures.get(name.rpartition("-")[2], "") if not name.startswith("faggruppe-") else ""
    return f"{name}-{measure}" if measure else name


def sent(content: bytes, kind: str, name: str) -> flask.Response:
    """The answer that is a file, which nobody between keeps, and no browser takes for anything else."""
    response = flask.send_file(io.BytesIO(content), kind, as_attachment=True, download_name=name, etag=False)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
