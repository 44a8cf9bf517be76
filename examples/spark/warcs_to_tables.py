"""WARC archives to tables and stories on a Spark cluster.

    spark-submit examples/spark/warcs_to_tables.py --output out --stories crawl-*.warc.gz
    spark-submit examples/spark/warcs_to_tables.py --output s3a://bucket/out --list warc.paths --prefix s3://commoncrawl/

The package `dateline` must be installed where the executors run; docs/spark.md says how.
"""

from __future__ import annotations

import argparse
import pathlib
import sys

from pyspark import SparkConf
from pyspark.sql import SparkSession

import dateline.spark


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("warcs", nargs="*", help="archives: paths that executors can open, or addresses")
    parser.add_argument("--list", type=pathlib.Path, help="a file with more of them, one a line")
    parser.add_argument("--prefix", default="", help="what stands before each line of the list")
    parser.add_argument("--output", required=True, help="the folder of the tables")
    parser.add_argument("--mode", choices=["error", "overwrite", "append"], default="error")
    parser.add_argument("--stories", action="store_true", help="find copies and stories as well")
    parser.add_argument(
        "--window",
        type=int,
        default=7,
        help="the days before and after an article in which its story is looked for",
    )
    arguments = parser.parse_args()
    warcs = list(arguments.warcs)
    if arguments.list:
        lines = arguments.list.read_text(encoding="utf-8").split()
        warcs += [arguments.prefix + line for line in lines]
    if not warcs:
        parser.error("name archives, or a list of them with --list")
    settings = SparkConf().setAppName("dateline")
    # One Python a core: Spark would keep more of them, each with the engine in memory, for a minute.
    settings.setIfMissing("spark.python.factory.idleWorkerMaxPoolSize", "1")
    spark = SparkSession.builder.config(conf=settings).getOrCreate()
    try:
        tables = dateline.spark.read_warcs(spark, warcs).write(arguments.output, mode=arguments.mode)
        articles, errors = tables["articles"].count(), tables["errors"].count()
        print(f"{articles} articles; {errors} errors, in the table `errors`", file=sys.stderr)
        if arguments.stories:
            found = dateline.spark.stories(spark, arguments.output, window=arguments.window)
            found.write(arguments.output)
            print(f"{found.stories.count()} stories, {found.copies.count()} pairs of copies", file=sys.stderr)
    finally:
        spark.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
