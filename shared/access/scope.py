"""Where a grant reaches: the subtree of the organisation it is bound to, as the tree stands now.

A path is the ids from the root joined by ``/`` (``4301/430111/430111001``). *Within* compares
whole ids, so a grant at ``4301/430111`` never reaches ``4301/4301112``.
"""

from collections.abc import Callable, Iterable
from itertools import takewhile

from sqlalchemy import ColumnElement, false, or_

from shared.access.permissions import Permission
from shared.access.principal import Principal
from shared.access.refusals import Forbidden
from shared.access.roles import ROLES_WITH

PathOf = Callable[[str], str | None]
"""An organisation's path now; None when there is no such organisation."""


def is_within(path: str, root: str) -> bool:
    """Whether ``path`` is ``root`` itself or lies below it."""
    return path == root or path.startswith(root + "/")


def common_path(paths: Iterable[str]) -> str:
    """The nearest place at or above all of ``paths``; empty when there is none."""
    shared: list[str] | None = None
    for path in paths:
        ids = path.split("/")
        if shared is None:
            shared = ids
        pairs = zip(shared, ids, strict=False)
        shared = [one for one, other in takewhile(lambda pair: pair[0] == pair[1], pairs)]
    return "/".join(shared or ())


def visible_roots(principal: Principal, permission: Permission, path_of: PathOf) -> tuple[str, ...]:
    """The paths whose subtrees a query must be limited to: none inside another, in order.

    An empty answer means: the principal sees nothing, and ``within`` then selects no row.
    """
    roles = ROLES_WITH[permission]
    granted = {g.organisation_id for g in principal.grants if g.role in roles}
    paths = sorted(path for path in map(path_of, granted) if path)
    return tuple(p for p in paths if not any(p != q and is_within(p, q) for q in paths))


def authorise(
    principal: Principal, permission: Permission, target_path: str, path_of: PathOf
) -> None:
    """Let the act pass, or raise ``Forbidden``.

    ``target_path`` is the path of the organisation the act concerns. Who asks about an
    organisation that does not exist must be given the same refusal as for one out of scope, or
    the answer would tell which ids exist: pass ``""``, which nobody is granted.
    """
    roots = visible_roots(principal, permission, path_of)
    if not any(is_within(target_path, root) for root in roots):
        raise Forbidden(permission)


def within(column: ColumnElement[str], roots: Iterable[str]) -> ColumnElement[bool]:
    r"""The WHERE clause "this path lies in one of these subtrees"; false for no roots.

    ``%``, ``_`` and ``\`` in an id stand for themselves. The pattern is a constant prefix, so
    PostgreSQL answers from an index made with ``text_pattern_ops`` (or in the C collation).
    """
    clauses = [or_(column == root, column.like(_escaped(root) + "/%")) for root in roots]
    return or_(false(), *clauses)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
