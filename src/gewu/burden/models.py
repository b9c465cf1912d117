"""Counters by day. A row has no person and no moment: a form, a role or a question, and how many."""

from django.db import models

from gewu.kernel.models import Operational, OperationalQuerySet


class FormDayQuerySet(OperationalQuerySet["FormDay"]):
    """Counters of forms, named by township and day."""


class FormDay(Operational):
    """How often a form was sent on a day through a door by people of a role, and how long it was open."""

    day = models.DateField()
    form = models.CharField(max_length=96)
    version = models.CharField(max_length=40)
    door = models.CharField(max_length=16)
    role = models.CharField(max_length=40)
    sent = models.IntegerField(default=0)
    timed = models.IntegerField(default=0)
    seconds = models.BigIntegerField(default=0)

    objects = FormDayQuerySet.as_manager()

    class Meta(Operational.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(
                fields=["township", "day", "form", "version", "door", "role"], name="burden_form_day"
            ),
        ]


class FieldDayQuerySet(OperationalQuerySet["FieldDay"]):
    """Counters of questions, named by township and day."""


class FieldDay(Operational):
    """What became of a question of the forms sent on a day."""

    day = models.DateField()
    form = models.CharField(max_length=96)
    version = models.CharField(max_length=40)
    field = models.CharField(max_length=64)
    shown = models.IntegerField(default=0)
    known = models.IntegerField(default=0)
    kept = models.IntegerField(default=0)
    filled = models.IntegerField(default=0)

    objects = FieldDayQuerySet.as_manager()

    class Meta(Operational.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(
                fields=["township", "day", "form", "version", "field"], name="burden_field_day"
            ),
        ]


class ReadDayQuerySet(OperationalQuerySet["ReadDay"]):
    """Counters of looks, named by township and day."""


class ReadDay(Operational):
    """How often an answer of a definition was shown to somebody on a day, or left in a file."""

    day = models.DateField()
    definition = models.CharField(max_length=64)
    field = models.CharField(max_length=64)
    shown = models.IntegerField(default=0)
    exported = models.IntegerField(default=0)

    objects = ReadDayQuerySet.as_manager()

    class Meta(Operational.Meta):
        constraints = [
            *Operational.Meta.constraints,
            models.UniqueConstraint(
                fields=["township", "day", "definition", "field"], name="burden_read_day"
            ),
        ]
