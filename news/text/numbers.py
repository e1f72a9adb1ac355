"""Whole numbers as a request brings them: of a row, a version, a block."""

# No table comes to a billion rows, and PostgreSQL refuses what is longer than its columns.
MOST_DIGITS = 9


def whole(text: str) -> int | None:
    """The number that `text` writes in ASCII digits, at most nine; None for anything else."""
    usable = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return int(text) if usable else None
