"""What can be read in the journal of a case."""

KINDS: dict[str, str] = {
    "case.reported": "A case came in: type, definition, category, source, place; perhaps already solved.",
    "case.moved": "A move was made: from which stage to which, coded answers, digests of words.",
    "case.commented": "Somebody left a note; the digest of its words.",
    "case.file_added": "A photo or document was added.",
    "case.released": "Words or a file were opened to the public by a person.",
    "case.withheld": "Words or a file were closed to the public again.",
    "case.contact_opened": "Somebody opened the reporter's name and phone, and for which purpose.",
    "case.handed_over": "A case in somebody's hands was given to a colleague of the same office.",
    "case.escalated": "Another level became responsible: from which to which, why, its place, the step.",
    "case.reminded": "Before, at or after the end of a stage: the office or the place whose turn it is.",
    "case.resumed": "A clock that stood still (put off, or paused) went on by itself, on its day.",
    "case.recounted": "A calendar changed, and with it the deadlines of a case: from when to when.",
    "case.part_opened": "A part of the case was opened: its number, category and type.",
    "case.part_ended": "A part of the case is over: which one and where it came to rest.",
    "case.part_reopened": "A part that was over is worked on again.",
    "case.erased": "Words, contacts and photos of a finished case were erased: by which rule, and how many.",
    "case.placed": "The responsible place was set by hand: which one, and which one before.",
}
