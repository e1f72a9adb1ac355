"""Signing in and out, and one's own password."""

from django.urls import include, path

from accounts.views import change_password, sign_in, sign_out

urlpatterns = [
    path("dang-nhap/", sign_in, name="dang-nhap"),
    path("dang-xuat/", sign_out, name="dang-xuat"),
    path("", include("accounts.factors.urls")),
    path("doi-mat-khau/", change_password, name="doi-mat-khau"),
]
