"""A request's head is read as long as it is one; httptools itself would go on for ever."""

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST = 64 * 1024
"""Bytes of a request line with all headers."""


class BoundedHead(HttpToolsProtocol):
    """uvicorn's protocol, which refuses a head that does not end."""

    _in_head, _received = False, 0

    def on_message_begin(self) -> None:
        self._in_head, self._received = True, 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._in_head = False
        super().on_headers_complete()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._in_head:
            self._received += len(data)
            if self._received > MOST:
                self.send_400_response("The request's line and headers are too long.")
