"""People: users, organisations and posts. A *post* is a person × role × place × organisation, with dates.

Whoever acts does so as an *actor*, built from the posts in force at that moment.
"""
