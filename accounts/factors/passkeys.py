"""Passkeys (WebAuthn): made and shown in the browser, checked here.

The challenge lies in the session and is gone with the first answer, right or wrong.
"""

import ipaddress
import json
import struct
import time

from django.utils import timezone
from fido2.cose import CoseKey
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    AuthenticatorData,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from accounts.models import Factor, Kind, User
from accounts.places import staff_side

CHALLENGE = "thu-thach"
CHALLENGE_SECONDS = 5 * 60
VERIFIED = UserVerificationRequirement.REQUIRED
# What a hostile answer makes the parsers raise; a wrong signature or origin is a ValueError.
REFUSALS = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)
REFUSALS += (AssertionError, NotImplementedError, struct.error)
LONGEST_ID = 1023


WRONG = "Khoá truy cập trả lời không đúng."
UNKNOWN = "Khoá truy cập không có trong danh sách."
NOT_ASKED = "Không có yêu cầu nào đang chờ khoá truy cập."
TOO_LATE = "Yêu cầu khoá truy cập đã quá hạn."
COPIED = "Số đếm của khoá truy cập không tăng, khoá có thể đã bị sao chép."


class Refused(Exception):
    """The answer proves nothing, and why, in a sentence for the record; `factor` is the passkey
    it named, if we know one."""

    def __init__(self, reason: str, factor: Factor | None = None):
        super().__init__(reason)
        self.factor = factor


def possible() -> bool:
    """Whether browsers make passkeys for the address of this portal: never for a bare number."""
    host = staff_side().hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return bool(host)
    return False


def begin_adding(request, user: User) -> dict:
    """What navigator.credentials.create() asks for; what the person has is left out."""
    entity = PublicKeyCredentialUserEntity(
        id=_handle(user), name=user.username, display_name=user.full_name or user.username
    )
    options, state = _server().register_begin(
        entity,
        _described(user.factors),
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=VERIFIED,
    )
    _hold(request, state, "create", user)
    return _plain(options.public_key)


def add(request, user: User, answer: str, name: str) -> Factor:
    """Keep the passkey that the browser made.

    Raises Refused, and IntegrityError for a passkey that somebody has already.
    """
    state = _held(request, "create", user)
    try:
        made = _server().register_complete(state, RegistrationResponse.from_dict(_read(answer)))
        data = _usable(made.credential_data)
    except REFUSALS as error:
        raise Refused(WRONG) from error
    return user.factors.create(
        kind=Kind.PASSKEY,
        name=name,
        credential=data.credential_id,
        data=bytes(data),
        last_step=made.counter,
    )


def begin(request, user: User | None = None) -> dict:
    """What navigator.credentials.get() asks for: any passkey of ours, or one of this person."""
    known = _described(user.factors) if user else None
    options, state = _server().authenticate_begin(known, VERIFIED)
    _hold(request, state, "get", user)
    return _plain(options.public_key)


def take(request, answer: str, user: User | None = None) -> Factor:
    """The passkey whose owner has just shown it, of this person if one is given.

    Raises Refused.
    """
    state = _held(request, "get", user)
    try:
        shown = AuthenticationResponse.from_dict(_read(answer))
        factor = _known(shown, user)
    except Factor.DoesNotExist as error:
        raise Refused(UNKNOWN) from error
    except REFUSALS as error:
        raise Refused(WRONG) from error
    try:
        credential = AttestedCredentialData(bytes(factor.data))
        _server().authenticate_complete(state, [credential], shown)
    except REFUSALS as error:
        raise Refused(WRONG, factor) from error
    return _counted(factor, shown.response.authenticator_data)


def _usable(data: AttestedCredentialData) -> AttestedCredentialData:
    """The passkey, if its name can be kept and its signatures can be checked one day."""
    algorithm = data.public_key.get(3)
    if len(data.credential_id) > LONGEST_ID or algorithm not in CoseKey.supported_algorithms():
        raise ValueError("A passkey that we cannot use.")
    return data


def _counted(factor: Factor, shown: AuthenticatorData) -> Factor:
    """Note the use. A counter that does not grow tells of a copied key; many keys count nothing."""
    rows = Factor.objects.filter(pk=factor.pk)
    counts = bool(shown.counter or factor.last_step)
    rows = rows.filter(last_step__lt=shown.counter) if counts else rows
    if not rows.update(last_step=shown.counter, used_at=timezone.now()):
        raise Refused(COPIED, factor)
    return factor


def _known(shown: AuthenticationResponse, user: User | None) -> Factor:
    rows = Factor.objects.select_related("user").filter(kind=Kind.PASSKEY)
    rows = rows.filter(user=user) if user else rows
    factor = rows.get(credential=shown.raw_id)
    handle = shown.response.user_handle
    if handle and handle != _handle(factor.user):
        raise ValueError("The passkey names another person.")
    return factor


def _server() -> Fido2Server:
    place = staff_side()
    entity = PublicKeyCredentialRpEntity(id=place.hostname, name=place.hostname)
    origin = f"{place.scheme}://{place.netloc}"
    return Fido2Server(entity, verify_origin=lambda sent: sent == origin)


def _described(factors) -> list[PublicKeyCredentialDescriptor]:
    rows = factors.filter(kind=Kind.PASSKEY).values_list("credential", flat=True)
    kind = PublicKeyCredentialType.PUBLIC_KEY
    return [PublicKeyCredentialDescriptor(type=kind, id=bytes(row)) for row in rows]


def _handle(user: User) -> bytes:
    """How a passkey names its owner: nothing about the person."""
    return f"nguoi-{user.pk}".encode()


def _hold(request, state: dict, kind: str, user: User | None) -> None:
    held = {"challenge": state["challenge"], "for": kind, "user": user and user.pk}
    request.session[CHALLENGE] = {**held, "at": time.time()}


def _held(request, kind: str, user: User | None) -> dict:
    held = request.session.pop(CHALLENGE, None)
    if not held or (held["for"], held["user"]) != (kind, user and user.pk):
        raise Refused(NOT_ASKED)
    if time.time() - held["at"] > CHALLENGE_SECONDS:
        raise Refused(TOO_LATE)
    return {"challenge": held["challenge"], "user_verification": VERIFIED}


def _read(answer: str) -> dict:
    read = json.loads(answer)
    if not isinstance(read, dict):
        raise TypeError("An answer is an object.")
    return read


def _plain(options) -> dict:
    """The options as JSON takes them; the library's own objects are mappings."""
    return json.loads(json.dumps(options, default=dict))
