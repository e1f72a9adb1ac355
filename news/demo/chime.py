"""A chime of three tones as an MP3, made of nothing but arithmetic: the demonstration's recording.

Each half of a frame holds one line of the spectrum, the smallest thing that can be heard. It is no
voice, and whoever opens the article is told so.
"""

# MPEG-1, layer III, without a checksum; 32 kbit/s, 32 kHz, one channel: 144 bytes, 36 ms.
HEADER, FRAME = b"\xff\xfb\x18\xc0", 144
SIDE_BITS = 17 * 8
# The lines of the spectrum (27.8 Hz each) that ring one after another, with the frames of each.
TONES = ((24, 45), (18, 45), (14, 90))
LOUDEST, FADING = 196, 2
# In table 1 of the standard: two lines of zero; one of one, then its sign.
ZEROS, ONE = "1", "01" + "0"


def mp3() -> bytes:
    """The bytes of the file, some seven seconds; always the same."""
    return b"".join(
        _frame(line, LOUDEST - place // FADING) for line, count in TONES for place in range(count)
    )


def _frame(line: int, gain: int) -> bytes:
    spectrum = ZEROS * (line // 2) + ONE
    half = "".join(
        (
            f"{len(spectrum):012b}{line // 2 + 1:09b}{gain:08b}",
            # No scale factors, a long window; table 1 for all three regions.
            "0000" + "0" + "00001" * 3,
            # One region is enough; no further flags.
            "0000" + "000" + "000",
        )
    )
    bits = ("0" * 18 + half * 2).ljust(SIDE_BITS, "0") + spectrum * 2
    size = (len(bits) + 7) // 8
    data = int(bits.ljust(size * 8, "0"), 2).to_bytes(size, "big")
    return (HEADER + data).ljust(FRAME, b"\0")
