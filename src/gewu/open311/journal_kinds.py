"""What can be read in the journal about keys of Open311. Facts are ids, codes and numbers, never a secret."""

KINDS: dict[str, str] = {
    "open311.key_issued": "A program was given a key to report by Open311.",
    "open311.key_limited": "What a key may do was changed: how often, and whether only in the sandbox.",
    "open311.key_renewed": "A key got a new secret; the old one no longer works.",
    "open311.key_ended": "A key no longer works.",
}
