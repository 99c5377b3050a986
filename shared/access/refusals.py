"""How access is refused.

AccessRefused
├── Unauthorised      we do not know who is asking             (HTTP 401)
├── Forbidden         we know, and the answer is no            (HTTP 403)
└── KeysUnavailable   we cannot tell: the keys are out of reach (HTTP 503)
"""


class AccessRefused(Exception):
    """The caller is not let in. ``str()`` is safe to show: it never quotes the token."""


class Unauthorised(AccessRefused):
    """No token, or one that is not genuine, not for us, or out of date."""


class Forbidden(AccessRefused):
    """A known principal lacks the permission at that place in the tree."""

    def __init__(self, permission: str) -> None:
        super().__init__(f"the permission {permission} is not granted for this organisation")
        self.permission = permission


class KeysUnavailable(AccessRefused):
    """The verification keys could not be fetched; the same token may be good in a moment."""
