"""The organisation tree: who stands under whom, and who answers for whom."""
