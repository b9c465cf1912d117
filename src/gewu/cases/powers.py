"""Which roles may do what no definition says: it goes with working on cases of any type."""

MAY_RELEASE = frozenset({"clerk", "dispatcher", "chief", "supervisor"})
MAY_PLACE = frozenset({"clerk", "dispatcher"})

# Kinds of words beside the answers of moves.
DESCRIPTION = "description"
COMMENT = "comment"
