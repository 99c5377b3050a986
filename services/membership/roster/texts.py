"""A member as the texts of one row, in the order of ``COLUMNS``."""

from dataclasses import replace

from services.membership.roster.masking import masked_address, masked_name, masked_number
from services.membership.roster.row import RosterValues


def clear_texts(member: RosterValues) -> tuple[str, ...]:
    return (
        member.name,
        member.identity_number,
        member.organisation_id,
        member.gender.label,
        member.ethnicity or "",
        member.education.label,
        member.standing.label,
        member.member_class.label,
        member.join_date.isoformat(),
        member.full_date.isoformat() if member.full_date else "",
        member.phone or "",
        member.address or "",
        "、".join(post.label for post in member.posts),
    )


def masked_texts(member: RosterValues) -> tuple[str, ...]:
    """As ``clear_texts``, with names, numbers, phones and addresses shown only in part."""
    return clear_texts(
        replace(
            member,
            name=masked_name(member.name),
            identity_number=masked_number(member.identity_number),
            phone=masked_number(member.phone or ""),
            address=masked_address(member.address) if member.address else None,
        )
    )
