"""The tables of people who sign in: accounts, their devices and factors, and what happened."""

from accounts.models.access import Device, OneTimeCode, Purpose, SignedIn
from accounts.models.event import AccountEvent
from accounts.models.factor import Factor, FactorReset, Kind, RecoveryCode
from accounts.models.identity import Identity
from accounts.models.user import User, UserManager

__all__ = [
    "AccountEvent",
    "Device",
    "Factor",
    "FactorReset",
    "Identity",
    "Kind",
    "OneTimeCode",
    "Purpose",
    "RecoveryCode",
    "SignedIn",
    "User",
    "UserManager",
]
