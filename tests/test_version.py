"""Two builds of the program are told apart, and the same build is the same on every machine."""

import re
import shutil
from pathlib import Path

import kpi
from kpi.publications.publication import Publication
from kpi.version import ROOT, build_of, version


def test_one_changed_sign_anywhere_in_the_program_is_another_build(tmp_path: Path) -> None:
    for folder in ("kpi", "layouts"):
        ignored = shutil.ignore_patterns("__pycache__", "vejledning")
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=ignored)
    shutil.copy(ROOT / "app.py", tmp_path)
    before = build_of(tmp_path)
    assert before == build_of(ROOT), "neither the folder nor what Python has left in it counts"
    for name in ("app.py", "kpi/figures/measure.py", "layouts/templates/table.html", "layouts/assets/style.css"):
        path = tmp_path / name
        whole = path.read_bytes()
        path.write_bytes(whole + b" ")
        assert build_of(tmp_path) != before, name
        path.write_bytes(whole.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
        assert build_of(tmp_path) == before, "Windows may end its lines in its own way"
        path.write_bytes(whole)
    (tmp_path / "kpi/figures/measure.py").rename(tmp_path / "kpi/figures/measured.py")
    assert build_of(tmp_path) != before


def test_a_publication_and_the_guide_tell_it(publication: Publication) -> None:
    assert re.fullmatch(re.escape(kpi.__version__) + r"\+[0-9a-f]{8}", version())
    assert publication.version == version()
