#!/usr/bin/env python3
"""Peak memory of a Spark executor that reads WARC archives: its JVM, and the Python below it.

    target/python-venv/bin/python bench/spark_memory.py [--data DIR] [--archives N] [--heap MB]

Runs in the environment that `python/test.sh` makes. Writes the pages of the extraction benchmark as N archives, and runs
examples/spark/warcs_to_tables.py on a cluster of one executor with one core. What is measured, every 50 ms: the resident memory of the
JVM, and for the Pythons below it what is theirs alone and their share of what they share.
"""
import argparse
import pathlib
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "python/tests"), str(ROOT / "bench")]

import cluster  # noqa: E402
import ingest_speed  # noqa: E402

#: What makes a JVM small: one thread to collect garbage, and a heap that is given back.
SMALL = (
    "-XX:+UseSerialGC -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=20 -XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=64m "
    "-XX:MaxDirectMemorySize=96m"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=pathlib.Path, default=ROOT / "../shared/bench/extraction/pages")
    parser.add_argument("--archives", type=int, default=8)
    parser.add_argument("--heap", type=int, default=512)
    arguments = parser.parse_args()
    pages = sorted(arguments.data.glob("*.html.gz"))
    if not pages:
        sys.exit(f"error: there are no pages (*.html.gz) in `{arguments.data}`; name another folder with --data")
    print("| heap, MB | options | JVM | Python | together, at most |\n| --- | --- | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        warcs = [folder / f"{number}.warc.gz" for number in range(arguments.archives)]
        for number, warc in enumerate(warcs):
            ingest_speed.write_warc(pages[number :: arguments.archives], warc)
        for title, options in [("none", ""), ("small", SMALL)]:
            settings = {"spark.executor.extraJavaOptions": options, "spark.executorEnv.MALLOC_ARENA_MAX": "2"} if options else {}
            job = ["--output", str(folder / title), *map(str, warcs)]
            run = cluster.submit(1, job, memory=arguments.heap, settings=settings)
            print(f"| {arguments.heap} | {title} | {run.java:.0f} | {run.python:.0f} | {run.both:.0f} |", flush=True)


if __name__ == "__main__":
    main()
