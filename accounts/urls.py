"""Signing in and out, one's own password, and the pages of one's own account."""

from django.urls import path

from accounts import password_views
from accounts.factors.urls import urlpatterns as factor_pages
from accounts.own import account, end_session, forget_device, own_record, session
from accounts.sso import leaving
from accounts.sso import views as sso_views
from accounts.views import change_password, sign_in, sign_out

urlpatterns = [
    path("dang-nhap/", sign_in, name="dang-nhap"),
    path("dang-xuat/", sign_out, name="dang-xuat"),
    *factor_pages,
    path("doi-mat-khau/", change_password, name="doi-mat-khau"),
    path("tai-khoan/", account, name="tai-khoan"),
    path("tai-khoan/nhat-ky/", own_record, name="nhat-ky-cua-toi"),
    path("tai-khoan/phien/", session, name="phien"),
    path("tai-khoan/phien/ket-thuc/", end_session, name="phien-ket-thuc"),
    path("tai-khoan/thiet-bi/thoi-nho/", forget_device, name="thiet-bi-thoi-nho"),
    path("quen-mat-khau/", password_views.forgotten, name="quen-mat-khau"),
    path("quen-mat-khau/da-gui/", password_views.asked, name="quen-mat-khau-da-gui"),
    path(
        "quen-mat-khau/<slug:number>/<slug:token>/", password_views.by_link, name="dat-lai-mat-khau"
    ),
    path("dang-nhap/lien-thong/", sso_views.go, name="lien-thong"),
    path("dang-nhap/lien-thong/ve/", sso_views.back, name="lien-thong-ve"),
    path("dang-nhap/lien-thong/da-ra/", leaving.left, name="lien-thong-ra"),
    path("ma-mot-lan/", password_views.by_code, name="ma-mot-lan"),
]
