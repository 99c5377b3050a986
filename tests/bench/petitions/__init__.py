"""Lifecycles of appeals over HTTP, beside up to a million that are there already: `make bench-petitions`."""
