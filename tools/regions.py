"""Writes cases_cms/core/regions_data.py from the Unicode CLDR's ``territoryContainment.json``.

    python tools/regions.py territoryContainment.json

The file is in the npm package ``cldr-core`` (folder ``supplemental``); Babel, which names the regions, leaves it out.
"""

import json
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "cases_cms" / "core" / "regions_data.py"
#: UN M49: the world's regions, in the order of that standard's list.
REGIONS = ("002", "019", "142", "150", "009")
HEAD = '''"""Which countries and regions lie in which region of the world (UN M49); tools/regions.py makes it.

Source: Unicode CLDR {version}, supplemental/territoryContainment. © 2004-2026 Unicode, Inc.; Unicode License v3.
"""

# fmt: off
REGIONS = {{
'''


def members(tree, code):
    """Two-letter codes below ``code``."""
    below = tree.get(code, {}).get("_contains", [])
    found = {item for item in below if item.isalpha() and len(item) == 2}
    for item in below:
        found |= members(tree, item)
    return found


def main(path):
    source = json.loads(Path(path).read_text(encoding="utf-8"))["supplemental"]
    tree = source["territoryContainment"]
    lines = [HEAD.format(version=source["version"]["_cldrVersion"])]
    for region in REGIONS:
        codes = sorted(code for code in members(tree, region) if code not in tree)
        rows = [" ".join(codes[start : start + 30]) for start in range(0, len(codes), 30)]
        text = "\n".join(f'        "{row} "' for row in rows)
        lines.append(f'    "{region}": (\n{text}\n    ),\n')
    lines.append("}\n# fmt: on\n")
    TARGET.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
