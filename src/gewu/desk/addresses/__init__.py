"""Addresses at the desk: all who work in a place look them up, its keepers change them."""
