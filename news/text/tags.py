"""Key words as addresses: spellings that differ in accents, capitals or signs are one key."""

from news.text.vietnamese import search_words, slugify

LONGEST_KEY = 80


def tag_key(tag: str) -> str:
    """Take a key word; return what stands for it in an address, "Dân vận khéo" as dan-van-kheo,
    and "" for one without any letter or digit."""
    return slugify(tag, LONGEST_KEY) if search_words(tag) else ""


def tag_keys(tags: list[str]) -> list[str]:
    """Take key words; return their keys in order, each once."""
    return [key for key in dict.fromkeys(map(tag_key, tags)) if key]


def spelling(key: str, tags: list[str]) -> str:
    """How these key words write the one of `key`; the key itself where none does."""
    return next((tag for tag in tags if tag_key(tag) == key), key.replace("-", " "))
