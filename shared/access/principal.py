"""Whom a verified token names."""

from dataclasses import dataclass

from shared.access.roles import Role

ORGANISATION_ID = r"[0-9a-z][0-9a-z-]{0,35}"
"""What a grant can name. Nobody could ever act for an organisation, or a unit, under another id."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held at an organisation, and thereby in the whole subtree below it.

    The organisation is named by its id, never by its path: when it moves in the tree, the grant
    moves with it and no token has to be reissued.
    """

    role: Role
    organisation_id: str


@dataclass(frozen=True, slots=True)
class Principal:
    """Someone (or some service) who has shown a genuine token.

    Attributes:
        id: the token's subject; written as ``actor`` beside every event this principal causes.
        grants: roles and where they hold; empty means: known, but allowed nothing.
    """

    id: str
    grants: tuple[Grant, ...] = ()
