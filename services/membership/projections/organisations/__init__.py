"""The organisation tree as rows: for scope checks, lists, and advice on size."""
