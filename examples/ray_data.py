"""Quotes of many WARC archives on a Ray cluster, by Ray Data's `map_batches`.

pip install 'ray[data]'
python examples/ray_data.py out crawl-1.warc.gz crawl-2.warc.gz
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import dateline


def quotes(batch: dict[str, Any]) -> Iterator[Any]:
    """The quotes of each archive of a batch, as a table of Arrow."""
    for path in batch["item"]:
        docs = dateline.read_warc(str(path), jobs=1)
        yield dateline.to_arrow(docs, layer="quotes").to_pyarrow()
        for error in docs.errors:
            print(error, file=sys.stderr)


def main() -> None:
    import ray

    output, *warcs = sys.argv[1:]
    archives = ray.data.from_items(list(warcs), override_num_blocks=len(warcs))
    archives.map_batches(quotes, batch_size=1).write_parquet(output)


if __name__ == "__main__":
    main()
