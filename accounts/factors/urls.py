"""The addresses of the second factor."""

from django.urls import path

from accounts.factors.views import adding, own, second_step

OWN = "tai-khoan/hai-buoc/"

urlpatterns = [
    path("xac-minh/", second_step.second_step, name="xac-minh"),
    path("xac-minh/khoa-truy-cap/", second_step.passkey_step, name="xac-minh-khoa"),
    path("dang-nhap/khoa-truy-cap/", second_step.passkey_sign_in, name="dang-nhap-khoa"),
    path(OWN, own.factors, name="hai-buoc"),
    path(f"{OWN}ung-dung/", adding.add_app, name="hai-buoc-ung-dung"),
    path(f"{OWN}khoa-truy-cap/", adding.add_passkey, name="hai-buoc-khoa"),
    path(f"{OWN}<int:pk>/go/", own.remove, name="hai-buoc-go"),
    path(f"{OWN}ma-khoi-phuc/", own.renew_codes, name="hai-buoc-ma"),
    path(f"{OWN}xac-nhan/", own.prove_again, name="hai-buoc-xac-nhan"),
    path(f"{OWN}xac-nhan/khoa-truy-cap/", own.prove_by_passkey, name="hai-buoc-xac-nhan-khoa"),
]
