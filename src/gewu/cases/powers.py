"""Which roles may do what no definition says: it goes with working on cases of any type."""

MAY_RELEASE = frozenset({"clerk", "dispatcher", "chief", "supervisor"})
MAY_PLACE = frozenset({"clerk", "dispatcher"})
# Whoever tried on a level, and those who see that a level cannot.
MAY_RAISE = frozenset({"gridworker", "assistant", "gridlead", "chief", "dispatcher", "supervisor"})
# Who says that two reports are one matter.
MAY_MERGE = frozenset({"clerk", "dispatcher", "supervisor"})
# Why: it was tried, it is not in our powers, we have not the means, it is dangerous.
RAISING = ("tried", "no_power", "no_means", "danger")
# What a name or a phone may be opened for: to ask back, to call back after closing 回访, to come by.
CONTACT_PURPOSES = ("clarify", "call_back", "visit")

# Who splits a case into parts: those who hand it out, and whoever has the lead.
MAY_PART = frozenset({"clerk", "dispatcher", "supervisor", "chief", "handler"})
# The category in which a community is asked for what is not on its list 准入协商.
NEGOTIATION = "030401"

# Kinds of words beside the answers of moves.
DESCRIPTION = "description"
COMMENT = "comment"
TRIED = "tried"
REPEATED = "repeated"
