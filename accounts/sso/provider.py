"""The provider: where it answers, and what of its answers is believed.

mozilla-django-oidc exchanges the code and finds the key; what it leaves open is asked here: the
issuer, the audience, the dates, the algorithm, and who the user's further claims belong to.
"""

from urllib.parse import urlencode, urlsplit

import jwt
import requests
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import SuspiciousOperation
from django.urls import reverse
from mozilla_django_oidc.auth import OIDCAuthenticationBackend
from mozilla_django_oidc.utils import generate_code_challenge

WELL_KNOWN = "/.well-known/openid-configuration"
# Seconds to connect and to answer: somebody waits in front of the page.
TIMEOUT = (3, 5)
REMEMBERED = 10 * 60
# Only what is signed with a key of the provider's own, which we cannot have.
ALGORITHMS = ("RS256", "ES256")
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
CLAIMS = ("iss", "sub", "aud", "exp", "iat")
SKEW = 30


class Unreachable(Exception):
    """The provider does not answer, or not as one."""


class Refused(Exception):
    """What came back proves nothing; the reason is for the log."""


class Provider(OIDCAuthenticationBackend):
    """The library's steps with our settings and with what the provider says of itself."""

    def __init__(self, found: dict):
        self.found = found
        super().__init__()

    def get_settings(self, attr, *default):
        """The library asks here instead of Django's settings, which have other names."""
        methods = self.found.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        values = {
            "OIDC_OP_TOKEN_ENDPOINT": self.found["token_endpoint"],
            "OIDC_OP_USER_ENDPOINT": self.found.get("userinfo_endpoint", ""),
            "OIDC_OP_JWKS_ENDPOINT": self.found["jwks_uri"],
            "OIDC_RP_CLIENT_ID": settings.OIDC_CLIENT_ID,
            "OIDC_RP_CLIENT_SECRET": settings.OIDC_CLIENT_SECRET,
            "OIDC_RP_SIGN_ALGO": ALGORITHMS[0],
            "OIDC_TOKEN_USE_BASIC_AUTH": "client_secret_basic" in methods,
            "OIDC_TIMEOUT": TIMEOUT,
        }
        return values[attr] if attr in values else default[0]

    def _verify_jws(self, payload, key):
        """The claims of a token, once its signature, dates, issuer and audience are right."""
        if jwt.get_unverified_header(payload).get("alg") not in ALGORITHMS:
            raise SuspiciousOperation("unexpected algorithm")
        claims = jwt.decode(
            payload,
            key,
            algorithms=list(ALGORITHMS),
            audience=settings.OIDC_CLIENT_ID,
            issuer=self.found["issuer"],
            leeway=SKEW,
            options={"require": CLAIMS},
        )
        if claims.get("azp", settings.OIDC_CLIENT_ID) != settings.OIDC_CLIENT_ID:
            raise SuspiciousOperation("a token for another client")
        return claims

    def claims(self, code: str, verifier: str, nonce: str) -> tuple[dict, str]:
        """What the provider says of the person, for the code it sent them back with; and its token,
        as it came."""
        answer = self.get_token(
            {
                "client_id": settings.OIDC_CLIENT_ID,
                "client_secret": settings.OIDC_CLIENT_SECRET,
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": return_address(),
                "code_verifier": verifier,
            }
        )
        claims = self.verify_token(answer["id_token"], nonce=nonce)
        return {**self._further(answer, claims), **claims}, answer["id_token"]

    def _further(self, answer: dict, claims: dict) -> dict:
        """Claims that a provider keeps out of its token, if it has a place for them."""
        if not self.OIDC_OP_USER_ENDPOINT or {"email", settings.OIDC_GROUPS} <= set(claims):
            return {}
        found = self.get_userinfo(answer["access_token"], answer["id_token"], claims)
        if found.get("sub") != claims["sub"]:
            raise SuspiciousOperation("claims of somebody else")
        return found


def claims_for(code: str, verifier: str, nonce: str) -> tuple[dict, str]:
    """What the provider says of the person, and its token; raises Unreachable or Refused."""
    found = discover()
    try:
        return Provider(found).claims(code, verifier, nonce)
    except (SuspiciousOperation, jwt.PyJWTError) as error:
        raise Refused(str(error)) from error
    except requests.HTTPError as error:
        raise Refused(f"HTTP {error.response.status_code}") from error
    except requests.RequestException as error:
        raise Unreachable(str(error)) from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Refused(f"no proper answer: {error!r}") from error


def sign_in_address(state: str, nonce: str, verifier: str) -> str:
    """Where the person shows the provider who they are; raises Unreachable."""
    found = discover()
    query = {
        "response_type": "code",
        "client_id": settings.OIDC_CLIENT_ID,
        "redirect_uri": return_address(),
        "scope": "openid email profile",
        "state": state,
        "nonce": nonce,
        "code_challenge": generate_code_challenge(verifier, "S256"),
        "code_challenge_method": "S256",
    }
    return _with(found["authorization_endpoint"], query)


def sign_out_address(token: str) -> str:
    """Where a person is signed out at the provider, who is told the `token` of their sign-in if
    there is one; "" when it announces no such place. Raises Unreachable.

    The place must be the issuer's own: browsers follow a form only to where our policy says.
    """
    end = discover().get("end_session_endpoint")
    if not isinstance(end, str) or origin(end) != origin(settings.OIDC_ISSUER):
        return ""
    query = {"client_id": settings.OIDC_CLIENT_ID, "post_logout_redirect_uri": left_address()}
    return _with(end, query | ({"id_token_hint": token} if token else {}))


def return_address() -> str:
    """Where the provider sends people back, as it is registered there."""
    return settings.SITE_URL + reverse("lien-thong-ve")


def left_address() -> str:
    """Where it sends people who have left, as it is registered there too."""
    return settings.SITE_URL + reverse("lien-thong-ra")


def origin(address: str) -> str:
    """Scheme, host and port of an address, "" for something else."""
    try:
        place = urlsplit(address)
        return f"{place.scheme}://{place.netloc.lower()}" if place.hostname else ""
    except ValueError:
        return ""


def _with(place: str, query: dict) -> str:
    return f"{place}{'&' if '?' in place else '?'}{urlencode(query)}"


def discover() -> dict:
    """What the provider says of itself, asked once in a while; raises Unreachable."""
    key = f"oidc:{settings.OIDC_ISSUER}"
    found = cache.get(key)
    if found is None:
        found = _asked()
        cache.set(key, found, REMEMBERED)
    return found


def _asked() -> dict:
    try:
        place = settings.OIDC_ISSUER + WELL_KNOWN
        answer = requests.get(place, timeout=TIMEOUT, allow_redirects=False)
        answer.raise_for_status()
        found = answer.json()
        sound = _is_sound(found)
    except (requests.RequestException, KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unreachable(f"no discovery document: {error!r}") from error
    if not sound:
        raise Unreachable("the discovery document is not the issuer's")
    return found


def _is_sound(found: dict) -> bool:
    """Whether the document is of our issuer and names places that are as safe as the issuer's."""
    scheme = settings.OIDC_ISSUER.partition("//")[0]
    places = [found[name] for name in ENDPOINTS]
    places += [found["userinfo_endpoint"]] if found.get("userinfo_endpoint") else []
    same = found["issuer"].rstrip("/") == settings.OIDC_ISSUER
    return same and all(place.startswith(f"{scheme}//") for place in places)
