#!/usr/bin/env python3
"""Checks that the relative links of markdown files lead to a file, and to a heading where they name one.

usage: links.py FILE.md ...
"""
import re
import sys
from pathlib import Path


def prose(path):
    """The text without code, in which nothing is a link or a heading."""
    text = re.sub(r"^(```|~~~).*?^\1\s*$", "", path.read_text(), flags=re.M | re.S)
    return text


def anchors(path):
    """The names that headings get on the usual hosts."""
    headings = re.findall(r"^#{1,6} +(.+?) *$", prose(path), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


broken = 0
for name in sys.argv[1:]:
    path = Path(name)
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "", prose(path))):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        goal = path.parent / file if file else path
        if not goal.exists() or (anchor and anchor not in anchors(goal)):
            print(f"{name}: {target} leads nowhere")
            broken += 1
sys.exit(bool(broken))
