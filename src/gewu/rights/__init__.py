"""People's rights (PIPL 44–50): what is held of oneself, having it corrected or erased, and who looked.

An *ask* is what a person asks for; an *erasure* is what a second person agrees to; an *oddity* is a pattern
of look-ups for a human to judge. None of them is a penalty.
"""
