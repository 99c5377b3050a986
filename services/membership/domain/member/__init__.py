"""One member of the Party, from registration until he leaves the register or is forgotten."""
