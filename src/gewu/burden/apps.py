from django.apps import AppConfig


class BurdenConfig(AppConfig):
    name = "gewu.burden"
