"""A plain Django site of the same articles, to measure ours by: as a tutorial writes it, with the
middleware that startproject gives."""
