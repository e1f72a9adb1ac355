"""The second step of a sign-in, and the sign-in by a passkey alone."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import record, signing_in
from accounts.factors import passkeys, trying
from accounts.factors.forms import AppCodeForm, RecoveryCodeForm
from accounts.models import Kind
from accounts.onward import onward

TOO_LATE = "Bước xác minh đã quá 10 phút hoặc không còn dùng được. Hãy đăng nhập lại từ đầu."
WRONG = "Mã không đúng, đã dùng rồi hoặc đã hết hạn. Hãy nhập mã đang hiện trên ứng dụng."
WRONG_RECOVERY = "Mã khôi phục không đúng hoặc đã dùng rồi. Hãy thử mã khác trên tờ giấy."
TOO_MANY = "Đã nhập sai 5 lần. Hãy chờ 15 phút rồi thử lại."
TOO_MANY_TODAY = (
    "Trong 24 giờ qua nhập sai quá nhiều lần, mã của ứng dụng tạm dừng ở máy này. Hãy dùng mã khôi "
    "phục, khoá truy cập, hoặc máy bạn vẫn hay dùng. Không có thì xin người quản trị tài khoản một "
    "mã dùng một lần."
)
NO_PASSKEY = "Chưa xác minh được bằng khoá truy cập. Hãy thử lại hoặc dùng cách khác."
USED_RECOVERY = (
    "Bạn vừa dùng một mã khôi phục. Nếu mất điện thoại, hãy mở “Xác minh hai bước” để chuyển sang "
    "điện thoại khác."
)


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request):
    """Ask for a code, or for a passkey, of whoever has given the right password."""
    waiting = signing_in.pending(request)
    if waiting is None:
        return _too_late(request)
    kinds = set(waiting.user.factors.values_list("kind", flat=True))
    by_recovery = request.GET.get("cach") == "khoi-phuc" or Kind.TOTP not in kinds
    form = (RecoveryCodeForm if by_recovery else AppCodeForm)(request.POST or None)
    if form.is_valid():
        way = _tried(request, waiting, form, WRONG_RECOVERY if by_recovery else WRONG)
        if way:
            return signing_in.finish(request, waiting.user, f"{waiting.by}+{way}", waiting.target)
    context = {"form": form, "by_recovery": by_recovery, "has_app": Kind.TOTP in kinds}
    context["has_passkey"] = Kind.PASSKEY in kinds and passkeys.possible()
    return render(request, "registration/second_step.html", context, status=_status(form))


@never_cache
@require_POST
def passkey_step(request):
    """The same by a passkey of the person: first its challenge, then what it answered."""
    waiting = signing_in.pending(request)
    if waiting is None:
        return _too_late(request)
    if not request.POST.get("credential"):
        return JsonResponse(passkeys.begin(request, waiting.user))
    if not by_passkey(request, waiting.user):
        return redirect("xac-minh")
    return signing_in.finish(request, waiting.user, f"{waiting.by}+passkey", waiting.target)


@never_cache
@require_POST
def passkey_sign_in(request):
    """Sign in by a passkey alone: the device knows whose it is."""
    if not request.POST.get("credential"):
        return JsonResponse(passkeys.begin(request))
    try:
        user = passkeys.take(request, request.POST["credential"]).user
    except passkeys.Refused as refused:
        return _refused(request, refused.factor and refused.factor.user, str(refused))
    if not user.is_active:
        return _refused(request, user, "Tài khoản đang khoá.")
    return signing_in.proven(request, user, "passkey", onward(request))


def by_passkey(request, user) -> bool:
    """Whether the device answered with a passkey of this person's; if not, it is told and on
    record."""
    try:
        passkeys.take(request, request.POST["credential"], user)
    except passkeys.Refused as refused:
        trying.passkey_refused(request, user, str(refused))
        messages.error(request, NO_PASSKEY)
        return False
    return True


def _tried(request, waiting, form, wrong: str) -> str:
    try:
        way = trying.by_code(request, waiting.user, form.cleaned_data["code"])
    except (trying.TooMany, trying.TooManyToday) as much:
        words = TOO_MANY_TODAY if isinstance(much, trying.TooManyToday) else TOO_MANY
        form.add_error("code", ValidationError(words, code="waits"))
        return ""
    if not way:
        form.add_error("code", wrong)
    if way == "recovery":
        messages.warning(request, USED_RECOVERY)
    return way


def _status(form) -> int:
    return 429 if form.has_error("code", "waits") else 200


def _refused(request, user, reason: str):
    """Whoever it is, the words are the same."""
    record.log("refused", request, subject=user, note=reason, after={"by": "passkey"})
    messages.error(request, NO_PASSKEY)
    return redirect("dang-nhap")


def _too_late(request):
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    messages.error(request, TOO_LATE)
    return redirect("dang-nhap")
