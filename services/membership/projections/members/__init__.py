"""The member register as rows: search, lists, counts, and what warnings are drawn from."""
