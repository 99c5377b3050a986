"""kafka-python, held to closing its sockets.

A client of kafka-python 3.0 that is closed while it connects drops the socket and never closes it: its loop ends
the waiting `sock_connect`, which knows of no such end. Python closes such a socket and warns, and here every
warning is a failure, of whatever test runs at that moment. What these clients let one choose, their selector,
closes what they left.
"""

from selectors import DefaultSelector, SelectorKey
from socket import socket
from typing import TYPE_CHECKING, Any

from kafka import KafkaConsumer, KafkaProducer
from kafka.admin import KafkaAdminClient

if TYPE_CHECKING:
    from _typeshed import FileDescriptorLike


class ClosingSelector(DefaultSelector):
    """When it is closed, every socket that was ever registered with it is."""

    def __init__(self) -> None:
        super().__init__()
        self._sockets: set[socket] = set()

    def register(self, fileobj: "FileDescriptorLike", events: int, data: Any = None) -> SelectorKey:
        if isinstance(fileobj, socket):
            self._sockets = {each for each in self._sockets if each.fileno() >= 0} | {fileobj}
        return super().register(fileobj, events, data)

    def close(self) -> None:
        for each in self._sockets:
            each.close()
        super().close()


def close_what_is_left() -> None:
    """Every client of this process from now on has it. One that is never closed still warns."""
    for client in (KafkaConsumer, KafkaProducer, KafkaAdminClient):
        client.DEFAULT_CONFIG["selector"] = ClosingSelector
