"""How the HTML gate writes blocks: in the one stored form, and for the citizens' page."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from .document import BREAK, FIGURE_SIDE, Block, Link, Run, found

REL = "noopener noreferrer"


@dataclass(frozen=True)
class Responsive:
    """The files of a picture: for every browser, and (media type, srcset) of better formats."""

    src: str
    width: str
    height: str
    srcset: str = ""
    sizes: str = ""
    sources: tuple[tuple[str, str], ...] = ()
    alt: str = ""


# Takes a picture's src, its description in the text, and whether text runs beside it; None for a
# picture nobody knows.
Show = Callable[[str, str, bool], Responsive | None]


class Writer:
    """Writes blocks in the one stored form: a line for each paragraph, list item, row or tag."""

    link_attrs: dict[str, str] = {}  # nh3 adds rel to what is stored

    def blocks(self, blocks: list[Block]) -> str:
        """Return the HTML of the blocks, one under the other."""
        return "\n".join(self.block(block) for block in blocks)

    def block(self, block: Block) -> str:
        """Return the HTML of one block."""
        if block.tag == "hr":
            return "<hr>"
        if block.tag == "img":
            return self._linked(self.image(block), block.link)
        return self.video(block) if block.tag == "video" else self._element(block)

    def image(self, block: Block) -> str:
        """Return the HTML of a picture."""
        return f"<img{self.attrs(block.attrs)}>"

    def video(self, block: Block) -> str:
        """Return the HTML of a video: a link to it."""
        return self._linked(escape(block.attrs["label"]), Link(block.attrs["href"]))

    def attrs(self, attrs: dict[str, str]) -> str:
        """Return attributes with a space before each."""
        return "".join(f' {name}="{escape(value)}"' for name, value in attrs.items())

    def inline(self, runs: list[Run]) -> str:
        """Return runs of text as HTML: links outside, then the look that lasts longest."""
        out, opened = [], []
        looks = [{*run.marks, *([run.link] if run.link else [])} for run in runs]
        for at, run in enumerate(runs):
            keep = next((n for n, look in enumerate(opened) if look not in looks[at]), len(opened))
            keep = 0 if run.link and run.link not in opened else keep
            out += [self._end(look) for look in reversed(opened[keep:])]
            del opened[keep:]
            for look in sorted(looks[at] - {*opened}, key=lambda look: _rank(look, looks, at)):
                opened.append(look)
                out.append(self._start(look))
            out.append("<br>" if run.text == BREAK else escape(run.text, quote=False))
        return "".join(out) + "".join(self._end(look) for look in reversed(opened))

    def _element(self, block: Block) -> str:
        inner = self.inline(block.runs)
        if block.tag in ("tr", "figure"):
            inner = "".join(self.block(child) for child in block.children)
        elif block.children:
            inner += f"\n{self.blocks(block.children)}\n"
        return f"<{block.tag}{self.attrs(block.attrs)}>{inner}</{block.tag}>"

    def _linked(self, inner: str, link: Link | None) -> str:
        return f"{self._start(link)}{inner}</a>" if link else inner

    def _start(self, look: str | Link) -> str:
        if isinstance(look, str):
            return f"<{look}>"
        named = {"href": look.href, "title": look.title} | self.link_attrs
        return f"<a{self.attrs({name: value for name, value in named.items() if value})}>"

    def _end(self, look: str | Link) -> str:
        return f"</{look}>" if isinstance(look, str) else "</a>"


def _rank(look: str | Link, looks: list[set], at: int) -> tuple:
    """Order of opening: the link, then by how far a look reaches; 50 runs ahead are enough."""
    reach = 0
    while reach < 50 and at + reach < len(looks) and look in looks[at + reach]:
        reach += 1
    return isinstance(look, str), -reach, str(look)


class PageWriter(Writer):
    """Writes blocks for the citizens' page: lazy pictures, framed videos, scrolling tables."""

    link_attrs = {"rel": REL}

    def __init__(self, show: Show):
        """Take what finds the files of a picture."""
        self.show = show
        self.beside = False

    def block(self, block: Block) -> str:
        """Return the HTML of one block, a table inside a box that keyboards can scroll."""
        if block.tag == "figure":
            side = found(FIGURE_SIDE, block.attrs.get("class", ""))
            self.beside = side in ("align-left", "align-right")
        html = super().block(block)
        if block.tag != "table":
            return html
        label = " ".join(text_of(child) for child in block.children if child.tag == "caption")
        box = {"class": "table-scroll", "tabindex": "0", "role": "region"}
        return f"<div{self.attrs(box | {'aria-label': label or 'Bảng'})}>\n{html}\n</div>"

    def image(self, block: Block) -> str:
        """Return the HTML of a picture that loads when it comes near the screen."""
        lazy = {"loading": "lazy", "decoding": "async"}
        shown = self.show(block.attrs["src"], block.attrs["alt"], self.beside)
        if shown is None:
            return f"<img{self.attrs(block.attrs | lazy)}>"
        said = {"src": shown.src, "alt": shown.alt}
        size = {"width": shown.width, "height": shown.height}
        chosen = {"srcset": shown.srcset, "sizes": shown.sizes} if shown.srcset else {}
        img = f"<img{self.attrs(block.attrs | said | chosen | size | lazy)}>"
        sources = "".join(
            f"<source{self.attrs({'type': kind, 'srcset': srcset, 'sizes': shown.sizes})}>"
            for kind, srcset in shown.sources
        )
        return f"<picture>{sources}{img}</picture>" if sources else img

    def video(self, block: Block) -> str:
        """Return the frame of a video, boxed in; its page is also linked for print and readers."""
        href, label = block.attrs["href"], block.attrs["label"]
        frame = {
            "src": _embed_address(href),
            "title": "Video" if label == href else f"Video: {label}",
            "loading": "lazy",
            "sandbox": "allow-scripts allow-same-origin allow-presentation allow-popups",
            "referrerpolicy": "strict-origin-when-cross-origin",
        }
        return f"<iframe{self.attrs(frame)} allowfullscreen></iframe>"


def _embed_address(href: str) -> str:
    youtube = href.partition("watch?v=")[2]
    if youtube:
        return f"https://www.youtube-nocookie.com/embed/{youtube}"
    return f"https://player.vimeo.com/video/{href.rpartition('/')[2]}"


def text_of(block: Block) -> str:
    """Return the words of a paragraph, heading or caption, a break as a line feed."""
    return "".join(run.text for run in block.runs)
