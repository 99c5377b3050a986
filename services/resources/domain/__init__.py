"""What the resources service decides: units, conferences and what they share; standard library only."""
