"""Bilag 1: the counts behind a publication's tables, with all that is needed to check them, a sheet each.

Cover, contents, symbols, definitions, the tables and their counts, what each rule took out, the quality of the data,
the revision log, and the checksums of what it was made of.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from kpi import danish
from kpi.definitions.disclosure import PUBLIC, Audience
from kpi.definitions.finding_titles import finding_title
from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Unit
from kpi.papers.arrows import without_judgement
from kpi.papers.comparisons.guard import listed_breaks
from kpi.papers.comparisons.judged import is_judged
from kpi.papers.meaning import meaning
from kpi.papers.paper import BY_NUMBER, PAPER_TABLES
from kpi.papers.paper_tables import printed_with_care
from kpi.papers.sheets import Sheet, list_sheet, table_sheet
from kpi.papers.table import SYMBOLS, UNITS, Table
from kpi.papers.tables import TOTAL_ADVERTS, counts_table, paper_table
from kpi.papers.texts import changed_of, check_of, corrected_by
from kpi.papers.writers.excel import book_of
from kpi.papers.writers.plain import EXAMPLE, PARTIAL, Field
from kpi.publications.publication import Publication
from kpi.publications.revised import prints_otherwise, reasons_of

TITLE = "Bilag 1. Tallene bag tabellerne"
TAKEN_IN, PUBLISHED = "da filen blev taget ind", "ved udgivelsen"
BEHIND = "ens afrundet; antallet bag er ændret"


def annex(
    publication: Publication,
    audience: Audience,
    check_address: str = "",
    more: Sequence[Table] = (),
    corrections: Iterable[Publication] = (),
) -> bytes:
    """The workbook for one audience; `more` are tables that follow the paper's own (the like-for-like comparisons).

    `corrections` are the amendments that came after the publication.
    """
    sheets = [
        *_definitions(publication),
        *_tables(publication, audience, more),
        *_breaks(publication),
        *_exclusions(publication, audience),
        *_quality(publication, audience),
        *_revisions(publication, audience),
        *_checksums(publication),
    ]
    before = [_cover(publication, audience, check_address, corrections), _symbols(publication, audience)]
    contents = _contents([before[0].name, "Indhold", before[1].name, *(sheet.name for sheet in sheets)], sheets)
    return book_of([before[0], contents, before[1], *sheets], publication, audience.title, TITLE)


def _cover(
    publication: Publication, audience: Audience, check_address: str, corrections: Iterable[Publication]
) -> Sheet:
    rows = [
        ("Titel", TITLE),
        *corrected_by(corrections),
        ("Kommune", publication.municipality),
        *([("Eksempel", EXAMPLE)] if publication.example else []),
        ("Udgivelse", publication.key),
        ("Data pr.", danish.day(publication.as_of)),
        ("Udgivet", danish.day(publication.published.date())),
        ("Udtræk trukket", danish.day(publication.drawn)),
        ("Visning", f"{danish.sentence(audience.title)}. {audience.rule}"),
        ("Gælder tallene?", check_of(check_address)),
        *changed_of(publication),
        *([(PARTIAL, " ".join(publication.partial))] if publication.partial else []),
        (
            "Tallene",
            "Personer, ikke ansættelser. Procenter er skrevet som brøker med procentformat og viste decimaler.",
        ),
        ("Program", f"Arbejdskraft i tal, version {publication.version}"),
    ]
    return list_sheet("forside", "Forside", TITLE, ("Oplysning", "Indhold"), rows)


def _contents(names: Sequence[str], sheets: Iterable[Sheet]) -> Sheet:
    captions = {sheet.name: sheet.caption for sheet in sheets}
    told = {"Forside": "Hvad bilaget er, og hvilken udgivelse det hører til", "Indhold": "Denne liste"}
    told |= {"Noter og tegn": "Hvad tegnene betyder, og hvad der er skjult"}
    rows = [(name, told.get(name) or captions[name]) for name in names]
    return list_sheet("indhold", "Indhold", "Indhold", ("Ark", "Indhold"), rows)


def _symbols(publication: Publication, audience: Audience) -> Sheet:
    rows = [(sign, f"{danish.sentence(words)}.") for sign, words in SYMBOLS.items()]
    rows += [(sign, f"{danish.sentence(words)}.") for sign, words in danish.SIGNS.values() if sign not in SYMBOLS]
    rows.append(("Skjult", audience.rule))
    hidden = sum(paper_table(publication, audience.key, one.number).hidden for one in PAPER_TABLES)
    rows.append(("Antal skjulte", f"{danish.counted(hidden, 'tal', 'tal')} er skjult i tabel 1 til 5 i denne visning."))
    return list_sheet("noter", "Noter og tegn", "Noter og tegn", ("Tegn", "Betydning"), rows)


def _definitions(publication: Publication) -> Iterable[Sheet]:
    heads = ("Tæller", "Nævner", "Omfatter", "Periode", "Retning", "Bemærk")
    rows = []
    for one in publication.definitions.get("indicators", ()):
        told = dict(meaning(publication, one["key"]))
        rows.append((one["title"], UNITS.get(one["unit"], one["unit"]), *(told.get(head, "") for head in heads)))
    yield list_sheet("definitioner", "Definitioner", "Nøgletallenes definitioner", ("Nøgletal", "Enhed", *heads), rows)
    rules = [(one["title"], one["text"]) for one in publication.definitions.get("rules", ())]
    yield list_sheet("regler", "Regler", "Reglerne bag tallene", ("Regel", "Indhold"), rules)


def _tables(publication: Publication, audience: Audience, more: Sequence[Table]) -> Iterable[Sheet]:
    for number in BY_NUMBER:
        yield table_sheet(_printed(publication, audience, number), publication)
        yield table_sheet(counts_table(publication, audience.key, number), publication, f"Tabel {number} i antal")
    for table in more:
        yield table_sheet(table, publication)


def _printed(publication: Publication, audience: Audience, number: int) -> Table:
    """The table as printed; where changes were judged its arrows only point, for the verdict stands elsewhere."""
    table = printed_with_care(publication, audience.key, BY_NUMBER[number])
    return without_judgement(table) if is_judged(publication, audience.key) else table


def _breaks(publication: Publication) -> Iterable[Sheet]:
    """The breaks in the series, and what is counted otherwise than in the publication before; where there are any."""
    rows = [(one.title, one.who, one.since, one.changed, one.text) for one in listed_breaks(publication)]
    if rows:
        heads = ("Nøgletal", "Hvem", "Fra", "Ændret", "Hvad der skete")
        yield list_sheet("brud", "Brud", "Brud i tallene: før og efter kan ikke holdes op mod hinanden", heads, rows)


def _exclusions(publication: Publication, audience: Audience) -> Iterable[Sheet]:
    """What each rule took out; where few persons went out by a rule, the persons' steps are told as one."""
    steps = publication.facts.get("udeladt", ())
    rows = [_step(one) for one in steps if one["unit"] != "personer"]
    persons = [one for one in steps if one["unit"] == "personer"]
    limit = max(audience.smallest_base, audience.largest_small_count + 1)
    if any(one["kind"] == "udeladt" and 0 < one["count"] < limit for one in persons):
        persons = [persons[0]] if persons[0]["count"] >= limit else []
    rows += [_step(one) for one in persons]
    if rows:
        yield list_sheet(
            "frasorteret", "Frasorteret", "Hvad hver regel tager fra", ("Trin", "Art", "Antal", "Af"), rows
        )


def _step(one: dict) -> tuple[Field, ...]:
    return (one["words"], danish.sentence(one["kind"]), Decimal(one["count"]), one["unit"])


def _quality(publication: Publication, audience: Audience) -> Iterable[Sheet]:
    """The warnings that HR has accepted, without their counts: those can be of few persons.

    Who accepted them, and why, stays inside the house.
    """
    inside = audience.key != PUBLIC.key
    accepted = [(TAKEN_IN, one) for one in publication.taken_in] + [(PUBLISHED, one) for one in publication.accepted]
    rows = [
        (
            finding_title(one["code"]),
            one.get("file", ""),
            one.get("cell", "") or "",
            when,
            *((one["reason"], one.get("by", "")) * inside),
        )
        for when, one in accepted
    ] or [("Ingen advarsler", *[""] * (5 if inside else 3))]
    heads = ("Advarsel", "Fil", "Celle", "Set", *(("Begrundelse", "Godkendt af") * inside))
    yield list_sheet("datakvalitet", "Datakvalitet", "Advarsler, som HR har godkendt", heads, rows)


def _revisions(publication: Publication, audience: Audience) -> Iterable[Sheet]:
    """What reads otherwise than in an earlier publication: each reason once, and under it the figures."""
    by_reason: dict[tuple[str, ...], list[Mapping]] = {}
    for one in publication.revised_cells(audience.key):
        by_reason.setdefault(reasons_of([one]), []).append(one)
    rows = []
    for number, (reasons, lines) in enumerate(by_reason.items(), 1):
        why = " ".join(f"{reason.rstrip('.')}." for reason in reasons)
        rows.append((str(number), f"Begrundelse {number}", *[""] * 5, why))
        rows += [(str(number), *_revision(publication, one)) for one in lines]
    rows = rows or [("", "Ingen", *[""] * 5, "Ingen tidligere udgivet tal er ændret.")]
    heads = ("Begrundelse", "Nøgletal", "Faggruppe eller område", "Periode", "Enhed", "Før", "Nu", "Bemærkning")
    yield list_sheet("revisioner", "Revisioner", "Tal, der er ændret siden en tidligere udgivelse", heads, rows)


def _revision(publication: Publication, one: Mapping) -> tuple[str, ...]:
    titles = {told["key"]: told["title"] for told in publication.definitions.get("indicators", ())}
    return (
        titles.get(one["measure"], BY_KEY[one["measure"]].title),
        ({TOTAL_ADVERTS: "I alt"} | publication.group_names).get(one["group"], one["group"]),
        one["period"],
        UNITS[BY_KEY[one["measure"]].unit],
        _was(one["measure"], one["old"], one["old_status"]),
        _was(one["measure"], one["new"], one["new_status"]),
        "" if prints_otherwise(one) else BEHIND,
    )


def _was(measure: str, value: str, status: str) -> str:
    if value:
        return danish.number(float(value), 0 if BY_KEY[measure].unit is Unit.COUNT else len(value.partition(".")[2]))
    return {"missing": danish.MISSING, "undefined": danish.UNDEFINED, "suppressed": danish.SUPPRESSED}.get(status, "")


def _checksums(publication: Publication) -> Iterable[Sheet]:
    rows = [
        (one["file"], one.get("sheet") or "", one.get("kind", ""), Decimal(one["rows"]), one.get("sha256", ""))
        for one in publication.sources
    ]
    heads = ("Fil", "Ark", "Art", "Rækker", "Kontrolsum (SHA-256)")
    yield list_sheet("kilder", "Kilder", "Filer, som udgivelsen er lavet af", heads, rows)
