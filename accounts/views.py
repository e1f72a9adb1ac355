"""Signing in and out, and changing one's own password."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import record, resetting, sessions, signing_in
from accounts.forms import OwnPasswordForm, SignInForm
from accounts.models import SignedIn
from accounts.onward import onward
from accounts.sso import leaving


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request):
    """The sign-in page; who is signed in goes straight on."""
    if request.user.is_authenticated:
        return redirect(onward(request))
    form = SignInForm(request, request.POST or None)
    if form.is_valid():
        return signing_in.proven(request, form.get_user(), "password", onward(request))
    return render(request, "registration/sign_in.html", {"form": form, "next": onward(request)})


@require_POST
def sign_out(request):
    """End the session, at the province's sign-in too if it began there; show the front page."""
    onward_to = ""
    if request.user.is_authenticated:
        onward_to = leaving.place(request)
        record.log("signed_out", request)
        sessions.end(SignedIn.objects.filter(pk=request.signed_in.pk), "signed_out")
    logout(request)
    return redirect(onward_to or resolve_url(settings.LOGOUT_REDIRECT_URL) + settings.SIGNED_OUT)


@sensitive_post_parameters()
@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request):
    """One's own password; choosing it ends the duty to change a password somebody gave out."""
    forced = request.user.must_change_password
    form = OwnPasswordForm(request, request.POST or None)
    if form.is_valid():
        resetting.give(request, form.user, form.cleaned_data["new_password1"], by="password")
        update_session_auth_hash(request, form.user)
        messages.success(request, "Đã đổi mật khẩu. Lần sau hãy đăng nhập bằng mật khẩu mới.")
        return redirect(settings.LOGIN_REDIRECT_URL)
    context = {"form": form, "title": "Đổi mật khẩu", "forced": forced}
    status = 429 if form.has_error("old_password", "waits") else 200
    return render(request, "registration/change_password.html", context, status=status)
