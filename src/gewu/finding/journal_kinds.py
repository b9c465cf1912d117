"""What can be read in the journal of exports and of looking for people."""

KINDS: dict[str, str] = {
    "finding.export_asked": "Somebody asked for a list as a file: purpose, list, form, names of the filters.",
    "finding.export_written": "The file was written: rows, SHA-256, kinds of cases, which of their answers.",
    "finding.export_fetched": "The file was fetched, for which time.",
    "finding.export_stopped": "The export was stopped by whoever asked for it.",
    "finding.export_failed": "The export could not be written: the code of the refusal.",
    "finding.export_gone": "The days of the file were over: it was deleted.",
    "finding.person_sought": "Somebody looked for a person who reported: purpose, by what, blind index.",
}
