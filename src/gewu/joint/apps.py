from django.apps import AppConfig


class JointConfig(AppConfig):
    name = "gewu.joint"
