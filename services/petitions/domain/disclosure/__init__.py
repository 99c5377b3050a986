"""Who read a person's sealed data, when and what for."""
