"""What can be read in the journal of data health."""

KINDS: dict[str, str] = {
    "checkup.found": "A check found something wrong with figures or rows: by which check, in what.",
    "checkup.found_again": "What was mended or set aside is wrong again, or wrong in another way.",
    "checkup.given": "Somebody was asked to mend a finding, took it, or it was taken back: whom.",
    "checkup.mended": "The data are right now; the finding closed by itself.",
    "checkup.accepted": "It stays as it is, with a reason; the digest of the reason.",
    "checkup.wrong_alarm": "The check was wrong here; the digest of why.",
    "checkup.reopened": "Somebody took up a finding again that was set aside; the digest of why.",
    "checkup.stated": "A figure of a report was written down.",
    "checkup.corrected": "A figure of a report was mended; the digest of why.",
    "checkup.withdrawn": "A figure of a report was taken back; the digest of why.",
    "checkup.switched": "A check was switched on or off for a place, and the digest of why.",
}
