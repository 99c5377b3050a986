"""Posts a member holds in his organisation."""

from collections.abc import Iterator
from datetime import date

from services.membership.domain.member.case import MemberCase, on_register
from services.membership.domain.member.commands import AssignPost, RelievePost
from services.membership.domain.member.events import PostAssigned, PostRelieved
from services.membership.domain.member.member import Member
from services.membership.domain.rejection import Rejection
from services.membership.domain.terms import MemberFacts, Post, Standing


class PostNeedsFullMember(Rejection):
    """Only full members may stand for election (党章 art. 7)."""

    def __init__(self, field: str) -> None:
        super().__init__(
            field,
            f"{field}: only a full member may hold a post",
            "只有正式党员可以担任党内职务",
        )


class PostNamedTwice(Rejection):
    def __init__(self) -> None:
        super().__init__("posts", "posts must name each post once", "党内职务不能重复")


def check_posts(posts: tuple[Post, ...], standing: Standing) -> None:
    """Refuse posts for who is no full member, and posts named twice."""
    if posts and standing is not Standing.FULL:
        raise PostNeedsFullMember("posts")
    if len(set(posts)) < len(posts):
        raise PostNamedTwice


def posts_left(member: Member, after: MemberFacts, on: date) -> Iterator[PostRelieved]:
    """A post is held in one organisation, by a full member: who goes to another, or is one no more, leaves it behind."""
    home = member.facts.organisation_id if member.facts is not None else ""
    if (after.organisation_id, after.standing) != (home, Standing.FULL):
        for post in member.posts:
            yield PostRelieved(member.member_id, home, post, on)


def assign(command: AssignPost, case: MemberCase) -> tuple[PostAssigned, ...]:
    """Let a full member hold a post in the organisation he belongs to."""
    facts = on_register(command, case.member)
    if command.post in case.member.posts:
        return ()
    if facts.standing is not Standing.FULL:
        raise PostNeedsFullMember("post")
    return (
        PostAssigned(
            command.member_id, facts.organisation_id, command.post, command.effective_date
        ),
    )


def relieve(command: RelievePost, case: MemberCase) -> tuple[PostRelieved, ...]:
    """Take the post from the member; nothing happens when he does not hold it."""
    facts = on_register(command, case.member)
    if command.post not in case.member.posts:
        return ()
    return (
        PostRelieved(
            command.member_id, facts.organisation_id, command.post, command.effective_date
        ),
    )
