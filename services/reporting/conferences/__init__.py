"""The joint-conference roster (党建联席会名册): who confers where, who chairs, and what was shared."""
