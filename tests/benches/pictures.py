"""Milliseconds a picture or page costs: an example analysed with all of them and with none. Standard library alone.

usage: python3 tests/benches/pictures.py [PROGRAM] [FOLDER]
The first run reads the texts; of five more each the fastest counts. Processor time is that of all threads together."""
import os
import subprocess
import sys
import tempfile
import time


def run(program, folder, out, charts):
    """Seconds on the clock and of the processor."""
    command = [program, "analyze", folder, "--charts", charts, "--out", out, "--quiet"]
    before, began = os.times(), time.monotonic()
    subprocess.run(command, check=True, env={**os.environ, "XDG_CACHE_HOME": f"{out}-cache"})
    after = os.times()
    return time.monotonic() - began, sum(after[2:4]) - sum(before[2:4])


def main(program="target/release/winwin", folder="data/lifestyle-summit"):
    with tempfile.TemporaryDirectory() as work:
        out = f"{work}/out"
        run(program, folder, out, "all")
        pictures = sum(name.endswith(".png") for _, _, names in os.walk(out) for name in names)
        best = {charts: [min(x) for x in zip(*(run(program, folder, out, charts) for _ in range(5)))] for charts in ("all", "none")}
        clock, processor = ((a - b) / pictures * 1000 for a, b in zip(best["all"], best["none"]))
        print(f"{pictures} pictures and pages: {clock:.0f} ms each on the clock, {processor:.0f} ms of processor time")


if __name__ == "__main__":
    main(*sys.argv[1:])
