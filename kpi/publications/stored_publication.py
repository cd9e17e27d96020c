"""A publication (frozen), and its files: the figures of each audience with all that is needed to read them later."""

import csv
import io
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from kpi.definitions.breaks import Break, between, from_json
from kpi.definitions.disclosure import AUDIENCES, RAW, Audience
from kpi.definitions.frames import EVIDENCE_COLUMNS, FIGURE_COLUMNS, RETENTION_COLUMNS
from kpi.definitions.model import StaffGroup, Status
from kpi.publications.csv_frames import frame_in, written
from kpi.publications.folders import Unpublishable, as_json, read_files, read_manifest
from kpi.publications.person_numbers import hidden_anywhere, refuse, refuse_anywhere
from kpi.publications.revised import marked_parts

KEY = re.compile(r"(\d{4}-\d{2})(-[1-9]\d*)?")
PLAIN = ("key", "municipality", "example", "version", "by", "supersedes", "reason")
LISTED = ("areas", "imports", "partial")
TABLES = ("sources", "taken_in", "accepted", "revisions")
FRAMES = {"figures": FIGURE_COLUMNS, "evidence": EVIDENCE_COLUMNS, "retention": RETENTION_COLUMNS}
"""The frames that a publication has for each audience; each is a file such as `evidence-intern.csv`."""


@dataclass(frozen=True)
class Publication:
    """Frozen figures for each audience, with everything that is needed to read them years later.

    `figures` holds one frame per audience with the columns `FIGURE_COLUMNS` (dates as ISO text), `evidence` and
    `retention` likewise; publications of before these were frozen have none. `facts` are counts
    that the pages tell of (persons with several employments and the like). `definitions` are the declarations as they
    were. `taken_in` are the warnings that were accepted when its files were taken in (in newer ones), `accepted` those
    when it was published. `by` is who published, `imports` what was measured. `supersedes` is the key that an
    amendment takes the place of, `reason` the public note about what it, or a changed history, changed. `partial` has
    a sentence for each table that its sources do not cover.
    """

    key: str
    as_of: date
    drawn: date
    published: datetime
    municipality: str
    example: bool
    version: str
    groups: tuple[StaffGroup, ...]
    areas: tuple[str, ...]
    sources: tuple[Mapping, ...]
    figures: Mapping[str, pd.DataFrame]
    definitions: Mapping = field(default_factory=dict)
    reference: Mapping[str, bytes] = field(default_factory=dict)
    facts: Mapping = field(default_factory=dict)
    taken_in: tuple[Mapping, ...] = ()
    accepted: tuple[Mapping, ...] = ()
    revisions: tuple[Mapping, ...] = ()
    by: str = ""
    imports: tuple[str, ...] = ()
    supersedes: str = ""
    reason: str = ""
    partial: tuple[str, ...] = ()
    evidence: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    retention: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    @cached_property
    def group_names(self) -> dict[str, str]:
        """Each staff group's key with its name, in printed order."""
        return {group.key: group.name for group in self.groups}

    @cached_property
    def total(self) -> str:
        """The key of the group that covers everyone."""
        return next(group.key for group in self.groups if group.covers == "alle")

    @cached_property
    def breaks(self) -> tuple[Break, ...]:
        """The breaks in its series, as they were known when it was made."""
        return from_json(self.definitions.get("breaks", ()))

    @cached_property
    def redefined(self) -> tuple[Break, ...]:
        """What it counts otherwise than `redefined_since`."""
        return from_json(self.definitions.get("redefined", {}).get("breaks", ()))

    @property
    def redefined_since(self) -> str:
        """The key of the publication that it was held against when it was made; empty where it was the first."""
        return self.definitions.get("redefined", {}).get("since", "")

    @cached_property
    def by_group(self) -> dict[str, dict[tuple[str, str, str], list[dict]]]:
        """Per audience, the figures of each (measure, group, series) of the whole municipality, oldest period first.

        Each figure is a row of the frame, with `revised`, what of it an earlier publication told otherwise, and
        `broken` where a break parts it from the figure before it: its arrow then judges nothing.
        """
        found: dict[str, dict] = {}
        for audience, frame in self.figures.items():
            cells = found.setdefault(audience, {})
            revised = self.revised(audience)
            for figure in frame[frame["place_kind"] == ""].to_dict("records"):
                place = (figure["measure"], figure["group"], figure["period_end"])
                told = figure | {"revised": revised.get(place, ()) if figure["series"] != "quarter" else ()}
                cells.setdefault((figure["measure"], figure["group"], figure["series"]), []).append(told)
            for key, series in cells.items():
                cells[key] = self._with_breaks(series)
        return found

    def _with_breaks(self, series: list[dict]) -> list[dict]:
        """The series with `broken` in each figure: whether a break lies between it and the one before that is there."""
        found, before = [], None
        for figure in series:
            parted = before and between(self.breaks, figure["measure"], figure["group"], before, figure["period_end"])
            found.append(figure | {"broken": bool(parted)} | ({"assessment": ""} if parted else {}))
            if figure["status"] != Status.MISSING:
                before = figure["period_start"], figure["period_end"]
        return found

    @cached_property
    def comparisons(self) -> dict[str, dict[tuple[str, str, str], dict]]:
        """Per audience, the evidence of each (measure, group, last day of the period) of the whole municipality."""
        return {
            audience: {
                (row["measure"], row["group"], row["period_end"]): row
                for row in frame[frame["place_kind"] == ""].to_dict("records")
            }
            for audience, frame in self.evidence.items()
        }

    def audience(self, key: str) -> Audience:
        """The audience with the rule that the publication was hidden by, as its own definitions say it."""
        kept = next((one for one in self.definitions.get("audiences", ()) if one["key"] == key), None)
        if kept is None:
            return AUDIENCES[key]
        return Audience(key, kept["title"], kept["smallest_base"], kept["largest_small_count"], kept["rule"])

    def revised(self, audience: str) -> dict[tuple[str, str, str], tuple[str, ...]]:
        """What is marked (r) of the whole municipality's cells: of (measure, group, last day) the value and counts."""
        lines = self.revised_cells(audience)
        return {(one["measure"], one["group"], one["period_end"]): marked_parts(one) for one in lines}

    def revised_cells(self, audience: str) -> tuple[Mapping, ...]:
        """The lines of the revision log that tell an audience of the whole municipality's cells."""
        return tuple(one for one in self.revisions if one["audience"] == audience and not one["place_kind"])

    @cached_property
    def group_areas(self) -> dict[str, str]:
        """Each staff group's area by the publication's own job codes, empty where its codes hold in any area."""
        content = self.reference.get("stillinger.csv", b"").decode("utf-8-sig")
        lines = csv.DictReader(io.StringIO(content), delimiter=";")
        return {line["Gruppe"]: line["Område"] for line in lines if line["Gruppe"]}

    def manifest(self) -> dict:
        """What the manifest says of the publication, without checksums."""
        told = {name: getattr(self, name) for name in PLAIN}
        dates = {name: getattr(self, name).isoformat() for name in ("as_of", "drawn", "published")}
        lists = {
            "groups": [asdict(group) for group in self.groups],
            "facts": dict(self.facts),
            **{name: list(getattr(self, name)) for name in LISTED},
            **{name: hidden_anywhere([dict(one) for one in getattr(self, name)]) for name in TABLES},
        }
        return told | dates | lists


def refuse_what_may_not_be_told(publication: Publication) -> None:
    """Nothing, or `Unpublishable`: for a key that is not the date's, raw figures, or hidden cells with figures."""
    key = KEY.fullmatch(publication.key)
    if not key or key[1] != f"{publication.as_of:%Y-%m}":
        raise Unpublishable(f"Udgivelsen kan ikke hedde {publication.key!r}: den gælder {publication.as_of:%Y-%m}.")
    refuse(publication.municipality, "kommunens navn i settings.toml")
    refuse_anywhere([asdict(group) for group in publication.groups], "gruppernes navne")
    refuse_anywhere([publication.by, publication.reason, list(publication.partial)], "begrundelsen")
    refuse_anywhere([one.reason for one in (*publication.breaks, *publication.redefined)], "listen over brud")
    for audience, frame in publication.figures.items():
        hides = frame[frame["status"] == Status.SUPPRESSED.value]
        has_numbers = _has_numbers(hides, ["numerator", "denominator", "value"]).any()
        if audience == RAW.key or has_numbers or any((hides[name] != "").any() for name in ("arrow", "assessment")):
            raise Unpublishable(f"Tallene for {audience} viser, hvad der er skjult, og kan ikke udgives.")
        if _tells_of_hidden(hides, publication.evidence.get(audience)):
            raise Unpublishable(f"Vurderingerne for {audience} viser, hvad der er skjult, og kan ikke udgives.")


def _tells_of_hidden(hides: pd.DataFrame, evidence: pd.DataFrame | None) -> bool:
    """Whether a comparison is of a hidden cell, or holds the numbers of one that it looks back at."""
    if evidence is None or evidence.empty:
        return False
    hidden = _cells(hides[hides["series"] != "quarter"], "period_end")
    looks_back = evidence[_has_numbers(evidence, ["before_numerator", "before_denominator", "low", "high"])]
    return not hidden.isdisjoint(_cells(evidence, "period_end") | _cells(looks_back, "before_end"))


def _has_numbers(frame: pd.DataFrame, columns: list[str]) -> np.ndarray:
    """Which rows have a number in any of the columns."""
    return ~np.isnan(frame[columns].to_numpy(float)).all(axis=1)


def _cells(frame: pd.DataFrame, end: str) -> set[tuple[str, ...]]:
    """The cells that the rows are about, whose period ends on the day in the column."""
    place = ("measure", "group", "place_kind", "place", end)
    return set(zip(*(frame[name].to_numpy() for name in place), strict=True))


def files_of(publication: Publication) -> dict[str, bytes]:
    """The publication's files but its manifest, by name."""
    files = {
        f"{name}-{audience}.csv": written(frame)
        for name in FRAMES
        for audience, frame in getattr(publication, name).items()
    }
    files["definitions.json"] = as_json(publication.definitions)
    return files | {f"reference/{name}": content for name, content in publication.reference.items()}


def publication_in(folder: Path) -> Publication:
    """The publication that a folder holds, every checksum verified."""
    name = f"Udgivelsen {folder.name}"
    manifest = read_manifest(folder, name)
    if manifest["key"] != folder.name:
        raise Unpublishable(f"Mappen {folder.name} hører ikke til her: den er en kopi af en anden udgivelse.")
    files = read_files(folder, manifest, name)
    return Publication(
        **{name: manifest[name] for name in (*PLAIN, "facts") if name in manifest},
        as_of=date.fromisoformat(manifest["as_of"]),
        drawn=date.fromisoformat(manifest["drawn"]),
        published=datetime.fromisoformat(manifest["published"]),
        groups=tuple(StaffGroup(**group) for group in manifest["groups"]),
        **{name: tuple(manifest[name]) for name in (*LISTED, *TABLES) if name in manifest},
        **{kind: _frames(files, kind) for kind in FRAMES},
        definitions=json.loads(files["definitions.json"]),
        reference={name[10:]: content for name, content in files.items() if name.startswith("reference/")},
    )


def _frames(files: Mapping[str, bytes], kind: str) -> dict[str, pd.DataFrame]:
    """The frames of a kind by audience."""
    begins = f"{kind}-"
    return {
        name.removeprefix(begins).removesuffix(".csv"): frame_in(content, FRAMES[kind])
        for name, content in files.items()
        if name.startswith(begins)
    }
