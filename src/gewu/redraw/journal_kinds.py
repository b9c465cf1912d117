"""What can be read in the journal about redrawing."""

KINDS: dict[str, str] = {
    "redraw.started": "A draft of new borders was started, from the borders in force.",
    "redraw.changed": "A step was made in a draft of new borders: its kind, and the grids it took and made.",
    "redraw.undone": "The newest step of a draft of new borders was taken back.",
    "redraw.redone": "A step of a draft of new borders that had been taken back was done again.",
    "redraw.named": "The title, the day or the note of a draft of new borders was changed.",
    "redraw.offered": "A draft of new borders was handed in, with its day and its reason.",
    "redraw.returned": "A draft of new borders was sent back, with a remark.",
    "redraw.published": "A draft of new borders was published by a second person; it waits for its day.",
    "redraw.applied": "New borders came into force: grids made and retired, how many addresses changed.",
    "redraw.settled": "Everything that is derived from the borders follows the new ones.",
    "redraw.withdrawn": "A draft of new borders was given up before its day.",
}
