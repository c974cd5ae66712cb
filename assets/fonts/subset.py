"""Makes the two fonts of the progress picture from Inter (Debian's package fonts-inter, 4.0~beta7).

    pip install fonttools && python3 subset.py /usr/share/fonts/opentype/inter

Kept are the letters of languages written in Latin, Greek and Cyrillic, with punctuation and currency. The family gets a
name of its own, because a changed font must not carry the original's.
"""

import sys

from fontTools import subset
from fontTools.ttLib import TTFont

FAMILY = "Docent Sans"
LETTERS = [
    (0x0020, 0x007E), (0x00A0, 0x017F), (0x018F, 0x018F), (0x01CD, 0x01DC), (0x0218, 0x021B), (0x02BB, 0x02BF),
    (0x02C6, 0x02DD), (0x0300, 0x030C), (0x0370, 0x03FF), (0x0400, 0x045F), (0x048A, 0x04FF), (0x1E00, 0x1EFF),
    (0x2010, 0x2027), (0x2030, 0x203A), (0x2044, 0x2044), (0x2070, 0x208E), (0x20A0, 0x20BF), (0x2113, 0x2122),
    (0x2190, 0x2193), (0x2202, 0x2265),
]


def make(folder, weight):
    font = TTFont(f"{folder}/Inter-{weight}.otf")
    options = subset.Options()
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl"]
    options.hinting = False
    options.glyph_names = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[letter for first, last in LETTERS for letter in range(first, last + 1)])
    subsetter.subset(font)
    rename(font, weight)
    font.save(f"DocentSans-{weight}.otf")


def rename(font, weight):
    names = {1: FAMILY, 3: f"{FAMILY} {weight}, a subset of Inter", 4: f"{FAMILY} {weight}", 6: f"DocentSans-{weight}"}
    for record in font["name"].names:
        record.string = names.get(record.nameID, str(record))
    cff = font["CFF "].cff
    cff.fontNames = [f"DocentSans-{weight}"]
    cff.topDictIndex[0].FamilyName = FAMILY
    cff.topDictIndex[0].FullName = f"{FAMILY} {weight}"


for weight in ["Regular", "SemiBold"]:
    make(sys.argv[1], weight)
