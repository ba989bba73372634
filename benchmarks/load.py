"""A bounded load generator: some clients, each asking again as soon as it was answered.

Raw sockets and little parsing, so that the client takes less of the machine than the
server. Run as a process of its own by ``measure.py``; prints one JSON object.

Usage: load.py HOST PORT CLIENTS SECONDS < PATHS     (a JSON list; asked for in turn)
"""

import asyncio
import itertools
import json
import sys
import time

MAX_REQUESTS = 200_000
HEAD = (
    "GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nUser-Agent: Mozilla/5.0 (benchmark)\r\n"
    "Accept: */*\r\nConnection: keep-alive\r\n{cookie}\r\n"
)


class Client:
    """One browser: it keeps its connection as long as the server does."""

    def __init__(self, host, port, keep_cookie):
        self.host, self.port, self.keep_cookie = host, port, keep_cookie
        self.reader = self.writer = None
        self.cookie = ""

    async def get(self, path):
        """Ask for a path; return the HTTP status and the number of body bytes."""
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection(
                self.host, self.port
            )
        request = HEAD.format(
            path=path, host=self.host, port=self.port, cookie=self.cookie
        )
        self.writer.write(request.encode())
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        status, headers = int(head[9:12]), {}
        for line in head.split("\r\n")[1:-2]:
            name, _, value = line.partition(": ")
            headers[name.lower()] = value
        if self.keep_cookie and "set-cookie" in headers:
            self.cookie = f"Cookie: {headers['set-cookie'].split(';')[0]}\r\n"
        if "content-length" in headers:
            body = await self.reader.readexactly(int(headers["content-length"]))
            if headers.get("connection", "").lower() == "close":
                self.close()
        else:
            body = await self.reader.read()
            self.close()
        return status, len(body)

    def close(self):
        if self.writer is not None:
            self.writer.close()
        self.reader = self.writer = None


async def work(client, paths, until, times, statuses):
    while time.perf_counter() < until and len(times) < MAX_REQUESTS:
        started = time.perf_counter()
        try:
            status, _size = await client.get(next(paths))
        except (ConnectionError, asyncio.IncompleteReadError):
            # The server closed a kept connection between two requests: ask again.
            client.close()
            continue
        times.append(time.perf_counter() - started)
        statuses[status] = statuses.get(status, 0) + 1


async def load(host, port, count, seconds, paths, keep_cookie):
    """Return requests a second, latencies in milliseconds and answers by status."""
    times, statuses, turn = [], {}, itertools.cycle(paths)
    clients = [Client(host, port, keep_cookie) for _number in range(count)]
    started = time.perf_counter()
    await asyncio.gather(
        *(work(client, turn, started + seconds, times, statuses) for client in clients)
    )
    spent = time.perf_counter() - started
    for client in clients:
        client.close()
    times.sort()
    return {
        "rate": len(times) / spent,
        "median": times[len(times) // 2] * 1000,
        "p95": times[int(len(times) * 0.95)] * 1000,
        "requests": len(times),
        "statuses": statuses,
    }


if __name__ == "__main__":
    host, port, count, seconds = sys.argv[1:5]
    result = load(
        host,
        int(port),
        int(count),
        float(seconds),
        json.load(sys.stdin),
        "--cookie" in sys.argv,
    )
    print(json.dumps(asyncio.run(result)))
