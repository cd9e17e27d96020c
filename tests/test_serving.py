"""The server itself: what is too much is refused in Danish, costs no memory to speak of, and the next is answered."""

from __future__ import annotations

import http.client
import re
import threading
import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

import app
from layouts.data import upload
from layouts.door import forms, serving

MEGABYTE = upload.MEGABYTE
NOTHING_TO_SPEAK_OF = 8 * MEGABYTE
HEAD = 'Content-Disposition: form-data; name="{}"{}\r\n\r\n'


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a server of the app, with an empty store."""
    site = app.create_app(app.Settings(tmp_path_factory.mktemp("own") / "store/publications", example=False))
    server = serving.listening(site.server, app.HOST, 0, upload.LARGEST_TOTAL)
    threading.Thread(target=server.run, daemon=True).start()
    yield server.effective_port
    server.close()


class Officer:
    """A browser with the page's token and cookie."""

    def __init__(self, port: int):
        self.to = http.client.HTTPConnection(app.HOST, port, timeout=60)
        self.to.request("GET", "/data/ny")
        page = self.to.getresponse()
        self.token = re.search(f'name="{forms.FIELD}" value="([^"]+)"', page.read().decode())[1]
        self.cookie = page.headers["Set-Cookie"].partition(";")[0]

    def send(self, size: int, *, chunked: bool = False) -> tuple[int, str]:
        """Status and page of the answer to a form with a file of so many bytes, sent a megabyte at a time."""
        parts = [
            f"--x\r\n{HEAD.format(forms.FIELD, '')}{self.token}\r\n--x\r\n",
            HEAD.format("filer", '; filename="løn.csv"'),
        ]
        head, tail = "".join(parts).encode(), b"\r\n--x--\r\n"
        pieces = [head, *[b"1;2;3;4\n" * (MEGABYTE // 8)] * (size // MEGABYTE), tail]
        told = {"Content-Type": "multipart/form-data; boundary=x", "Cookie": self.cookie}
        told |= {} if chunked else {"Content-Length": str(sum(map(len, pieces)))}
        self.to.request("POST", "/data/ny", iter(pieces), told, encode_chunked=chunked)
        answer = self.to.getresponse()
        return answer.status, answer.read().decode()


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("size", [100 * MEGABYTE, 400 * MEGABYTE])
def test_what_is_too_large_is_refused_in_danish_and_costs_no_memory(port: int, size: int, chunked: bool) -> None:
    officer = Officer(port)
    most = upload.LARGEST_TOTAL if chunked else 0
    tracemalloc.start()
    status, page = officer.send(size, chunked=chunked)
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert status == 413
    assert f"Filerne fylder for meget: højst {upload.LARGEST_FILE // MEGABYTE} MB i alt. Intet er gemt." in page
    assert peak < most * 9 // 8 + NOTHING_TO_SPEAK_OF and kept < NOTHING_TO_SPEAK_OF, (peak, kept)


def test_what_is_not_too_large_comes_through_the_same_door(port: int) -> None:
    for chunked in (False, True):
        status, page = Officer(port).send(2 * MEGABYTE, chunked=chunked)
        assert status == 422 and "Data pr." in page


def test_after_a_refusal_the_same_browser_is_answered(port: int) -> None:
    officer = Officer(port)
    assert officer.send(100 * MEGABYTE)[0] == 413
    assert officer.send(MEGABYTE)[0] == 422


@given(st.lists(st.binary(max_size=40), max_size=12), st.integers(0, 120))
def test_a_body_is_whole_or_nothing_and_knows_its_length(pieces: list[bytes], most: int) -> None:
    body, sent = serving.Body(most), b"".join(pieces)
    for piece in pieces:
        body.append(piece)
    assert len(body) == len(sent)
    assert body.getfile().read() == (sent if len(sent) <= most else b"")
    assert body.getfile().read() == body.getfile().read()
