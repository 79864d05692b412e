#!/usr/bin/env python3
"""Reads the totals of a measurement and fails when one is below its minimum.

usage: minimum.py FIGURES.txt NAME=PRECISION/RECALL ...
"""
import re
import sys
from pathlib import Path

text = Path(sys.argv[1]).read_text()
low = False
for wanted in sys.argv[2:]:
    name, _, minimum = wanted.partition("=")
    least = [float(figure) for figure in minimum.split("/")]
    found = re.search(rf"^{name} +precision ([0-9.]+|nan) +recall ([0-9.]+|nan)", text, re.M)
    figures = [float(figure) for figure in found.groups()] if found else [0.0, 0.0]
    enough = all(figure >= minimum for figure, minimum in zip(figures, least))
    low |= not enough
    print(
        f"{name}: precision {figures[0]:.3f} (at least {least[0]}), recall {figures[1]:.3f} (at least {least[1]})"
        + ("" if enough else ": too low")
    )
sys.exit(low)
