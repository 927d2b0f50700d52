"""Checks script conversion against OpenCC's own cases: `opencc.py TESTCASES.json [CONFIG_FOLDER]`.

Every case, in every configuration that it has an answer for. With a folder of OpenCC's JSON configurations
and text dictionaries, each of them is opened from there, too, and must give the same.
"""
import collections
import json
import pathlib
import subprocess
import sys

PROGRAM = "target/release/examples/clean"
cases = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf8"))["cases"]
checks = collections.defaultdict(list)
for case in cases:
    for config, expected in case["expected"].items():
        checks[config].append((case["input"], expected))
failures = 0
total = 0


def convert(texts, config):
    feed = "".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts)
    command = [PROGRAM, "--jsonl", "--keep-bom", "--only", "script", "--opencc", config]
    done = subprocess.run(command, input=feed.encode(), capture_output=True, check=True)
    return [json.loads(line)["text"] for line in done.stdout.decode().split("\n") if line]


for config, pairs in sorted(checks.items()):
    texts, expected = zip(*pairs)
    names = [config]
    if len(sys.argv) > 2:
        names.append(str(pathlib.Path(sys.argv[2], f"{config}.json")))
    for name in names:
        got = convert(texts, name)
        wrong = [row for row in zip(texts, got, expected, strict=True) if row[1] != row[2]]
        failures += len(wrong)
        total += len(pairs) if name == config else 0
        for text, output, expect in wrong[:5]:
            print(f"  {name} {text!r}: {output!r}, not {expect!r}")
print(f"OpenCC's cases: {total} checks in {len(checks)} configurations, {failures} failures")
sys.exit(1 if failures else 0)
