"""Makes the three web fonts of this folder from the TrueType files of @expo-google-fonts/be-vietnam-pro.

    pip install fonttools brotli
    python src/web/assets/fonts/make.py        (from the root of the repository, after npm ci)

Why not serve the originals: they are 131 KB each (45 KB compressed) against 14 KB here, which counts on a slow
line; and their digits have different widths and no `tnum` feature, so that columns of figures would not line up.
Here `font-variant-numeric: tabular-nums` works: each digit has a twin of one common width.
"""

import io
from pathlib import Path

from fontTools import subset
from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

SOURCE = Path('node_modules/@expo-google-fonts/be-vietnam-pro')
TARGET = Path('src/web/assets/fonts')
WEIGHTS = {400: '400Regular/BeVietnamPro_400Regular', 500: '500Medium/BeVietnamPro_500Medium', 700: '700Bold/BeVietnamPro_700Bold'}
DIGITS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']

# Latin, Vietnamese (composed and combining marks) and the punctuation of Vietnamese print.
RANGES = (
    'U+20-7E,U+A0-FF,U+102-103,U+110-111,U+128-129,U+168-169,U+1A0-1A1,U+1AF-1B0,U+300-303,U+306,U+309,U+31B,U+323,'
    'U+1EA0-1EF9,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+2030,U+2032-2033,U+2039-203A,U+20AB,U+2116,U+2212,'
    'U+2248,U+2260,U+2264-2265'
)


def add_tabular_figures(font: TTFont) -> None:
    """Gives each digit a twin of one common width, its ink centred, reached by the feature `tnum`."""
    glyphs, widths = font.getGlyphSet(), font['hmtx']
    ink = [font['glyf'][digit].xMax - font['glyf'][digit].xMin for digit in DIGITS]
    common = max(ink) + 64
    for digit in DIGITS:
        bearing = round((common - (font['glyf'][digit].xMax - font['glyf'][digit].xMin)) / 2)
        shift = bearing - font['glyf'][digit].xMin
        outline = DecomposingRecordingPen(glyphs)
        glyphs[digit].draw(outline)
        pen = TTGlyphPen(None)
        outline.replay(TransformPen(pen, (1, 0, 0, 1, shift, 0)))
        font.setGlyphOrder([*font.getGlyphOrder(), f'{digit}.tnum'])
        font['glyf'][f'{digit}.tnum'] = pen.glyph()
        widths[f'{digit}.tnum'] = (common, bearing)
    font['maxp'].numGlyphs = len(font.getGlyphOrder())


def make(weight: int, name: str) -> int:
    font = TTFont(SOURCE / f'{name}.ttf')
    for table in ('fpgm', 'prep', 'cvt ', 'hdmx', 'VDMX', 'LTSH'):
        if table in font:
            del font[table]
    options = subset.Options()
    options.layout_features = ['kern', 'mark', 'mkmk', 'ccmp', 'locl']
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=subset.parse_unicodes(RANGES))
    cutter.subset(font)
    kept = io.BytesIO()
    font.save(kept)
    font = TTFont(kept)
    add_tabular_figures(font)
    rules = ' '.join(f'sub {digit} by {digit}.tnum;' for digit in DIGITS)
    merge_feature(font, rules)
    font.flavor = 'woff2'
    target = TARGET / f'be-vietnam-pro-{weight}.woff2'
    font.save(target)
    return target.stat().st_size


def merge_feature(font: TTFont, rules: str) -> None:
    """Adds `tnum` to the substitutions that the font already has (feaLib alone would replace them)."""
    old = font['GSUB'].table
    scratch = TTFont()
    scratch.setGlyphOrder(font.getGlyphOrder())
    addOpenTypeFeaturesFromString(scratch, f'feature tnum {{ {rules} }} tnum;')
    new = scratch['GSUB'].table
    record, lookup = new.FeatureList.FeatureRecord[0], new.LookupList.Lookup[0]
    old.LookupList.Lookup.append(lookup)
    record.Feature.LookupListIndex = [len(old.LookupList.Lookup) - 1]
    old.FeatureList.FeatureRecord.append(record)
    index = len(old.FeatureList.FeatureRecord) - 1
    for script in old.ScriptList.ScriptRecord:
        languages = [script.Script.DefaultLangSys, *(row.LangSys for row in script.Script.LangSysRecord)]
        for language in languages:
            if language is not None:
                language.FeatureIndex.append(index)
                language.FeatureCount = len(language.FeatureIndex)
    old.FeatureList.FeatureCount = len(old.FeatureList.FeatureRecord)
    old.LookupList.LookupCount = len(old.LookupList.Lookup)


if __name__ == '__main__':
    for weight, name in WEIGHTS.items():
        print(weight, make(weight, name), 'bytes')
