"""Admission of outside tasks (准入制): who wants a community's work brings the money (费随事转)."""
