"""Who may what: every route as every role and as nobody, forms without their token, and headers that lie."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import dash
import flask
import pytest
from publications_for_tests import small_publication

import app
from kpi.municipality.settings import PROXY, Proxy, Settings
from kpi.publications.imports import Imports
from kpi.publications.journal import DENIED, Journal
from kpi.publications.publication import Store
from kpi.refreshing.office import Office
from layouts import gate
from layouts.door import forms, identity, roles, serving
from layouts.door.identity import BehindProxy, OwnMachine

PUBLIC_ADDRESS = "https://arbejdskraft.eksempel.dk"
HOST = "arbejdskraft.eksempel.dk"
PROXY_PEER, STRANGER = "10.0.0.7", "10.0.0.8"
GROUPS = {role: (f"gruppe-{role}", f"Grp. {role} æøå") for role in roles.NAMES}
NOBODY = "ingen"
EVERYONE = [*roles.NAMES, NOBODY]
VALUES = {
    "publication": "2022-06",
    "name": "tabel-2",
    "suffix": "csv",
    "path": "sag",
    "filename": "style.css",
    "package_name": "dash",
    "fingerprinted_path": "x.js",
    "kind": "ansaettelser",
    "file": "stillinger",
    "version": "2026-11-22-1",
    "draft": "x",
    "number": "1",
    "as_of": "2022-12-31",
    "key": "2022-08-01-1",
    "line": "1",
    "comment": "1",
    "recipient": "oekonomiudvalget",
}
HTTP_BLOCKED = (401, 403)


def office_of(folder: Path, **decided: object) -> Office:
    store = Store(folder / "publications")
    store.add(small_publication())
    settings = Settings(mode=PROXY, proxy=Proxy((PROXY_PEER,), public_address=PUBLIC_ADDRESS, groups=GROUPS))
    settings = replace(settings, **decided)
    return Office(
        folder, folder / "reference", settings, b"k" * 32, Imports(folder / "imports"), store, Journal(folder), False
    )


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return office_of(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def site(office: Office) -> dash.Dash:
    site = app.create_app(app.Settings(office.store.folder, example=False, office=office))
    site.server.test_client().get("/", base_url=PUBLIC_ADDRESS, environ_overrides={"REMOTE_ADDR": PROXY_PEER})
    return site


def headers_of(role: str, name: str = "anna") -> dict[str, str]:
    return {} if role == NOBODY else {"X-Forwarded-User": name, "X-Forwarded-Groups": GROUPS[role][0]}


def ask(client, path: str, role: str, method: str = "GET", peer: str = PROXY_PEER, headers=None, **sent):
    return client.open(
        path,
        method=method,
        base_url=PUBLIC_ADDRESS,
        headers=headers_of(role) | (headers or {}),
        environ_overrides={"REMOTE_ADDR": peer},
        **sent,
    )


def routes(site: dash.Dash) -> Iterator[tuple[str, str, str]]:
    """Every route with each of its methods, and an address of it."""
    for rule in site.server.url_map.iter_rules():
        address = re.sub(r"<(?:\w+:)?(\w+)>", lambda part: VALUES[part[1]], rule.rule)
        for method in sorted(rule.methods - {"OPTIONS"}):
            yield rule.rule, method, address


REFUSED_FIRST = {
    "nobody": {"path": "/", "role": NOBODY},
    "a stranger": {"path": "/", "role": roles.HR, "peer": STRANGER},
    "nobody at a file": {"path": "/assets/style.css", "role": NOBODY},
    "another host": {"path": "/", "role": roles.HR, "headers": {"Host": "andre.dk"}},
    "no token": {"path": "/data/person", "role": roles.HR, "method": "POST", "headers": {"Origin": PUBLIC_ADDRESS}},
    "a reader at HR's": {"path": "/data", "role": roles.READER},
    "no such address": {"path": "/hent/x/y.z", "role": roles.HR},
}
"""What a monitor, a probe or a stranger may ask of a program that has just started."""


def scripts_that_may_not_run(answer) -> list[str]:
    """The page's own scripts whose checksum the answer's policy has not."""
    scripts = re.findall(r"<script(?![^>]*(?:src=|application/json))[^>]*>(.*?)</script>", answer.text, re.S)
    assert len(scripts) == 2, "Dash's own and that of its pages"
    digests = {script: base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts}
    return [one for one, told in digests.items() if f"'sha256-{told}'" not in answer.headers["Content-Security-Policy"]]


@pytest.mark.parametrize("first", REFUSED_FIRST)
def test_whoever_is_refused_first_leaves_the_right_policy_for_the_next(tmp_path: Path, first: str) -> None:
    site = app.create_app(app.Settings(tmp_path, example=False, office=office_of(tmp_path)))
    refused = ask(site.server.test_client(), **REFUSED_FIRST[first])
    assert refused.status_code >= 400
    page = ask(site.server.test_client(), "/", roles.READER)
    assert page.status_code == 200 and scripts_that_may_not_run(page) == []
    assert refused.headers["Content-Security-Policy"] == page.headers["Content-Security-Policy"]


def test_two_that_are_first_at_once_get_the_same_whole_page(tmp_path: Path) -> None:
    site = app.create_app(app.Settings(tmp_path, example=False, office=office_of(tmp_path)))
    ready, answers = threading.Barrier(8), []

    def ask_at_once(role: str) -> None:
        ready.wait()
        answers.append((role, ask(site.server.test_client(), "/", role)))

    threads = [threading.Thread(target=ask_at_once, args=(role,)) for role in (roles.READER, NOBODY) * 4]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(answers) == 8
    assert [scripts_that_may_not_run(page) for role, page in answers if role == roles.READER] == [[]] * 4
    assert len({page.headers["Content-Security-Policy"] for _, page in answers}) == 1


def denied(office: Office) -> int:
    return sum(line["outcome"] == DENIED for line in office.journal.audit())


def new_minute(site: dash.Dash) -> None:
    """Those without a name are counted once a minute: this one is over."""
    site.server.extensions["afviste"].close_window()


# --- the matrix


def test_every_route_and_every_page_stands_in_the_table(site: dash.Dash) -> None:
    assert {rule for rule, _, _ in routes(site)} == set(roles.ROUTES)
    pages = {page["path_template"] or page["path"] for page in dash.page_registry.values()}
    assert pages == set(roles.PAGES)


def test_every_route_as_every_role_and_as_nobody(site: dash.Dash, office: Office, capsys) -> None:
    """Who may not is turned away, and stands in the log; who may is not turned away by the gate."""
    cases = 0
    for rule, method, address in routes(site):
        for role in EVERYONE:
            new_minute(site)
            client, before = site.server.test_client(), denied(office)
            answer = ask(client, address, role, method, headers={"Origin": PUBLIC_ADDRESS})
            cases += 1
            told = (rule, method, role, answer.status_code)
            allowed = role in roles.ROUTES[rule]
            if role == NOBODY:
                assert answer.status_code == 401, told
            elif not allowed:
                assert answer.status_code == 403, told
            elif method == "POST" and rule not in roles.DASH:
                assert answer.status_code in (403, 411, 400), told  # no token
            else:
                assert answer.status_code not in HTTP_BLOCKED, told
            if answer.status_code in HTTP_BLOCKED:
                assert denied(office) == before + 1, told
                assert "Fejlnummer" in answer.text or method == "HEAD", told
                assert "2022-06" not in answer.text, told
    with capsys.disabled():
        print(f" [{cases} cases of the role matrix]", end="")
    assert cases == len(list(routes(site))) * len(EVERYONE)


def test_every_page_as_every_role(site: dash.Dash) -> None:
    pages = [
        "/",
        "/noegletal",
        "/noegletal/fuldtid",
        "/faggruppe",
        "/faggruppe/laerere",
        "/sag",
        "/handlinger",
        "/metode",
    ]
    for path in pages:
        for role in EVERYONE:
            answer = callback(site, path, role)
            assert answer.status_code == (401 if role == NOBODY else 200), (path, role)
            if role != NOBODY:
                text = json.dumps(answer.json, ensure_ascii=False)
                audience = "offentlig" if role == roles.READER else "intern"
                assert f"{audience} visning" in text and "Adgang nægtet" not in text, (path, role)


def callback(site: dash.Dash, path: str, role: str, search: str = ""):
    outputs = [{"id": "_pages_content", "property": "children"}, {"id": "_pages_store", "property": "data"}]
    inputs = [
        {"id": "_pages_location", "property": "pathname", "value": path},
        {"id": "_pages_location", "property": "search", "value": search},
    ]
    body = {
        "output": ".._pages_content.children..._pages_store.data..",
        "outputs": outputs,
        "inputs": inputs,
        "changedPropIds": ["_pages_location.pathname"],
    }
    return ask(site.server.test_client(), "/_dash-update-component", role, "POST", json=body)


def test_a_reader_never_gets_the_intern_figures(site: dash.Dash, office: Office) -> None:
    client, before = site.server.test_client(), denied(office)
    assert ask(client, "/hent/2022-06/tabel-2.csv?visning=intern", roles.READER).status_code == 403
    assert denied(office) == before + 1
    led = ask(client, "/sag?visning=intern&udgivelse=2022-06&visning=intern", roles.READER)
    assert (led.status_code, led.headers["Location"]) == (303, "/sag?udgivelse=2022-06&visning=offentlig")
    assert denied(office) == before + 2
    answer = callback(site, "/sag", roles.READER, "?visning=intern")
    assert "offentlig visning" in answer.text
    assert "intern visning" not in answer.text and "visning=intern" not in answer.text
    assert denied(office) == before + 3
    assert ask(client, "//evil.example/?visning=intern", roles.READER).headers.get("Location", "/").startswith("/")
    for role in (roles.HR, roles.DIRECTION, roles.CHIEF):
        assert ask(client, "/hent/2022-06/tabel-2.csv?visning=intern", role).status_code == 200
        assert "intern visning" in callback(site, "/sag", role).text


def test_only_hr_is_shown_the_way_to_the_data(site: dash.Dash) -> None:
    for role in roles.NAMES:
        links = re.findall(r'"href":"([^"?]*)', callback(site, "/", role).text.replace("\\u002f", "/"))
        assert ("/data" in links) is (role == roles.HR) and "/sag" in links


def test_an_undeclared_route_and_page_are_hrs_alone(office: Office) -> None:
    site = app.create_app(app.Settings(office.store.folder, example=False, office=office))
    site.server.add_url_rule("/glemt", "glemt", lambda: "glemt")
    for role in roles.NAMES:
        assert ask(site.server.test_client(), "/glemt", role).status_code == (200 if role == roles.HR else 403)
    assert roles.of_page("/glemt") == roles.ONLY_HR


def test_exports_stand_in_the_log(site: dash.Dash, office: Office) -> None:
    ask(site.server.test_client(), "/hent/2022-06/tabel-2.csv", roles.CHIEF)
    line = office.journal.audit(latest=1)[0]
    assert (line["who"], line["role"], line["action"], line["outcome"]) == ("anna", "chef", "eksport", "gennemført")
    assert line["target"] == "tabel-2-personaleomsaetning-2022-06-offentlig.csv"


# --- who is it


HR_HEADERS = {"X-Forwarded-User": "anna", "X-Forwarded-Groups": "gruppe-hr"}
LIES = [
    HR_HEADERS,
    HR_HEADERS | {"X-Forwarded-For": PROXY_PEER},
    HR_HEADERS | {"X-Real-IP": PROXY_PEER, "Forwarded": f"for={PROXY_PEER}"},
    {"Remote-User": "anna", "Authorization": "Basic YW5uYTphbm5h"},
]


@pytest.mark.parametrize("headers", LIES)
@pytest.mark.parametrize("peer", [STRANGER, "127.0.0.1", "::1", "ikke-en-adresse", ""])
def test_headers_from_elsewhere_are_never_believed(site: dash.Dash, office: Office, headers: dict, peer: str) -> None:
    new_minute(site)
    before = denied(office)
    for path in ("/", "/data", "/hent/2022-06/tabel-2.csv", "/assets/style.css"):
        answer = ask(site.server.test_client(), path, NOBODY, peer=peer, headers=headers)
        assert answer.status_code == 401 and "Log ind først" in answer.text, path
    assert denied(office) == before + 1
    new_minute(site)
    first, rest = office.journal.audit(latest=2)
    assert denied(office) == before + 2 and first["who"] == rest["who"] == ""
    assert (first["target"], first["detail"]) == ("GET /", "ikke logget ind")
    assert rest["detail"] == "ikke logget ind: 3 gange mere inden for et minut"


@pytest.mark.parametrize(
    ("name", "groups", "status"),
    [
        ("anna", "gruppe-hr", 200),
        ("anna", "andet, gruppe-hr ,noget", 200),
        ("Bjørn Ægidius", "Grp. hr æøå", 200),
        ("anna", "", 401),
        ("anna", "gruppe-hrx", 401),
        ("anna", "hr", 401),
        ("", "gruppe-hr", 401),
        ("  ", "gruppe-hr", 401),
        ("ond,anna", "gruppe-hr", 401),
        ("a" * 201, "gruppe-hr", 401),
        ("an\u200bna", "gruppe-hr", 401),
    ],
)
def test_the_proxys_name_and_groups(site: dash.Dash, name: str, groups: str, status: int) -> None:
    told = {"X-Forwarded-User": name, "X-Forwarded-Groups": groups}
    sent = {header: text.encode().decode("latin-1") for header, text in told.items()}
    answer = ask(site.server.test_client(), "/data", NOBODY, headers=sent)
    assert answer.status_code == status
    if status == 200:
        assert name in answer.text


def test_who_has_signed_in_without_a_role_is_told_so_and_stands_in_the_log(site: dash.Dash, office: Office) -> None:
    new_minute(site)
    before, told = denied(office), {"X-Forwarded-User": "bo <b>", "X-Forwarded-Groups": "gruppe-andre"}
    for path in ("/", "/data"):
        answer = ask(site.server.test_client(), path, NOBODY, headers=told)
        assert answer.status_code == 401
        assert "Du er logget ind som bo &lt;b&gt;, men er ikke i en gruppe, der giver adgang." in answer.text
    (line,) = office.journal.audit(latest=1)
    assert denied(office) == before + 1, "a second try within the minute is counted"
    assert (line["who"], line["role"], line["target"], line["detail"]) == ("bo <b>", "", "GET /", "uden rolle")
    ask(site.server.test_client(), "/", NOBODY, headers=told | {"X-Forwarded-User": "ida"})
    assert office.journal.audit(latest=1)[0]["who"] == "ida"
    new_minute(site)


def test_several_groups_give_several_roles() -> None:
    entrance = BehindProxy(Proxy((PROXY_PEER,), public_address=PUBLIC_ADDRESS, groups=GROUPS))
    environ = {"HTTP_X_FORWARDED_USER": "anna", "HTTP_X_FORWARDED_GROUPS": "gruppe-laeser,gruppe-chef"}
    person = entrance.person(PROXY_PEER, environ)
    assert person.roles == {roles.READER, roles.CHIEF} and person.role == roles.CHIEF
    assert person.sees("intern") and not person.may(roles.ONLY_HR) and not person.sees("raa")
    named = {"name_header": "X-Navn", "groups_header": "X-Gr", "groups_separator": ";"}
    own = replace(entrance, proxy=replace(entrance.proxy, **named))
    assert own.person(PROXY_PEER, environ) is None
    assert own.person(PROXY_PEER, {"HTTP_X_NAVN": "bo", "HTTP_X_GR": "x;gruppe-hr"}).role == roles.HR
    networks = replace(entrance, proxy=replace(entrance.proxy, addresses=("10.0.0.0/29",)))
    assert networks.person("::ffff:10.0.0.7", environ) and not networks.person(STRANGER, environ)


@pytest.mark.parametrize("groups", ["", ",", " , ", ",,x"])
def test_nobody_has_a_role_by_being_in_no_group(groups: str) -> None:
    entrance = BehindProxy(Proxy((PROXY_PEER,), groups={"hr": ("", "HR"), "laeser": ("",)}))
    environ = {"HTTP_X_FORWARDED_USER": "anna", "HTTP_X_FORWARDED_GROUPS": groups}
    assert entrance.person(PROXY_PEER, environ) is None
    assert entrance.person(PROXY_PEER, environ | {"HTTP_X_FORWARDED_GROUPS": f"{groups},HR"}).role == roles.HR


@pytest.mark.parametrize(
    ("host", "ours"),
    [
        (HOST, True),
        (f"{HOST}:443", True),
        (HOST.upper(), True),
        (f"{HOST}:8443", False),
        ("127.0.0.1:8050", False),
        (f"{HOST}.evil.example", False),
        (f"x@{HOST}", False),
    ],
)
def test_behind_a_proxy_only_the_public_address_is_ours(site: dash.Dash, host: str, ours: bool) -> None:
    answer = ask(site.server.test_client(), "/data", roles.HR, headers={"Host": host})
    assert (answer.status_code == 200) is ours, answer.status_code
    assert ours or answer.status_code in (400, 403)


def test_on_the_own_machine_there_is_one_person_with_every_role(tmp_path: Path) -> None:
    office = office_of(tmp_path, mode="lokal")
    server = app.create_app(app.Settings(office.store.folder, example=False, office=office)).server
    lies = headers_of(roles.READER, "eve")
    answer = server.test_client().get("/data", base_url="http://127.0.0.1:8050", headers=lies)
    assert answer.status_code == 200 and "HR på denne maskine" in answer.text and "eve" not in answer.text
    for peer in ("10.0.0.8", "192.168.1.4", "fe80::1"):
        answer = server.test_client().get("/", base_url="http://127.0.0.1", environ_overrides={"REMOTE_ADDR": peer})
        assert answer.status_code == 401
    assert isinstance(app.entrance_of(Settings()), OwnMachine)


# --- how it is started


@pytest.fixture
def served(monkeypatch) -> dict:
    told: dict = {}
    monkeypatch.setattr(app, "create_app", lambda settings: type("Site", (), {"server": None}))
    listening = SimpleNamespace(run=lambda: None)
    monkeypatch.setattr(
        serving, "listening", lambda _, host, port, most: told.update(host=host, port=port) or listening
    )
    return told


def settings_file(folder: Path, text: str, monkeypatch) -> None:
    (folder / "settings.toml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("KPI_DATA_DIR", str(folder))


def test_a_port_that_is_taken_is_told_of_before_anything_else_is_said(tmp_path, monkeypatch, capsys) -> None:
    settings_file(tmp_path, BEHIND, monkeypatch)
    monkeypatch.setattr(app, "create_app", lambda settings: SimpleNamespace(server=flask.Flask("x")))
    with socket.socket() as other:
        other.bind((app.HOST, 0))
        other.listen()
        with pytest.raises(SystemExit) as stopped:
            app.main(["--port", str(other.getsockname()[1])])
    told = capsys.readouterr()
    assert (stopped.value.code, told.out) == (1, "") and "måske kører programmet allerede" in told.err


BEHIND = f'drift = "proxy"\n[proxy]\nadresse = "{PUBLIC_ADDRESS}"\nadresser = ["10.0.0.7"]\n[roller]\nhr = ["hr"]\n'


def test_only_behind_a_proxy_does_it_listen_elsewhere(tmp_path: Path, monkeypatch, served: dict, capsys) -> None:
    settings_file(tmp_path, BEHIND, monkeypatch)
    app.main(["--host", "0.0.0.0", "--port", "8123"])
    assert (served["host"], served["port"]) == ("0.0.0.0", 8123) and PUBLIC_ADDRESS in capsys.readouterr().out
    settings_file(tmp_path, 'drift = "lokal"\n', monkeypatch)
    for host in ("0.0.0.0", "::", "10.0.0.7"):
        with pytest.raises(SystemExit) as stopped:
            app.main(["--host", host])
        assert stopped.value.code == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (BEHIND.replace(f'adresse = "{PUBLIC_ADDRESS}"', ""), "proxy.adresse"),
        (BEHIND.replace("https", "http"), "proxy.adresse"),
        (BEHIND.replace('hr = ["hr"]', ""), "grupper"),
        ('drift = "åben"\n', "drift"),
        ("ukendt = 1\n", "ukendt"),
    ],
)
def test_it_does_not_start_half_closed(tmp_path: Path, monkeypatch, served: dict, capsys, text: str, told: str) -> None:
    settings_file(tmp_path, text, monkeypatch)
    with pytest.raises(SystemExit) as stopped:
        app.main([])
    assert stopped.value.code in (1, 2) and told in capsys.readouterr().err and not served


def test_a_data_folder_that_cannot_be_used_is_told_of_without_a_traceback(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("KPI_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("KPI_SECRET_FILE", str(tmp_path.parent / "noegle"))
    (tmp_path / "store").write_text("", encoding="utf-8")
    with pytest.raises(SystemExit) as stopped:
        app.main([])
    told = capsys.readouterr().err
    assert stopped.value.code == 1 and told.startswith("Datamappen kan ikke") and str(tmp_path / "store") in told


# --- forms


def token_of(client, role: str = roles.HR, **who: str) -> str:
    answer = ask(client, "/data/person", role, headers=headers_of(role, **who) if who else None)
    return re.search(rf'name="{forms.FIELD}" value="([^"]+)"', answer.text)[1]


def posts(site: dash.Dash) -> list[tuple[str, str]]:
    return [(rule, at) for rule, method, at in routes(site) if method == "POST" and rule not in roles.DASH]


def test_a_form_without_its_token_does_nothing(site: dash.Dash, office: Office, capsys) -> None:
    held = books(office)
    cases = 0
    for rule, address in posts(site):
        client = site.server.test_client()
        token = token_of(client)
        stranger = token_of(site.server.test_client())
        for sent in (None, "", "forkert", token[:-1], token + "x", stranger):
            data = {"begrundelse": "x", "nummer": "1"} | ({} if sent is None else {forms.FIELD: sent})
            answer = ask(client, address, roles.HR, "POST", data=data, **multipart(rule))
            assert answer.status_code == 403, (rule, sent, answer.status_code)
            cases += 1
    assert books(office) == held
    with capsys.disabled():
        print(f" [{cases} forms with a wrong token]", end="")


def multipart(rule: str) -> dict:
    return {"content_type": "multipart/form-data"} if rule in roles.OWN_TOKEN_CHECK else {}


def books(office: Office) -> tuple:
    """What may not change: all that is stored, and every line of the log but those of entry."""
    lines = [line for line in office.journal.audit() if line["action"] not in (gate.ENTRY, gate.EXPORT)]
    return office.imports.ids(), office.store.keys(), lines


def test_a_token_is_the_persons_own(site: dash.Dash) -> None:
    client = site.server.test_client()
    token = token_of(client)
    sent = {forms.FIELD: token, "nummer": "x"}
    assert ask(client, "/data/person", roles.HR, "POST", data=sent).status_code == 200
    other = headers_of(roles.HR, "bo")
    assert ask(client, "/data/person", roles.HR, "POST", headers=other, data=sent).status_code == 403


FOREIGN = [
    {"Origin": "https://evil.example"},
    {"Origin": "http://arbejdskraft.eksempel.dk"},
    {"Origin": "null"},
    {"Origin": f"{PUBLIC_ADDRESS}.evil.example"},
    {"Referer": "https://evil.example/data"},
    {"Origin": PUBLIC_ADDRESS, "Referer": "https://evil.example/"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
]


@pytest.mark.parametrize("headers", FOREIGN)
def test_no_other_site_sends_our_forms(site: dash.Dash, headers: dict) -> None:
    client = site.server.test_client()
    sent = {forms.FIELD: token_of(client), "nummer": "x"}
    assert ask(client, "/data/person", roles.HR, "POST", data=sent, headers=headers).status_code == 403
    own = {"Origin": PUBLIC_ADDRESS, "Referer": f"{PUBLIC_ADDRESS}/data/person", "Sec-Fetch-Site": "same-origin"}
    assert ask(client, "/data/person", roles.HR, "POST", data=sent, headers=own).status_code == 200


def test_the_cookie_is_out_of_reach(site: dash.Dash, tmp_path: Path) -> None:
    cookie = ask(site.server.test_client(), "/data", roles.HR).headers["Set-Cookie"]
    assert cookie.startswith("__Host-") and "Path=/" in cookie and "Domain" not in cookie
    assert {"Secure", "HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))
    local = office_of(tmp_path, mode="lokal")
    server = app.create_app(app.Settings(local.store.folder, example=False, office=local)).server
    cookie = server.test_client().get("/data", base_url="http://127.0.0.1").headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))


def test_get_never_changes_anything(site: dash.Dash, office: Office) -> None:
    held = books(office)
    for rule, method, address in routes(site):
        if method in ("GET", "HEAD"):
            query = "?godkend=1&slet=ja&nummer=010190-1234&begrundelse=x&fortryd=ja"
            ask(site.server.test_client(), address + query, roles.HR, method)
        elif rule not in roles.DASH:
            ask(site.server.test_client(), address, roles.HR, "GET")
    assert books(office) == held


def test_the_log_holds_nothing_that_was_sent(site: dash.Dash, office: Office) -> None:
    number = "010190-1234"
    ask(site.server.test_client(), f"/hent/{number}/x.csv?visning=intern&q={number}", roles.READER)
    ask(site.server.test_client(), f"/data/import/{number}", roles.CHIEF)
    ask(site.server.test_client(), "/data", NOBODY, headers={"User-Agent": number, "X-Forwarded-User": number})
    assert number not in repr(office.journal.audit())


def test_a_log_that_cannot_be_written_lets_nobody_in(site: dash.Dash, monkeypatch) -> None:
    def fail(*_: object, **__: object):
        raise gate.Unpublishable("Journalen er i brug.")

    monkeypatch.setattr(Journal, "record", fail)
    assert ask(site.server.test_client(), "/data", roles.CHIEF).status_code == 403
    assert ask(site.server.test_client(), "/data", NOBODY).status_code == 401


def test_outside_a_request_nobody_asks() -> None:
    assert identity.sees("intern")
    server = flask.Flask("x")
    with server.test_request_context("/"), pytest.raises(AttributeError):
        identity.sees("intern")
