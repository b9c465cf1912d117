"""Where a case should go, and whether it is here already: rules, nearest closed cases, duplicates.

A suggestion is never an act: a person presses the button, unless an administrator let the rules act.
"""
