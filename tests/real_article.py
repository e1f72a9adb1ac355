"""The real article that must work: the shared paper file where it lies, else one of our own."""

import unicodedata
from pathlib import Path

SHARED = Path(__file__).parents[2] / "shared" / "seed" / "article.txt"
OWN = Path(__file__).parent / "data" / "article.txt"
PHOTO_MARK = "anh tin bai"


def read_article() -> tuple[str, str, list[str]]:
    """Title, sapo and body paragraphs, with the fake indents the paper file has."""
    text = (SHARED if SHARED.exists() else OWN).read_text(encoding="utf-8")
    title, summary, *rest = [part.strip("\n") for part in text.split("\n\n")]
    body = [part for part in rest if part.strip() != PHOTO_MARK]
    return title, summary, body[:-1] if "Đăng nhập" in body[-1] else body


def as_read(text: str) -> str:
    """A passage as it must read: no fake indents, no double spaces."""
    return " ".join(text.replace("\u00a0", " ").split())


def as_html(paragraphs: list[str]) -> str:
    """The paragraphs as a clean editor would give them."""
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def as_word_html(paragraphs: list[str]) -> str:
    """The paragraphs as Word 2016 puts them on the clipboard."""
    return "<html xmlns:o='urn:schemas-microsoft-com:office:office'><body lang=VI>" + "".join(
        "<p class=MsoNormal style='text-align:justify;text-indent:36.0pt;mso-line-height-alt:0pt'>"
        "<!--[if !supportEmptyParas]-->&nbsp;<!--[endif]-->"
        '<span lang=VI style=\'font-size:14.0pt;font-family:"Times New Roman",serif;'
        f"mso-fareast-language:VI'>{paragraph}</span><o:p></o:p></p>"
        "<p class=MsoNormal><o:p>&nbsp;</o:p></p>"
        for paragraph in paragraphs
    )


def nfd(text: str) -> str:
    """The text as a Mac or an iPhone sends it."""
    return unicodedata.normalize("NFD", text)
