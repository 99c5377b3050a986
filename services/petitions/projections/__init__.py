"""The read models: one folder or file each, with its table, how facts write it, and its queries."""
