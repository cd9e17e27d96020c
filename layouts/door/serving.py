"""How waitress serves the app: a request is held in memory, and no more of it than may be taken in.

A longer one is let through without its body. The app sees by its length that it is too long, and refuses it in Danish;
a server that refuses by itself closes the door while the browser is still sending, which then shows its own error.
"""

import io

import flask
import waitress
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import BaseWSGIServer

THREADS = 8
LONGEST_REQUEST, LONGEST_ANSWER = 2**40, 2**30
"""Bytes; of a longer request nothing is heard, and a longer answer would be laid in a temporary file: none is."""


class Body:
    """What a request sends, as waitress fills and reads it: all of it, or where it has more than `most` bytes nothing.

    Its length is what was sent, kept or not.
    """

    def __init__(self, most: int):
        self._most, self._size, self._kept = most, 0, io.BytesIO()

    def __len__(self) -> int:
        return self._size

    def append(self, piece: bytes) -> None:
        """Nothing; the piece comes after what is there."""
        self._size += len(piece)
        if self._size > self._most:
            self._kept = io.BytesIO()
        else:
            self._kept.write(piece)

    def getfile(self) -> io.BytesIO:
        """What is kept, to be read from its beginning."""
        self._kept.seek(0)
        return self._kept

    def close(self) -> None:
        """Nothing; what was kept is gone."""
        self._kept.close()


class _Parser(HTTPRequestParser):
    """A request whose body is held as `Body` holds it; `inbuf_overflow` is the most that is kept."""

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        if self.body_rcv is not None:
            most = self.adj.inbuf_overflow
            self.body_rcv.buf = Body(most if self.content_length <= most else 0)


class _Channel(HTTPChannel):
    parser_class = _Parser


def listening(site: flask.Flask, host: str, port: int, most: int):
    """A server that listens; its `run` serves the site until it is stopped. `most` is the longest body that is kept.

    Raises `OSError` where the port cannot be used.
    """
    listens: dict = {}
    server = waitress.create_server(
        site,
        map=listens,
        host=host,
        port=port,
        threads=THREADS,
        ident=None,
        clear_untrusted_proxy_headers=True,
        max_request_body_size=LONGEST_REQUEST,
        inbuf_overflow=most,
        outbuf_overflow=LONGEST_ANSWER,
    )
    for one in listens.values():
        if isinstance(one, BaseWSGIServer):
            one.channel_class = _Channel
    return server
