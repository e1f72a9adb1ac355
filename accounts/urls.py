"""Signing in and out, one's own password, and the pages of one's own account."""

from django.urls import include, path

from accounts.own import account, end_session, forget_device, own_record, session
from accounts.views import change_password, sign_in, sign_out

urlpatterns = [
    path("dang-nhap/", sign_in, name="dang-nhap"),
    path("dang-xuat/", sign_out, name="dang-xuat"),
    path("", include("accounts.factors.urls")),
    path("doi-mat-khau/", change_password, name="doi-mat-khau"),
    path("tai-khoan/", account, name="tai-khoan"),
    path("tai-khoan/nhat-ky/", own_record, name="nhat-ky-cua-toi"),
    path("tai-khoan/phien/", session, name="phien"),
    path("tai-khoan/phien/ket-thuc/", end_session, name="phien-ket-thuc"),
    path("tai-khoan/thiet-bi/thoi-nho/", forget_device, name="thiet-bi-thoi-nho"),
]
