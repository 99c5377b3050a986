"""What is asked of the city's view, by the prepared way of the hot path (ADR 0018).

Every request asks where its caller's grants reach. The subqueries end in ``offset 0``: the planner
then goes from row to row by the index, as the few rows that are asked for want it, however badly it
knows how many they are.
"""

from shared.city.view import CityView
from shared.prepared import Statement

_LEVELS = 8
"""More than there are above a community."""
_ASKED = "json_array_elements_text($1) asked (one)"


class Statements:
    """Of one service's view; each is run with the JSON list of what it is asked about."""

    def __init__(self, view: CityView) -> None:
        divisions, organisations = str(view.divisions), str(view.organisations)
        name = f"{view.name}.{{}}".format
        self.divisions = Statement(
            name("divisions"),
            f"select found.* from {_ASKED}, lateral (select code, name, level,"
            f" coalesce(parent_code, '') from {divisions} where code = one offset 0) found",
        )
        self.organisations = Statement(
            name("organisations"),
            f"select found.* from {_ASKED}, lateral (select organisation_id, path,"
            " coalesce(division_code, ''), living, coalesce(merged_into, '')"
            f" from {organisations} where organisation_id = one offset 0) found",
        )
        self.places = Statement(name("places"), _places(divisions, _ASKED, "one"))
        working = (
            f"{_ASKED}, lateral (select division_code from {organisations}"
            " where organisation_id = one and living offset 0) working"
        )
        self.workplaces = Statement(
            name("workplaces"), _places(divisions, working, "working.division_code")
        )
        self.below = Statement(
            name("below"),
            f"with recursive below (code) as (select one from {_ASKED} union"
            f" select found.code from below, lateral (select code from {divisions}"
            " where parent_code = below.code offset 0) found) select code from below",
        )
        self.roots = Statement(
            name("roots"),
            f"select organisation_id from {organisations}"
            " where living and strpos(path, $1::text) = 0",
        )


def _places(divisions: str, asked: str, code: str) -> str:
    """The divisions above a code and its own, joined from the highest down; none for an unknown one."""
    above = f"lateral (select code, parent_code from {divisions} where code = {{}} offset 0) found"
    return (
        "with recursive above (one, code, parent_code, level) as ("
        f"select one, found.code, found.parent_code, 1 from {asked}, {above.format(code)}"
        " union all"
        " select one, found.code, found.parent_code, level + 1"
        f" from above, {above.format('above.parent_code')} where level < {_LEVELS})"
        " select one, string_agg(code, '/' order by level desc) from above group by one"
    )
