"""What a technician needs to run the portal for years: its commands and what they are made of."""

from django.apps import AppConfig
from django.core import checks

from config.operations import deployed


class OperationsConfig(AppConfig):
    """The app of the commands: backup, health, preflight and the like; the topmost of all."""

    name = "config.operations"
    label = "operations"
    verbose_name = "Vận hành"

    def ready(self):
        """Have `check --deploy` ask ours too."""
        checks.register(deployed.complaints, checks.Tags.security, deploy=True)
