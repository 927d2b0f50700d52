"""Runs ftfy's own cases through the profile ftfy: `ftfy.py CASES.json`.

Prints how many of the cases that ftfy passes come out right, how many negatives (text that must stay but
for its quotation marks and the like), and how many of the known failures. Cases of the encoding step
alone (`fixed-encoding`) are run with `misread` alone. Fails unless every case passes that ftfy
passes, every negative is kept, and half of the known failures are right.
"""
import json
import pathlib
import subprocess
import sys

PROGRAM = "target/release/examples/clean"
cases = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf8"))


def clean(texts, *options):
    feed = "".join(json.dumps({"text": text}) + "\n" for text in texts)
    done = subprocess.run([PROGRAM, "--jsonl", *options], input=feed.encode(), capture_output=True, check=True)
    return [json.loads(line)["text"] for line in done.stdout.decode().split("\n") if line]


originals = [case["original"] for case in cases]
whole = clean(originals, "--profile", "ftfy")
encoding = clean(originals, "--only", "misread")
counts = {"pass": [0, 0], "fail": [0, 0], "negatives": [0, 0]}
for case, text, mended in zip(cases, whole, encoding, strict=True):
    wanted = case.get("fixed-encoding", case["fixed"])
    # Only what the encoding step alone is expected to do is given for it.
    right = text == case["fixed"] and ("fixed-encoding" not in case or mended == wanted)
    groups = [case["expect"]] + (["negatives"] if wanted == case["original"] else [])
    for group in groups:
        counts[group][0] += right
        counts[group][1] += 1
    if not right:
        print(f"  {case['expect']}: {case['label']}: {case['original']!r} → {text!r} / {mended!r}, not {case['fixed']!r} / {wanted!r}")
print("passed by ftfy: {} of {}".format(*counts["pass"]))
print("negatives kept: {} of {}".format(*counts["negatives"]))
print("known failures of ftfy: {} of {}".format(*counts["fail"]))
(right, of), (kept, negatives), (fixed, failures) = counts["pass"], counts["negatives"], counts["fail"]
sys.exit(right < of or kept < negatives or fixed * 2 < failures)
