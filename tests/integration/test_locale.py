"""The screens that staff open speak Vietnamese, the date picker's script included."""

import json
import re

import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation.trans_real import DjangoTranslation

ENGLISH_WORDS = re.compile("[A-Za-z]{2}")
SAME_IN_VIETNAMESE = {"Email"}


@pytest.fixture
def untranslated(monkeypatch):
    """Collect what Django was asked to say and could not say in Vietnamese."""
    found = set()
    say = DjangoTranslation.gettext

    def listen(catalogue, message):
        said = say(catalogue, message)
        if said == message and message.isascii() and ENGLISH_WORDS.search(message):
            found.add(message)
        return said

    monkeypatch.setattr(DjangoTranslation, "gettext", listen)
    return found


def screens():
    """Name every list and every empty form of the staff side."""
    names = [f"admin:{model._meta.label_lower.replace('.', '_')}" for model in admin.site._registry]
    return ["admin:index", *(f"{name}_{page}" for name in names for page in ("changelist", "add"))]


@pytest.mark.django_db
def test_no_staff_screen_asks_for_a_word_that_is_missing(admin_client, untranslated):
    answers = {reverse(name): admin_client.get(reverse(name)).status_code for name in screens()}
    assert set(answers.values()) <= {200, 302, 403}
    assert 200 in answers.values()
    assert untranslated <= SAME_IN_VIETNAMESE


def test_a_missing_word_would_be_noticed(untranslated):
    assert gettext("Log out") == "Đăng xuất"
    assert gettext("Words nobody translated") == "Words nobody translated"
    assert untranslated == {"Words nobody translated"}


def test_the_date_picker_gets_our_words():
    script = admin.site.i18n_javascript(RequestFactory().get("/")).content.decode()
    catalogue = json.loads(re.search(r"const newcatalog = (\{.*?\});", script, re.DOTALL)[1])
    assert catalogue["Monday"] == "Thứ Hai"
    assert catalogue["abbrev. day Sunday\x04Sun"] == "CN"
    assert catalogue["Cancel"] == "Huỷ"
