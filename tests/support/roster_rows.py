"""Rosters as officers send them."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from services.membership.domain.terms import Education, Gender, MemberClass, Standing
from services.membership.roster.columns import COLUMNS
from services.membership.roster.export import write_roster
from services.membership.roster.identity_number import check_character
from services.membership.roster.row import RosterValues

TITLES = {column.field: column.title for column in COLUMNS}


def values(number: int, organisation_id: str = "b-111", **changed: Any) -> RosterValues:
    """Person ``number``; up to 499,500 of them, all different."""
    day, pair = divmod(number, 500)
    born = date.fromordinal(date(1960, 1, 1).toordinal() + day)
    first = f"430111{born:%Y%m%d}{pair * 2 + 1:03d}"
    told: dict[str, Any] = {
        "name": f"李{'甲乙丙丁戊己庚辛壬癸'[number % 10]}",
        "identity_number": first + check_character(first),
        "organisation_id": organisation_id,
        "gender": Gender.MALE,
        "birth_date": born,
        "ethnicity": "汉族",
        "education": Education.COLLEGE,
        "standing": Standing.FULL,
        "member_class": MemberClass.RETIRED,
        "join_date": date(1990, 7, 1),
        "full_date": date(1991, 7, 1),
        "phone": f"139{number:08d}",
        "address": f"长沙市雨花区左家塘街道{number}号",
        "posts": (),
    }
    return RosterValues(**{**told, **changed})


def workbook(rows: Sequence[RosterValues]) -> bytes:
    out = io.BytesIO()
    write_roster(rows, out, masked=False)
    return out.getvalue()


def as_csv(rows: Sequence[dict[str, str]]) -> bytes:
    """Rows of texts by field, under the template's headers."""
    out = io.StringIO()
    fields = list(TITLES)
    writer = csv.writer(out)
    writer.writerow(TITLES.values())
    writer.writerows([[row.get(name, "") for name in fields] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def texts(number: int, organisation_id: str = "b-111", **changed: str) -> dict[str, str]:
    """The same person as texts."""
    told = values(number, organisation_id)
    return {
        "name": told.name,
        "identity_number": told.identity_number,
        "organisation_id": organisation_id,
        "education": told.education.label,
        "standing": told.standing.label,
        "member_class": told.member_class.label,
        "join_date": "1990.7.1",
        "full_date": "1991年7月1日",
        "phone": told.phone or "",
        **changed,
    }
