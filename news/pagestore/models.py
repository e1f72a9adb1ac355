"""The changes that readers' pages depend on, for machines that were cut off when they were told."""

from django.db import models
from django.db.models.functions import Now


class Change(models.Model):
    """That a transaction changed what a mark stands for; triggers write it (0001)."""

    # The number of the transaction, which tells whether a machine can have heard of it.
    xid = models.BigIntegerField()
    name = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["xid", "name"], name="pagestore_change_once")
        ]
        indexes = [models.Index(fields=["at"], name="pagestore_change_age")]

    def __str__(self):
        return f"{self.name}, {self.xid}"
