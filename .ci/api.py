"""The public API from rustdoc's JSON: `api.py JSON LISTING [--write]`.

Compares it with the listing that is kept in the repository, line by line, and fails where they part: a
change of the API shows in review, and whoever makes it decides which version it needs. Fails as well where
the documentation of a public item has no example.
"""

import difflib
import json
import re
import sys

DOCUMENTED = {"struct", "enum", "function", "trait", "constant", "assoc_const", "type_alias", "macro"}


class Listing:
    def __init__(self, crate):
        self.index = crate["index"]
        self.lines = []
        self.implementations = set()
        self.without_example = []
        self.walk_module(self.item(crate["root"]), ())

    def item(self, id):
        return self.index.get(str(id))

    def walk_module(self, module, path):
        path = (*path, module["name"])
        for id in module["inner"]["module"]["items"]:
            item = self.item(id)
            if item is None or item["visibility"] != "public":
                continue
            if "use" in item["inner"]:
                item = self.item(item["inner"]["use"]["id"])
            if item is None:
                continue
            if "module" in item["inner"]:
                self.lines.append("mod " + "::".join((*path, item["name"])))
                self.walk_module(item, path)
            else:
                self.walk_item(item, path)

    def walk_item(self, item, path):
        (kind, inner), = item["inner"].items()
        path = (*path, item["name"])
        name = "::".join(path)
        self.lines.append(f"{name}: {self.signature(item)}")
        if kind in DOCUMENTED and "```" not in (item["docs"] or ""):
            self.without_example.append(f"{item['span']['filename']}: {name}")
        for id in self.members(kind, inner):
            member = self.item(id)
            if member and member["visibility"] in ("public", "default"):
                self.walk_item(member, path)
        for id in inner.get("impls", ()) if isinstance(inner, dict) else ():
            self.walk_impl(self.item(id), path, name)

    def members(self, kind, inner):
        if kind == "enum":
            return inner["variants"]
        if kind == "struct" and isinstance(inner["kind"], dict):
            return inner["kind"].get("plain", {}).get("fields", ())
        return ()

    def walk_impl(self, implementation, path, name):
        inner = implementation["inner"]["impl"]
        seen = implementation["id"] in self.implementations
        if inner["is_synthetic"] or inner["blanket_impl"] or seen:
            return
        self.implementations.add(implementation["id"])
        if inner["trait"] is None:
            for id in inner["items"]:
                member = self.item(id)
                if member["visibility"] == "public":
                    self.walk_item(member, path)
        else:
            written = self.signature(implementation)
            derived = f"derive {inner['trait']['path']}"
            self.lines.append(f"{name}: {written if written.startswith('impl') else derived}")

    def signature(self, item):
        """The declaration as it stands in the source, without attributes and body."""
        span = item["span"]
        (line, column), (last, _) = span["begin"], span["end"]
        with open(span["filename"], encoding="utf8") as file:
            lines = file.read().split("\n")[line - 1 : last]
        lines[0] = lines[0][column - 1 :]
        kept = [line.strip() for line in lines if not re.match(r"\s*(//|#\[)", line)]
        end = r"\s=\s" if item["inner"].keys() & {"constant", "assoc_const"} else r"\s*[{;]"
        declaration = re.split(end, " ".join(kept), maxsplit=1)[0].rstrip(",")
        is_open = "non_exhaustive" in str(item["attrs"])
        return "#[non_exhaustive] " * is_open + re.sub(r",? (?=[)>])|(?<=[(<]) ", "", declaration)


def main(source, kept, write):
    with open(source, encoding="utf8") as file:
        listing = Listing(json.load(file))
    now = sorted(set(listing.lines))
    if write:
        with open(kept, "w", encoding="utf8") as file:
            file.write("\n".join(now) + "\n")
    with open(kept, encoding="utf8") as file:
        before = file.read().splitlines()
    differences = list(difflib.unified_diff(before, now, kept, "the source", lineterm="", n=0))
    for line in differences:
        print(line)
    for item in listing.without_example:
        print(f"without an example: {item}")
    print(f"{len(now)} lines of API, {len(listing.without_example)} items without an example")
    return bool(differences or listing.without_example)


if __name__ == "__main__":
    arguments = [argument for argument in sys.argv[1:] if argument != "--write"]
    sys.exit(main(*arguments, "--write" in sys.argv))
