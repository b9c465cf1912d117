"""Finding cases and doing many at once: full text, saved filters, exports, batches, looking for a person.

A *hit* is a case that holds the words somebody asked for; a *term* is one of these words as it is looked up;
the *index* is one row per case in `CaseWords`, written in the transaction that keeps the words.
"""
