"""Nothing is forgotten: responsibility climbs, people are reminded, what is late is supervised.

Supervision 督办 asks somebody for an answer within a time; a finding of e-supervision 电子监察 asks a person
to look. Neither is a penalty, and neither counts for or against anybody.
"""
