"""Scores a table of elements against KPIs on a Spark cluster: every worker runs `winwin score --stdin-arrow` on its batches.

usage: python3 spark.py WINWIN KPIS.csv ELEMENTS.csv OUT.csv [--master local-cluster[2,1,1024]] [--top N] [--lang zh|en] [--kill]
Wants pyspark, pyarrow and pandas. Elements need a column element_id. The rows are those of one machine's
    winwin score --kpis KPIS.csv --elements ELEMENTS.csv --encoder fast --per element --top N
in the order of element_id and rank. --kill ends one worker of the cluster while the job runs: its batches are scored anew."""
import argparse
import csv
import os
import signal
import subprocess
import sys
import threading
import time

import pyarrow as pa
from pyspark.sql import SparkSession

COLUMNS = "project string, element_id string, element string, department string, kpi_id string, kpi string, overlap double, helps double, hurts double, semantic double, lexical double, driver double, share double, reason string, share_reason string"


def scorer(program, kpis, top, lang):
    """What a worker does with its batches: the program reads them on its standard input and writes scored ones."""

    def score(batches):
        command = [program, "score", "--stdin-arrow", "--kpis", kpis, "--encoder", "fast", "--per", "element", "--top", str(top), "--threads", "1", "--lang", lang]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:

            def feed():
                writer = None
                for batch in batches:
                    writer = writer or pa.ipc.new_stream(running.stdin, batch.schema)
                    writer.write_batch(batch)
                if writer:
                    writer.close()
                running.stdin.close()

            feeding = threading.Thread(target=feed)
            feeding.start()
            with pa.ipc.open_stream(running.stdout) as scored:
                # Spark wants short offsets for text; the columns are otherwise its own.
                schema = pa.schema([pa.field(f.name, pa.string() if pa.types.is_large_string(f.type) else f.type) for f in scored.schema])
                for batch in scored:
                    yield from pa.Table.from_batches([batch]).cast(schema).to_batches()
            feeding.join()
        if running.returncode:
            raise RuntimeError(f"winwin ended with {running.returncode}")

    return score


def end_a_worker(done):
    """Ends the first executor that has work, once."""
    time.sleep(1)
    while not done.is_set():
        found = subprocess.run(["pgrep", "-f", "CoarseGrainedExecutorBackend"], capture_output=True, text=True).stdout.split()
        busy = subprocess.run(["pgrep", "-f", "score --stdin-arrow"], capture_output=True, text=True).stdout.split()
        if found and busy:
            os.kill(int(found[0]), signal.SIGKILL)
            print("one worker ended", flush=True)
            return
        time.sleep(0.1)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("kpis")
    parser.add_argument("elements")
    parser.add_argument("out")
    parser.add_argument("--master", default="local-cluster[2,1,1024]")
    parser.add_argument("--top", type=int, default=10)
    parser.add_argument("--lang", default="auto")
    parser.add_argument("--parts", type=int, default=16)
    parser.add_argument("--kill", action="store_true")
    o = parser.parse_args()
    program, kpis = os.path.abspath(o.program), os.path.abspath(o.kpis)
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    spark = SparkSession.builder.master(o.master).config("spark.ui.enabled", "false").config("spark.sql.execution.arrow.maxRecordsPerBatch", "2000").getOrCreate()
    done = threading.Event()
    if o.kill:
        threading.Thread(target=end_a_worker, args=(done,), daemon=True).start()
    elements = spark.read.csv(os.path.abspath(o.elements), header=True, escape='"', multiLine=True)
    scored = elements.repartition(o.parts).mapInArrow(scorer(program, kpis, o.top, o.lang), COLUMNS).collect()
    done.set()
    spark.stop()
    with open(o.out, "w", encoding="utf-8", newline="") as f:
        writer = csv.writer(f, lineterminator="\n")
        writer.writerow(c.split(" ")[0] for c in COLUMNS.split(", "))
        for row in sorted(scored, key=lambda r: (r["element_id"], -r["overlap"], r["kpi_id"])):
            writer.writerow("" if v is None else v for v in row)
    print(f"{len(scored)} rows")


if __name__ == "__main__":
    main()
