"""Makes of a page one that stands by itself: no forms, no counting, links within the copy."""

import re
from html import escape
from html.parser import HTMLParser

from config.operations.snapshot import addresses

LINKS = ("href", "src", "poster")
SETS = ("srcset", "imagesrcset")
# What tells search engines and other sites where the page belongs is left as it is.
NAMES_THE_SITE = "canonical"
ASKING_SCRIPTS = re.compile(r"/js/(counted|report)(\.[0-9a-f]+)?\.js$")
NO_SEARCH = (
    '<p class="copy-note">Bản lưu tĩnh: không tìm kiếm được. '
    'Mời xem <a href="/so-do-cong/">sơ đồ cổng</a>.</p>'
)
NO_SENDING = '<p class="copy-note">Bản lưu tĩnh: không gửi được gì từ trang này.</p>'


def rewritten(html: str, path: str) -> tuple[str, set[str]]:
    """The page at `path` for the copy, and the addresses of the copy that it names."""
    page = _Page(path)
    page.feed(html)
    page.close()
    return "".join(page.out), page.found


class _Page(HTMLParser):
    """Copies a page word for word, but for what cannot work without a program."""

    def __init__(self, path: str):
        super().__init__(convert_charrefs=False)
        self.path, self.out, self.found = path, [], set()
        self.leaving_out = ""

    def handle_starttag(self, tag, attrs):
        if self.leaving_out:
            return
        given = dict(attrs)
        if tag == "form":
            self._leave_out(tag, NO_SEARCH if given.get("role") == "search" else NO_SENDING)
        elif self._is_idle(tag, given):
            self._leave_out(tag)
        else:
            self.out.append(self._start(tag, given))

    def handle_startendtag(self, tag, attrs):
        if not self.leaving_out:
            # A drawing's parts end by their own slash.
            self.out.append(self._start(tag, dict(attrs)).removesuffix(">") + " />")

    def handle_endtag(self, tag):
        if not self.leaving_out:
            self.out.append(f"</{tag}>")
        elif tag == self.leaving_out:
            self.leaving_out = ""

    def handle_data(self, data):
        self._say(data)

    def handle_entityref(self, name):
        self._say(f"&{name};")

    def handle_charref(self, name):
        self._say(f"&#{name};")

    def handle_comment(self, data):
        self._say(f"<!--{data}-->")

    def handle_decl(self, decl):
        self._say(f"<!{decl}>")

    def _say(self, text: str) -> None:
        if not self.leaving_out:
            self.out.append(text)

    def _leave_out(self, tag: str, instead: str = "") -> None:
        self.leaving_out = tag
        self.out.append(instead)
        self.found.update({"/so-do-cong/"} if instead == NO_SEARCH else ())

    def _is_idle(self, tag: str, given: dict) -> bool:
        if tag == "script":
            return bool(ASKING_SCRIPTS.search(given.get("src") or ""))
        return tag == "a" and self._leads_to_nothing(given.get("href") or "")

    def _leads_to_nothing(self, address: str) -> bool:
        """To a form, the staff side, a list narrowed: such a link goes with its words. One into a
        sentence, to the interface for programs, leaves them."""
        path = addresses.own(address, self.path)
        if path is None or addresses.is_kept(path):
            return False
        return not path.startswith("/api/")

    def _start(self, tag: str, given: dict) -> str:
        for name in LINKS:
            if given.get(name):
                self._link(tag, given, name)
        for name in SETS:
            if given.get(name):
                given[name] = ", ".join(map(self._step, given[name].split(",")))
        if tag == "meta" and given.get("property") == "og:image":
            self._note(addresses.own(given.get("content") or "", self.path))
        # A feed of another form, say: without an address it says nothing.
        return "" if tag == "link" and "href" not in given else _tag(tag, given)

    def _link(self, tag: str, given: dict, name: str) -> None:
        path = addresses.own(given[name], self.path)
        if path is None or (tag == "link" and given.get("rel") == NAMES_THE_SITE):
            return
        if not addresses.is_kept(path):
            del given[name]
            return
        self._note(path)
        _, mark, fragment = given[name].partition("#")
        given[name] = path + mark + fragment

    def _step(self, step: str) -> str:
        address, _, width = step.strip().partition(" ")
        path = addresses.own(address, self.path)
        self._note(path)
        return f"{path or address} {width}".strip()

    def _note(self, path: str | None) -> None:
        if path is not None and addresses.is_kept(path):
            self.found.add(path)


def _tag(tag: str, given: dict) -> str:
    parts = (
        name if value is None else f'{name}="{escape(value)}"' for name, value in given.items()
    )
    return f"<{' '.join([tag, *parts])}>"
