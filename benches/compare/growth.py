#!/usr/bin/env python3
"""How the time and memory of a check grow: with the length of a brief, the faults in it, how deep it is nested, and the rules.

usage: growth.py [--chart FILE.svg]

Needs target/release/brieflint, and matplotlib for the chart. Each figure is the faster of two runs, start and exit included.
"""
import argparse
import itertools
import os
import subprocess
import tempfile
import time
from pathlib import Path

BRIEFLINT = str(Path(__file__).resolve().parents[2] / "target" / "release" / "brieflint")
# Sentences that no other is like: each is looked at by itself, and none is remembered from before.
WHO = "Ana Ben Carla Dora Emil Farid Greta Hanna Ivo Jana Karl Lena Milan Nora Otto Petra Quinn Rosa Stefan Tilda".split()
WHAT = "oven roof boiler kiosk ledger fence lift door cellar van freezer lamp counter sign till shelf pump gate hatch".split()
WHERE = "harbour school market station museum library stadium hospital garden castle airport chapel mill theatre".split()
DOES = "repairs orders measures cleans paints replaces tests insures counts empties locks moves sells inspects rents".split()
SENTENCES = [
    "{who} {does} the {what} of the {where} by 4 May, and it is done when the {what2} beside it works again.",
    "Which {what} the {where} gets, {who} decides alone, within 300 euros a month for the {what2}.",
    "If the {what2} is not there on Saturday, the {where} keeps its old {what} and {who} {does} that one first.",
    "The {what} and the {what2} stay closed while {who} {does} them, because the {where} has no other.",
]


def prose():
    """Paragraph after paragraph."""
    yield "# Kiosk\n"
    for number in itertools.count():
        take = lambda words, step: words[number * step // 7 % len(words)]
        words = {"who": take(WHO, 7), "what": take(WHAT, 5), "what2": take(WHAT, 11), "where": take(WHERE, 3), "does": take(DOES, 13)}
        yield "\n" + SENTENCES[number % len(SENTENCES)].format(**words) + "\n"


def measured(*arguments, cwd=None):
    """Seconds and megabytes of one run."""
    best = (float("inf"), 0)
    for _ in range(2):
        begun = time.perf_counter()
        child = subprocess.Popen([BRIEFLINT, *arguments], cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        assert child.returncode in (0, 1), f"{arguments}: {child.returncode}"
        best = min(best, (time.perf_counter() - begun, usage.ru_maxrss / 1024))
    return best


def write(folder, pieces, size=float("inf")):
    """The pieces as a brief, up to so many bytes. They are never all in memory, which would count as the child's."""
    path = folder / "brief.md"
    with path.open("w") as file:
        for piece in pieces:
            if size <= 0:
                break
            size -= file.write(piece)
    return str(path)


def check(path, *more):
    return measured("check", "--no-config", "--format", "concise", *more, path)


def of_size(folder, size):
    return check(write(folder, prose(), size))


def with_faults(folder, count):
    faults = (f"\nShelf {number} is full as soon as possible.\n" for number in range(count))
    return check(write(folder, itertools.chain(["# Kiosk\n"], faults)), "--all")


def nested(folder, depth):
    return check(write(folder, ["# Kiosk\n\n", "> " * depth, "The kiosk opens on 4 May.\n"]))


def with_rules(folder, count):
    for number in range(count):
        rule = folder / "pack" / "text" / f"rule-{number}.yaml"
        rule.parent.mkdir(parents=True, exist_ok=True)
        rule.write_text(
            f"severity: warning\nsummary: x\nmessage: x\nhelp: x\nwhy: x\nflag:\n  any: [\"word{number} ..3 other{number}\"]\n"
            f"examples:\n  flagged: [\"[[word{number} and other{number}]]\"]\n  passes: [\"word{number}\"]\n"
        )
    (folder / "brieflint.yaml").write_text("packs: [pack]\n" if count else "")
    write(folder, prose(), 4096)
    return measured("check", "--format", "concise", "brief.md", cwd=folder)


SERIES = [
    ("length of the brief, in bytes", of_size, [10**n for n in range(3, 9)]),
    ("faults in the brief", with_faults, [0, 100, 1_000, 10_000, 100_000]),
    ("quotes inside each other", nested, [1, 10, 100, 1_000, 10_000, 100_000]),
    ("rules of a team, beside the built-in ones", with_rules, [0, 40, 400, 4_000]),
]


def main():
    ap = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ap.add_argument("--chart", type=Path, help="draw the times to this SVG file")
    chart = ap.parse_args().chart
    taken = {}
    for name, run, sizes in SERIES:
        print(f"| {name} | seconds | peak MB |\n|---:|---:|---:|")
        for size in sizes:
            with tempfile.TemporaryDirectory() as folder:
                (Path(folder) / ".git").mkdir()
                seconds, megabytes = run(Path(folder), size)
            taken.setdefault(name, []).append((size, seconds))
            print(f"| {size:,} | {seconds:.3f} | {megabytes:.0f} |", flush=True)
        print()
    if chart:
        import matplotlib

        matplotlib.use("svg")
        from matplotlib import pyplot

        figure, axes = pyplot.subplots(1, len(taken), figsize=(13, 3.2), sharey=True, layout="constrained")
        for axis, (name, points) in zip(axes, taken.items()):
            axis.plot([size for size, _ in points], [seconds for _, seconds in points], marker="o", color="#2b6cb0")
            axis.set_xscale("symlog")
            axis.set_yscale("log")
            axis.set_xlabel(name)
            axis.grid(color="#dddddd")
        axes[0].set_ylabel("seconds")
        figure.savefig(chart, metadata={"Date": None})


if __name__ == "__main__":
    main()
