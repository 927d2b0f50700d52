"""How much mojibake comes back, on texts of the caller's: `held.py [--text LANG=FILE]... [SHARED]`.

Lines of clean text are written in one encoding and read in another, whole or cut to 8 and to 4 characters
before. Only what loses nothing is a case: writing it again, strictly, gives the same bytes back, and they
differ from the text to the eye. Windows decoders make the control character of the same number of a byte
that they have no character for; so does this.

The texts are the folders cases and corpora in SHARED, or instead, with --text, files of one language each: plain
text, or catalogues of messages (.po, .mo), which many packages have. A line belongs to one half or the other
by its hash: tune with `--half tune`, and of `--half test` look at the totals only.

Printed for each pair and length: n, exact, left (not changed at all), wrong (changed, and not to the original).
The pairs `*:utf-8>...` are in many languages. Then come the totals of what was UTF-8, of encodings of several
bytes, of alphabets read as others (`scripts`) and of Latin letters read as other Latin letters or signs, where
short texts cannot be told from what other languages write; and clean text, cut likewise, where all that changed is wrong. `--show PAIR` prints what did not come back; `--pairs WORD` takes
only the pairs with this in their names. With `--floors FILE` the exit status is 1 where a figure falls short:
{ROW: {LENGTH: {"exact": at least, "wrong": at most}}}.
"""
import argparse
import ast
import collections
import gettext
import hashlib
import json
import pathlib
import random
import re
import subprocess
import sys

PROGRAM = ["target/release/examples/clean", "--jsonl", "--only", "mojibake"]
LENGTHS = {"whole": None, "8": 8, "4": 4}

# What a line of the measure is, in characters.
LEAST, MOST = 12, 120

# Languages by the names in the Universal Declaration of Human Rights.
RIGHTS = {
    "cmn_hans": "zh-Hans", "cmn_hant": "zh-Hant", "jpn_osaka": "ja", "kor": "ko", "ukr": "uk", "deu_1996": "de",
    "fra": "fr", "spa": "es", "vie": "vi", "pol": "pl", "por_BR": "pt", "arb": "ar", "tha2": "th", "pes_1": "fa",
    "ron_1993": "ro", "lit": "lt", "est": "et", "isl": "is", "cat": "ca",
}  # fmt: skip

# Languages, what their texts are written in, and what that is read as.
PAIRS = [
    ("zh-Hans", "gb18030", "latin-1 cp1252 cp1251 cp1250 mac-roman big5hkscs cp949 cp932 cp437 cp850"),
    ("zh-Hant", "big5hkscs", "gb18030 latin-1 cp1252 cp1250 cp932 cp949"),
    ("zh-Hans", "big5hkscs", "gb18030"),
    ("ja", "euc-jp", "gb18030 cp1252 cp932 cp949 big5hkscs latin-1"),
    ("ja", "cp932", "gb18030 cp1252 latin-1 mac-roman cp949 big5hkscs"),
    ("ko", "cp949", "gb18030 cp1252 latin-1 cp932 big5hkscs mac-roman"),
    ("ru", "cp1251", "cp1252 latin-1 koi8-r cp866 mac-cyrillic mac-roman cp437 cp1250"),
    ("ru", "koi8-r", "cp1251 cp1252 latin-1 cp866"),
    ("ru", "cp866", "cp1251 cp1252 koi8-r cp437 cp850"),
    ("ru", "mac-cyrillic", "cp1251"),
    ("uk", "cp1251", "cp1252 koi8-u"),
    ("uk", "koi8-u", "cp1251"),
    ("el", "cp1253", "cp1252 latin-1 mac-roman"),
    ("cs", "cp1250", "cp1252 latin-1"),
    ("cs", "iso8859-2", "cp1252 cp1250"),
    ("pl", "cp1250", "cp1252 latin-1"),
    ("pl", "iso8859-2", "cp1252 cp1250"),
    ("hu", "cp1250", "cp1252"),
    ("ro", "cp1250", "cp1252"),
    ("tr", "cp1254", "cp1252"),
    ("lt", "cp1257", "cp1252"),
    ("he", "cp1255", "cp1252 latin-1"),
    ("ar", "cp1256", "cp1252 latin-1"),
    ("fa", "cp1256", "cp1252"),
    ("th", "cp874", "cp1252 latin-1"),
    ("de", "cp1252", "mac-roman cp437 cp850"),
    ("de", "mac-roman", "cp1252"),
    ("de", "cp850", "cp1252"),
    ("fr", "cp1252", "mac-roman cp437 cp850"),
    ("fr", "mac-roman", "cp1252"),
    ("fr", "cp850", "cp1252"),
    ("es", "cp850", "cp1252"),
]
READ_AS = (
    "latin-1 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp874 mac-roman cp437 cp850 koi8-r cp866"
)
UTF_8_READ_AS = [(language, READ_AS) for language in ("zh-Hans", "ja", "ko", "ru", "fr", "de", "cs", "vi")]
UTF_8_READ_AS += [
    ("zh-Hans", "gb18030 big5hkscs cp949 cp932"), ("zh-Hant", "cp1252 gb18030"), ("ko", "gb18030"), ("ja", "cp932"),
    ("ru", "gb18030"), ("uk", "cp1251 cp1252"), ("el", "cp1252 cp1253"), ("pl", "cp1252 cp1250"),
    ("tr", "cp1252 cp1254"), ("he", "cp1252 cp1255"), ("ar", "cp1252 cp1256"), ("th", "cp1252 cp874"),
    ("es", "cp1252 mac-roman"), ("pt", "cp1252 mac-roman"), ("hu", "cp1252 cp1250"),
]  # fmt: skip

# Signs that Python's EUC-JP takes for others than browsers do.
EUC_JP = {0x301C: 0xFF5E, 0x2212: 0xFF0D, 0x2016: 0x2225, 0xA2: 0xFFE0, 0xA3: 0xFFE1, 0xAC: 0xFFE2}
# Languages of other scripts than the Latin one.
OTHER_SCRIPTS = {"zh-Hans", "zh-Hant", "ja", "ko", "ru", "uk", "el", "he", "ar", "fa", "th"}
EUC_JP_BACK = {other: own for own, other in EUC_JP.items()}
MULTIPLE = {"gb18030", "big5hkscs", "cp949", "cp932", "euc-jp", "utf-8"}


def table(codec):
    """The characters of a single-byte encoding by byte."""
    return [bytes([byte]).decode(codec, "ignore") or (chr(byte) if byte < 0xA0 else "\uffff") for byte in range(256)]


def write(text, codec):
    if codec == "euc-jp":
        text = text.translate(EUC_JP_BACK)
    return text.encode(codec)


def read(data, codec):
    if codec not in MULTIPLE:
        characters = table(codec)
        return "".join(characters[byte] for byte in data)
    text = data.decode(codec)
    return text.translate(EUC_JP) if codec == "euc-jp" else text


def write_again(text, codec):
    if codec in MULTIPLE:
        return write(text, codec)
    characters = table(codec)
    if len(set(characters)) < 256:
        characters = [c if characters.count(c) == 1 else None for c in characters]
    return bytes(characters.index(c) for c in text)


def garble(text, written, read_as):
    """What is read, or None where that loses something or changes nothing."""
    try:
        data = write(text, written)
        garbled = read(data, read_as)
        lossless = write_again(garbled, read_as) == data and read(data, written) == text
    except (UnicodeError, ValueError):
        return None
    return garbled if lossless and garbled != text and not re.search("[\ue000-\uf8ff\uffff\n\r]", garbled) else None


def messages(path):
    """The texts of a catalogue."""
    if path.suffix == ".mo":
        with path.open("rb") as file:
            catalog = gettext.GNUTranslations(file)._catalog
        yield from (text for key, text in catalog.items() if key and is_plain(text))
        return
    for text in re.findall(r'^msgstr(?:\[\d\])?((?:\s*".*"\n?)+)', path.read_text(encoding="utf8"), re.M)[1:]:
        text = ast.literal_eval("(" + text + ")")
        if is_plain(text):
            yield text


def is_plain(text):
    """Whether a message has no places for something else."""
    return not re.search("[%{<&`]", text)


def texts(options):
    """Clean texts by language, and those of the declaration by its names."""
    found = collections.defaultdict(list)
    rights = collections.defaultdict(list)
    for given in options.text:
        language, _, name = given.partition("=")
        path = pathlib.Path(name)
        is_catalogue = path.suffix in (".mo", ".po")
        found[language] += messages(path) if is_catalogue else [path.read_text(encoding="utf8")]
    if options.shared:
        corpora = pathlib.Path(options.shared, "corpora")
        with pathlib.Path(options.shared, "cases", "clean-udhr.jsonl").open(encoding="utf8") as lines:
            for case in map(json.loads, lines):
                rights[case["id"].split("/")[1]].append(case["text"])
        if not options.text:
            for name, language in (("cmrc-dev", "zh-Hans"), ("drcd-dev", "zh-Hant"), ("other-languages", None)):
                with (corpora / f"{name}.jsonl").open(encoding="utf8") as lines:
                    for case in map(json.loads, lines):
                        found[language or case["lang"]].append(case["body"])
            for language in ("ja", "zh-Hans", "zh-Hant"):
                found[language].append((corpora / f"{language}.txt").read_text(encoding="utf8"))
            for name, language in RIGHTS.items():
                found[language] += rights[name]
    return found, rights


def lines_of(all_texts, half, language=None):
    """Sentences and lines of a usual length, each once, in the half that their hash tells.

    What is mostly ASCII in a language of another script is not in that language.
    """
    found = {}
    for line in "\n".join(all_texts).split("\n"):
        for part in re.split(r"(?<=[。！？])|(?<=[.!?؟]) +", line):
            part = part.strip()
            if LEAST <= len(part) <= MOST and not part.isascii():
                is_tune = hashlib.sha256(part.encode()).digest()[0] % 2 == 0
                if language in OTHER_SCRIPTS and sum(c.isascii() for c in part) > len(part) / 2:
                    continue
                if half == "all" or (half == "tune") == is_tune:
                    found[part] = None
    return list(found)


def cut(line, length, chance):
    """A piece of the line from anywhere, as often as not from the beginning of a word."""
    if length is None:
        return line
    start = chance.randrange(max(1, len(line) - length + 1))
    if chance.random() < 0.5:
        start = line.rfind(" ", 0, start + 1) + 1
    return line[start : start + length]


def cases_of(name, lines, written, read_as, length, count):
    """Garbled texts and what they were."""
    chance = random.Random(f"{name} {length}")
    found = {}
    for _ in range(3 if length else 1):
        for line in chance.sample(lines, len(lines)):
            text = cut(line, length, chance)
            garbled = garble(text, written, read_as)
            if garbled is not None:
                found[garbled] = text
            if len(found) == count:
                return found
    return found


def kind_of(row):
    """The total that a pair belongs to."""
    language, written = row.split(">")[0].split(":")
    if written == "utf-8":
        return written
    if written in MULTIPLE:
        return "several bytes"
    return "scripts" if language in OTHER_SCRIPTS else "latin"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", nargs="?", help="the folder with cases and corpora")
    parser.add_argument("--text", action="append", default=[], metavar="LANG=FILE")
    parser.add_argument("--half", choices=["tune", "test", "all"], default="all")
    parser.add_argument("--count", type=int, default=60, help="cases a pair and length")
    parser.add_argument("--pairs", default="", metavar="WORD")
    parser.add_argument("--show", default="", metavar="PAIR")
    parser.add_argument("--floors", type=pathlib.Path, metavar="FILE")
    parser.add_argument("--length", choices=LENGTHS, help="only this one")
    options = parser.parse_args()
    found, rights = texts(options)
    lines = {language: lines_of(all_texts, options.half, language) for language, all_texts in found.items()}
    pairs = [(f"{language}:{a}>{b}", language, a, b) for language, a, all_read in PAIRS for b in all_read.split()]
    pairs += [(f"{language}:utf-8>{b}", language, "utf-8", b) for language, all_read in UTF_8_READ_AS for b in all_read.split()]
    wanted = [options.length] if options.length else list(LENGTHS)
    cases = []
    for name, language, written, read_as in pairs:
        # Of UTF-8, one line an encoding that it is read as.
        row = f"*:utf-8>{read_as}" if written == "utf-8" else name
        if options.pairs in name and len(lines.get(language, ())) > 0:
            for length in wanted:
                count = max(1, options.count // 4) if written == "utf-8" else options.count
                made = cases_of(name, lines[language], written, read_as, LENGTHS[length], count)
                cases += [(row, length, garbled, text, name) for garbled, text in made.items()]
    if options.pairs in "clean":
        clean = {name: lines_of(all_texts, options.half) for name, all_texts in rights.items()}
        clean |= {f"text {language}": all_lines for language, all_lines in lines.items()}
        for name, all_lines in clean.items():
            for length in wanted:
                chance = random.Random(f"{name} {length}")
                for line in chance.sample(all_lines, len(all_lines))[: 10 * options.count]:
                    text = cut(line, LENGTHS[length], chance)
                    cases.append(("clean", length, text, text, name))
    feed = "".join(json.dumps({"text": case[2]}, ensure_ascii=False) + "\n" for case in cases)
    done = subprocess.run(PROGRAM, input=feed.encode(), capture_output=True, check=True)
    outputs = [json.loads(line)["text"] for line in done.stdout.decode().split("\n") if line]
    figures = collections.defaultdict(collections.Counter)
    totals = dict.fromkeys(["utf-8", "several bytes", "scripts", "latin", "all"])
    for (row, length, garbled, text, name), output in zip(cases, outputs, strict=True):
        kind = "exact" if output == text else "left" if output == garbled else "wrong"
        for key in (row,) if row == "clean" else (row, kind_of(row), "all"):
            figures[key, length][kind] += 1
        if options.show and options.show in name + ("" if row != "clean" else " clean") and kind != "exact":
            print(f"{name} {length} {kind}\n  text   {garbled!r}\n  got    {output!r}\n  expect {text!r}")
    print(f"{'':28}" + "".join(f"{length:>10} n  exact   left  wrong" for length in wanted))
    for row in [*dict.fromkeys(case[0] for case in cases if case[0] != "clean"), *totals, "clean"]:
        line = f"{row:28}"
        for length in wanted:
            count = figures[row, length]
            n = count.total()
            shares = "".join(f"{count[kind] / max(n, 1):7.1%}" for kind in ("exact", "left"))
            line += f"{n:12}{shares}{count['wrong'] / max(n, 1):7.2%}"
        print(line)
    if options.floors:
        check(figures, json.loads(options.floors.read_text()))


def check(figures, floors):
    """Ends the program where a figure falls short of its floor."""
    short = []
    for row, lengths in floors.items():
        for length, bounds in lengths.items():
            count = figures[row, length]
            share = {kind: count[kind] / max(count.total(), 1) for kind in bounds}
            for kind, bound in bounds.items():
                if share[kind] < bound if kind == "exact" else share[kind] > bound:
                    short.append(f"{row} {length}: {kind} is {share[kind]:.4f}, bound {bound}")
    if short:
        sys.exit("falls short: " + "; ".join(short))


main()
