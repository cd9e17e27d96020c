"""The house's rules, held by reading the source: who imports whom, what stands where, how long things are.

Each rule is a function from a root folder to its violations, so that it runs on this repository and, further down, on
small violating ones: a rule that cannot fail holds nothing. Change a table here when the plan changes, and say why in
`kpi/DECISIONS.md`.
"""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from plotly.offline import get_plotlyjs_version

ROOT = Path(__file__).resolve().parent.parent
Violations = list[str]

# What each part of the program may import of the program, itself apart. Nothing means the standard library only.
BOTTOM = {"kpi.danish", "kpi.definitions"}
LAYERS: dict[str, set[str]] = {
    "run": set(),
    "kpi.danish": set(),
    "kpi.version": set(),
    "kpi.definitions": {"kpi.danish"},
    "kpi.extracts": BOTTOM,
    "kpi.statistics": set(),
    "kpi.figures": BOTTOM | {"kpi.statistics"},
    "kpi.publications": BOTTOM,
    "kpi.papers": BOTTOM | {"kpi.statistics", "kpi.publications", "kpi.papers.writers"},
    "kpi.papers.writers": BOTTOM | {"kpi.publications", "kpi.papers.table", "kpi.papers.document", "kpi.papers.sheets"},
    "kpi.municipality.as_written": set(),
    "kpi.municipality.demands": set(),
    "kpi.municipality.settings": BOTTOM | {"kpi.municipality.as_written", "kpi.municipality.demands"},
    "kpi.municipality": BOTTOM | {"kpi.municipality.settings", "kpi.papers"},
    "kpi.measuring": BOTTOM | {"kpi.extracts", "kpi.figures"},
    "kpi.showing": BOTTOM | {"kpi.measuring", "kpi.extracts", "kpi.figures"},
    "kpi.pipeline": BOTTOM
    | {"kpi.measuring", "kpi.showing", "kpi.statistics", "kpi.extracts", "kpi.figures", "kpi.publications"}
    | {"kpi.version"},
    "kpi.refreshing.store_key": BOTTOM | {"kpi.extracts", "kpi.publications"},
    "kpi.refreshing.office": BOTTOM
    | {"kpi.municipality.settings", "kpi.extracts", "kpi.publications"}
    | {"kpi.refreshing.replacing.folder", "kpi.refreshing.store_key"},
    "kpi.refreshing.replacing.folder": BOTTOM | {"kpi.extracts", "kpi.publications"},
    "kpi.refreshing.officers_files": BOTTOM | {"kpi.extracts"},
    "kpi.refreshing.one_person": BOTTOM | {"kpi.refreshing.office", "kpi.extracts", "kpi.publications"},
    "kpi.refreshing.acceptances": BOTTOM | {"kpi.refreshing.office", "kpi.extracts", "kpi.publications"},
    "kpi.refreshing.answering": BOTTOM
    | {"kpi.refreshing.office", "kpi.refreshing.acceptances", "kpi.extracts", "kpi.publications"},
    "kpi.refreshing.proposals": BOTTOM | {"kpi.pipeline", "kpi.extracts", "kpi.publications"},
    "kpi.refreshing.told_before": BOTTOM | {"kpi.extracts", "kpi.figures", "kpi.publications"},
    "kpi.refreshing": BOTTOM
    | {"kpi.refreshing", "kpi.municipality.settings"}
    | {"kpi.pipeline", "kpi.showing", "kpi.extracts", "kpi.publications"},
    "kpi.export": BOTTOM | {"kpi.municipality", "kpi.papers", "kpi.publications", "kpi.refreshing.office"},
    "kpi.command_line.next_steps": BOTTOM | {"kpi.extracts"},
    "kpi.command_line": {"kpi"},
    "kpi.__main__": {"kpi", "data"},
    "layouts.door": BOTTOM | {"kpi.municipality.settings", "kpi.publications"},
    "layouts.address": BOTTOM,
    "layouts.drawing": BOTTOM | {"kpi.papers", "layouts.door", "layouts.address", "layouts.reading"},
    "layouts.frame": BOTTOM
    | {"kpi.publications", "kpi.papers"}
    | {"layouts.door", "layouts.address", "layouts.reading", "layouts.drawing", "layouts.gate"},
    "layouts.sections": BOTTOM
    | {"kpi.publications", "kpi.papers", "layouts.actions", "layouts.address", "layouts.gate", "layouts.reading"}
    | {"layouts.written", "layouts.door", "layouts.drawing", "layouts.frame"},
    "layouts.papers": BOTTOM
    | {"kpi.publications", "kpi.papers", "layouts.address", "layouts.downloads", "layouts.gate", "layouts.reading"}
    | {"layouts.written", "layouts.door", "layouts.drawing", "layouts.frame", "layouts.sections"},
    "layouts.data": BOTTOM
    | {"kpi.publications", "kpi.papers", "kpi.refreshing", "kpi.municipality.settings", "layouts"}
    | {"kpi.extracts.findings", "kpi.extracts.checking", "kpi.extracts.placement.reference"},
    "layouts": BOTTOM | {"kpi.version"} | {"kpi.publications", "kpi.papers", "layouts"},
    "app": {"kpi", "layouts"},
    "data": BOTTOM,
}
STANDARD_LIBRARY_ONLY = ("run", "kpi.danish")

# Only `kpi/pipeline.py` knows the order of these. Whatever else lies in their packages is a declaration or a part of
# one stage: it imports no stage, so that no stage reaches another through it.
STAGES = {
    "kpi.extracts": ("read", "validate", "classify", "careers"),
    "kpi.figures": ("measure", "protect", "compare", "evidence"),
}

# Declarations and pure functions: these touch no disk, no clock of the machine's, no net.
PURE = ("kpi/danish.py", "kpi/definitions/", "kpi/statistics/", "kpi/figures/")
OUTSIDE_WORLD = {"io", "os", "pathlib", "shutil", "socket", "sqlite3", "subprocess", "tempfile", "time", "urllib"}

# Where a workbook is read, marked or written.
WORKBOOKS = (
    "kpi/extracts/read.py",
    "kpi/extracts/files/marked.py",
    "kpi/extracts/files/saved.py",
    "kpi/extracts/files/template.py",
    "kpi/papers/writers/excel.py",
)
# Where a library may be imported: a folder ends in a slash.
LIBRARIES: dict[str, tuple[str, ...]] = {
    "dash": ("app.py", "layouts/"),
    "docx": (
        "kpi/papers/proofreading/texts.py",
        "kpi/papers/writers/word.py",
        "kpi/papers/writers/word_charts.py",
        "kpi/papers/writers/word_pages.py",
        "kpi/papers/writers/word_tables.py",
        "kpi/papers/writers/word_template.py",
        "kpi/papers/writers/word_text.py",
    ),
    "openpyxl": WORKBOOKS,
    "python_calamine": WORKBOOKS,
    "xlsxwriter": (*WORKBOOKS, "kpi/papers/writers/word_charts.py"),
}
MAY_READ_ENVIRONMENT = ("app.py", "kpi/__main__.py", "run.py")
MAY_PRINT = ("kpi/__main__.py", "kpi/command_line/")

HOMELESS = {"util", "utils", "helper", "helpers", "base", "common", "constants", "config"}
MODULE_LINES, FUNCTION_LINES = 250, 30
NOT_MEASURED = ("tests/", "data/example/")
# "path" or "path:function": why it is longer than the limit. An entry that is no longer needed is a violation too.
ALLOWED: dict[str, str] = {}

CHART_LIBRARY = "layouts/assets/a-plotly-basic.min.js"
LOCK_ENTRY = re.compile(r"([A-Za-z0-9][\w.-]*)==([^\s;]+)( ; [^\\]+?)?( --hash=sha256:[0-9a-f]{64})+")
INDEX_ADDRESS = re.compile(
    r"pypi\.(org|python)|pythonhosted\.org|registry\.(npmjs|yarnpkg)|npmjs\.(org|com)/"
    r"|:/{2}\S+/simple(/|\b)|(index[-_]url|registry)\W{1,5}https?:/{2}|:/{2}\S+\.(whl|tgz|tar\.gz)\b",
    re.IGNORECASE,
)
SKIPPED_FOLDERS = {".git", ".venv", "__pycache__", "build", "dist", "node_modules", "store", "test-results"}
CACHES = re.compile(r"\.(\w+_cache|hypothesis)$|\.egg-info$")


# --- reading the source


def files(root: Path) -> list[str]:
    """The repository's files, as paths from the root: what git has or would take, or all when it is no repository."""
    if (root / ".git").exists() and shutil.which("git"):
        listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
        git = subprocess.run(listed, cwd=root, capture_output=True, check=False, encoding="utf-8")
        if git.returncode == 0:  # it refuses a folder that is somebody else's
            return sorted(name for name in git.stdout.split("\0") if name and (root / name).is_file())
    found = (path.relative_to(root) for path in root.rglob("*") if path.is_file())
    return sorted(
        path.as_posix()
        for path in found
        if not any(part in SKIPPED_FOLDERS or CACHES.search(part) for part in path.parts[:-1])
    )


def program(root: Path) -> Iterator[tuple[str, ast.Module]]:
    """Path and syntax tree of every module that is not a test."""
    for path in files(root):
        if path.endswith(".py") and not path.startswith("tests/"):
            yield path, ast.parse((root / path).read_text(encoding="utf-8"), path)


def module_name(path: str) -> str:
    """The dotted name that a path is imported by: a package's for its `__init__.py`."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def imports(path: str, tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and dotted name of all that is imported, inside functions too; `from a import b` gives `a.b`."""
    package = module_name(path) if path.endswith("__init__.py") else module_name(path).rpartition(".")[0]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            source = ".".join([*above, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{source}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("import_module", "__import__")):
            name = node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else "<unknown>"
            yield node.lineno, str(name)


def within(name: str, part: str) -> bool:
    """Whether a dotted name is the part or lies in it."""
    return name == part or name.startswith(f"{part}.")


def part_of(name: str) -> str | None:
    """The part of the plan that a dotted name lies in, the most precise one."""
    return max((part for part in LAYERS if within(name, part)), key=len, default=None)


def is_at(path: str, places: tuple[str, ...]) -> bool:
    """Whether a path is one of the places: a file, or under a folder that ends in a slash."""
    return any(path == place or (place.endswith("/") and path.startswith(place)) for place in places)


# --- who imports whom


def imports_against_the_layers(root: Path) -> Violations:
    """A part imports only what LAYERS gives it; the standard-library-only parts import nothing installed either."""
    found = []
    for path, tree in program(root):
        name = module_name(path)
        part = part_of(name)
        if part is None and name != "kpi":
            found.append(f"{path}: has no place in the plan; give it one in LAYERS")
        for line, imported in imports(path, tree):
            ours = imported.split(".")[0] in {"app", "data", "kpi", "layouts", "run", "tests"}
            own = part is not None and part_of(imported) == part
            allowed = own or any(within(imported, other) for other in LAYERS.get(part or "", ()))
            if ours and not allowed and imported not in {"kpi", "kpi.__version__"}:
                found.append(f"{path}:{line}: {part or name} may not import {imported}")
            if part in STANDARD_LIBRARY_ONLY and imported.split(".")[0] not in {*sys.stdlib_module_names, part}:
                found.append(f"{path}:{line}: {part} keeps to the standard library, not {imported}")
    return found


def stages_that_know_each_other(root: Path) -> Violations:
    """No stage imports a stage of its own package, nor does any other module there; `__init__.py` imports nothing."""
    found = []
    for path, tree in program(root):
        name = module_name(path)
        for package, stages in STAGES.items():
            if not within(name, package):
                continue
            for line, imported in imports(path, tree):
                if path.endswith("__init__.py"):
                    found.append(f"{path}:{line}: imports {imported}; a stage could be reached through it")
                for stage in stages:
                    if within(imported, f"{package}.{stage}") and not within(name, f"{package}.{stage}"):
                        found.append(f"{path}:{line}: {name} imports the stage {package}.{stage}")
    return found


def imports_in_the_dark(root: Path) -> Violations:
    """No import whose name only the run knows, and none of everything: the other rules could not read them."""
    return [
        f"{path}:{line}: imports {imported}, which cannot be read here"
        for path, tree in program(root)
        for line, imported in imports(path, tree)
        if imported == "<unknown>" or imported.endswith(".*")
    ]


def libraries_out_of_place(root: Path) -> Violations:
    """A library of LIBRARIES is imported only where that says."""
    return [
        f"{path}:{line}: imports {imported}; {library} belongs in {', '.join(places)}"
        for path, tree in program(root)
        for line, imported in imports(path, tree)
        for library, places in LIBRARIES.items()
        if (within(imported, library) or imported.startswith(f"{library}_")) and not is_at(path, places)
    ]


def impure_modules(root: Path) -> Violations:
    """Declarations and pure functions import nothing that reaches the disk, and open nothing."""
    found = []
    for path, tree in program(root):
        if is_at(path, PURE):
            found += [
                f"{path}:{line}: imports {imported}, and is to be pure"
                for line, imported in imports(path, tree)
                if imported.split(".")[0] in OUTSIDE_WORLD
            ]
            found += [f"{path}:{line}: opens a file, and is to be pure" for line in calls_of("open", tree)]
    return found


# --- what stands where


def calls_of(function: str, tree: ast.Module) -> list[int]:
    """The lines where a built-in function is called."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == function
    ]


def of_os(node: ast.Attribute, tree: ast.Module) -> bool:
    """Whether the attribute is of the module os, by any name; a request's `environ` is not the environment."""
    called = {
        alias.asname or alias.name
        for imported in ast.walk(tree)
        if isinstance(imported, ast.Import)
        for alias in imported.names
        if alias.name == "os"
    }
    owner = node.value
    if isinstance(owner, ast.Attribute):
        return owner.attr == "os"
    return isinstance(owner, ast.Name) and owner.id in called


def environment_read_elsewhere(root: Path) -> Violations:
    """The environment is read by the composition roots only."""
    names = {"environ", "environb", "getenv", "getenvb", "putenv"}
    found = []
    for path, tree in program(root):
        if is_at(path, MAY_READ_ENVIRONMENT):
            continue
        lines = {
            node.lineno
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and node.attr in names and of_os(node, tree)
        }
        lines |= {line for line, imported in imports(path, tree) if imported in {f"os.{name}" for name in names}}
        found += [f"{path}:{line}: reads the environment" for line in sorted(lines)]
    return found


def prints_in_the_program(root: Path) -> Violations:
    """Nothing in `kpi` prints but the command line."""
    return [
        f"{path}:{line}: prints"
        for path, tree in program(root)
        if path.startswith("kpi/") and not is_at(path, MAY_PRINT)
        for line in calls_of("print", tree)
    ]


def homeless_names(root: Path) -> Violations:
    """No module or package is named for having no thing of its own."""
    return [
        f"{path}: is named for nothing; name it by its thing"
        for path in files(root)
        if path.endswith(".py") and HOMELESS & set(path.removesuffix(".py").split("/"))
    ]


def undocumented(root: Path) -> Violations:
    """Every public function, class and method of `kpi` says what it is."""
    found = []
    for path, tree in program(root):
        if not path.startswith("kpi/"):
            continue
        scopes: list[tuple[str, ast.AST]] = [("", tree)]
        while scopes:
            prefix, scope = scopes.pop()
            for node in ast.iter_child_nodes(scope):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and node.name[0] != "_":
                    if not ast.get_docstring(node):
                        found.append(f"{path}:{node.lineno}: {prefix}{node.name} has no docstring")
                    if isinstance(node, ast.ClassDef):
                        scopes.append((f"{prefix}{node.name}.", node))
    return found


# --- how long things are


def too_long(root: Path, allowed: dict[str, str]) -> Violations:
    """No module over 250 lines, no function over 30 (its docstring apart), unless `allowed` says why."""
    found, long = [], set()
    for path, tree in program(root):
        if is_at(path, NOT_MEASURED):
            continue
        measured = [(path, len((root / path).read_text(encoding="utf-8").splitlines()), MODULE_LINES)]
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                measured.append((f"{path}:{node.name}", function_lines(node), FUNCTION_LINES))
        for what, lines, limit in measured:
            if lines > limit:
                long.add(what)
                if not allowed.get(what):
                    found.append(f"{what}: {lines} lines, over {limit}; split it by thing, or say why in ALLOWED")
    return found + [f"{what}: is not too long; take it out of ALLOWED" for what in sorted(allowed.keys() - long)]


def function_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """A function's lines from `def` to its end, its docstring apart."""
    first = node.body[0]
    docstring = first.end_lineno - first.lineno + 1 if ast.get_docstring(node) is not None else 0
    return node.end_lineno - node.lineno + 1 - docstring


# --- what is installed and vendored


def index_addresses(root: Path) -> Violations:
    """No file carries the address of a package index: where packages come from is the machine's own matter."""
    found = []
    for path in files(root):
        text = (root / path).read_bytes().decode("utf-8", errors="ignore")
        hit = INDEX_ADDRESS.search(text)
        if hit:
            found.append(f"{path}:{text.count(chr(10), 0, hit.start()) + 1}: an address of a package index")
        if Path(path).name == "uv.lock" or re.fullmatch(r"pylock.*\.toml", Path(path).name):
            found.append(f"{path}: a lock that is made of such addresses")
    return found


def locked(root: Path) -> tuple[dict[str, set[str]], Violations]:
    """The lock's versions by package, and what is wrong with its lines."""
    text = (root / "requirements.lock").read_text(encoding="utf-8")
    found = ["requirements.lock: has an address"] if "://" in text else []
    versions: dict[str, set[str]] = {}
    for line in re.sub(r"\s*\\\n\s*", " ", text).splitlines():
        entry = LOCK_ENTRY.fullmatch(line.strip())
        if entry:
            versions.setdefault(canonicalize_name(entry[1]), set()).add(entry[2])
        elif line.strip() and not line.startswith("#"):
            found.append(f"requirements.lock: not a pinned version with a hash: {line.strip()[:60]}")
    return versions, found


def faults_of_the_lock(root: Path) -> Violations:
    """Every line of the lock is pinned, with a hash and no address, and it holds all that the project asks for."""
    versions, found = locked(root)
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for text in [*project["dependencies"], *project["optional-dependencies"]["test"]]:
        wanted = Requirement(text)
        got = versions.get(canonicalize_name(wanted.name), set())
        if not got:
            found.append(f"pyproject.toml: {text} is not in the lock")
        found += [
            f"pyproject.toml: {text} is not what the lock has: {version}"
            for version in sorted(got)
            if not wanted.specifier.contains(version, prereleases=True)
        ]
    return found


def faults_of_the_chart_library(root: Path, version: str) -> Violations:
    """The chart library of the pages is the version that plotly's Python side writes for."""
    head = (root / CHART_LIBRARY).read_text(encoding="utf-8")[:200]
    found = re.search(r"plotly\.js \(basic - minified\) v(\S+)", head)
    if found and found[1] == version:
        return []
    return [f"{CHART_LIBRARY}: version {found[1] if found else 'unknown'}, and plotly has {version}"]


RULES: dict[str, Callable[[Path], Violations]] = {
    "layers": imports_against_the_layers,
    "stages": stages_that_know_each_other,
    "dark": imports_in_the_dark,
    "libraries": libraries_out_of_place,
    "pure": impure_modules,
    "environment": environment_read_elsewhere,
    "prints": prints_in_the_program,
    "names": homeless_names,
    "docstrings": undocumented,
    "length": partial(too_long, allowed=ALLOWED),
    "addresses": index_addresses,
    "lock": faults_of_the_lock,
    "chart library": partial(faults_of_the_chart_library, version=get_plotlyjs_version()),
}


@pytest.mark.parametrize("rule", RULES)
def test_the_house_keeps_the_rule(rule: str) -> None:
    assert RULES[rule](ROOT) == []


def test_the_rules_read_the_program() -> None:
    assert {"run.py", "requirements.lock", "tests/test_house.py"} <= set(files(ROOT))
    assert {"run.py", "kpi/danish.py"} <= {path for path, _ in program(ROOT)}


def test_everything_vendored_has_its_licence_beside_it() -> None:
    for script in [path for path in files(ROOT) if path.endswith(".min.js")]:
        licence = ROOT / script.replace(".min.js", ".LICENSE.txt")
        assert "icense" in licence.read_text(encoding="utf-8"), script


# --- each rule fails where it should, and only there


def write(root: Path, contents: dict[str, str]) -> Path:
    for path, text in contents.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


HASH = "--hash=sha256:" + "0" * 64
PROJECT = '[project]\ndependencies = ["dash[compress]>=4.4,<5"]\noptional-dependencies.test = []\n'
HEAD = "plotly.js (basic - minified) v"
INDEX, MIRROR = "https://" + "pypi" + ".org/simple/dash", "https:" + "//mirror.example"


def lines_of_code(count: int) -> str:
    """A function of so many lines, its docstring's three apart."""
    return "\n".join(["def long():", '    """Docstring', "    of two lines.", '    """', *["    x = 1"] * (count - 1)])


BROKEN = [
    # rule, path, text, what the violation says
    ("layers", "kpi/danish.py", "from kpi.definitions import model", "kpi.danish may not import kpi.definitions"),
    ("layers", "kpi/danish.py", "import numpy", "keeps to the standard library"),
    ("layers", "run.py", "import dash", "keeps to the standard library"),
    ("layers", "kpi/definitions/model.py", "import kpi.figures.measure", "may not import kpi.figures.measure"),
    ("layers", "kpi/extracts/careers.py", "def f():\n    import kpi.figures", "careers.py:2: kpi.extracts may not"),
    ("layers", "kpi/extracts/read.py", "from ..figures import measure", "may not import kpi.figures.measure"),
    ("layers", "kpi/figures/measure.py", "from kpi import extracts", "may not import kpi.extracts"),
    ("layers", "kpi/figures/__init__.py", "from ..extracts import read", "may not import kpi.extracts.read"),
    ("layers", "kpi/publications/revisions.py", "from kpi.extracts import read", "may not import kpi.extracts.read"),
    ("layers", "kpi/publications/revisions.py", "from kpi.papers import tables", "may not import kpi.papers.tables"),
    ("layers", "kpi/papers/tables.py", "from kpi.extracts.read import read", "may not import kpi.extracts.read.read"),
    ("layers", "kpi/papers/writers/word.py", "from kpi.papers import tables", "may not import kpi.papers.tables"),
    ("layers", "kpi/papers/sentences/claims.py", "import kpi.pipeline", "may not import kpi.pipeline"),
    ("layers", "kpi/pipeline.py", "import layouts.frame.shell", "may not import layouts.frame.shell"),
    ("layers", "kpi/__main__.py", "import app", "may not import app"),
    ("layers", "layouts/sag.py", "from kpi import pipeline", "may not import kpi.pipeline"),
    ("layers", "layouts/sag.py", "from kpi.figures import measure", "may not import kpi.figures.measure"),
    ("layers", "layouts/sag.py", "import importlib\nimportlib.import_module('kpi.extracts.read')", "kpi.extracts.read"),
    ("layers", "layouts/data.py", "from kpi.extracts import read", "may not import kpi.extracts.read"),
    ("layers", "kpi/papers/writers/word.py", "from tests import oracle", "may not import tests.oracle"),
    ("layers", "kpi/surprise.py", "", "has no place in the plan"),
    ("stages", "kpi/figures/disclose.py", "from kpi.figures.measure import x", "the stage kpi.figures.measure"),
    ("stages", "kpi/figures/evidence.py", "from . import compare", "the stage kpi.figures.compare"),
    ("stages", "kpi/extracts/validate.py", "def f():\n    from .read import x", "the stage kpi.extracts.read"),
    ("stages", "kpi/extracts/columns.py", "import kpi.extracts.classify", "the stage kpi.extracts.classify"),
    ("stages", "kpi/figures/__init__.py", "from kpi.figures.rounding import rounded", "could be reached through it"),
    ("dark", "kpi/pipeline.py", "import importlib\nimportlib.import_module(name)", "cannot be read here"),
    ("dark", "kpi/pipeline.py", "from kpi.extracts import *", "cannot be read here"),
    ("libraries", "kpi/papers/tables.py", "from dash import html", "dash belongs in app.py, layouts/"),
    ("libraries", "kpi/papers/tables.py", "import dash_ag_grid", "dash belongs in app.py, layouts/"),
    ("libraries", "layouts/sag.py", "from docx import Document", "docx belongs in kpi/papers/proofreading/texts.py"),
    ("libraries", "kpi/extracts/validate.py", "import openpyxl", "openpyxl belongs in"),
    ("libraries", "layouts/data.py", "import python_calamine", "python_calamine belongs in"),
    ("libraries", "kpi/papers/writers/word.py", "import xlsxwriter", "xlsxwriter belongs in"),
    ("pure", "kpi/definitions/model.py", "from pathlib import Path", "is to be pure"),
    ("pure", "kpi/figures/measure.py", "open('x')", "opens a file"),
    ("environment", "kpi/pipeline.py", "import os\nos.environ['KPI_DATA_DIR']", "pipeline.py:2: reads the environment"),
    ("environment", "layouts/frame/shell.py", "import os as o\no.getenv('X')", "shell.py:2: reads the environment"),
    ("environment", "layouts/drawing/parts.py", "import flask\nflask.os.environ", "parts.py:2: reads the environment"),
    ("environment", "data/example/make.py", "from os import environ", "make.py:1: reads the environment"),
    ("prints", "kpi/pipeline.py", "def f():\n    print(1)", "pipeline.py:2: prints"),
    ("names", "kpi/utils.py", "", "named for nothing"),
    ("names", "layouts/common/table.py", "", "named for nothing"),
    ("names", "tests/helpers.py", "", "named for nothing"),
    ("docstrings", "kpi/pipeline.py", "def run(): ...", "run has no docstring"),
    ("docstrings", "kpi/pipeline.py", "class Run: ...", "Run has no docstring"),
    ("docstrings", "kpi/pipeline.py", "class Run:\n    'A run.'\n    def go(self): ...", "Run.go has no docstring"),
    ("length", "app.py", "x = 1\n" * 251, "251 lines, over 250"),
    ("length", "app.py", lines_of_code(31), "app.py:long: 31 lines, over 30"),
    ("addresses", "README.md", f"\n{INDEX}\n", "README.md:2: an address of a package index"),
    ("addresses", "setup.toml", f'index-url = "{MIRROR}/x"', "an address of a package index"),
    ("addresses", "tests/x.json", f'"resolved": "{MIRROR}/axe-4.tgz"', "an address of a package index"),
    ("addresses", "pylock.toml", "", "a lock that is made of such addresses"),
    ("lock", "requirements.lock", f"dash==4.4.1 {HASH}\n--index-url {MIRROR}\n", "has an address"),
    ("lock", "requirements.lock", f"dash==4.4.1 {HASH}\nflask==3.1.3\n", "not a pinned version with a hash: flask"),
    ("lock", "requirements.lock", f"dash>=4.4.1 {HASH}\n", "not a pinned version with a hash: dash"),
    ("lock", "requirements.lock", f"flask==3.1.3 {HASH}\n", "dash[compress]>=4.4,<5 is not in the lock"),
    ("lock", "requirements.lock", f"dash==4.3.0 {HASH}\n", "is not what the lock has: 4.3.0"),
    ("chart library", CHART_LIBRARY, f"/** {HEAD}0.0.1\n", "version 0.0.1"),
    ("chart library", CHART_LIBRARY, "/** something else", "version unknown"),
]


@pytest.mark.parametrize(("rule", "path", "text", "says"), BROKEN, ids=[f"{rule}-{path}" for rule, path, *_ in BROKEN])
def test_the_rule_can_fail(tmp_path: Path, rule: str, path: str, text: str, says: str) -> None:
    write(tmp_path, {"pyproject.toml": PROJECT, path: text})
    assert any(says in violation for violation in RULES[rule](tmp_path)), RULES[rule](tmp_path)


def test_every_rule_is_shown_to_fail() -> None:
    assert {rule for rule, *_ in BROKEN} == set(RULES)


def test_the_rules_leave_a_good_house_alone(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "app.py": "import os, dash\nfrom kpi import pipeline\nfrom layouts.frame import shell\nos.environ.get('X')",
            "run.py": "import os\nos.environ.get('X')\nprint(1)",
            "kpi/__init__.py": "__version__ = '1'",
            "kpi/__main__.py": "import os\nfrom kpi import __version__, pipeline\nprint(os.environ)",
            "kpi/danish.py": "from decimal import Decimal\n" + lines_of_code(30),
            "kpi/definitions/periods.py": "import pandas\nfrom kpi import danish\nfrom .model import Span",
            "kpi/extracts/read.py": "import openpyxl\nfrom . import columns, findings\ndef _f(): ...",
            "kpi/figures/compare.py": "from kpi.figures.rounding import rounded",
            "kpi/papers/writers/excel.py": "import xlsxwriter\nfrom kpi.publications.publication import Publication",
            "kpi/pipeline.py": "from kpi.extracts import careers, read\nfrom kpi.figures import disclose, measure",
            "layouts/data.py": "from kpi.refreshing import refresh\nfrom dash import html",
            "layouts/sag.py": "from layouts.drawing.parts import table\nfrom kpi.papers import tables",
            "data/example/make.py": "x = 1\n" * 300,
            "tests/test_x.py": "import docx, os\nos.environ\nfrom kpi.figures import measure\n" * 100,
            "README.md": "https://www.aarhus.dk and PyPI",
            ".venv/x.py": INDEX,
            "pyproject.toml": PROJECT,
            "requirements.lock": f"dash==4.4.1 ; python_full_version < '3.14' \\\n    {HASH} \\\n    {HASH}\n",
            CHART_LIBRARY: f"/**\n* {HEAD}{get_plotlyjs_version()}\n",
        },
    )
    assert {rule: found for rule, check in RULES.items() if (found := check(tmp_path))} == {}


def test_a_reason_allows_length_and_only_while_it_is_needed(tmp_path: Path) -> None:
    write(tmp_path, {"app.py": lines_of_code(31)})
    assert too_long(tmp_path, {"app.py:long": "it is one table"}) == []
    assert too_long(tmp_path, {"app.py:long": ""}) != []
    assert too_long(tmp_path, {"app.py:long": "one table", "app.py": "was long"}) == [
        "app.py: is not too long; take it out of ALLOWED"
    ]


@pytest.mark.skipif(not shutil.which("git"), reason="no git on this machine")
def test_what_git_ignores_is_not_read_and_what_it_would_take_is(tmp_path: Path) -> None:
    write(tmp_path, {".gitignore": "uv.lock\n", "uv.lock": INDEX, "notes.txt": INDEX})
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    assert index_addresses(tmp_path) == ["notes.txt:1: an address of a package index"]
