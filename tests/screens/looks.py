"""At what a page is looked at: a width, the reader's colours and contrast, paper."""

from dataclasses import dataclass, field

LIGHT, DARK, CONTRAST, FORCED, PAPER = "sáng", "tối", "tương phản cao", "màu của máy", "giấy in"
THEMES = (LIGHT, DARK, CONTRAST, FORCED, PAPER)
AS_BUILT = {
    "media": "screen",
    "color_scheme": "light",
    "contrast": "no-preference",
    "forced_colors": "none",
}
# Between the edges of a sheet of A4, in CSS pixels, with the margins of print.css.
SHEET = 643


@dataclass(frozen=True)
class Look:
    """The width of the window, what the page is told of its reader, and which size of letters the
    reader chose; `theme` is the name of all that on the sheet of pictures."""

    width: int
    theme: str = LIGHT
    told: dict = field(default_factory=dict)
    zoom: int = 100

    @property
    def media(self) -> dict:
        """What the browser is to say of its reader."""
        return AS_BUILT | self.told

    @property
    def height(self) -> int:
        """Of the window: a phone's or a desk's."""
        return 900 if self.width > 400 else 780


IN_DARK = {"color_scheme": "dark"}
LOOKS = {
    "320": Look(320),
    "360": Look(360),
    "768": Look(768),
    "1100": Look(1100),
    "1280": Look(1280),
    "360-chu-lon": Look(360, zoom=200),
    "360-toi": Look(360, DARK, IN_DARK),
    "1280-toi": Look(1280, DARK, IN_DARK),
    "360-tuong-phan": Look(360, CONTRAST, {"contrast": "more"}),
    "1280-tuong-phan": Look(1280, CONTRAST, {"contrast": "more"}),
    "1280-toi-tuong-phan": Look(1280, CONTRAST, {"contrast": "more", **IN_DARK}),
    "1280-mau-may": Look(1280, FORCED, {"forced_colors": "active"}),
    "in": Look(SHEET, PAPER, {"media": "print"}),
}
WIDTHS = ("360", "1280")
KEY = ("360", "768", "1280", "360-toi", "1280-toi")
# Wide enough for the menu beside the page, small enough for a page of the manuals.
MANUAL = "1100"
PRINTED = (*WIDTHS, "in")
