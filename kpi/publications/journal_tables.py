"""The journal's tables, as SQLite keeps them: lines are added, and never changed or removed.

What comes later is a line of its own that tells what it is about. Only whether a comment is shown can change.
"""

_FIRST = {
    "audit": ("at", "who", "role", "action", "target", "outcome", "detail"),
    "acceptances": ("at", "who", "role", "target", "code", "file", "cell", "message", "reason"),
    "comments": ("at", "who", "role", "publication", "place", "text", "visible"),
    "decisions": (
        *("at", "who", "role", "kind", "publication", "measure", "staff_group", "period_end", "text", "responsible"),
        *("due", "about"),
    ),
    "answers": ("at", "who", "source", "question", "answer"),
}
_SECOND = {"choices": ("at", "who", "role", "written", "line", "recipients")}
_THIRD = {"sentences": ("at", "who", "role", "audience", "key", "state", "text", "printed", "after")}
_FOURTH = {"kept": ("at", "who", "role", "audience", "key", "text", "kind", "words", "found", "reason")}
_ADDED = {
    "acceptances": (*_FIRST["acceptances"], "mark"),
    "decisions": (*_FIRST["decisions"], "status"),
    "sentences": (*_THIRD["sentences"], "publication"),
}
COLUMNS = _FIRST | _SECOND | _THIRD | _FOURTH | _ADDED
"""Each table's columns but its id. `target` is an import's id or a publication's key; `place` says where a comment
stands (a page, a table, a cell); `about` is the line of `decisions` that a line follows up, and `status` what it says
of it. `choices` has HR's choice of whose papers a line of the table `written` goes with: the latest about a line holds.
`sentences` has what HR wants of a sentence in the papers for an audience: `printed` is JSON, the cells by address, as
they were in the `publication` that it was written to. `kept` has the faults that HR let stand in a text, and why.
The `mark` of an acceptance is a keyed hash of what was accepted of which rows; in older lines it is empty.
"""
_TYPES = {
    "visible": "INTEGER NOT NULL DEFAULT 1 CHECK (visible IN (0, 1))",
    "about": "INTEGER REFERENCES decisions(id)",
    "line": "INTEGER NOT NULL",
}
_CHANGEABLE = {"comments": ("visible",)}
REFUSED = "Journalen kan kun skrives til; linjer ændres og slettes ikke."


def _statements(table: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    declared = ", ".join(f"{column} {_TYPES.get(column, 'TEXT NOT NULL')}" for column in columns)
    fixed = ["id", *(column for column in columns if column not in _CHANGEABLE.get(table, ()))]
    changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in fixed)
    rules = {
        "changed": f"BEFORE UPDATE ON {table} WHEN {changed}" if table in _CHANGEABLE else f"BEFORE UPDATE ON {table}",
        "removed": f"BEFORE DELETE ON {table}",
        "replaced": f"BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)",
    }
    return (
        f"CREATE TABLE {table} (id INTEGER PRIMARY KEY AUTOINCREMENT, {declared})",
        *(
            f"CREATE TRIGGER {table}_{name} {when} BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
            for name, when in rules.items()
        ),
    )


SCHEMAS: tuple[tuple[str, ...], ...] = (
    tuple(statement for table, columns in _FIRST.items() for statement in _statements(table, columns)),
    (
        "ALTER TABLE decisions ADD COLUMN status TEXT NOT NULL DEFAULT ''",
        *(statement for table, columns in _SECOND.items() for statement in _statements(table, columns)),
    ),
    tuple(statement for table, columns in _THIRD.items() for statement in _statements(table, columns)),
    (
        "ALTER TABLE sentences ADD COLUMN publication TEXT NOT NULL DEFAULT ''",
        *(statement for table, columns in _FOURTH.items() for statement in _statements(table, columns)),
    ),
    ("ALTER TABLE acceptances ADD COLUMN mark TEXT NOT NULL DEFAULT ''",),
)
"""What each version adds to the one before it: version 1 is the first. A version that is in use is never changed."""
