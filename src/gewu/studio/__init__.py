"""Definitions of a place: drafted by one person, checked, previewed, compared, and published by another.

A *draft* starts from the definition in force at a place and holds it in *sections* (stages, moves, answers,
the words of each language, every category it changes). Each change is a *step* that can be taken back. What
is published becomes an edition of the catalogue, for the place and everything below it.
"""
