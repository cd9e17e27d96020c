"""The journal's file: lines that are added in one transaction each, and read again, in SQLite.

It uses a rollback journal, so that copying the folder is a backup. What the lines mean stands in
`kpi.publications.journal`.
"""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from kpi.publications.folders import Unpublishable, make_folder, sync_folder
from kpi.publications.journal_tables import COLUMNS, SCHEMAS
from kpi.publications.person_numbers import refuse_anywhere
from kpi.publications.transactions import WAIT, Busy

FILE = "journal.sqlite"


class Lines:
    """The lines of a store's journal, brought up to the newest version of its tables."""

    def __init__(self, root: Path):
        self.path = Path(root) / FILE
        if not self.path.exists():
            make_folder(self.path.parent)
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
            sync_folder(self.path.parent)
        with self._connection() as connection:
            version = _version(connection)
        if version > len(SCHEMAS):
            raise Unpublishable("Journalen er skrevet af en nyere udgave af programmet. Brug den udgave.")
        if version < len(SCHEMAS):
            self._bring_up_to_date()

    def _bring_up_to_date(self) -> None:
        with self._writing() as connection:
            for statement in (statement for schema in SCHEMAS[_version(connection) :] for statement in schema):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {len(SCHEMAS)}")

    def _add(self, table: str, line: dict) -> int:
        columns = COLUMNS[table]
        refuse_anywhere(line, "linjen")
        sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
        try:
            with self._writing() as connection:
                return connection.execute(sql, [line[column] for column in columns]).lastrowid
        except UnicodeEncodeError:
            raise Unpublishable("Der er et tegn i teksten, som ikke kan gemmes. Intet er ændret.") from None

    def _lines(self, table: str, latest: int | None = None, **equal: str | None) -> list[dict]:
        asked = {column: value for column, value in equal.items() if value is not None}
        where = f"WHERE {' AND '.join(f'{column} = ?' for column in asked)}" if asked else ""
        sql = f"SELECT * FROM {table} {where} ORDER BY id DESC LIMIT ?"
        with self._connection() as connection:
            found = connection.execute(sql, [*asked.values(), -1 if latest is None else latest]).fetchall()
        return [dict(line) for line in reversed(found)]

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """A connection in a transaction: all that is done with it is kept, or none of it."""
        with self._connection() as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")

    @contextlib.contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        try:
            with contextlib.closing(sqlite3.connect(self.path, timeout=WAIT, isolation_level=None)) as connection:
                connection.row_factory = sqlite3.Row
                connection.execute("PRAGMA journal_mode = DELETE")
                connection.execute("PRAGMA synchronous = EXTRA")
                connection.execute("PRAGMA foreign_keys = ON")
                yield connection
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise Busy("Journalen er i brug. Intet er ændret. Prøv igen om lidt.") from None
            raise Unpublishable(f"Journalen kan ikke læses eller skrives: {error}.") from None
        except sqlite3.DatabaseError as error:
            raise Unpublishable(f"Journalen kan ikke læses eller skrives: {error}.") from None


def _version(connection: sqlite3.Connection) -> int:
    return connection.execute("PRAGMA user_version").fetchone()[0]
