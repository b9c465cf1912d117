from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class PeopleConfig(AppConfig):
    name = "gewu.people"

    def ready(self) -> None:
        """A role that is spelled wrongly would be asked for nothing: better not to start."""
        from gewu.people.roles import roles  # noqa: PLC0415  (after the apps)

        if unknown := settings.SECOND_FACTOR - roles().keys() - {"none"}:
            named = ", ".join(sorted(unknown))
            raise ImproperlyConfigured(f"GEWU_SECOND_FACTOR names what is no role: {named}")
