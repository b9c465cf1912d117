"""The catalogue: what can happen. Case types and categories as versioned, validated data.

A *definition* is one published version of a case type; a case keeps the one it was born with.
"""
