"""The key file of an embedded run: made on first use, readable by its owner only."""

import base64
import json
import secrets  # noqa: TID251 -- this room draws the secret that signs local tokens
from pathlib import Path

from shared.access.keys import SECRET_BYTES, BadKey, Key, load_key_file
from shared.create_once import create_once

LOCAL_KID = "local"


def ensure_key_file(path: Path) -> Path:
    """Create a fresh HS256 key at ``path`` (mode 0600) unless there is a file already."""
    return create_once(path, fresh_jwks)


def local_signing_key(path: Path) -> Key:
    """The secret in a local key file, with which demo tokens are signed.

    Raises ``BadKey`` when the file holds public keys only: then the identity provider signs.
    """
    key = load_key_file(path).find(LOCAL_KID)
    if key.algorithm != "HS256":
        raise BadKey(f"{path} holds no shared secret: tokens come from the identity provider")
    return key


def fresh_jwks() -> str:
    """A JWK set of one fresh HS256 secret, `LOCAL_KID`."""
    secret = base64.urlsafe_b64encode(secrets.token_bytes(SECRET_BYTES)).rstrip(b"=").decode()
    key = {"kty": "oct", "alg": "HS256", "use": "sig", "kid": LOCAL_KID, "k": secret}
    return json.dumps({"keys": [key]})
