"""Every URL of the platform."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from gewu.config.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("language", set_language, name="set_language"),
    path("", include("gewu.ui.urls")),
]
