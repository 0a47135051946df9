"""The load generator and the mail sink of `make bench`, against tiny real servers."""

import asyncio
import json
import smtplib
import socketserver
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

import pytest

from infra import children
from infra.bench import load
from infra.children import Children

ROOT = Path(__file__).resolve().parent.parent.parent
ANSWERS = {
    "/": b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
    "/parts": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"5\r\nhello\r\na\r\n0123456789\r\n0\r\n\r\n",
    "/nothing": b"HTTP/1.1 204 No Content\r\n\r\n",
    "/lost": b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
}


class Tiny(socketserver.StreamRequestHandler):
    """Answers as told; after `asked_before_closing` questions it hangs up without a word."""

    def handle(self) -> None:
        for number in range(1_000_000):
            head = b""
            while not head.endswith(b"\r\n\r\n"):
                line = self.rfile.readline()
                if not line:
                    return
                head += line
            if number == self.server.asked_before_closing:
                return
            path = head.split()[1].decode()
            self.server.heads.append(head)
            self.wfile.write(ANSWERS[path])


@pytest.fixture
def tiny():
    """A server on a port of its own, which remembers what it was asked."""

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

    with Server(("127.0.0.1", 0), Tiny) as server:
        server.heads = []
        server.asked_before_closing = -1
        server.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def measure(server, *paths: str, cookie: str = "", connections: int = 2, seconds: float = 0.3):
    return asyncio.run(load.measure(server.url, cookie, connections, seconds, list(paths)))


def asked_for(server) -> Counter[str]:
    return Counter(head.split()[1].decode() for head in server.heads)


def test_load_counts_answers_and_their_times(tiny):
    found = measure(tiny, "/")
    assert found["odd"] == 0
    assert found["per_second"] > 10
    assert 0 < found["p50"] <= found["p99"] < 5000
    assert len(tiny.heads) >= found["per_second"] * 0.3 * 0.5


def test_load_tells_answers_that_are_not_what_was_asked_for(tiny):
    found = measure(tiny, "/lost")
    assert found["odd"] == len(tiny.heads)


def test_load_asks_for_every_path_equally_often(tiny):
    measure(tiny, "/", "/parts", "/lost", connections=1)
    asked = asked_for(tiny)
    assert set(asked) == {"/", "/parts", "/lost"}
    assert max(asked.values()) - min(asked.values()) <= 1


def test_load_reads_an_answer_in_parts_to_its_end(tiny):
    """A rest that is left over would be taken for the next answer."""
    found = measure(tiny, "/parts", "/", connections=1)
    assert found["odd"] == 0
    assert asked_for(tiny)["/"] > 1


def test_load_reads_an_answer_without_a_body(tiny):
    found = measure(tiny, "/nothing")
    assert found["odd"] == len(tiny.heads)


def test_load_keeps_its_connections_and_says_who_it_is(tiny):
    measure(tiny, "/", cookie="sessionid=abc", connections=1)
    assert all(b"\r\nCookie: sessionid=abc\r\n" in head for head in tiny.heads)
    assert all(b"HTTP/1.1\r\nHost: 127.0.0.1:" in head for head in tiny.heads)
    assert len(tiny.heads) > 1


def test_load_without_a_cookie_sends_none(tiny):
    measure(tiny, "/", connections=1)
    assert not any(b"cookie" in head.lower() for head in tiny.heads)


def test_load_connects_again_when_the_server_hangs_up(tiny):
    tiny.asked_before_closing = 3
    found = measure(tiny, "/", connections=1)
    assert found["odd"] == 0
    assert len(tiny.heads) > 6


def test_load_prints_one_line_that_a_program_reads(tiny):
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "infra.bench.load", tiny.url, "", "2", "0.3", "/"],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert set(json.loads(done.stdout)) == {"per_second", "p50", "p99", "odd"}
    assert done.stderr == ""


def test_sink_takes_every_mail_of_a_talk(tmp_path):
    port = children.free_port()
    with Children(tmp_path / "log") as group:
        command = [sys.executable, "-m", "infra.bench.sink", str(port)]
        child = group.start("sink", command, cwd=ROOT)
        assert children.wait_until(lambda: children.answers(port), child, seconds=30)
        with smtplib.SMTP("127.0.0.1", port) as client:
            for number in range(3):
                refused = client.sendmail(
                    "a@example.org", ["b@example.org"], f"Subject: {number}\r\n\r\n.dot\r\n"
                )
                assert refused == {}
            assert client.quit()[0] == 221
        with smtplib.SMTP("127.0.0.1", port) as again:
            assert again.noop()[0] == 250
