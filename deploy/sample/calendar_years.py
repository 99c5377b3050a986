"""Years of life."""

from datetime import date


def years_after(day: date, years: int) -> date:
    """The same calendar day so many years later (or before); 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def age_on(day: date, birth_date: date) -> int:
    """Completed years of life."""
    had_birthday = (day.month, day.day) >= (birth_date.month, birth_date.day)
    return day.year - birth_date.year - (not had_birthday)
