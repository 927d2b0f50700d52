"""Counts clean documents that the default profile changes: `harmless.py CORPORA`. None may be.

Every text file is a document, and every line of it; every string of a JSON Lines file is one. What is
truly damaged at its source is listed in damaged.json, by file and line, and left out of the whole.
"""
import json
import pathlib
import subprocess
import sys

PROGRAM = "target/release/examples/clean"
damaged = json.loads(pathlib.Path(__file__).with_name("damaged.json").read_text())
changed = 0


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def check(name, texts):
    global changed
    feed = "".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for _, text in texts)
    done = subprocess.run([PROGRAM, "--jsonl"], input=feed.encode(), capture_output=True, check=True)
    outputs = [json.loads(line)["text"] for line in done.stdout.decode().split("\n") if line]
    count = 0
    for (place, text), output in zip(texts, outputs, strict=True):
        if text != output and place not in damaged.get(name, {}):
            count += 1
            if count <= 5:
                at = next((i for i, (a, b) in enumerate(zip(text, output)) if a != b), 0)
                print(f"  {name} {place}: {text[max(0, at - 20):at + 20]!r} → {output[max(0, at - 20):at + 20]!r}")
    changed += count
    print(f"{name}: {count} of {len(texts)} changed")


for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    lines = path.read_text(encoding="utf8").split("\n")
    if path.suffix == ".jsonl":
        check(path.name, [(f"{n}", text) for n, line in enumerate(lines, 1) if line for text in strings(json.loads(line))])
    elif path.suffix == ".txt":
        numbered = [(f"{n}", line) for n, line in enumerate(lines, 1)]
        whole = "\n".join(line for n, line in numbered if n not in damaged.get(path.name, {}))
        check(path.name, [(n, line) for n, line in numbered if line] + [("all", whole)])
sys.exit(f"{changed} clean documents were changed" if changed else 0)
