"""Signing in and out, and one's own password."""

from django.urls import path

from accounts import password_views
from accounts.sso import views as sso_views
from accounts.views import change_password, sign_in, sign_out

urlpatterns = [
    path("dang-nhap/", sign_in, name="dang-nhap"),
    path("dang-xuat/", sign_out, name="dang-xuat"),
    path("doi-mat-khau/", change_password, name="doi-mat-khau"),
    path("quen-mat-khau/", password_views.forgotten, name="quen-mat-khau"),
    path("quen-mat-khau/da-gui/", password_views.asked, name="quen-mat-khau-da-gui"),
    path(
        "quen-mat-khau/<slug:number>/<slug:token>/", password_views.by_link, name="dat-lai-mat-khau"
    ),
    path("dang-nhap/lien-thong/", sso_views.go, name="lien-thong"),
    path("dang-nhap/lien-thong/ve/", sso_views.back, name="lien-thong-ve"),
    path("ma-mot-lan/", password_views.by_code, name="ma-mot-lan"),
]
