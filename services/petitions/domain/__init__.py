"""The rules of residents' appeals (诉求), on the standard library alone."""
