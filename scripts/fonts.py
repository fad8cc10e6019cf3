"""Cuts the bundled typefaces out of their sources; scripts/fonts.sh calls it: fonts.py FOLDER-OF-PACKAGES OUT CUT

Each becomes NAME.face.br (made simpler and packed by CUT, which is internal/paper/face/outline/cut, then brotli 11),
NAME.cover (which characters it has: for each 256 of them that it has any of, the number of the 256 as two bytes and 32
bytes of bits, the lowest first) and, for each source, the text of its licence.
"""
import bz2
import io
import subprocess
import sys

import brotli
from fontTools import subset
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

packages, out, cut = sys.argv[1:]
WENKAI = "/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-"
SERIF = packages + "/expo-google-fonts-noto-serif-sc/"
SANS = packages + "/expo-google-fonts-noto-sans-sc/"


def common():
    """The 8,105 characters of 通用规范汉字表, by Unihan's kTGH."""
    with bz2.open("/usr/share/unicode/Unihan_OtherMappings.txt.bz2", "rt", encoding="utf-8") as f:
        found = {int(line.split("\t")[0][2:], 16) for line in f if "\tkTGH\t" in line}
    assert len(found) == 8105, len(found)
    return found


def gb2312():
    found = set()
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                found.add(ord(bytes([high, low]).decode("gb2312")))
            except UnicodeDecodeError:
                pass
    return found


def blocks(*bounds):
    return {c for first, last in bounds for c in range(first, last + 1)}


WORDS = blocks((0x20, 0x7E), (0xA0, 0x17F), (0x1CD, 0x1DC), (0x1F8, 0x1F9), (0x2010, 0x205E), (0x20AC, 0x20AC),
               (0x2100, 0x214F))
# Punctuation as wide as a character, and digits and Latin of that width.
WIDE = blocks((0x3000, 0x303F), (0xFE30, 0xFE4F), (0xFF01, 0xFFEE))
SIGNS = WORDS | WIDE | blocks((0x370, 0x3FF), (0x2150, 0x21FF), (0x2200, 0x22FF), (0x2460, 0x257F), (0x25A0, 0x266F),
                              (0x2713, 0x2717), (0x3200, 0x33FF))
COMMON = common()
TEXT = COMMON | gb2312() | SIGNS

# What no name and no document of a county holds: Hangul, pictures, letters of mathematics.
STRANGE = blocks((0x1100, 0x11FF), (0xA960, 0xA97F), (0xAC00, 0xD7FF), (0x1D000, 0x1FBFF), (0xA000, 0xA95F))

# name, its family, source, characters (None = all but strange ones), folder of the licence, units of the em, how far an outline may move
# (thousandths of the em, before its points are rounded to those units)
FACES = [
    ("fang", "Shuangze Fang", WENKAI + "Light.ttf", None, "wenkai", "400", "2"),
    ("kai", "Shuangze Kai", WENKAI + "Regular.ttf", TEXT, "wenkai", "400", "1.5"),
    ("title", "Shuangze Title", SERIF + "700Bold/NotoSerifSC_700Bold.ttf", TEXT, "noto-serif-sc", "500", "1.5"),
    ("hei", "Shuangze Hei", SANS + "500Medium/NotoSansSC_500Medium.ttf", TEXT, "noto-sans-sc", "500", "1"),
    ("song", "Shuangze Song", SERIF + "400Regular/NotoSerifSC_400Regular.ttf", WORDS | WIDE, "noto-serif-sc", "1000", "0.5"),
]


def rename(font, family):
    """The OFL reserves the names of some sources; the copyright and the licence stay."""
    table = font["name"]
    version = table.getDebugName(5)
    for record in list(table.names):
        if record.nameID not in (0, 13, 14) or record.platformID != 3 or record.langID != 0x409:
            table.names.remove(record)
    file = family.replace(" ", "")
    for number, text in {1: family, 2: "Regular", 3: f"{file} of {version}", 4: family,
                         5: version, 6: file}.items():
        table.setName(text, number, 3, 1, 0x409)


def decompose(font):
    """Glyphs made of others get outlines of their own: cut reads no other ones."""
    glyphs = font.getGlyphSet()
    for name in font.getGlyphOrder():
        if font["glyf"][name].isComposite():
            drawn = DecomposingRecordingPen(glyphs)
            glyphs[name].draw(drawn)
            pen = TTGlyphPen(None)
            drawn.replay(pen)
            font["glyf"][name] = pen.glyph()
            font["glyf"][name].recalcBounds(font["glyf"])


def write(path, data):
    with open(path, "wb") as f:
        f.write(data)


def cover(characters):
    pages = {}
    for c in characters:
        bits = pages.setdefault(c >> 8, bytearray(32))
        bits[(c & 255) >> 3] |= 1 << (c & 7)
    return b"".join(n.to_bytes(2, "big") + bytes(pages[n]) for n in sorted(pages))


with open(SANS + "LICENSE_FONT", encoding="utf-8") as f:
    ofl = f.read()
ofl = ofl[ofl.index("-----------"):].replace("\r\n", "\n").rstrip() + "\n"
write(out + "/common.cover", cover(COMMON))
for name, family, source, characters, licence, units, bound in FACES:
    options = subset.Options(hinting=False, layout_features=[], name_IDs=["*"], name_languages=["*"],
                             notdef_outline=True, glyph_names=False, legacy_cmap=False, symbol_cmap=False,
                             drop_tables=["GSUB", "GPOS", "GDEF", "BASE", "STAT", "gasp", "vhea", "vmtx", "DSIG"])
    font = subset.load_font(source, options)
    has = set(font.getBestCmap())
    kept = has - STRANGE if characters is None else has & characters
    write(f"{out}/OFL-{licence}.txt", (
        font["name"].getDebugName(0).replace("\r\n", "\n") + "\nCut to fewer characters and renamed for Shuangze by scripts/fonts.sh.\n\n"
        + ofl).encode())
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=kept)
    cutter.subset(font)
    decompose(font)
    rename(font, family)
    # Which bits say what of Unicode and code pages follows from the characters.
    font["OS/2"].recalcUnicodeRanges(font)
    buffer = io.BytesIO()
    font.save(buffer, reorderTables=True)
    raw = buffer.getvalue()
    made = TTFont(io.BytesIO(raw))
    assert set(made.getBestCmap()) == kept
    write(f"{out}/{name}.cover", cover(kept))
    packed = subprocess.run([cut, units, bound], input=raw, stdout=subprocess.PIPE, check=True).stdout
    small = brotli.compress(packed, quality=11, lgwin=22)
    write(f"{out}/{name}.face.br", small)
    print(f"{name}: {len(kept)} characters, {len(raw)} bytes, {len(packed)} packed, {len(small)} compressed", flush=True)
