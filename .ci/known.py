"""Prints the cases whose repairs exist: `known.py CASES_FOLDER > cases.jsonl`.

The scorer gives up on a whole group that the program refuses; this keeps such groups out and says on
standard error what it left out.
"""
import collections
import json
import pathlib
import subprocess
import sys

listed = subprocess.run(["target/release/examples/clean", "--list-repairs"], capture_output=True, text=True, check=True)
known = {line.split()[0] for line in listed.stdout.splitlines() if line.strip()}
left_out = collections.Counter()
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.jsonl")):
    with path.open(encoding="utf8") as lines:
        for line in lines:
            case = json.loads(line)
            if set(case["only"] or ()) <= known:
                sys.stdout.write(line)
            else:
                left_out[case["class"]] += 1
for name, count in left_out.items():
    print(f"left out: {count} cases of {name}, whose repair does not exist yet", file=sys.stderr)
