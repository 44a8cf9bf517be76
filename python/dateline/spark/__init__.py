"""dateline on a Spark cluster: WARC archives to tables, and tables to stories. See docs/spark.md.

    import dateline.spark
    tables = dateline.spark.read_warcs(spark, ["crawl-1.warc.gz", "s3://bucket/crawl-2.warc.gz"])
    tables.write("out")
    dateline.spark.stories(spark, "out").write("out")

Spark 4 and this package must be installed where the executors run.
"""

from .stories import Stories, stories
from .warcs import Tables, read_tables, read_warcs

__all__ = ["Stories", "Tables", "read_tables", "read_warcs", "stories"]
