from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The app of the demonstration content."""

    name = "demo"
