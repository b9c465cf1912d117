from django.apps import AppConfig


class RoutingConfig(AppConfig):
    name = "gewu.routing"
