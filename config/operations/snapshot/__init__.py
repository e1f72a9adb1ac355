"""A copy of everything citizens see that needs no program, and the same as an archive."""
