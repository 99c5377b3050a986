"""What stands at a moment, from rows that are only ever appended."""

from typing import Any

from sqlalchemy import CTE, ColumnElement, FromClause, Select, and_, exists, select, tuple_

from services.reporting.projections.moment import Moment


def standing(table: FromClause, moment: Moment, *keys: str) -> ColumnElement[bool]:
    """The row holds at the moment, and no other of the same ``keys`` from a later day, or told later."""
    later = table.alias("later")
    newer = and_(
        *(later.c[key] == table.c[key] for key in keys),
        tuple_(later.c.effective_date, later.c.sequence)
        > tuple_(table.c.effective_date, table.c.sequence),
        moment.counts(later),
    )
    return and_(moment.counts(table), ~exists().where(newer))


def area_of(divisions: FromClause, of: Select[Any], moment: Moment) -> CTE:
    """The divisions named by ``of``, and all below them; one column, ``code``."""
    below = of.cte(recursive=True)
    inside = select(divisions.c.code).join(below, divisions.c.parent_code == below.c.code)
    return below.union(inside.where(standing(divisions, moment, "code")))
