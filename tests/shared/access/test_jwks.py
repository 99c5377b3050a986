"""Keys from a JWKS address, served by a real HTTP server on loopback."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from shared.access.jwks import JwksAddress
from shared.access.keys import BadKey
from shared.access.refusals import KeysUnavailable, Unauthorised
from tests.shared.access.signing import ed25519_jwk, rsa_jwk


class Provider:
    """An identity provider whose keys and mood a test can change."""

    def __init__(self) -> None:
        self.keys: list[Any] = [rsa_jwk("one")]
        self.status, self.asked, self.body = 200, 0, b""
        self.seconds = 0.0
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/jwks"

    def source(self) -> JwksAddress:
        return JwksAddress(self.address, seconds=lambda: self.seconds)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider.asked += 1
                self.send_response(provider.status if self.path == "/jwks" else 200)
                self.send_header("Location", "/elsewhere")
                self.end_headers()
                self.wfile.write(provider.body or json.dumps({"keys": provider.keys}).encode())

            def log_message(self, *_: object) -> None:
                """Keep the test's output clean."""

        return Handler


@pytest.fixture
def provider() -> Iterator[Provider]:
    provider = Provider()
    thread = threading.Thread(target=provider.server.serve_forever, args=(0.01,))
    thread.start()
    yield provider
    provider.server.shutdown()
    thread.join()
    provider.server.server_close()


def test_a_key_is_fetched_once_and_remembered(provider: Provider) -> None:
    source = provider.source()

    assert [source.find("one").kid, source.find("one").kid] == ["one", "one"]
    assert provider.asked == 1


def test_threads_that_start_together_share_one_fetch(provider: Provider) -> None:
    source, found = provider.source(), []
    threads = [threading.Thread(target=lambda: found.append(source.find("one"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(found), provider.asked) == (8, 1)


def test_a_new_key_is_found_after_the_least_interval(provider: Provider) -> None:
    source = provider.source()
    source.find("one")
    provider.keys.append(ed25519_jwk("two"))

    with pytest.raises(Unauthorised):
        source.find("two")
    provider.seconds += 31
    assert source.find("two").algorithm == "EdDSA"


def test_a_flood_of_unknown_keys_is_not_passed_on(provider: Provider) -> None:
    source = provider.source()
    for forged in range(50):
        with pytest.raises(Unauthorised):
            source.find(f"forged-{forged}")

    assert provider.asked == 1


def test_a_withdrawn_key_is_forgotten_when_the_keys_grow_old(provider: Provider) -> None:
    source = provider.source()
    source.find("one")
    provider.keys, provider.seconds = [ed25519_jwk("two")], 601

    with pytest.raises(Unauthorised):
        source.find("one")


@pytest.mark.parametrize("status", [302, 404, 500])
def test_an_address_that_fails_leaves_the_question_open(provider: Provider, status: int) -> None:
    provider.status = status

    with pytest.raises(KeysUnavailable):
        provider.source().find("one")


@pytest.mark.parametrize("body", [b"<html>", b"[]", b'{"keys": 1}', b'{"other": []}', b" "])
def test_an_answer_that_is_no_key_set_leaves_the_question_open(
    provider: Provider, body: bytes
) -> None:
    provider.body = body

    with pytest.raises(KeysUnavailable):
        provider.source().find("one")


def test_known_keys_serve_on_while_the_provider_is_away_but_not_for_ever(
    provider: Provider,
) -> None:
    source = provider.source()
    source.find("one")
    provider.status, provider.seconds = 500, 3000

    assert source.find("one").kid == "one"
    with pytest.raises(KeysUnavailable):
        source.find("two")
    provider.seconds = 3601
    with pytest.raises(KeysUnavailable):
        source.find("one")


def test_keys_that_are_not_for_signing_are_passed_over(provider: Provider) -> None:
    provider.keys = [
        "no object",
        {"kty": "oct", "k": "c2VjcmV0" * 8, "kid": "secret"},
        {**rsa_jwk("encryption"), "use": "enc"},
        {"kty": "EC", "crv": "P-256", "kid": "ec"},
        rsa_jwk("one"),
    ]
    source = provider.source()

    assert source.find("one").kid == "one"
    for other in ("secret", "encryption", "ec", None):
        with pytest.raises(Unauthorised):
            source.find(other)


@pytest.mark.parametrize(
    "address", ["http://keys.example/jwks", "http://10.0.0.1/jwks", "ftp://127.0.0.1/", "https://"]
)
def test_an_address_that_can_be_tampered_with_is_refused(address: str) -> None:
    with pytest.raises(BadKey):
        JwksAddress(address)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
def test_plain_http_is_for_this_very_machine(host: str) -> None:
    JwksAddress(f"http://{host}:1/jwks")
