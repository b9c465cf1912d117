"""What can be read in the journal of people's rights."""

KINDS: dict[str, str] = {
    "right.asked": "A person asked for something held of them: what, how it was proved, until when.",
    "right.granted": "What a person asked for was granted; what became of it, and the digest of the answer.",
    "right.refused": "What a person asked for was refused; the ground, and the digest of the answer.",
    "right.handed_out": "A person's own file was drawn and handed out: its digest.",
    "right.erasure_due": "Something held of a person is to be erased: because of what.",
    "right.erased": "A second person agreed, and it was erased.",
    "right.kept": "It is kept, for a reason the law gives; the digest of the reason.",
    "right.unusual": "Look-ups were unusual, by which rule; for a person to judge.",
    "right.judged": "A person judged unusual look-ups: justified or not; the digest of a word.",
}
