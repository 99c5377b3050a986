"""Free ports on the loopback, for what is started here."""

import os
import socket

_FIRST, _LAST = 20_000, 30_000
"""Below the range from which systems take the near ends of connections: a port given here stays free
while its process is down, and can be taken again."""


def free_ports(many: int) -> list[int]:
    """So many ports nobody listens on; processes that ask at the same time begin elsewhere."""
    start = _FIRST + os.getpid() * 97 % (_LAST - _FIRST)
    found: list[int] = []
    for port in (*range(start, _LAST), *range(_FIRST, start)):
        if len(found) == many:
            return found
        if _free(port):
            found.append(port)
    raise OSError(f"no {many} free ports between {_FIRST} and {_LAST}")


def _free(port: int) -> bool:
    with socket.socket() as tried:
        try:
            tried.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
