"""Who is in which programme, and which programmes run where."""

from functools import reduce
from operator import or_
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from gewu.kernel.access import Actor
from gewu.kernel.models import ChainedRow, Operational, OperationalQuerySet
from gewu.kernel.secrets import EncryptedField
from gewu.registers.reach import readers, with_class


class EnrolmentQuerySet(OperationalQuerySet["Enrolment"]):
    def visible_to(self, actor: Actor) -> Self:
        """Enrolments at a place the actor reads, held no closer than the post reads; or naming the actor."""
        ways = list(with_class(actor))
        if readers(actor) and actor.user:
            low, high = (min(one for one, _ in actor.townships), max(one for _, one in actor.townships))
            ways.append(Q(township__range=(low, high), handlers__contains=[actor.user]))
        return self.filter(reduce(or_, ways)) if ways else self.none()


class Enrolment(ChainedRow):
    """A subject of a register in a programme, from a day until a day. The place is that of its subject."""

    programme = models.CharField(max_length=40)
    access_class = models.SmallIntegerField()
    subject_kind = models.CharField(max_length=14)
    subject = models.UUIDField()
    # The name lists show and order by; blank where the programme is sealed.
    name_key = models.CharField(max_length=240, blank=True, db_collation="C")
    values = models.JSONField(default=dict)
    secret = EncryptedField(null=True)
    sources = models.JSONField(default=dict)
    since = models.DateField()
    until = models.DateField(null=True)
    # Whose word or which rule put it in: self, law, rule, exchanged; and out again.
    basis = models.CharField(max_length=12)
    ended_by = models.CharField(max_length=12, blank=True)
    # Who handles a sealed programme, by name.
    handlers = ArrayField(models.UUIDField(), default=list)
    visited_on = models.DateField(null=True)
    next_due = models.DateField(null=True)
    erase_on = models.DateField(null=True)
    erased_at = models.DateTimeField(null=True)
    address = models.UUIDField(null=True)
    building = models.UUIDField(null=True)
    in_community = models.UUIDField(null=True)
    in_grid = models.UUIDField(null=True)
    in_cell = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = EnrolmentQuerySet.as_manager()

    class Meta(ChainedRow.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(
                fields=["township", "subject", "programme"],
                condition=Q(until=None),
                name="registers_enrolment_once",
            ),
            models.CheckConstraint(
                condition=Q(access_class__range=(0, 3)), name="registers_enrolment_class_known"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="registers_enrolment_ends_after_start",
            ),
        ]
        indexes = [
            models.Index(fields=["township", "subject"], name="registers_enrol_subject"),
            models.Index(fields=["township", "programme", "name_key", "id"], name="registers_enrol_list"),
            models.Index(
                fields=["township", "in_grid", "next_due", "id"],
                name="registers_enrol_due_grid",
                condition=Q(until=None, next_due__isnull=False),
            ),
            models.Index(
                fields=["township", "next_due", "id"],
                name="registers_enrol_due",
                condition=Q(until=None, next_due__isnull=False),
            ),
        ]


class Switch(ChainedRow):
    """A programme in a township: its legal basis entered by one, approved by another; switched off again.

    `state`: asked, on, off. A programme that is on by itself has a row only where it was switched off.
    """

    programme = models.CharField(max_length=40)
    state = models.CharField(max_length=8)
    basis = models.CharField(max_length=200, blank=True)
    document = models.CharField(max_length=80, blank=True)
    until = models.DateField(null=True)
    handlers = ArrayField(models.UUIDField(), default=list)
    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    objects = OperationalQuerySet["Switch"].as_manager()

    class Meta(ChainedRow.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(fields=["township", "programme"], name="registers_switch_once"),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "on", "off"]), name="registers_switch_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="on") | Q(asked_by=None) | ~Q(asked_by=F("decided_by")),
                name="registers_switch_two_persons",
            ),
        ]
