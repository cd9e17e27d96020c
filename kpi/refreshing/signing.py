"""Who does something at the command line: the name that is given, and the user of the machine where that is another."""

import getpass
import os
import re

if os.name == "posix":
    import pwd

_SIGNED = re.compile(r"(.*) \(kommandolinjen: (.*)\)", re.DOTALL)


def machine_user() -> str:
    """The user that the machine itself knows, whatever the environment says."""
    if os.name != "posix":
        return getpass.getuser()
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def signed(name: str) -> str:
    """The name as it is kept: with the machine's user, where that is another."""
    own = machine_user()
    return name if name == own else f"{name} (kommandolinjen: {own})"


def persons_in(by: str) -> frozenset[str]:
    """Everybody that a kept name tells of: whoever gives another name is themselves all the same."""
    found = _SIGNED.fullmatch(by)
    return frozenset(found.groups() if found else (by,))


def is_same(one: str, other: str) -> bool:
    """Whether two kept names tell of one and the same person."""
    return not persons_in(one).isdisjoint(persons_in(other))
