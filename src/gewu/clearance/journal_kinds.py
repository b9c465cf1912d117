"""What can be read in the journal of ledgers."""

KINDS: dict[str, str] = {
    "clearance.signed": "The ledger of a place and a period was signed and frozen: figures and digest.",
    "clearance.corrected": "A figure of a signed ledger is to be read otherwise; the digest of why.",
}
