"""The proxy of the IT guide, with a real nginx from Debian: who is believed, who is turned away, what is let through.

nginx runs the very file that the guide prints, with other ports and a certificate of the test's own. Behind it are the
program, served by waitress in *proxy* mode, and a stand-in for oauth2-proxy: who has the cookie `bruger=NAME` is signed
in as NAME.
"""

from __future__ import annotations

import csv
import http.client
import io
import os
import re
import shutil
import socket
import sqlite3
import ssl
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlencode

import pytest
from publications_for_tests import small_publication

from kpi.municipality.settings import ROLES
from kpi.publications.publication import Store
from layouts.data.upload import LARGEST_FILE, LARGEST_TOTAL

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "layouts/templates"
HOST, LOOPBACK, STRANGER = "arbejdskraft.kommune.dk", "127.0.0.1", "127.0.0.2"
OWN = f"https://{HOST}"
LOGIN = "https://login.example/authorize"
KEY = "2022-06"
GROUPS = {"hr": "GRP-HR-Noegletal", "direktion": "GRP-Direktion", "chef": "GRP-Chefforum", "laeser": "GRP-Alle-Ansatte"}
PEOPLE = {role: f"Andet,{group}" for role, group in GROUPS.items()} | {
    "ingen": "",
    "fremmed": "GRP-Andre,GRP-HR",
    "begge": f"{GROUPS['laeser']},{GROUPS['chef']}",
}
"""What the sign-in service says that each user is in."""
LONG_COOKIE = "x" * 11_000
"""What Entra's tokens make of oauth2-proxy's cookie: more than the 4 to 8 kB that nginx takes from a service."""
NEEDED = ("nginx", "openssl")
NOT_THERE = "no nginx or no openssl: install both (Debian: apt install nginx-light openssl) to test the guide's proxy"
CERTIFICATES, CERTIFICATE, CERTIFICATE_KEY = "/etc/ssl/arbejdskraft", "fuld-kaede.pem", "noegle.pem"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


@dataclass
class House:
    """nginx in front, the program behind: their ports, and where each writes."""

    front: int
    redirect: int
    back: int
    data: Path
    nginx: Path
    cookies: dict[str, str] = field(default_factory=dict)

    @property
    def trusted(self) -> ssl.SSLContext:
        """What a browser trusts: the certificate of this nginx alone."""
        return ssl.create_default_context(cafile=self.nginx / CERTIFICATE)

    def ask(
        self, path: str, user: str = "", headers: dict | None = None, method: str = "GET", body: bytes | None = None
    ) -> Answer:
        """The answer to a browser that nginx is asked by; `user` is signed in."""
        jar = [f"bruger={user}"] if user else []
        jar += [self.cookies[user]] if user in self.cookies else []
        told = {"Host": HOST, **({"Cookie": "; ".join(jar)} if jar else {})} | (headers or {})
        answer = ask(LOOPBACK, self.front, path, told, method, body, trusted=self.trusted)
        if session := re.match(r"__Host-[^;]+", answer.headers.get("set-cookie", "")):
            self.cookies[user] = session[0]
        return answer

    def log(self) -> list[tuple[str, str, str, str]]:
        """Who, role, action and outcome of every line of the log."""
        with sqlite3.connect(self.data / "store/journal.sqlite") as journal:
            return journal.execute("SELECT who, role, action, outcome FROM audit ORDER BY id").fetchall()


def ask(
    to: str,
    port: int,
    path: str,
    headers: dict,
    method: str = "GET",
    body: bytes | None = None,
    source: str = LOOPBACK,
    trusted: ssl.SSLContext | None = None,
) -> Answer:
    """The answer to a request that comes from `source`, by TLS where somebody is `trusted`.

    Headers given as lists are sent once for each.
    """
    if trusted:
        connection = http.client.HTTPSConnection(to, port, timeout=60, source_address=(source, 0), context=trusted)
    else:
        connection = http.client.HTTPConnection(to, port, timeout=60, source_address=(source, 0))
    connection.putrequest(method, path, skip_host=True)
    for name, value in headers.items():
        for one in value if isinstance(value, list) else [value]:
            connection.putheader(name, one)
    if body is not None:
        connection.putheader("Content-Length", str(len(body)))
    try:
        connection.endheaders()
        if body:
            connection.send(body)
    except (BrokenPipeError, ConnectionResetError, ssl.SSLEOFError):
        pass  # it was turned away before all had been sent; the answer is there
    answer = connection.getresponse()
    got = Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    connection.close()
    return got


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind((LOOPBACK, 0))
        return trial.getsockname()[1]


def until_it_answers(port: int, process: subprocess.Popen, told: Path) -> None:
    for _ in range(600):
        with socket.socket() as trial:
            if trial.connect_ex((LOOPBACK, port)) == 0:
                return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise AssertionError(told.read_text(encoding="utf-8", errors="replace"))


class SignIn(BaseHTTPRequestHandler):
    """Answers as oauth2-proxy does: 202 with the name and the groups, 401, or on to where one signs in."""

    def do_GET(self) -> None:
        user = re.search(r"bruger=(\w+)", self.headers.get("Cookie", ""))
        if self.path == "/oauth2/sign_in":
            self.send_response(302)
            self.send_header("Location", f"{LOGIN}?{urlencode({'state': self.headers['X-Auth-Request-Redirect']})}")
        elif self.path != "/oauth2/auth":
            self.send_response(200)
        elif user and user[1] in PEOPLE:
            self.send_response(202)
            self.send_header("X-Auth-Request-Email", f"{user[1]}@kommune.dk")
            self.send_header("Set-Cookie", f"_oauth2_proxy={LONG_COOKIE}")
            if PEOPLE[user[1]]:
                self.send_header("X-Auth-Request-Groups", PEOPLE[user[1]])
        else:
            self.send_response(401)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def of_the_guide(name: str) -> str:
    """A file as the guide prints it."""
    return unescape((TEMPLATES / f"guide_it_{name}.html").read_text(encoding="utf-8"))


def certified(folder: Path) -> Path:
    """The folder, with a certificate in it that its own key has signed."""
    told = f"req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN={HOST} -addext subjectAltName=DNS:{HOST},IP:{LOOPBACK}"
    made = ["-keyout", folder / CERTIFICATE_KEY, "-out", folder / CERTIFICATE]
    subprocess.run(["openssl", *told.split(), *made], check=True, capture_output=True)
    return folder


def nginx_file(front: int, redirect: int, back: int, sign_in: int, certificates: Path) -> str:
    """The guide's file with other ports and certificates; nothing else of it is changed."""
    text = of_the_guide("nginx")
    changes = {
        "    listen [::]:80;\n": "",
        "    listen [::]:443 ssl;\n": "",
        "listen 80;": f"listen {LOOPBACK}:{redirect};",
        "listen 443 ssl;": f"listen {LOOPBACK}:{front} ssl;",
        CERTIFICATES: str(certificates),
        "127.0.0.1:4180": f"{LOOPBACK}:{sign_in}",
        "127.0.0.1:8050": f"{LOOPBACK}:{back}",
    }
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


def started_nginx(folder: Path, server: str, port: int) -> subprocess.Popen:
    """nginx with the file, all that it writes in the folder."""
    temporary = "".join(
        f"    {kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root root;\n" if os.name == "posix" and os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user}daemon off;\nworker_processes 1;\npid {folder}/nginx.pid;\nerror_log {folder}/error.log info;\n"
        f"events {{}}\nhttp {{\n    access_log {folder}/access.log;\n{temporary}{server}}}\n",
        encoding="utf-8",
    )
    told = folder / "told.txt"
    with told.open("wb") as output:
        process = subprocess.Popen(
            ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")],
            stdout=output,
            stderr=output,
        )
    until_it_answers(port, process, told)
    return process


@pytest.fixture(scope="module")
def sign_in() -> Iterator[int]:
    server = ThreadingHTTPServer((LOOPBACK, 0), SignIn)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def house(sign_in: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The guide's settings, the guide's nginx, and a publication to look at."""
    os.environ["PATH"] += ":/usr/sbin:/sbin"
    if not all(map(shutil.which, NEEDED)):
        (pytest.fail if os.environ.get("CI", "").lower() in {"true", "1"} else pytest.skip)(NOT_THERE)
    data, key, folder = (tmp_path_factory.mktemp(name) for name in ("data", "noegle", "nginx"))
    (data / "settings.toml").write_text(of_the_guide("toml"), encoding="utf-8")
    Store(data / "store/publications").add(small_publication(KEY, as_of=date(2022, 6, 30)))
    front, redirect, back = free_port(), free_port(), free_port()
    told = folder / "program.txt"
    environment = os.environ | {"KPI_DATA_DIR": str(data), "KPI_SECRET_FILE": str(key / "noegle")}
    with told.open("wb") as output:
        program = subprocess.Popen(
            [sys.executable, "-m", "app", "--port", str(back)], cwd=ROOT, env=environment, stdout=output, stderr=output
        )
    try:
        until_it_answers(back, program, told)
        nginx = started_nginx(folder, nginx_file(front, redirect, back, sign_in, certified(folder)), front)
        try:
            yield House(front, redirect, back, data, folder)
        finally:
            nginx.terminate()
            nginx.wait(10)
    finally:
        program.terminate()
        program.wait(10)
    assert "Traceback" not in told.read_text(encoding="utf-8"), "the program told of a fault"


FILE = f"/hent/{KEY}/tabel-2.csv"


def test_who_is_not_signed_in_is_sent_to_sign_in(house: House) -> None:
    for path in ("/", "/data", FILE, "/sag?modtager=chefforum&udgivelse=2022-06"):
        answer = house.ask(path)
        assert answer.status == 302
        assert answer.headers["location"] == f"{LOGIN}?{urlencode({'state': path})}"


def test_a_form_that_comes_too_late_is_sent_to_sign_in_without_its_content(house: House) -> None:
    answer = house.ask("/data/ny", method="POST", body=b"a=010180-1234")
    assert answer.status == 302
    assert answer.headers["location"] == f"{LOGIN}?{urlencode({'state': '/data/ny'})}"


def test_a_browser_is_told_to_come_by_tls_alone(house: House) -> None:
    assert "Strict-Transport-Security".lower() in house.ask("/").headers


def test_who_comes_without_tls_is_sent_to_the_same_address_with_it(house: House) -> None:
    answer = ask(LOOPBACK, house.redirect, "/sag?modtager=chefforum&udgivelse=2022-06", {"Host": HOST})
    assert (answer.status, answer.headers["location"]) == (301, f"{OWN}/sag?modtager=chefforum&udgivelse=2022-06")


def shaken(house: House, version: ssl.TLSVersion) -> str:
    """The version of TLS that nginx agrees to, where a client speaks this one alone; it may be too old to be safe."""
    trusted = house.trusted
    trusted.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        trusted.minimum_version = trusted.maximum_version = version
    with (
        socket.create_connection((LOOPBACK, house.front), timeout=10) as raw,
        trusted.wrap_socket(raw, server_hostname=HOST) as safe,
    ):
        return safe.version()


def test_nginx_speaks_the_tls_of_today_and_no_older(house: House) -> None:
    assert shaken(house, ssl.TLSVersion.TLSv1_2) == "TLSv1.2"
    assert shaken(house, ssl.TLSVersion.TLSv1_3) == "TLSv1.3"
    with pytest.raises(ssl.SSLError, match="ALERT_PROTOCOL_VERSION"):
        shaken(house, ssl.TLSVersion.TLSv1_1)


@pytest.mark.parametrize("user", PEOPLE)
def test_the_roles_come_from_the_groups(house: House, user: str) -> None:
    roles = {role for role in ROLES if GROUPS[role] in PEOPLE[user].split(",")}
    inside = bool(roles & {"hr", "direktion", "chef"})
    expected = {
        "/": 200 if roles else 401,
        "/metode": 200 if roles else 401,
        "/data": 200 if "hr" in roles else 403 if roles else 401,
        FILE: 200 if roles else 401,
        f"{FILE}?visning=intern": 200 if inside else 403 if roles else 401,
        f"/hent/{KEY}/alle.xlsx?visning=intern": 200 if inside else 403 if roles else 401,
    }
    assert {path: house.ask(path, user).status for path in expected} == expected


def test_a_long_cookie_of_the_sign_in_comes_both_ways(house: House) -> None:
    """The sign-in's every answer carries one; the browser then sends it with every request."""
    assert house.ask("/", "hr", {"Cookie": f"bruger=hr; _oauth2_proxy={LONG_COOKIE}"}).status == 200


def test_a_refusal_of_the_program_is_shown_and_does_not_lead_to_sign_in_again(house: House) -> None:
    answer = house.ask("/", "fremmed")
    assert answer.status == 401
    assert "location" not in answer.headers
    assert "ikke i en gruppe, der giver adgang" in answer.text


FORGED = [
    {"X-Forwarded-User": "hr@kommune.dk", "X-Forwarded-Groups": GROUPS["hr"]},
    {"x-forwarded-user": ["a", "b"], "x-forwarded-groups": [GROUPS["hr"], GROUPS["hr"]]},
    {"X_Forwarded_User": "hr@kommune.dk", "X_Forwarded_Groups": GROUPS["hr"]},
    {"X-Forwarded_User": "hr@kommune.dk", "X-Forwarded_Groups": GROUPS["hr"]},
    {"X-Auth-Request-Email": "hr@kommune.dk", "X-Auth-Request-Groups": GROUPS["hr"]},
    {"X-Forwarded-For": "127.0.0.1", "Forwarded": "for=127.0.0.1", "X-Real-IP": "127.0.0.1"},
]


@pytest.mark.parametrize("headers", FORGED, ids=lambda headers: next(iter(headers)))
@pytest.mark.parametrize("user", ["laeser", "ingen", ""])
def test_a_clients_own_headers_are_not_believed(house: House, user: str, headers: dict) -> None:
    before = len(house.log())
    answer = house.ask("/data", user, headers)
    assert answer.status == {"laeser": 403, "ingen": 401, "": 302}[user]
    names = {who for who, *_ in house.log()[before:]}
    if user == "ingen":
        assert names <= {""}  # a line at once, and then a count a minute: never a name that was not signed in
    else:
        assert names == {"laeser": {"laeser@kommune.dk"}, "": set()}[user]


SIGNED_IN = {"Host": HOST, "X-Forwarded-User": "hr@kommune.dk", "X-Forwarded-Groups": GROUPS["hr"]}


def test_headers_are_believed_only_from_the_proxys_address(house: House) -> None:
    assert ask(LOOPBACK, house.back, "/data", SIGNED_IN).status == 200
    for path in ("/", "/data", FILE, "/assets/style.css", "/_dash-layout"):
        forged = SIGNED_IN | {"X-Forwarded-For": LOOPBACK, "Forwarded": f"for={LOOPBACK}"}
        assert ask(LOOPBACK, house.back, path, forged, source=STRANGER).status == 401, path
        assert ask(LOOPBACK, house.back, path, {"Host": HOST}).status == 401, path


def test_the_program_listens_to_its_own_machine_only(house: House) -> None:
    with socket.socket() as trial:
        assert trial.connect_ex((STRANGER, house.back)) != 0


def test_the_program_answers_its_public_name_only(house: House) -> None:
    for host in (LOOPBACK, f"{LOOPBACK}:{house.back}", "localhost", "andet.kommune.dk", f"{HOST}.ondt.dk"):
        answer = ask(LOOPBACK, house.back, "/", SIGNED_IN | {"Host": host})
        assert answer.status == 403, host
    told = house.ask("/", "hr", {"Host": "andet.kommune.dk"})
    assert told.status == 403
    assert OWN in told.text


def test_a_redirect_stays_on_the_public_address(house: House) -> None:
    answer = house.ask("/?visning=intern", "laeser")
    assert answer.status == 303
    assert answer.headers["location"].removeprefix(OWN) == "/?visning=offentlig"


def token(house: House, user: str) -> str:
    """The proof that the forms of the page /data carry, the session's cookie kept."""
    return re.search(r'name="bevis"[^>]*value="([^"]+)"', house.ask("/data/ny", user).text)[1]


def form(parts: dict[str, str], files: dict[str, bytes]) -> tuple[dict, bytes]:
    """Headers and body of a multipart form."""
    boundary, body = "graense", io.BytesIO()
    for name, text in parts.items():
        body.write(f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'.encode())
    for name, content in files.items():
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="filer"; filename="{name}"\r\n'
        body.write(f"{head}Content-Type: text/csv\r\n\r\n".encode() + content + b"\r\n")
    body.write(f"--{boundary}--\r\n".encode())
    return {"Content-Type": f"multipart/form-data; boundary={boundary}"}, body.getvalue()


def adverts(rows: int) -> bytes:
    """An extract of adverts, as long as it is asked to be."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow([*"Job-id Titel Område Publiceret Ansøgningsfrist Afsluttet".split(), "Antal ansatte"])
    writer.writerows(
        (f"J{row:07}", "Lærer " * 10, "Skoleområdet", "01-02-2022", "15-02-2022", "01-04-2022", 1)
        for row in range(rows)
    )
    return text.getvalue().encode()


UPLOAD = {"as_of": "2022-06-30", "drawn": "2022-07-31", "covers_from": "", "on": ""}


def upload(house: House, user: str, proof: str, content: bytes, headers: dict | None = None) -> Answer:
    kind, body = form({"bevis": proof} | UPLOAD, {"annoncer.csv": content})
    return house.ask("/data/ny", user, {"Origin": OWN} | kind | (headers or {}), "POST", body)


def test_a_large_file_comes_through_and_is_not_written_by_nginx(house: House) -> None:
    content = adverts(150_000)
    assert len(content) > 12_000_000
    answer = upload(house, "hr", token(house, "hr"), content)
    assert answer.status == 303, answer.text
    assert answer.headers["location"].removeprefix(OWN).startswith("/data/")
    assert "buffered to a temporary file" not in (house.nginx / "error.log").read_text(encoding="utf-8")


def test_without_its_two_lines_nginx_would_have_written_the_file(house: House, sign_in: int, tmp_path: Path) -> None:
    front, redirect = free_port(), free_port()
    text = re.sub(r"^ *proxy_(request_buffering|max_temp_file_size) .*\n", "", of_the_guide("nginx"), flags=re.M)
    assert text != of_the_guide("nginx")
    server = nginx_file(front, redirect, house.back, sign_in, certified(tmp_path))
    server = re.sub(r"^ *proxy_(request_buffering|max_temp_file_size) .*\n", "", server, flags=re.M)
    nginx = started_nginx(tmp_path, server, front)
    try:
        other = House(front, redirect, house.back, house.data, tmp_path)
        assert upload(other, "hr", token(other, "hr"), adverts(20_000)).status == 303
    finally:
        nginx.terminate()
        nginx.wait(10)
    assert "a client request body is buffered to a temporary file" in (tmp_path / "error.log").read_text()


def test_what_is_too_large_is_refused_in_danish_by_the_program(house: House) -> None:
    answer = upload(house, "hr", token(house, "hr"), b"Job-id;" + b"x" * LARGEST_FILE)
    assert answer.status == 413
    assert f"mere end {LARGEST_FILE // 1024 // 1024} MB" in answer.text
    assert "nginx" not in answer.text


def test_however_large_it_is_the_program_refuses_it(house: House) -> None:
    told = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = house.ask("/data/ny", "hr", told, "POST", b"x" * (2 * LARGEST_TOTAL))
    assert answer.status == 413
    assert f"højst {LARGEST_FILE // 2**20} MB i alt" in answer.text
    assert "nginx" not in answer.text


def test_a_form_is_taken_from_the_public_address_only(house: House) -> None:
    proof = token(house, "hr")
    small = adverts(1)
    for origin in ("https://ondt.dk", f"http://{HOST}", f"https://{HOST}.ondt.dk", "null"):
        assert upload(house, "hr", proof, small, {"Origin": origin}).status == 403, origin
    assert upload(house, "hr", proof, small, {"Sec-Fetch-Site": "cross-site"}).status == 403
    assert upload(house, "hr", "forkert", small).status == 403
    assert upload(house, "hr", proof, small).status == 303


def test_the_sessions_cookie_stays_with_the_public_address(house: House) -> None:
    house.cookies.clear()
    told = house.ask("/data/ny", "hr").headers["set-cookie"]
    assert told.startswith("__Host-arbejdskraft=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(told.split("; "))
    assert "Domain" not in told


def test_another_persons_cookie_proves_nothing(house: House) -> None:
    proof = token(house, "hr")
    house.cookies["chef"] = house.cookies["hr"]
    assert upload(house, "chef", proof, adverts(1)).status == 403


def test_the_log_says_who_was_turned_away(house: House) -> None:
    before = len(house.log())
    house.ask("/data", "chef")
    assert house.log()[before:] == [("chef@kommune.dk", "chef", "adgang", "nægtet")]
