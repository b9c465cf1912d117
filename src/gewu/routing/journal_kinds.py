"""What can be read in the journal about rules and what was learned."""

KINDS: dict[str, str] = {
    "routing.rule_made": "A rule was made: its place in the order, its office, its conditions in codes.",
    "routing.rule_changed": "A rule was changed, switched, moved up or down: its conditions in codes.",
    "routing.rule_deleted": "A rule was deleted.",
    "routing.rule_restored": "A deleted rule was brought back.",
    "routing.steered": "The rules of a place were let act by themselves, or were stopped.",
    "routing.learned": "What closed cases teach was made anew: how many cases, the digest of what is kept.",
}
