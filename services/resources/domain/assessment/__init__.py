"""The yearly sheet (年度履约清单) a unit takes to its assessment: what it promised, and what it did."""
