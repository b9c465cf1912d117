"""What can be read in the journal of call-backs, case files and the archive."""

KINDS: dict[str, str] = {
    "aftercare.called": "A call-back was tried: whether somebody was reached, or why not; coded answers.",
    "aftercare.call_due": "The moment that was planned for the next try has come.",
    "aftercare.bundle_asked": "Somebody had case files made as PDF: how many, and for which purpose.",
    "aftercare.bundle_made": "The case files are made: how many, and the digest of the archive.",
    "aftercare.listed": "A case whose time in the archive is over was listed for deletion: by which rule.",
    "aftercare.kept_longer": "Somebody decided to keep a case of that list longer, until when.",
    "aftercare.erased": "Somebody had words, contacts and photos of a case erased: by which rule.",
}
