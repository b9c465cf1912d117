from django.apps import AppConfig


class RedrawConfig(AppConfig):
    name = "gewu.redraw"
