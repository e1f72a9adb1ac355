"""“Xác minh hai bước”: a person's own factors, and the proof that is asked for before a change."""

from django.contrib import admin, messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import throttle
from accounts.factors import changing, duty, passkeys, proof, recovery, trying
from accounts.factors.forms import ProofForm
from accounts.factors.views.second_step import by_passkey
from accounts.models import Kind

READ_WRITE = ["GET", "HEAD", "POST"]
REMOVED = "Đã gỡ “{}”. Các phiên đăng nhập khác của bạn đã kết thúc."
LAST_ONE = "Vai trò của bạn bắt buộc xác minh hai bước. Hãy thêm cách khác trước khi gỡ cách này."
WRONG_PROOF = "Mật khẩu hoặc mã không đúng."


def page(request, template: str, title: str, status: int = 200, **context):
    """A page of the person's own account in the frame of the staff side."""
    frame = admin.site.each_context(request)
    if duty.overdue(request.user):
        # Nothing of the menu opens before this is done.
        frame["available_apps"] = []
    return render(request, template, {**frame, "title": title, **context}, status=status)


def codes_page(request, codes: list[str]):
    """The new recovery codes, shown this one time."""
    return page(request, "accounts/recovery_codes.html", "Mã khôi phục", codes=codes)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD"])
def factors(request):
    """What the person has, what is missing, and until when."""
    rows = list(request.user.factors.order_by("added_at"))
    left = recovery.left(request.user) if rows else 0
    return page(
        request,
        "accounts/factors.html",
        "Xác minh hai bước",
        factors=rows,
        has_app=any(row.kind == Kind.TOTP for row in rows),
        left=left,
        few=left < recovery.FEW,
        must=duty.holds(request.user),
        overdue=duty.overdue(request.user),
        passkeys_possible=passkeys.possible(),
    )


@never_cache
@login_required
@require_http_methods(READ_WRITE)
@proof.needed(asked=True)
def remove(request, pk):
    """Take one factor off; of other people's factors nothing is told."""
    factor = get_object_or_404(request.user.factors, pk=pk)
    if request.method == "POST":
        try:
            changing.remove(request, factor)
            messages.success(request, REMOVED.format(factor.name))
        except changing.Needed:
            messages.error(request, LAST_ONE)
        return redirect("hai-buoc")
    return page(request, "accounts/factor_remove.html", f"Gỡ “{factor.name}”", factor=factor)


@never_cache
@login_required
@require_http_methods(READ_WRITE)
@proof.needed(asked=True)
def renew_codes(request):
    """New recovery codes; the old ones end."""
    if not request.user.factors.exists():
        return redirect("hai-buoc")
    if request.method == "POST":
        return codes_page(request, changing.new_codes(request))
    left = recovery.left(request.user)
    return page(request, "accounts/recovery_renew.html", "Lập mã khôi phục mới", left=left)


@sensitive_post_parameters("proof")
@never_cache
@login_required
@require_http_methods(READ_WRITE)
def prove_again(request):
    """Ask for the password or a code, then go on to what was wanted."""
    has_app = request.user.factors.filter(kind=Kind.TOTP).exists()
    form = ProofForm(request.POST or None, has_app=has_app)
    if form.is_valid() and _is_right(request, form):
        proof.note(request, asked=True)
        return redirect(_wanted(request))
    context = {"form": form, "next": _wanted(request), "has_passkey": _has_passkey(request)}
    status = 429 if form.has_error("proof", "waits") else 200
    return page(request, "accounts/prove_again.html", "Xác nhận là bạn", status, **context)


@never_cache
@login_required
@require_http_methods(["POST"])
def prove_by_passkey(request):
    """The same by a passkey: first its challenge, then what it answered."""
    if not request.POST.get("credential"):
        return JsonResponse(passkeys.begin(request, request.user))
    if not by_passkey(request, request.user):
        return redirect(proof.place(_wanted(request)))
    proof.note(request, asked=True)
    return redirect(_wanted(request))


def _is_right(request, form) -> bool:
    """Whether what was typed proves the person; if not, the form says why."""
    try:
        right = trying.by_password_or_code(request, form.cleaned_data["proof"])
    except throttle.Waits as waits:
        form.add_error("proof", ValidationError(str(waits), code="waits"))
        return False
    if not right:
        form.add_error("proof", WRONG_PROOF)
    return right


def _wanted(request) -> str:
    """Where the person was going, among the pages of this subject."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    home = reverse("hai-buoc")
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if ours and wanted.startswith(home) else home


def _has_passkey(request) -> bool:
    return passkeys.possible() and request.user.factors.filter(kind=Kind.PASSKEY).exists()
