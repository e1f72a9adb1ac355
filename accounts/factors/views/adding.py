"""Adding an authenticator app and passkeys to one's own account."""

import time

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError, transaction
from django.http import JsonResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.factors import changing, passkeys, proof, sealing, totp
from accounts.factors.forms import AppCodeForm, PasskeyForm
from accounts.factors.views.own import READ_WRITE, codes_page, page
from accounts.models import Kind

# The secret that is being shown, sealed, until a code of it has come back.
SHOWN = "ung-dung-moi"
ADDED = "Đã thêm “{}”. Các phiên đăng nhập khác của bạn đã kết thúc."
WRONG = "Mã không khớp. Hãy xem đồng hồ điện thoại có đúng giờ không, rồi nhập mã đang hiện."
AT_ONCE = "Một cửa sổ khác vừa thêm ứng dụng xác minh. Hãy xem lại danh sách dưới đây."
NO_PASSKEY = "Chưa thêm được khoá truy cập. Hãy thử lại."
TAKEN = "Khoá truy cập này đã có rồi."
IMPOSSIBLE = "Địa chỉ của cổng thông tin này chưa dùng được khoá truy cập."


@sensitive_post_parameters("code")
@never_cache
@login_required
@require_http_methods(READ_WRITE)
@proof.needed()
def add_app(request):
    """Show a new secret and keep it once a code of it was typed; an old app ends with that."""
    old = request.user.factors.filter(kind=Kind.TOTP).exists()
    if old and not proof.fresh(request, asked=True):
        return redirect(proof.place(request.path))
    secret, form = _secret(request), AppCodeForm(request.POST or None)
    if form.is_valid():
        code = totp.digits_of(form.cleaned_data["code"])
        step = totp.step_of(secret, code) if code else None
        if step is not None:
            return _added(request, lambda: changing.put_app(request, secret, step), AT_ONCE)
        form.add_error("code", WRONG)
    context = {"form": form, "secret": totp.grouped(secret), "old": old}
    context["symbol"] = totp.symbol(request.user, secret)
    title = "Chuyển sang điện thoại khác" if old else "Thêm ứng dụng xác minh"
    return page(request, "accounts/app_add.html", title, **context)


@never_cache
@login_required
@require_http_methods(READ_WRITE)
@proof.needed()
def add_passkey(request):
    """Ask for a name, hand out a challenge, keep what the browser made of it."""
    if not passkeys.possible():
        messages.error(request, IMPOSSIBLE)
        return redirect("hai-buoc")
    form, answer = PasskeyForm(request.POST or None), request.POST.get("credential")
    if form.is_valid() and not answer:
        return JsonResponse(passkeys.begin_adding(request, request.user))
    if form.is_valid():
        name = form.cleaned_data["name"]
        return _added(request, lambda: passkeys.add(request, request.user, answer, name), TAKEN)
    return page(request, "accounts/passkey_add.html", "Thêm khoá truy cập", form=form)


def _added(request, add, taken: str):
    """Add the factor and all that follows, or nothing; `taken` says why it may be there already."""
    try:
        with transaction.atomic():
            factor = add()
            codes = changing.added(request, factor)
    except IntegrityError:
        messages.error(request, taken)
        return redirect("hai-buoc")
    except passkeys.Refused:
        messages.error(request, NO_PASSKEY)
        return redirect("hai-buoc-khoa")
    request.session.pop(SHOWN, None)
    messages.success(request, ADDED.format(factor.name))
    return codes_page(request, codes) if codes else redirect("hai-buoc")


def _secret(request) -> str:
    """The secret this session is being shown; a new one after a while."""
    held = request.session.get(SHOWN)
    secret = sealing.opened(held["secret"]) if held else None
    if secret is None or time.time() - held["at"] > proof.SECONDS * 3:
        secret = totp.new_secret()
        request.session[SHOWN] = {"secret": sealing.seal(secret), "at": time.time()}
    return secret
