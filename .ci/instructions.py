#!/usr/bin/env python3
"""Counts the instructions of whole runs and holds them against the stored figures: a slow-down shows even on a noisy machine.

usage: instructions.py BINARY          fails when a run takes over a tenth more than is stored
       instructions.py BINARY --write  stores what is counted now, in benches/instructions.tsv
Needs valgrind. Figures are in thousands of instructions, on one thread, of a release build.
"""
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

TABLE = Path("benches/instructions.tsv")
MARGIN = 1.10


def brief(size):
    """A brief of about `size` bytes: the bodies of the fixtures, one after the other."""
    text = ""
    files = sorted(Path("fixtures/good").rglob("*.md")) + sorted(Path("fixtures/briefs").rglob("*.md"))
    for file in files:
        body = file.read_text().split("\n---\n", 1)[-1]
        text += body + "\n"
        if len(text) >= size:
            break
    return text[:size]


def count(binary, *arguments):
    with tempfile.TemporaryDirectory() as folder:
        words = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/out", binary, *arguments]
        environment = dict(os.environ, RAYON_NUM_THREADS="1", NO_COLOR="1")
        run = subprocess.run(words, capture_output=True, text=True, env=environment)
        found = re.search(r"Collected : (\d+)", run.stderr)
        if run.returncode not in (0, 1) or not found:
            sys.exit(f"{' '.join(words)}: {run.stderr[-500:]}")
        return int(found[1]) // 1000


def main():
    binary = str(Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory() as folder:
        one = Path(folder) / "brief.md"
        one.write_text(brief(4096))
        counted = {
            "start and exit": count(binary, "--version"),
            "one brief of 4 KB": count(binary, "check", "--no-config", str(one)),
            "a folder of fixtures": count(
                binary, "check", "--no-config", "--format", "concise", "fixtures/good", "fixtures/briefs", "fixtures/traps"
            ),
        }
    if "--write" in sys.argv:
        TABLE.write_text("run\tthousand instructions\n" + "".join(f"{name}\t{number}\n" for name, number in counted.items()))
        return
    stored = dict(line.split("\t") for line in TABLE.read_text().splitlines()[1:])
    slow = False
    for name, number in counted.items():
        ratio = number / int(stored[name])
        slow |= ratio > MARGIN
        print(f"{name}: {number:,} thousand instructions, {ratio:.2f} of what is stored" + (": too many" if ratio > MARGIN else ""))
    sys.exit(slow)


main()
