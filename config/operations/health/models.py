"""What was learned outside of requests, for whoever asks in one: the clock's last turn, the
certificate."""

from django.db import models
from django.utils import timezone


class Fact(models.Model):
    """One thing as it was found at a moment; a later finding takes its place."""

    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField(default=timezone.now)
    found = models.JSONField(default=dict)

    class Meta:
        verbose_name = "điều ghi nhận"
        verbose_name_plural = "điều ghi nhận"
        default_permissions = ()

    def __str__(self):
        return f"{self.name}, {self.at:%Y-%m-%d %H:%M}"
