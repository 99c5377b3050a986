"""The names of the rules that carry a number."""

from enum import StrEnum


class RuleName(StrEnum):
    LETTER_DAYS_INSIDE = "letter-days-inside"
    LETTER_DAYS_OUTSIDE = "letter-days-outside"
    LETTER_DAYS_CAP = "letter-days-cap"
    AWAY_MONTHS_TO_TRANSFER = "away-months-to-transfer"
    LOST_CONTACT_MONTHS_TO_SUSPEND = "lost-contact-months-to-suspend"
    SUSPENDED_MONTHS_TO_REMOVE = "suspended-months-to-remove"
    NO_PARTICIPATION_MONTHS_TO_REMOVE = "no-participation-months-to-remove"
    RECTIFICATION_MONTHS = "rectification-months"
    AWAY_MONTHS_TO_FLOAT = "away-months-to-float"
    FLOATING_CONTACT_MONTHS = "floating-contact-months"
    PROBATION_MONTHS = "probation-months"
    PROBATION_EXTENSION_MONTHS = "probation-extension-months"
    JOINING_AGE = "joining-age"
    BRANCH_FULL_MEMBERS_MIN = "branch-full-members-min"
    BRANCH_MEMBERS_MAX = "branch-members-max"
    BRANCH_COMMITTEE_FULL_MEMBERS = "branch-committee-full-members"
    GENERAL_BRANCH_MEMBERS = "general-branch-members"
    COMMITTEE_MEMBERS = "committee-members"
    DEPUTY_SECRETARY_MEMBERS = "deputy-secretary-members"
    COMMITTEE_SEATS = "committee-seats"
    JOINT_BRANCH_UNITS_MAX = "joint-branch-units-max"
    TERM_YEARS_COMMUNITY = "term-years-community"
    TERM_YEARS_OTHER = "term-years-other"
