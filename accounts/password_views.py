"""Pages for whoever cannot sign in: asking for a link, and choosing a password by link or code."""

from django.conf import settings
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts import codes, resetting, signing_in
from accounts.password_forms import ChosenPasswordForm, CodeForm, ForgottenForm

TOO_OFTEN = "Từ máy này đã có quá nhiều lần thử. Hãy chờ một lúc rồi thử lại."
WRONG = (
    "Tên đăng nhập hoặc mã không đúng, hoặc mã đã dùng rồi hay đã hết hạn. Hãy gõ lại cho đúng "
    "từng chữ; nếu vẫn không được, hãy xin người quản trị tài khoản một mã mới."
)
TOO_MANY = 429
GONE = 410


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request):
    """Ask for a mail with a link; the answer is the same whoever is meant."""
    form = ForgottenForm(request.POST or None)
    if not settings.MAIL:
        return render(request, "registration/forgotten_no_mail.html")
    if not form.is_valid():
        return render(request, "registration/forgotten.html", {"form": form})
    if resetting.ask(request, form.cleaned_data["who"]):
        return redirect("quen-mat-khau-da-gui")
    form.add_error(None, TOO_OFTEN)
    return render(request, "registration/forgotten.html", {"form": form}, status=TOO_MANY)


@never_cache
@require_safe
def asked(request):
    """Say what comes next, without a word on whether there is such an account."""
    return render(request, "registration/forgotten_sent.html")


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request, number: str, token: str):
    """Choose a password by the link of a mail; opening the page alone uses nothing up, because
    mail filters open links too."""
    user = resetting.linked(number, token)
    if user is None:
        return render(request, "registration/link_gone.html", status=GONE)
    form = ChosenPasswordForm(user, request.POST or None)
    if not form.is_valid():
        return _choose(request, form)
    chosen = resetting.use_link(request, number, token, form.cleaned_data["new_password1"])
    if chosen is None:
        return render(request, "registration/link_gone.html", status=GONE)
    return _in(request, chosen)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_code(request):
    """Choose a password by a one-time code: first the code, then the password beside it.

    The second form brings the code along, so that it is kept nowhere in between.
    """
    form = CodeForm(request.POST or None)
    if not form.is_valid():
        return _ask_code(request, form)
    if resetting.too_many_codes(request):
        return _ask_code(request, form, TOO_OFTEN, TOO_MANY)
    user = codes.check(**form.cleaned_data, request=request)
    if user is None:
        return _ask_code(request, form, WRONG)
    sent = request.POST if "new_password1" in request.POST else None
    return _by_right_code(request, form, ChosenPasswordForm(user, sent))


def _by_right_code(request, code_form, form):
    if not form.is_valid():
        return _choose(request, form, **code_form.cleaned_data)
    password = form.cleaned_data["new_password1"]
    user = resetting.use_code(request, **code_form.cleaned_data, password=password)
    return _in(request, user) if user else _ask_code(request, code_form, WRONG)


def _ask_code(request, form, error: str = "", status: int = 200):
    if error:
        form.add_error(None, error)
    return render(request, "registration/one_time_code.html", {"form": form}, status=status)


def _choose(request, form, **code):
    context = {"form": form, "title": "Chọn mật khẩu", **code}
    return render(request, "registration/choose_password.html", context)


def _in(request, user):
    """On to the second step or in: who has a second factor is asked for it all the same."""
    return signing_in.proven(request, user, "password", resolve_url(settings.LOGIN_REDIRECT_URL))
