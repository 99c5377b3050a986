"""Services in one process, behind a real socket, started and stopped from outside."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress

import httpx
import psutil
import pytest
from fastapi import FastAPI, Request

from shared.http.mounted import mounted
from shared.http.rate_limit import RateLimit
from shared.http.server import IDLE_SECONDS, PortTaken, Server
from tests.shared.http.shop import Shop, asking, bearer


def test_every_service_answers_under_its_prefix_with_its_own_pages() -> None:
    both = mounted("Market", {"/one": Shop().app, "/two": Shop().app})
    with Server(both, port=0) as server, httpx.Client(base_url=server.address) as client:
        assert client.get("/two/orders/1", headers=bearer()).json() == "1  officer-1"
        assert client.get("/one/docs").status_code == 200
        assert client.get("/one/openapi.json").json()["servers"] == [{"url": "/one"}]
        assert client.get("/").json()["two"] == {"title": "Shop", "openapi": "/two/docs"}
        assert client.get("/three").headers["content-type"] == "application/problem+json"
        upload = {"file": ("a", b"x" * 2 * 1024 * 1024)}
        assert client.post("/one/orders/import", files=upload, headers=bearer()).status_code == 200
        counted = 'endpoint="/orders/import"'  # once the answer is on its way
        assert any(counted in client.get("/one/metrics").text for _ in range(200))
        assert 'endpoint="/orders/import"' not in client.get("/two/metrics").text


def test_a_taken_port_is_told_in_a_line() -> None:
    with Server(FastAPI(), port=0) as server:
        port = int(server.address.rpartition(":")[2])
        with pytest.raises(PortTaken, match=f"cannot listen on 127.0.0.1:{port}"):
            Server(FastAPI(), port=port)


def accepted(port: int) -> Iterator[socket.socket]:
    """The server's ends of its connections, which are this process's own."""
    for each in psutil.Process().net_connections("tcp"):
        if each.raddr and each.laddr.port == port:
            yield socket.socket(fileno=os.dup(each.fd))


def test_an_answer_does_not_wait_until_its_head_has_been_acknowledged() -> None:
    with Server(FastAPI(), port=0) as server, httpx.Client(base_url=server.address) as client:
        client.get("/")
        [connection] = accepted(int(server.address.rpartition(":")[2]))
        with connection:
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_only_a_named_proxy_says_who_asks() -> None:
    """An address that comes itself is counted as what it is, whatever it writes of others."""
    app, limit = FastAPI(), RateLimit(1)

    @app.get("/")
    def knock(request: Request) -> str:
        limit.check(request)
        return request.client.host if request.client else ""

    proxy, elsewhere = "127.0.0.2", "127.0.0.3"
    with Server(app, port=0, trusted_proxies=f"{proxy}, 10.9.0.0/16") as server:

        def ask(address: str, told: str) -> httpx.Response:
            transport = httpx.HTTPTransport(local_address=address)
            with httpx.Client(base_url=server.address, transport=transport) as client:
                return client.get("/", headers={"X-Forwarded-For": told})

        assert ask(proxy, "203.0.113.1").json() == "203.0.113.1"
        assert ask(proxy, "forged, 203.0.113.2, 10.9.0.7").json() == "203.0.113.2"
        assert ask(proxy, "203.0.113.3, 203.0.113.2").status_code == 429
        assert ask(elsewhere, "203.0.113.4").json() == elsewhere
        assert ask(elsewhere, "203.0.113.5").status_code == 429


UNASKED_SECONDS = 4
"""A server that was told nothing keeps a connection for five."""
KEPT_BY_CLIENTS = 60
"""Seconds: nginx, and the usual balancers before it; httpx 5, browsers ask again on a connection of which they hear nothing."""


def test_a_connection_is_kept_longer_than_clients_keep_theirs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Else one of them asks at the moment in which it is closed, and is not answered."""
    assert IDLE_SECONDS > KEPT_BY_CLIENTS

    monkeypatch.setattr("shared.http.server.IDLE_SECONDS", 0.1)
    with Server(FastAPI(), port=0) as server:
        address = ("127.0.0.1", int(server.address.rpartition(":")[2]))
        with socket.create_connection(address, timeout=UNASKED_SECONDS) as idle:
            idle.sendall(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n")
            told = b""
            while piece := idle.recv(10_000):  # until it is closed
                told += piece
            assert told.startswith(b"HTTP/1.1 404")


FEW_FILES = """
import resource
from fastapi import FastAPI
from shared.http.server import Server

resource.setrlimit(resource.RLIMIT_NOFILE, (256, 2_048))
with Server(FastAPI(), port=0):
    print(*resource.getrlimit(resource.RLIMIT_NOFILE))
"""


def test_there_may_be_as_many_connections_as_the_system_grants() -> None:
    told = subprocess.run([sys.executable, "-c", FEW_FILES], capture_output=True, text=True)  # noqa: S603, PLW1510 -- ourselves
    assert told.stdout == "2048 2048\n", told.stderr


def test_a_head_without_an_end_is_refused_and_long_bodies_are_not() -> None:
    with Server(Shop().app, port=0) as server, asking(server) as client:
        order = {"buyer": "li", "amount": 1, "tags": ["x" * 100_000]}
        assert client.post("/orders", json=order).status_code == 201
        assert client.post("/orders", json=order, headers={"X-Long": "x" * 60_000}).is_success

        address = ("127.0.0.1", int(server.address.rpartition(":")[2]))
        with socket.create_connection(address, timeout=10) as endless:
            endless.sendall(b"GET / HTTP/1.1\r\nX-Long: ")
            with suppress(ConnectionError):
                for _ in range(2_000):
                    endless.sendall(b"x" * 1_000)
            assert b"400 Bad Request" in _received(endless)


def _received(connection: socket.socket) -> bytes:
    try:
        return connection.recv(10_000)
    except ConnectionResetError:
        return b"400 Bad Request, lost with what was still being sent"


def test_stopping_finishes_the_request_at_hand() -> None:
    app, arrived, go_on = FastAPI(), threading.Event(), threading.Event()

    @app.get("/slow")
    def slow() -> str:
        arrived.set()
        go_on.wait(10)
        return "done"

    server, answers = Server(app, port=0).start(), []
    asking = threading.Thread(target=lambda: answers.append(httpx.get(f"{server.address}/slow")))
    asking.start()
    arrived.wait(10)
    stopping = threading.Thread(target=server.stop)
    stopping.start()
    go_on.set()
    asking.join()
    stopping.join()

    assert answers[0].json() == "done"
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{server.address}/slow")


def test_lifespans_run_inside_the_whole() -> None:
    steps: list[str] = []

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        steps.append("started")
        yield
        steps.append("stopped")

    with Server(mounted("Market", {"/one": FastAPI(lifespan=lifespan)}), port=0):
        assert steps == ["started"]
    assert steps == ["started", "stopped"]


def test_a_start_that_fails_is_told() -> None:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if app:
            raise OSError("no database")
        yield

    with pytest.raises(RuntimeError, match="did not start"):
        Server(FastAPI(lifespan=lifespan), port=0).start()
