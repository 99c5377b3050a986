"""What `make status` says of brokers: a process that runs is not yet a broker that answers."""

import json
import os
import socketserver
import struct
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Thread

import psutil
import pytest

from deploy.city import main
from deploy.local.alone import alone_in
from deploy.local.ports import free_ports

Capsys = pytest.CaptureFixture[str]
KNOWS_ONE = struct.pack(">iii", 8, 0, 1)
"""The head of an answer to who is there: its size, the number of the request, how many brokers."""


@contextmanager
def answering(with_what: bytes) -> Iterator[int]:
    """Somebody at a port who reads one request, answers, and hangs up."""

    class Answer(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(1_024)
            self.request.sendall(with_what)

    with socketserver.TCPServer(("127.0.0.1", 0), Answer) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield int(server.server_address[1])
        server.shutdown()


def broker(number: int, port: int, *, alive: bool) -> dict[str, object]:
    """As the cluster's file tells of it; the living one is this process."""
    began = psutil.Process().create_time() if alive else 0.0
    ports = {"plain": port, "controller": 1, "secured": 1}
    return {"number": number, "ports": ports, "started": {"pid": os.getpid(), "began": began}}


def test_a_broker_that_does_not_answer_yet_is_starting(tmp_path: Path, capsys: Capsys) -> None:
    with ExitStack() as servers:
        there = servers.enter_context(answering(KNOWS_ONE))
        mute = servers.enter_context(answering(b""))
        nobody, ended = free_ports(2)
        nodes = [
            broker(1, there, alive=True),
            broker(2, mute, alive=True),
            broker(3, nobody, alive=True),
            broker(4, ended, alive=False),
        ]
        cluster = tmp_path / "kafka" / "cluster.json"
        cluster.parent.mkdir()
        cluster.write_text(json.dumps({"cluster_id": "c", "nodes": nodes}))

        assert main(["status", "--home", str(tmp_path)]) == 1

    told = [line.split() for line in capsys.readouterr().out.splitlines()]
    at = {
        number: f"127.0.0.1:{port}" for number, port in enumerate((there, mute, nobody, ended), 1)
    }
    assert told[:4] == [
        ["kafka-1", at[1], "running"],
        ["kafka-2", at[2], "starting"],
        ["kafka-3", at[3], "starting"],
        ["kafka-4", at[4], "ended"],
    ]


def test_of_two_who_start_or_stop_at_once_the_second_is_told_to_wait(
    tmp_path: Path, capsys: Capsys
) -> None:
    """Else a watcher nobody knows of starts again whatever is stopped."""
    with alone_in(tmp_path, ""):
        for what in ("up", "down", "clean", "kafka-up", "kafka-down"):
            assert main([what, "--home", str(tmp_path)]) == 1
            assert "wait until it ends" in capsys.readouterr().err
