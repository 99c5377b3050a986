"""The names of the rules that carry a number."""

from enum import StrEnum


class RuleName(StrEnum):
    CHAIR_TERM_MONTHS = "chair-term-months"
    AGENDA_NOTICE_DAYS = "agenda-notice-days"
    MEETING_QUORUM_PERCENT = "meeting-quorum-percent"
    AGREEMENT_MONTHS_MAX = "agreement-months-max"
    BOOKING_MINUTES_MAX = "booking-minutes-max"
    BOOKING_DAYS_AHEAD_MAX = "booking-days-ahead-max"
    SERIES_OCCURRENCES_MAX = "series-occurrences-max"
    BLACKOUT_DAYS_MAX = "blackout-days-max"
    NO_SHOW_MINUTES = "no-show-minutes"
    LISTING_POINTS_MAX = "listing-points-max"
    RATING_MAX = "rating-max"
    DEED_SCORE_MAX = "deed-score-max"
    ADMISSION_REVIEW_DAYS = "admission-review-days"
