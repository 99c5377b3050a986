"""Words are stored as written and shown by their label."""

from services.membership.domain.rejection import Rejection
from services.membership.domain.terms import Education, OrganisationKind, Standing


def test_a_word_is_its_stored_text_and_has_a_label() -> None:
    assert OrganisationKind("branch") is OrganisationKind.BRANCH
    assert f"{OrganisationKind.BRANCH}" == "branch"
    assert OrganisationKind.BRANCH.label == "党支部"


def test_who_counts_as_a_member_and_as_college_educated() -> None:
    on_register = {standing for standing in Standing if standing.is_on_register}
    assert on_register == {Standing.FULL, Standing.PROBATIONARY, Standing.SUSPENDED}
    college = {education for education in Education if education.is_college_or_above}
    assert college == {Education.POSTGRADUATE, Education.UNIVERSITY, Education.COLLEGE}


def test_a_rejection_is_named_by_its_rule() -> None:
    class TransferAlreadyOpen(Rejection):
        pass

    assert TransferAlreadyOpen.slug == "transfer-already-open"
