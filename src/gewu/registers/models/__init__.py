"""The tables of the registers."""

from gewu.registers.models.base import RegisterRow
from gewu.registers.models.programmes import Enrolment, Switch
from gewu.registers.models.rates import RateDay
from gewu.registers.models.rows import TABLES, Dwelling, Establishment, Facility, Household, Member, Person
from gewu.registers.models.steps import Step
from gewu.registers.models.traces import Claim, Look, Visit

__all__ = [
    "TABLES",
    "Claim",
    "Dwelling",
    "Enrolment",
    "Establishment",
    "Facility",
    "Household",
    "Look",
    "Member",
    "Person",
    "RateDay",
    "RegisterRow",
    "Step",
    "Switch",
    "Visit",
]
