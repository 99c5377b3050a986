"""What the membership service decides: pure rules of Party membership; the standard library only."""
