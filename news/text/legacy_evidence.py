"""How likely a block of text is TCVN3 or VNI: what its words are now, and what they would be."""

from dataclasses import dataclass, field

from .legacy_tables import WORDS, Encoding, is_doubtful, is_telling, letters_used, spelt
from .syllables import is_syllable

# So many special words must become Vietnamese for each that does not.
GOOD_FOR_BAD = 6
# A block proves itself by so many different words, made with so many different letters,
PROOFS = 3
# or, if no word speaks against it, by two: among four words when no other language could write
# either, among six when one of them tells.
FLAWLESS = {2: 4, 1: 6}
LONGEST_ABBREVIATION = 5


@dataclass
class Evidence:
    """How the words of a block read in one encoding."""

    proofs: set[str] = field(default_factory=set)  # Vietnamese only when converted
    telling: set[str] = field(default_factory=set)  # those that no other language could write
    letters: set[str] = field(default_factory=set)  # the special letters of the proofs
    good: int = 0  # special words that become Vietnamese
    bad: int = 0  # special words that do not
    plain: int = 0  # ASCII words that Vietnamese could have
    foreign: int = 0  # ASCII words that it could not

    @property
    def fits(self) -> bool:
        """Whether the block reads well, be it ever so short."""
        readable = 2 * self.foreign <= self.good + self.plain
        return bool(self.proofs) and self.good >= GOOD_FOR_BAD * self.bad and readable

    @property
    def convinces(self) -> bool:
        """Whether the block needs no other evidence."""
        if not self.fits or not self.telling:
            return False
        if len(self.proofs) >= PROOFS <= max(len(self.letters), len(self.telling)):
            return True
        flawless = not self.bad and not self.foreign and len(self.proofs) >= 2
        return flawless and self.good + self.plain >= FLAWLESS[min(len(self.telling), 2)]

    @property
    def agrees(self) -> bool:
        """Whether a font that says the same is to be believed."""
        return self.fits and not self.foreign and len(self.proofs) >= 2

    def add(self, other: "Evidence") -> None:
        """Add the proofs of another block."""
        self.proofs |= other.proofs
        self.telling |= other.telling
        self.letters |= other.letters


def weigh(text: str, encoding: Encoding) -> Evidence:
    """Take a block of text in plain codes; return how it reads in an encoding."""
    evidence = Evidence()
    for found in WORDS[encoding].finditer(text):
        word = found[0]
        if len(word) == 1:
            continue  # bullets, units, prices, list markers
        if word.isascii():
            _weigh_plain(evidence, word)
        else:
            _weigh_special(evidence, word, encoding)
    return evidence


def _weigh_plain(evidence: Evidence, word: str) -> None:
    if is_syllable(word):
        evidence.plain += 1
    elif not word.isupper() or len(word) > LONGEST_ABBREVIATION:
        evidence.foreign += 1


def _weigh_special(evidence: Evidence, word: str, encoding: Encoding) -> None:
    converted = spelt(word, encoding)
    if converted is None or not is_syllable(converted):
        # "HĐND" is no syllable and says nothing.
        evidence.bad += converted is None or not converted.isupper()
        return
    evidence.good += 1
    if is_syllable(word) or is_doubtful(word):
        return
    evidence.proofs.add(converted.lower())
    evidence.letters.update(letters_used(word, encoding))
    if is_telling(word, encoding):
        evidence.telling.add(converted.lower())


def is_vietnamese(text: str) -> bool:
    """Take text of Latin-1; say whether its special words are Vietnamese as they are."""
    # With the symbols in them: what TCVN3 writes must not fall apart into Vietnamese.
    words = [word for word in WORDS[Encoding.TCVN3].findall(text) if _is_special(word)]
    good = [word.lower() for word in words if is_syllable(word)]
    return len({*good}) >= PROOFS and len(good) >= GOOD_FOR_BAD * (len(words) - len(good))


def _is_special(word: str) -> bool:
    return len(word) > 1 and not word.isascii()
