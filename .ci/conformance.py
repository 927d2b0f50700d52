"""Checks the program against published reference data: `conformance.py FOLDER`.

Character references: every case of the WHATWG and html5lib sets, in strict mode. Unicode forms: every
line of NormalizationTest.txt, by its own rules.
"""
import json
import pathlib
import subprocess
import sys

PROGRAM = "target/release/examples/clean"
folder = pathlib.Path(sys.argv[1])
failures = 0


def clean(texts, *options):
    feed = "".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts)
    done = subprocess.run([PROGRAM, "--jsonl", *options], input=feed.encode(), capture_output=True, check=True)
    return [json.loads(line)["text"] for line in done.stdout.decode().split("\n") if line]


def check(name, texts, expected, *options):
    global failures
    got = clean(texts, *options)
    wrong = [(t, g, e) for t, g, e in zip(texts, got, expected, strict=True) if g != e]
    failures += len(wrong)
    print(f"{name}: {len(texts) - len(wrong)} of {len(texts)}")
    for text, output, expect in wrong[:5]:
        print(f"  {text!r}: {output!r}, not {expect!r}")


cases = [json.loads(line) for line in (folder / "character-references.jsonl").open(encoding="utf8")]
check(
    "character references",
    [case["text"] for case in cases],
    [case["expect"] for case in cases],
    *("--only", "entity", "--entities", "strict", "--keep-bom"),
)

columns = []
for line in (folder / "NormalizationTest.txt").open(encoding="utf8"):
    if line[0] not in "#@\n":
        fields = line.split(";")[:5]
        columns.append(["".join(chr(int(code, 16)) for code in field.split()) for field in fields])
source, nfc, nfd, nfkc, nfkd = zip(*columns)
for form, inputs, expected in [
    ("nfc", (source, nfc, nfd), nfc),
    ("nfc", (nfkc, nfkd), nfkc),
    ("nfd", (source, nfc, nfd), nfd),
    ("nfd", (nfkc, nfkd), nfkd),
    ("nfkc", (source, nfc, nfd, nfkc, nfkd), nfkc),
    ("nfkd", (source, nfc, nfd, nfkc, nfkd), nfkd),
]:
    for column in inputs:
        check(form, column, expected, "--only", "normalize", "--form", form, "--keep-bom")
sys.exit(f"{failures} failures" if failures else 0)
