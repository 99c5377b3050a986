"""Read models: one file for each kind of thing that is looked up."""
