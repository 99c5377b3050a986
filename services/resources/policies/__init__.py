"""What follows by itself: what the clock brings, and what the log asks for."""
