"""What can be read in the journal of joint work."""

KINDS: dict[str, str] = {
    "joint.agreed": "An agreement was made: which of the six kinds, which office, for which place.",
    "joint.noted": "Something was done or lent under an agreement: on which day.",
    "joint.ended": "An agreement was ended before or on its last day.",
    "joint.planned": "A work day or a collective visit was planned: how many stops, from when to when.",
    "joint.visited": "A stop was visited: how many households were spoken with.",
    "joint.settled": "Something that was noted at a stop was settled later: which.",
    "joint.found": "Something was found at a stop: settled on the spot, noted, or which case it became.",
    "joint.closed": "A batch was closed: how many stops were visited, and how many were not.",
}
