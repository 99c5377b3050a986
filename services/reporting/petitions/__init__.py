"""The petition report: figures, rates, and the events behind each."""
