"""District statistics: what is counted, how it is counted, and the events behind each figure."""
