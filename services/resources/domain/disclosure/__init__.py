"""Who read a liaison's name and phone in clear, and what for."""
