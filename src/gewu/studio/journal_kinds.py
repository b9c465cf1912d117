"""What can be read in the journal about drafts of definitions."""

KINDS: dict[str, str] = {
    "draft.started": "A draft of a case type was started for a place, from the definition in force there.",
    "draft.changed": "A draft was changed: which part, and the digests of its sections before and after.",
    "draft.undone": "The newest step of a draft was taken back.",
    "draft.offered": "A draft was handed in for a second person to publish, with its reason.",
    "draft.returned": "A draft that was handed in was sent back, with a remark.",
    "draft.published": "A draft was published: the definition it became and the one that was closed.",
    "draft.withdrawn": "A draft was given up before it was published.",
}
