"""Makes NameKey.txt from the Unicode Character Database that Python carries: python3 NameKey.py > NameKey.txt"""
import unicodedata as u

# Default_Ignorable_Code_Point (DerivedCoreProperties.txt), which Python does not carry.
RANGES = [(0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200F),
          (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0),
          (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF)]
IGNORABLE = {chr(c) for a, b in RANGES for c in range(a, b + 1)}


def key(text):
    """NFKC_Casefold, left decomposed: repeated until nothing changes."""
    while True:
        folded = u.normalize("NFKD", u.normalize("NFKD", "".join(c for c in text if c not in IGNORABLE)).casefold())
        if folded == text:
            return text
        text = folded


POINTS = [chr(c) for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF and not 0xAC00 <= c <= 0xD7A3]
classes = [(ord(c), u.combining(c)) for c in POINTS if u.combining(c)]
while classes:
    first, value = classes.pop(0)
    last = first
    while classes and classes[0] == (last + 1, value):
        last = classes.pop(0)[0]
    print(f"={first:x} {last:x} {value}")
for c in POINTS:
    # Assigned or not: the ignorable ones of the last range are refused before they come here.
    if (k := key(c)) != c and ord(c) < 0xE0000:
        print(" ".join([f"{ord(c):x}", *(f"{ord(k):x}" for k in k)]))
