"""What can be read in the journal about verifying it."""

KINDS: dict[str, str] = {
    "evidence.verification_asked": "Somebody had the journal of a township verified.",
    "evidence.verified": "The journal of a township was verified: how many subjects, how many findings.",
    "evidence.proof_exported": "A proof of a case was made: entries, seal, which words it shows, its digest.",
}
