"""Registers: what is known of persons, households, dwellings, establishments and facilities, and from whom.

*Register*: what one kind of row holds, as data. *Programme*: something a row can be enrolled in, with fields
of its own. *Mark*: where a value came from. *Claim*: a value that differs and did not win. *Look*: who saw
what.
"""
