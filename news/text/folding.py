"""Looking in short columns (names, titles) as people type: without diacritics and capitals.

For lists of a few thousand rows, which are read anyway; articles have an index (news/search).
"""

from django.db.models import lookups

from .vietnamese import fold

# The Vietnamese letters, and those of western names.
_MARKED = "".join(
    letter
    for letter in map(chr, (*range(0xC0, 0x1B1), *range(0x1EA0, 0x1EFA)))
    if len(fold(letter)) == 1 and fold(letter).isascii()
)
_BARE = "".join(map(fold, _MARKED))


class Folds(lookups.Contains):
    """`name__folds="le trung"` finds "Lê Trung Thành"; so does "Lê TRUNG"."""

    lookup_name = "folds"

    def get_prep_lookup(self):
        """Return what is looked for without its diacritics and capitals."""
        return fold(str(self.rhs))

    def process_lhs(self, compiler, connection, lhs=None):
        """Return the column's text in the same form, whatever letters the database knows."""
        column, params = super().process_lhs(compiler, connection, lhs)
        return f"lower(translate(({column})::text, %s, %s))", [*params, _MARKED, _BARE]

    def get_rhs_op(self, connection, rhs):
        """Return a comparison with a pattern."""
        return f"LIKE {rhs}"
