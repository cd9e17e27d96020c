"""What is wrong with a journal's file, as far as it can be seen: SQLite's own check, the tables, the lines' numbers.

Nothing is written. A byte that was changed inside a text, and is still a text, cannot be seen.
"""

import contextlib
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from kpi.publications.journal_tables import COLUMNS, SCHEMAS

UNREADABLE = "kan ikke læses: {}"
OTHER_VERSION = "er ikke af den udgave, som programmet skriver"
OTHER_TABLES = "har ikke de tabeller og regler, som holder linjerne uændrede: {}"
POINTS_NOWHERE = "har linjer, der henviser til linjer, som ikke findes"
GONE = "mangler linjer i tabellen {}"
NO_TIME = "har en linje uden tid i tabellen {}"


def faults_of(path: Path) -> list[str]:
    """What is wrong with the file, each as words that follow its name; none where there is nothing to see."""
    try:
        with contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            return list(_faults(connection))
    except sqlite3.DatabaseError as error:
        return [UNREADABLE.format(error)]


def _faults(connection: sqlite3.Connection) -> Iterator[str]:
    for (told,) in connection.execute("PRAGMA integrity_check"):
        if told != "ok":
            yield UNREADABLE.format(told)
    if connection.execute("PRAGMA user_version").fetchone()[0] != len(SCHEMAS):
        yield OTHER_VERSION
        return
    strange = sorted({name for name, _ in _declared(connection) ^ _as_it_should_be()})
    if strange:
        yield OTHER_TABLES.format(", ".join(strange))
        return
    if connection.execute("PRAGMA foreign_key_check").fetchone():
        yield POINTS_NOWHERE
    given = dict(connection.execute("SELECT name, seq FROM sqlite_sequence"))
    for table in COLUMNS:
        lines = connection.execute(f"SELECT * FROM {table} ORDER BY id").fetchall()
        if [line[0] for line in lines] != list(range(1, given.get(table, 0) + 1)):
            yield GONE.format(table)
        if not all(_is_a_time(line[1]) for line in lines):
            yield NO_TIME.format(table)


def _as_it_should_be() -> set[tuple[str, str]]:
    """The tables and rules of a new journal, by name."""
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        for statement in (statement for schema in SCHEMAS for statement in schema):
            connection.execute(statement)
        return _declared(connection)


def _declared(connection: sqlite3.Connection) -> set[tuple[str, str]]:
    return set(connection.execute("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"))


def _is_a_time(text: object) -> bool:
    try:
        return bool(datetime.fromisoformat(str(text)))
    except ValueError:
        return False
