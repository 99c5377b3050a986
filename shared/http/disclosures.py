"""How readings of sealed data are shown to auditors."""

from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from pydantic import BaseModel, Field

from shared.paging import Page
from shared.privacy.disclosures import Disclosure


class AuditedReading(BaseModel):
    """What every service tells of a reading; it adds of whom, and what for in its own words."""

    event_id: str
    reader: str = Field(description="查阅账号")
    purpose: StrEnum
    purpose_label: str
    fields: list[str]
    read_at: datetime


R = TypeVar("R", bound=AuditedReading)


def shown(page: Page[Disclosure[Any]], reading: type[R], subject: str) -> list[R]:
    """Each of the page as the service's ``reading``, which calls whom it was of ``subject``."""
    return [
        reading(
            **{subject: each.subject_id},
            event_id=each.event_id,
            reader=each.reader,
            purpose=each.purpose,
            purpose_label=each.purpose.label,
            fields=list(each.fields),
            read_at=each.read_at,
        )
        for each in page.items
    ]
