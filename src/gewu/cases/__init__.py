"""The engine: something reported at a place that moves through the stages of its definition until archived.

Every change is a *move* by an actor who may make it; every change leaves a journal entry.
"""
