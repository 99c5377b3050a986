"""Bookings as iCalendar (RFC 5545), for the calendar programs people have."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from services.resources.domain.booking.facts import BookingStatus

MEDIA_TYPE = "text/calendar"
_OCTETS = 75
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})


def calendar(name: str, bookings: Iterable[Any], now: datetime) -> bytes:
    """A calendar of these bookings; each keeps its UID, so a program that looks again finds it."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//community-platform//resources//ZH"]
    lines.append(f"X-WR-CALNAME:{_text(name)}")
    for each in bookings:
        lines += _event(each, now)
    lines.append("END:VCALENDAR")
    return b"".join(part + b"\r\n" for line in lines for part in _folded(line))


def _event(booking: Any, now: datetime) -> Iterator[str]:
    to_be_approved = booking.status is BookingStatus.REQUESTED
    yield "BEGIN:VEVENT"
    yield f"UID:{booking.booking_id}@{booking.resource_id}"
    yield f"SEQUENCE:{booking.version}"
    yield f"DTSTAMP:{_time(now)}"
    yield f"DTSTART:{_time(booking.begins)}"
    yield f"DTEND:{_time(booking.ends)}"
    yield f"SUMMARY:{_text(booking.purpose)}"
    yield f"LOCATION:{_text(booking.name)}"
    yield f"STATUS:{'TENTATIVE' if to_be_approved else 'CONFIRMED'}"
    yield "END:VEVENT"


def _time(instant: datetime) -> str:
    return f"{instant:%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    return text.translate(_ESCAPED)


def _folded(line: str) -> Iterator[bytes]:
    """At most 75 octets a line, never in the middle of a character."""
    part = b""
    for character in line:
        encoded = character.encode()
        if len(part) + len(encoded) > _OCTETS:
            yield part
            part = b" "
        part += encoded
    yield part
