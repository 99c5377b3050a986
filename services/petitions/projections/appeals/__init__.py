"""Every appeal as it stands: work lists, counts and search. Nobody's words or name are in it."""
