from django.apps import AppConfig


class CheckupsConfig(AppConfig):
    name = "gewu.checkups"
