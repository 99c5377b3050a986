"""A fresh `.env` for `deploy/compose.yaml`, printed: ``python -m deploy.env_file https://identity.example/jwks``.

Every secret is drawn anew: keep the file, for databases without their keys forget every person. ``--trial``
draws a key for tokens too, and writes tokens of the demo's roles behind it: for a look without an identity
provider, on a host that nobody else reaches.
"""

from argparse import ArgumentParser
from collections.abc import Iterator

from deploy.token import BRANCH
from shared.access.demo import demo_tokens, printed
from shared.access.key_file import LOCAL_KID, fresh_jwks
from shared.access.keys import keys_of
from shared.clock import utc_now
from shared.privacy.key_encryption import fresh_key
from shared.privacy.local_keys import drawn_keys

SEALING = ("MEMBERSHIP", "PETITIONS", "RESOURCES")
SEARCHING = ("MEMBERSHIP", "PETITIONS")


def main(arguments: list[str] | None = None) -> None:
    """Print the file."""
    parser = ArgumentParser(prog="deploy.env_file", description=__doc__)
    keys = parser.add_mutually_exclusive_group(required=True)
    keys.add_argument("token_keys", nargs="?", help="the JWKS address of the identity provider")
    keys.add_argument(
        "--trial", action="store_true", help="no identity provider: tokens are printed"
    )
    given = parser.parse_args(arguments)
    print("\n".join(_trial() if given.trial else _lines(given.token_keys)))


def _lines(token_keys: str) -> Iterator[str]:
    drawn = {name: drawn_keys() for name in SEALING}
    yield f"TOKEN_KEYS='{token_keys}'"
    yield f"POSTGRES_PASSWORD={fresh_key().hex()}"
    for name in SEALING:
        yield f"{name}_KEY_ENCRYPTION_KEYS={drawn[name].key_encryption_keys}"
    for name in SEARCHING:
        yield f"{name}_BLIND_INDEX_KEY={drawn[name].blind_index_key}"


def _trial() -> Iterator[str]:
    jwks = fresh_jwks()
    yield from _lines(jwks)
    tokens = demo_tokens(BRANCH, keys_of(jwks.encode()).find(LOCAL_KID), utc_now())
    yield "\n# Send as `Authorization: Bearer …`, for 30 days:"
    yield from (f"# {line}" for line in printed(tokens).splitlines())


if __name__ == "__main__":
    main()
