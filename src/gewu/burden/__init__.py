"""The burden of forms 减负: who fills which how often and how long, what was known, what nobody reads.

A *filling* is a form that was sent; a *look* is a page that showed what was answered. Both are counted by day
and by role, and nothing else of them is kept: no person, no place below the township, no time of day.
"""
