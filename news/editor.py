"""The editor in the article form: the only module that knows which one it is.

django-ckeditor carries CKEditor 4.22.1, whose open line has ended. What it can and cannot do
here, each published weakness and the successor: docs/decisions/0004-editor.md. What reaches
the database is decided by news/text/richtext.py, never by this configuration.
"""

from posixpath import normpath

from ckeditor.widgets import CKEditorWidget
from django.contrib.staticfiles.finders import AppDirectoriesFinder
from django.forms import Media
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import escape
from js_asset import Script

from news.text.richtext import TooLarge, clean

ALIGN = "(ta-left,ta-center,ta-right,ta-justify)"
PICTURE_ALIGN = "align-left,align-right,align-center"
CHARACTERS = [
    *(["–", "Gạch ngang vừa"], ["—", "Gạch ngang dài"], ["…", "Ba chấm"], ["•", "Chấm tròn"]),
    *(
        ["“", "Mở ngoặc kép"],
        ["”", "Đóng ngoặc kép"],
        ["‘", "Mở ngoặc đơn"],
        ["’", "Đóng ngoặc đơn"],
    ),
    *(["«", "Mở ngoặc kép kiểu Pháp"], ["»", "Đóng ngoặc kép kiểu Pháp"], ["§", "Điều khoản"]),
    *(["°", "Độ"], ["′", "Phút góc"], ["″", "Giây góc"], ["²", "Bình phương"], ["³", "Lập phương"]),
    *(["½", "Một phần hai"], ["¼", "Một phần tư"], ["¾", "Ba phần tư"], ["‰", "Phần nghìn"]),
    *(["×", "Nhân"], ["÷", "Chia"], ["±", "Cộng trừ"], ["≈", "Xấp xỉ"], ["≠", "Khác"]),
    *(["≤", "Nhỏ hơn hoặc bằng"], ["≥", "Lớn hơn hoặc bằng"], ["→", "Mũi tên phải"]),
    *(["←", "Mũi tên trái"], ["↑", "Mũi tên lên"], ["↓", "Mũi tên xuống"], ["₫", "Đồng Việt Nam"]),
    *(["€", "Euro"], ["£", "Bảng Anh"], ["¥", "Yên"], ["©", "Bản quyền"], ["®", "Đã đăng ký"]),
    *(["™", "Thương hiệu"], ["Ω", "Ôm"], ["µ", "Micro"]),
]
CONFIG = {
    "toolbar": [
        ["Format"],
        ["Bold", "Italic", "Subscript", "Superscript", "RemoveFormat"],
        ["NumberedList", "BulletedList", "Outdent", "Indent", "Blockquote"],
        ["JustifyLeft", "JustifyCenter", "JustifyRight"],
        ["Link", "Unlink"],
        ["Image", "Table", "HorizontalRule", "SpecialChar"],
        ["PasteText", "PasteFromWord"],
        ["Undo", "Redo", "Find", "Replace"],
        ["Source", "Maximize", "NewsKeys"],
    ],
    # With the arrow keys one walks through the whole toolbar, with Tab from group to group.
    "toolbarGroupCycling": False,
    "skin": "moono-lisa",
    "height": 420,
    "resize_enabled": False,
    "width": "100%",
    "versionCheck": False,
    "customConfig": "",
    "stylesSet": False,
    "defaultLanguage": "vi",
    "extraPlugins": "image2,divarea",
    "removePlugins": (
        "wysiwygarea,image,forms,iframe,scayt,exportpdf,preview,print,newpage,save,templates,"
        "smiley,about,div,language,bidi,colorbutton,colordialog,font,pagebreak,uploadimage,"
        "copyformatting,dialogadvtab,elementspath,stylescombo,wsc,a11yhelp,resize,showborders"
    ),
    "removeButtons": "Anchor",
    "format_tags": "p;h2;h3;h4",
    "removeDialogTabs": "link:advanced;link:upload",
    "linkShowTargetTab": False,
    "fullPage": False,
    "allowedContent": (
        f"h2 h3 h4 p{ALIGN};strong em u s sub sup blockquote br hr ul li;ol[start];a[!href,title];"
        f"figure(!image,{PICTURE_ALIGN});figcaption;img[!src,alt,width,height]({PICTURE_ALIGN});"
        "figure(!video);table caption thead tbody tfoot tr;"
        f"th[colspan,rowspan,scope]{ALIGN};td[colspan,rowspan]{ALIGN}"
    ),
    "disallowedContent": (
        "script style iframe object embed noscript template svg math; *[on*]; *{*}"
    ),
    # Letters stay letters: entities would break search and comparison.
    "entities": False,
    "entities_latin": False,
    "justifyClasses": ["ta-left", "ta-center", "ta-right", "ta-justify"],
    "image2_alignClasses": ["align-left", "align-center", "align-right"],
    "image2_captionedClass": "image",
    "image2_disableResizer": True,
    "clipboard_handleImages": False,
    "specialChars": CHARACTERS,
    "linkDefaultProtocol": "https://",
    "disableNativeSpellChecker": False,
    "browserContextMenuOnCtrl": True,
    "pasteFromWordRemoveFontStyles": True,
    "title": "Trình soạn thảo nội dung",
}
# What of the package is a demonstration, a test, a frame or a feature we do not offer.
REFUSED_PLUGINS = (
    *("adobeair", "autoembed", "bbcode", "codesnippet", "codesnippetgeshi", "devtools"),
    *("docprops", "embed", "embedbase", "embedsemantic", "exportpdf", "flash", "forms"),
    *("iframe", "iframedialog", "language", "mathjax", "placeholder", "preview", "scayt"),
    *("smiley", "sourcedialog", "stylesheetparser", "templates", "uicolor", "wsc"),
)
REFUSED_FOLDERS = (
    "ckeditor/galleriffic/",
    "ckeditor/file-icons/",
    "ckeditor/ckeditor/adapters/",
    "ckeditor/ckeditor/skins/moono/",
    *(f"ckeditor/ckeditor/plugins/{name}/" for name in REFUSED_PLUGINS),
)
REFUSED_ENDINGS = (".html", ".md", ".php", "bender-runner.config.json", "build-config.js")

# In this order: the editor's chrome, then what a citizen's page looks like, then its bounds.
STYLES = ("staff/editor", "staff/editor-dialogs", "css/tokens", "staff/editor-text", "css/prose")
SCRIPTS = ("editor-handlers", "editor", "editor-pictures", "editor-tables", "editor-keys")


class VettedAppFinder(AppDirectoriesFinder):
    """Finds the static files of apps, without the parts of the editor that must not be served."""

    def find(self, path, find_all=False, **kwargs):
        """The file's place on disk; as if it did not exist when it is refused."""
        if _is_refused(path):
            return []
        return super().find(path, find_all=find_all, **kwargs)

    def list(self, ignore_patterns):
        """What collectstatic copies and whitenoise serves."""
        return ((p, storage) for p, storage in super().list(ignore_patterns) if not _is_refused(p))


def _is_refused(path: str) -> bool:
    path = normpath(path.replace("\\", "/")).lower()
    in_editor = path.startswith("ckeditor/")
    return in_editor and (path.startswith(REFUSED_FOLDERS) or path.endswith(REFUSED_ENDINGS))


class NewsEditor(CKEditorWidget):
    """CKEditor in its hardened configuration, with our labels and our picture library."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.config = dict(CONFIG)

    def format_value(self, value):
        """What goes into the editor passes the gate first, also a refused form's text."""
        try:
            return clean(value) if value else ""
        except TooLarge:
            # Nothing that was typed is lost: it comes back as letters, which cannot act.
            return f"<p>{escape(value)}</p>"

    def get_context(self, name, value, attrs):
        """Addresses are known only once the site's addresses and its hashed files are."""
        self.config["contentsCss"] = static("staff/editor-panel.css")
        places = {
            "data-picture-window": reverse("admin:media_image_choose"),
            "data-picture-upload": reverse("admin:media_image_upload"),
        }
        return super().get_context(name, value, {**(attrs or {}), **places})

    @property
    def media(self):
        """The editor's own files, then the page's styles for its text and our corrections."""
        ours = Media(
            css={"all": [f"{name}.css" for name in STYLES]},
            js=[Script(f"staff/{name}.js", type="module") for name in SCRIPTS],
        )
        return super().media + ours


def editor_widget():
    """The widget for an article's body."""
    return NewsEditor()
