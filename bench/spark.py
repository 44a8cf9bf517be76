#!/usr/bin/env python3
"""What a Spark job over WARC archives costs: CPU and bytes an article, and the peak memory of an executor.

    target/python-venv/bin/python bench/spark.py [--data DIR] [--heap MB]

Runs in the environment that `python/test.sh` makes. Writes the pages of the extraction benchmark as archives, once and five times over, and
runs examples/spark/warcs_to_tables.py on a cluster of one executor with one core.

What is measured: CPU of all processes, user and system; what the larger job takes more, by the pages that it has more, is the cost of an
article, and the rest that of starting. Every 50 ms, the resident memory of the executor's JVM, and for the Pythons below it what is
theirs alone and their share of what they share. The bytes of the tables.
"""
import argparse
import pathlib
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "python/tests"), str(ROOT / "bench")]

import cluster  # noqa: E402
import ingest_speed  # noqa: E402

ARCHIVES = 4
#: What makes a JVM small: one thread to collect garbage, and a heap that is given back.
SMALL = "-XX:+UseSerialGC -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=20 -XX:TieredStopAtLevel=1"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=pathlib.Path, default=ROOT / "../shared/bench/extraction/pages")
    parser.add_argument("--heap", type=int, default=512, help="MB of `spark.executor.memory`; Spark wants 450 at least")
    arguments = parser.parse_args()
    pages = sorted(arguments.data.glob("*.html.gz"))
    if not pages:
        sys.exit(f"error: there are no pages (*.html.gz) in `{arguments.data}`; name another folder with --data")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        few, many = archives(folder / "few", pages), archives(folder / "many", pages * 5)
        native(few, len(pages))
        print("| job | heap, MB | JVM, MB | Python, MB | together, at most | CPU s | clock s |")
        print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
        plain = run("1 x", folder / "out-few", few, arguments.heap, "")
        more = run("5 x", folder / "out-many", many, arguments.heap, "")
        run("1 x, a small JVM", folder / "out-small", few, arguments.heap, SMALL)
        each = (more.cpu - plain.cpu) / (4 * len(pages)) * 1e3
        print(f"\nan article more: {each:.1f} ms of CPU; starting: {plain.cpu - each * len(pages) / 1e3:.0f} s")
        size = sum(file.stat().st_size for file in (folder / "out-many").rglob("*.parquet"))
        crawl = sum(file.stat().st_size for file in many)
        print(f"{size / (5 * len(pages)):.0f} bytes an article in the tables, {crawl / (5 * len(pages)):.0f} in the archives")


def archives(folder: pathlib.Path, pages: list[pathlib.Path]) -> list[pathlib.Path]:
    folder.mkdir()
    files = [folder / f"{number}.warc.gz" for number in range(ARCHIVES)]
    for number, file in enumerate(files):
        ingest_speed.write_warc(pages[number::ARCHIVES], file)
    return files


def native(warcs: list[pathlib.Path], pages: int) -> None:
    """What of it is dateline's: reading, and rows as arrays of Arrow."""
    from dateline import _dateline

    list(_dateline.Nested(str(warcs[0]), None, 1, 16))
    start = time.process_time()
    for warc in warcs:
        for _ in _dateline.Nested(str(warc), None, 1, 16):
            pass
    print(f"{(time.process_time() - start) / pages * 1e3:.1f} ms of CPU an article from WARC to arrays of Arrow, without Spark\n")


def run(title: str, out: pathlib.Path, warcs: list[pathlib.Path], heap: int, options: str) -> cluster.Run:
    settings = {"spark.executor.extraJavaOptions": options, "spark.executorEnv.MALLOC_ARENA_MAX": "2"} if options else {}
    done = cluster.submit(1, ["--output", str(out), *map(str, warcs)], memory=heap, settings=settings)
    row = [f"{value:.0f}" for value in (heap, done.java, done.python, done.both, done.cpu, done.seconds)]
    print(f"| {title} | {' | '.join(row)} |", flush=True)
    return done


if __name__ == "__main__":
    main()
