"""Asks a broker whom it knows, by the plainest request there is.

A client library would log, retry and leave connections open while a cluster is starting; this knocks once.
"""

import socket
import struct

_METADATA, _VERSION = 3, 1
_NO_NAME = -1
_REQUEST = struct.pack(">hhihi", _METADATA, _VERSION, 0, _NO_NAME, 0)
_PATIENCE_SECONDS = 2.0
_ANSWER = struct.Struct(">iii")  # size, correlation id, number of brokers


def brokers_known(port: int) -> int:
    """How many brokers the one at ``port`` knows to be at work; 0 when it does not answer yet."""
    try:
        with socket.create_connection(("127.0.0.1", port), _PATIENCE_SECONDS) as connection:
            connection.sendall(struct.pack(">i", len(_REQUEST)) + _REQUEST)
            head = connection.recv(_ANSWER.size, socket.MSG_WAITALL)
    except OSError:
        return 0
    return _ANSWER.unpack(head)[2] if len(head) == _ANSWER.size else 0
