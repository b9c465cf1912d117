"""What can be read in the journal of supervisions and of oddities."""

KINDS: dict[str, str] = {
    "supervision.proposed": "A late case was proposed for supervision, for a person to confirm.",
    "supervision.opened": "Somebody has to answer for a case: of which kind, who, until when.",
    "supervision.dismissed": "A proposal was not taken up; the digest of why.",
    "supervision.answered": "The answer was given; the digest of its words.",
    "supervision.sent_back": "The answer did not do: another one is due, until when.",
    "supervision.ended": "The supervision is over.",
    "supervision.found": "Something odd was found in a case: by which rule, in which entries.",
    "supervision.judged": "A person judged what was found: justified or not; the digest of a word.",
}
