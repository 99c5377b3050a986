"""A server that runs beside the caller's own work and stops when told."""

import logging
import resource
import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self

import uvicorn
from starlette.types import ASGIApp

from shared.http.bounded_head import BoundedHead

GRACE_SECONDS = 10
IDLE_SECONDS = 75
"""So long a connection is kept on which nothing is asked: longer than clients and proxies keep theirs (httpx 5 s, nginx and
most others 60). Whoever closes first is not asked on it at that very moment, and nobody finds it reset."""
_CONNECTIONS = 65_536
"""More would be of no use: the system's own ports end there."""


class PortTaken(Exception):
    """Something else listens there already; the text names the address."""


class Server:
    """Serves ``app`` in a thread of its own, from ``start`` (or ``with``) to ``stop``.

    ``trusted_proxies`` are those of `ServiceSettings`: for whom they ask is ``request.client``.

    Attributes:
        address: ``http://127.0.0.1:8080``; given port 0, it names the free port that was taken.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        host: str = "127.0.0.1",
        port: int = 8080,
        trusted_proxies: str = "127.0.0.1",
    ) -> None:
        self._socket = _listening(host, port)
        self.address = f"http://{host}:{self._socket.getsockname()[1]}"
        self._uvicorn = _Uvicorn(
            uvicorn.Config(
                app,
                http=BoundedHead,
                log_config=None,  # lines go through shared.logging
                access_log=False,  # it would log queries, which may hold names
                server_header=False,
                forwarded_allow_ips=trusted_proxies,
                timeout_keep_alive=IDLE_SECONDS,
                timeout_graceful_shutdown=GRACE_SECONDS,
            )
        )
        logging.getLogger("uvicorn.access").disabled = True  # uvicorn asks for handlers only
        self._thread = threading.Thread(target=self._run, name="http-server", daemon=True)
        self._failure: BaseException | None = None

    def start(self) -> Self:
        """Return when requests are answered. Raises ``RuntimeError`` when the start failed."""
        _allow_connections()
        self._thread.start()
        self._uvicorn.ready.wait()
        if not self._uvicorn.started:
            self.stop()
            raise RuntimeError("the HTTP server did not start") from self._failure
        return self

    def stop(self) -> None:
        """Finish the requests at hand (for ``GRACE_SECONDS`` at most), take no new ones, end."""
        self._uvicorn.should_exit = True
        if self._thread.is_alive():
            self._thread.join()
        self._socket.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _run(self) -> None:
        try:
            self._uvicorn.run(sockets=[self._socket])
        except BaseException as error:  # noqa: BLE001 -- told to whoever waits in start()
            self._failure = error
        finally:
            self._uvicorn.ready.set()


class _Uvicorn(uvicorn.Server):
    """uvicorn, telling when it is ready."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()


def _allow_connections() -> None:
    """As many as the system grants this process; it begins with 1,024 open files where nobody said otherwise."""
    few, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _CONNECTIONS if most == resource.RLIM_INFINITY else min(most, _CONNECTIONS)
    if resource.RLIM_INFINITY != few < wanted:
        with suppress(ValueError, OSError):  # not everywhere is what is granted also given
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def _listening(host: str, port: int) -> socket.socket:
    """Bound before anything starts, so that a taken port is told at once and in a line."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Told in full: of what it takes for TCP the event loop sends each piece at once, else the body of
    # an answer waits for its head's acknowledgement, which a client may put off for 40 milliseconds.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen()
    except OSError as error:
        listening.close()
        raise PortTaken(f"cannot listen on {host}:{port}: {error.strerror}") from error
    return listening
