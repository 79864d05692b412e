#!/usr/bin/env python3
"""Times brieflint beside other linters, and beside reading and parsing alone, as whole processes on the same folders.

usage: run.py [--runs N] [--only FOLDER …] [--with TOOL …] [--markdown FILE]

Builds brieflint and the parser's baseline in release mode, generates the folders once under target/compare, then runs the
tools in turn, so that a machine that gets slower does so for all of them. Prints medians, the ratio to parsing alone, and
the largest peak memory. A linter that is not installed is left out and named; README.md says how each is installed.
"""
import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / "target" / "compare"
RELEASE = ROOT / "target" / "release"

# Seconds after which a run is given up; the tool is then not run on that folder again.
LIMIT = 600

TOOLS = {
    "parsing alone": [str(RELEASE / "examples" / "parse_only")],
    "brieflint": [str(RELEASE / "brieflint"), "check", "--no-config", "--format", "concise"],
    "rumdl": ["rumdl", "check", "--no-cache"],
    "markdownlint-cli2": ["markdownlint-cli2"],
    "write-good": ["write-good"],
    "alex": ["alex"],
    "proselint": ["proselint", "check"],
}
BUILT = ("parsing alone", "brieflint")
# These take no folder.
TAKE_FILES = {"write-good"}
TAKE_GLOBS = {"markdownlint-cli2"}


def bodies(folder):
    """The generated briefs, without their front matter."""
    for file in sorted(folder.rglob("*.md")):
        text = file.read_text()
        yield text.split("\n---\n", 1)[-1] if text.startswith("---\n") else text


def write_joined(source, folder, count, size):
    """Files of about `size` bytes, each of one brief after the other, cut at the end of a line."""
    folder.mkdir(parents=True)
    texts = bodies(source)
    for number in range(count):
        text = ""
        while len(text.encode()) < size:
            text += next(texts) + "\n"
        end = text.rfind("\n", 0, size) + 1
        (folder / f"brief-{number:04}.md").write_text(text[:end])


def generate():
    """Writes the folders that are not there yet."""
    write = ["cargo", "bench", "--quiet", "--bench", "check", "--", "--write"]

    def from_bench(name, *numbers):
        if not (WORK / name).exists():
            subprocess.run([*write, str(WORK / name), *map(str, numbers)], cwd=ROOT, check=True)

    def joined(name, count, size):
        if not (WORK / name).exists():
            write_joined(WORK / "10000-briefs", WORK / name, count, size)

    from_bench("10000-briefs", 10_000)
    from_bench("1000-with-50-faults", 1_000, 50)
    joined("500-of-4-kb", 500, 4096)
    joined("one-of-10-mb", 1, 10_000_000)
    return ["500-of-4-kb", "10000-briefs", "one-of-10-mb", "1000-with-50-faults"]


def command(tool, folder):
    if tool in TAKE_FILES:
        return [*TOOLS[tool], *(str(file) for file in sorted(folder.rglob("*.md")))]
    return [*TOOLS[tool], f"{folder}/**/*.md" if tool in TAKE_GLOBS else str(folder)]


def run(words):
    """Wall-clock seconds and peak memory in megabytes of one whole process; None when it takes too long."""
    start = time.monotonic()
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while True:
        done, _, usage = os.wait4(process.pid, os.WNOHANG)
        elapsed = time.monotonic() - start
        if done:
            return elapsed, usage.ru_maxrss / 1024
        if elapsed > LIMIT:
            process.kill()
            os.wait4(process.pid, 0)
            return None
        time.sleep(0.0005 if elapsed < 1 else 0.02)


def measure(folder, tools, runs):
    """For each tool its seconds and megabytes, run by run."""
    taken = {tool: [] for tool in tools}
    given_up = set()
    for round_ in range(runs + 1):
        for tool in tools:
            if tool in given_up:
                continue
            # One run warms the caches; a slow tool is timed once.
            slow = taken[tool] and taken[tool][0][0] > 30
            if slow:
                continue
            result = run(command(tool, folder))
            if result is None:
                given_up.add(tool)
            elif round_ > 0 or result[0] > 30:
                taken[tool].append(result)
    return taken


def table(name, taken):
    base = median(seconds for seconds, _ in taken["parsing alone"])
    files = list((WORK / name).rglob("*.md"))
    size = sum(file.stat().st_size for file in files) / 1e6
    lines = [f"### {name}: {len(files):,} files, {size:.1f} MB", "", "| tool | seconds | times parsing alone | peak MB |", "|---|---:|---:|---:|"]
    for tool, results in taken.items():
        if results:
            seconds, memory = median(one[0] for one in results), max(one[1] for one in results)
            lines.append(f"| {tool} | {seconds:.3f} | {seconds / base:.1f} | {memory:.0f} |")
        else:
            lines.append(f"| {tool} | over {LIMIT} | | |")
    return "\n".join(lines) + "\n"


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--runs", type=int, default=5, help="counted runs of each tool, after one that warms up (default 5)")
    ap.add_argument("--only", nargs="+", help="only these folders")
    ap.add_argument("--with", nargs="+", dest="tools", choices=list(TOOLS), help="only these tools, beside parsing alone")
    ap.add_argument("--markdown", type=Path, help="also write the tables to this file")
    a = ap.parse_args()
    subprocess.run(["cargo", "build", "--release", "--quiet", "--bin", "brieflint", "--example", "parse_only"], cwd=ROOT, check=True)
    wanted = [tool for tool in TOOLS if tool == "parsing alone" or not a.tools or tool in a.tools]
    missing = [tool for tool in wanted if tool not in BUILT and not shutil.which(TOOLS[tool][0])]
    tools = [tool for tool in wanted if tool not in missing]
    if missing:
        print("not installed, left out:", ", ".join(missing), file=sys.stderr)
    tables = []
    for name in generate():
        if not a.only or name in a.only:
            tables.append(table(name, measure(WORK / name, tools, a.runs)))
            print(tables[-1], flush=True)
    if a.markdown:
        a.markdown.write_text("\n".join(tables))


if __name__ == "__main__":
    main()
