"""Script detection by line beside hanzidentifier: `detect.py FOLDER`, where the corpora are.

Lines over 20 bytes, of text in Simplified (zh-Hans.txt, cmrc-dev.jsonl) and in Traditional script (zh-Hant.txt,
drcd-dev.jsonl). Needs `pip install hanzidentifier`.
"""
import collections
import json
import pathlib
import subprocess
import sys
import time

import hanzidentifier

FILES = ["zh-Hans.txt", "cmrc-dev.jsonl", "zh-Hant.txt", "drcd-dev.jsonl"]
NAMES = {
    hanzidentifier.SIMPLIFIED: "Simplified",
    hanzidentifier.TRADITIONAL: "Traditional",
    hanzidentifier.BOTH: "Either",
    hanzidentifier.MIXED: "Mixed",
}
subprocess.run(["cargo", "build", "--release", "--quiet", "--example", "scripts"], check=True)
for name in FILES:
    text = pathlib.Path(sys.argv[1], name).read_text(encoding="utf8")
    if name.endswith(".jsonl"):
        text = "\n".join(json.loads(line)["body"] for line in text.splitlines())
    path = pathlib.Path("target", f"detect-{name}.txt")
    path.write_text(text, encoding="utf8")
    subprocess.run(["target/release/examples/scripts", path], check=True)
    lines = [line for line in text.split("\n") if len(line.encode()) > 20]
    start = time.process_time()
    found = collections.Counter(hanzidentifier.identify(line) for line in lines)
    seconds = time.process_time() - start
    found.pop(hanzidentifier.UNKNOWN, None)
    shares = [f"{NAMES[k]} {n} ({n / found.total():.3%})" for k, n in found.most_common()]
    print("  hanzidentifier:", ", ".join(shares))
    size = sum(len(line.encode()) for line in lines)
    print(f"  its speed: {size / 1e6 / seconds:.1f} MB/s")
