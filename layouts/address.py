"""A page's whole state is its address: which publication, for which audience, and what the page itself asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from kpi.definitions.disclosure import INTERNAL, PUBLIC, Audience

SHOWN_TO = {audience.key: audience for audience in (INTERNAL, PUBLIC)}
"""The audiences that a page can show. The raw figures are not among them: no address leads there."""
HOUSE_ARROWS = "2022"
"""What `pile` is in the address of a page with the arrows of the minutes."""


@dataclass(frozen=True)
class Address:
    """Where a page is: its path, and the publication and audience that it names (empty: the newest, the default).

    `arrows` is `2022` where the house arrows of the minutes are asked for in place of signs, else empty.
    """

    path: str
    publication: str = ""
    audience: str = ""
    arrows: str = ""

    @classmethod
    def of(cls, path: str, given: Mapping) -> "Address":
        """The address that a page was asked for with; of a name that stands twice, the last counts."""
        arrows = HOUSE_ARROWS if last(given.get("pile")) == HOUSE_ARROWS else ""
        return cls(path, last(given.get("udgivelse")), last(given.get("visning")), arrows)

    @property
    def state(self) -> dict[str, str]:
        """What every link of the page keeps, by its name in the address."""
        named = {"udgivelse": self.publication, "visning": self.audience, "pile": self.arrows}
        return {name: value for name, value in named.items() if value}

    def to(self, path: str, **asked: str) -> str:
        """The link to another page that keeps the publication, the audience and the arrows."""
        named = self.state | asked
        query = urlencode({name: value for name, value in named.items() if value})
        return quote(path) + (f"?{query}" if query else "")

    def shown_to(self, audience: Audience) -> str:
        """The link to the same page for another audience."""
        return replace(self, audience=audience.key).to(self.path)

    def with_arrows(self, arrows: str) -> str:
        """The link to the same page with the house arrows, or with signs where it is empty."""
        return replace(self, arrows=arrows).to(self.path)

    def at(self, publication: str) -> str:
        """The link to the same page of another publication, the newest where the key is empty."""
        return replace(self, publication=publication).to(self.path)


def last(value: str | list[str] | None) -> str:
    """The value of a query name as text: the last where it was given several times, empty where it was not."""
    return (value[-1] if isinstance(value, list) else value) or ""


def download(publication: str, table: str, suffix: str, audience: Audience) -> str:
    """The link to a table as a file. The audience always stands in it, so that nobody gets another one by default."""
    return f"/hent/{quote(publication)}/{quote(table)}.{suffix}?{urlencode({'visning': audience.key})}"
