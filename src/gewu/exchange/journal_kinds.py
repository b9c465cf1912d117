"""What can be read in the journal of the exchange."""

KINDS: dict[str, str] = {
    "exchange.received": "A workbook came in: what for, from which source, its size and SHA-256.",
    "exchange.turned": "Another sheet or row of headings was chosen; the workbook was read again.",
    "exchange.laid": "Somebody said which column is what, and in which coordinate system points are.",
    "exchange.checked": "The dry run is over: rows, good, bad, repeated, findings.",
    "exchange.begun": "Somebody had the checked rows brought in.",
    "exchange.done": "They are in the registers: created, changed, the same, left to check, disputed values.",
    "exchange.refused": "The workbook could not be taken: the code of the reason. Nothing was brought in.",
    "exchange.stopped": "Somebody gave the import up before anything was brought in.",
    "exchange.returned": "Whoever sent a workbook fetched its bad rows: how many.",
    "exchange.compared": "A file was compared with the registers: same, differing, only there, only here.",
    "exchange.settled": "Differences were decided: so many taken over, offered, left as ours, refused.",
    "exchange.undo_begun": "Somebody had a whole import taken back.",
    "exchange.undone": "It was taken back: so many records, so many kept because somebody changed them.",
    "exchange.pair_decided": "Two records were found to be one person, to be two, or open again.",
    "exchange.table_made": "A table for an office was made for a month, and waits to be looked at: its rows.",
    "exchange.table_thinned": "A row of a month's table was erased, as its record was: how many are left.",
    "exchange.table_decided": "A month's table was handed over for the first time, or dropped.",
    "exchange.taken_out": "A list of a register left: purpose, columns, rows, SHA-256, masked or in full.",
}
