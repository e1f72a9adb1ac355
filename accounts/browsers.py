"""What a browser calls itself, in words that its owner knows: "Chrome trên Windows"."""

# The first that is found wins: Edge and Cốc Cốc also call themselves Chrome, Chrome also Safari.
BROWSERS = (
    ("coc_coc_browser", "Cốc Cốc"),
    ("Zalo", "Zalo"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("FxiOS", "Firefox"),
    ("Firefox", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Mac OS X", "máy Mac"),
    ("Linux", "Linux"),
)


def named(agent: str) -> str:
    """Take what the browser calls itself; return it in words, for anything odd in general ones."""
    browser, system = _first(BROWSERS, agent), _first(SYSTEMS, agent)
    if not browser and not system:
        return "Trình duyệt lạ"
    return f"{browser or 'Trình duyệt lạ'} trên {system or 'máy lạ'}"


def _first(table, agent: str) -> str:
    return next((name for sign, name in table if sign in agent), "")
