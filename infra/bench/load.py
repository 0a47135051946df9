"""A small load generator: keep-alive connections in one process of their own.

Run as `python -m infra.bench.load URL COOKIE CONNECTIONS SECONDS PATH ...`; prints a line of JSON.
Paths are asked for in turn, so that a page can be measured with many different queries. Where the
machine has `wrk`, it presses instead: it costs the cores that are measured much less.
"""

import asyncio
import itertools
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from urllib.parse import urlsplit


async def _answer(reader: asyncio.StreamReader) -> int:
    """Read one response to its end and return its status."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    status = int(head.split(" ", 2)[1])
    headers = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
    if headers.get("transfer-encoding") == "chunked":
        while size := int((await reader.readuntil(b"\r\n")).strip(), 16):
            await reader.readexactly(size + 2)
        await reader.readuntil(b"\r\n")
    else:
        await reader.readexactly(int(headers.get("content-length", 0)))
    return status


async def _client(
    host: str, port: int, asked: Iterator[bytes], until: float, times: list[float], odd: list[int]
) -> None:
    reader, writer = await asyncio.open_connection(host, port)
    while time.perf_counter() < until:
        began = time.perf_counter()
        writer.write(next(asked))
        try:
            status = await _answer(reader)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()  # the server recycles connections now and then
            reader, writer = await asyncio.open_connection(host, port)
            continue
        times.append(time.perf_counter() - began)
        if status != 200:
            odd.append(status)
    writer.close()


async def measure(
    url: str, cookie: str, connections: int, seconds: float, paths: list[str]
) -> dict[str, float]:
    """Requests per second and latencies in milliseconds; `odd` counts answers other than 200."""
    where = urlsplit(url)
    times: list[float] = []
    odd: list[int] = []
    host, port = where.hostname or "127.0.0.1", where.port or 80
    header = f"Cookie: {cookie}\r\n" if cookie else ""
    endless = itertools.cycle(
        [f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\n{header}\r\n".encode() for path in paths]
    )
    began = time.perf_counter()
    until = began + seconds
    await asyncio.gather(
        *(_client(host, port, endless, until, times, odd) for _ in range(connections))
    )
    took = time.perf_counter() - began
    ordered = sorted(times)
    return {
        "per_second": len(times) / took,
        "p50": 1000 * statistics.median(ordered),
        "p99": 1000 * ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))],
        "odd": len(odd),
    }


# Asks for the paths in turn and prints what `measure` returns.
LUA = """
local paths, turn = %s, 0
function request()
  turn = turn %% #paths + 1
  return wrk.format("GET", paths[turn], {["Cookie"] = %s})
end
function done(summary, latency)
  io.write(string.format('{"per_second":%%f,"p50":%%f,"p99":%%f,"odd":%%d}\\n',
    summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1000,
    latency:percentile(99) / 1000, summary.errors.status))
end
"""


def measure_with_wrk(
    url: str, cookie: str, connections: int, seconds: float, paths: list[str]
) -> dict[str, float]:
    """The same as `measure`, pressed by wrk; `odd` counts answers of 400 and above."""
    quoted = "{" + ",".join(json.dumps(path) for path in paths) + "}"
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(LUA % (quoted, json.dumps(cookie) if cookie else "nil"))
        script.flush()
        command = ["wrk", "-t1", f"-c{connections}", f"-d{round(seconds) or 1}s", "-s", script.name]
        said = subprocess.run([*command, url], capture_output=True, text=True, check=True).stdout
    found: dict[str, float] = json.loads(said.splitlines()[-1])
    return found


if __name__ == "__main__":
    url, cookie, connections, seconds, *paths = sys.argv[1:]
    if shutil.which("wrk"):
        found = measure_with_wrk(url, cookie, int(connections), float(seconds), paths)
    else:
        found = asyncio.run(measure(url, cookie, int(connections), float(seconds), paths))
    print(json.dumps(found))
