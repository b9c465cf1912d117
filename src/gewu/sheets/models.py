"""A sheet of paper for one door: what it asks, who had it in hand, what was typed until checked."""

from typing import Self

from django.db import models
from django.db.models import Q

from gewu.kernel.access import Actor
from gewu.kernel.models import ChainedRow, Operational, OperationalQuerySet
from gewu.kernel.secrets import EncryptedField
from gewu.registers import queries as registers
from gewu.sheets.rules import STATES, SUBJECTS


class SheetQuerySet(OperationalQuerySet["Sheet"]):
    def visible_to(self, actor: Actor) -> Self:
        """Sheets of rows that the actor sees in the registers: new borders need nothing here."""
        homes = registers.townships(actor)
        seen = Q()
        for kind in SUBJECTS:
            rows = registers.rows(kind, actor).filter(township__in=homes).values("id")
            seen |= Q(subject_kind=kind, subject__in=rows)
        return self.filter(seen, township__in=homes)


class Sheet(ChainedRow):
    """`subject` is the household, or what stands behind a door without one: a dwelling, an establishment.

    `lines` is what it asks, in order: [register, row, field]. `printed_with` are those printed at once.
    `first` and `second` hold what was typed, by line, sealed; both are wiped once the registers have it.
    """

    number = models.CharField(max_length=14)
    subject_kind = models.CharField(max_length=14, default="household")
    subject = models.UUIDField()
    printed_with = models.UUIDField()
    state = models.CharField(max_length=10)
    version = models.PositiveIntegerField(default=1)
    lines = models.JSONField()
    printed_at = models.DateTimeField()
    printed_by = models.UUIDField(null=True)
    collected_on = models.DateField(null=True)
    first = EncryptedField(null=True)
    first_by = models.UUIDField(null=True)
    second = EncryptedField(null=True)
    second_by = models.UUIDField(null=True)
    checked_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField()

    objects = SheetQuerySet.as_manager()

    class Meta(ChainedRow.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(fields=["township", "number"], name="sheets_sheet_number"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="sheets_sheet_state_known"),
            models.CheckConstraint(
                condition=Q(subject_kind__in=SUBJECTS), name="sheets_sheet_subject_kind_known"
            ),
        ]
        indexes = [
            models.Index(fields=["township", "state", "printed_at", "id"], name="sheets_sheet_state"),
            models.Index(fields=["township", "subject"], name="sheets_sheet_subject"),
            models.Index(fields=["township", "printed_with"], name="sheets_sheet_together"),
        ]
