"""The staff find people, units and sections as they type them: without diacritics as well."""

import unicodedata

import pytest
from django.urls import reverse

from accounts.models import User
from news.addresses.models import Redirect
from news.authors.models import Author, Unit
from news.models import Assignment, Category, Thread
from tests.factories import make_author, make_category, make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "typed",
    ["Lê Trung Thành", "le trung thanh", "LE TRUNG", "lê trung thành", "thành", "btghu-d"],
)
def test_a_name_is_found_however_it_is_typed(typed):
    make_user("editor", full_name="Lê Trung Thành, BTGHU-Đ")
    make_user("editor", full_name="Trần Thị Hà")
    for form in ("NFC", "NFD"):
        found = User.objects.filter(full_name__folds=unicodedata.normalize(form, typed))
        assert [user.full_name for user in found] == ["Lê Trung Thành, BTGHU-Đ"]


@pytest.mark.parametrize("typed", ["%", "_", "le%thanh", "\\", "hien", "'"])
def test_nothing_else_is(typed):
    make_user("editor", full_name="Lê Trung Thành")
    assert not User.objects.filter(full_name__folds=typed)


def test_every_vietnamese_letter_is_its_bare_one():
    letters = "áàảãạăắằẳẵặâấầẩẫậđéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵ"
    bare = "a" * 17 + "d" + "e" * 11 + "i" * 5 + "o" * 17 + "u" * 11 + "y" * 5
    for typed in (letters, letters.upper()):
        make_unit(f"{len(letters)}{typed.isupper():d}", name=typed)
        assert Unit.objects.filter(name=typed, name__folds=bare).exists()


def somebody() -> None:
    make_user("editor", full_name="Đặng Hữu Ước")


LISTS = {
    User: somebody,
    Assignment: somebody,
    Unit: lambda: make_unit(name="Phòng Đặng Hữu Ước"),
    Author: lambda: make_author("Đặng Hữu Ước"),
    Category: lambda: make_category("Đặng Hữu Ước"),
    Thread: lambda: Thread.objects.create(title="Đặng Hữu Ước", slug="dang"),
    Redirect: lambda: Redirect.objects.create(old="/cu/", new="/moi/", note="Theo Đặng Hữu Ước"),
}


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model.__name__)
def test_the_lists_of_the_staff_find_it(client, model):
    LISTS[model]()
    client.force_login(make_user("account_admin", "system_admin", "publisher"))
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    for typed, found in (("dang huu uoc", 1), ("Ước đặng", 1), ("dang huu uy", 0)):
        page = client.get(address, {"q": typed})
        assert page.status_code == 200
        assert page.context["cl"].result_count == found, typed
