"""A parser of a command's words whose own words are Danish too: the headings of its help, and what it says is wrong."""

import argparse
import re

WRONG_USE = 2
HEADINGS = {"options": "tilvalg", "positional arguments": "argumenter"}
FAULTS = (
    (r"the following arguments are required: (.+)", r"der mangler \1"),
    (r"unrecognized arguments: (.+)", r"\1 kendes ikke"),
    (r"ambiguous option: (\S+) could match (.+)", r"\1 kan være \2"),
    (r"argument (.+?): expected (?:one|at least one) argument", r"\1 skal have en værdi"),
    (r"argument (.+?): expected (\d+) arguments?", r"\1 skal have \2 værdier"),
    (r"argument (.+?): ignored explicit argument (.+)", r"\1 har ingen værdi, men fik \2"),
    (r"argument (.+?): invalid choice: (.+) \(choose from (.+)\)", r"\1 kan ikke være \2; vælg mellem \3"),
    (r"argument (.+?): invalid int value: (.+)", r"\1 skal være et helt tal, ikke \2"),
    (r"argument (.+?): (.+)", r"\1: \2"),
)
"""What argparse says is wrong, and the same in Danish. The last is for what the program's own types say."""


class Danish(argparse.ArgumentParser):
    """A parser whose words are Danish, as everything its users see."""

    def __init__(self, **told):
        super().__init__(**told, add_help=False, formatter_class=_Help)
        self.add_argument("-h", "--help", action="help", help="vis denne hjælp")

    def error(self, message: str):
        """Ends with status 2 and the usage."""
        self.exit(WRONG_USE, f"{self.format_usage()}Forkert brug: {in_danish(message)}\n")


def in_danish(message: str) -> str:
    """What argparse says is wrong, in Danish."""
    for said, told in FAULTS:
        if found := re.fullmatch(said, message, re.DOTALL):
            return found.expand(told)
    return message


class _Help(argparse.HelpFormatter):
    """Help under Danish headings."""

    def add_usage(self, usage, actions, groups, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "brug: " if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        super().start_section(HEADINGS.get(heading, heading))
