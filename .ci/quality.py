#!/usr/bin/env python3
"""Measures each rule on passages that it was not built from, and keeps src/report/quality.tsv.

usage: quality.py BINARY          says whether the table is current
       quality.py BINARY --write  writes it
Reads ../shared/eval; only lines 7 to 9 of every ten: rules are written from the others, tuned on 7 and 8, and 9 is never read.
"""
import glob
import re
import subprocess
import sys
from pathlib import Path

EVAL = Path("../shared/eval")
TABLE = Path("src/report/quality.tsv")

command = [sys.executable, EVAL / "bank.py", *sorted(glob.glob(f"{EVAL}/bank/*.tsv")), "--bin", sys.argv[1], "--lines", "7-9/10"]
figures = subprocess.run(command, capture_output=True, text=True, check=True).stdout
rows = ["rule\twanted\tfound\tothers\twrong"]
for name, *counts in re.findall(r"^(\S+) +(\d+) +(\d+) +(\d+) +(\d+) ", figures, re.M):
    rows.append("\t".join([name.replace("element:", "missing-"), *counts]))
table = "\n".join([rows[0], *sorted(rows[1:])]) + "\n"
if "--write" in sys.argv:
    TABLE.write_text(table)
elif TABLE.read_text() != table:
    sys.exit(f"{TABLE} is not what was measured now: python3 .ci/quality.py {sys.argv[1]} --write")
