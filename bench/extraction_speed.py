#!/usr/bin/env python3
"""CPU time of article reading: dateline against trafilatura and resiliparse, on the same pages in one run.

    python3 bench/extraction_speed.py [--data DIR] [--rounds N] [--pages N]

Makes a virtual environment below target/ with the peers (bench/requirements.txt), then runs the tools in turns,
round by round, so that each meets the same machine. Prints a Markdown table for docs/speed.md.

What is measured: CPU time of the one thread that works, user and system, per page. The peers are given pages that
are already decoded to str; for dateline, decoding is counted. Nobody counts inflating the benchmark's gzip files,
starting up, or loading rules. A page's time is the least of its rounds: whatever else the machine does only adds.
Needs python3, cargo and, the first time, the network. Standard library only outside the environment.
"""
import argparse
import gzip
import json
import pathlib
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time

import environment

ROOT = pathlib.Path(__file__).resolve().parent.parent


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=pathlib.Path, default=ROOT / "../shared/bench/extraction")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pages", type=int, help="only the first so many pages of each gold file")
    arguments = parser.parse_args()
    if not any(arguments.data.glob("*.jsonl")):
        sys.exit(f"error: there is no gold file (*.jsonl) in `{arguments.data}`; name another folder with --data")
    environment.inside("bench-venv", "requirements.txt")
    with tempfile.TemporaryDirectory() as folder:
        data = subset(arguments.data.resolve(), arguments.pages, pathlib.Path(folder))
        print(table(measure(data, arguments.rounds)), end="")


def subset(data, pages, folder):
    """A folder with the first pages of each gold file, or the folder itself."""
    if pages is None:
        return data
    (folder / "pages").symlink_to(data / "pages")
    for gold in data.glob("*.jsonl"):
        lines = gold.read_text(encoding="utf-8").splitlines(keepends=True)
        (folder / gold.name).write_text("".join(lines[:pages]), encoding="utf-8")
    return folder


def measure(data, rounds):
    """The least time of each page in milliseconds, by tool."""
    from resiliparse.extract import html2text
    import trafilatura

    def all_fields(page, url):
        trafilatura.bare_extraction(page, url=url, with_metadata=True)

    def fast(page, url):
        trafilatura.bare_extraction(page, url=url, with_metadata=True, fast=True)

    def body(page, url):
        html2text.extract_plain_text(page, main_content=True)

    pages = load(data)
    peers = {"trafilatura": all_fields, "trafilatura, fast": fast, "resiliparse (body only)": body}
    times = {name: {} for name in ["dateline", *peers]}
    # Caches and imports are warm before the first page counts.
    for run in peers.values():
        run("<html><body><p>A page of one line.</p></body></html>", None)
    for number in range(rounds):
        print(f"round {number + 1} of {rounds}", file=sys.stderr)
        for name, run in peers.items():
            for key, (page, url) in pages.items():
                start = time.thread_time()
                try:
                    run(page, url)
                except Exception as error:  # a page that a peer breaks on still costs it time
                    print(f"warning: {name}: {key}: {error}", file=sys.stderr)
                keep_least(times[name], key, (time.thread_time() - start) * 1e3)
        for key, ms in dateline(data):
            keep_least(times["dateline"], key, ms)
    missing = set(pages) - set(times["dateline"])
    if missing:
        sys.exit(f"error: dateline has no time for {len(missing)} pages")
    return times


def keep_least(times, key, ms):
    times[key] = min(ms, times.get(key, ms))


def load(data):
    """Decoded pages and their addresses."""
    pages = {}
    for gold in sorted(data.glob("*.jsonl")):
        for line in gold.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            path = data / "pages" / f"{record['id']}.html.gz"
            if path.exists():
                pages[record["id"]] = (decoded(gzip.decompress(path.read_bytes())), record.get("url"))
    return pages


def decoded(page):
    try:
        return page.decode("utf-8")
    except UnicodeDecodeError:
        from resiliparse.parse.encoding import bytes_to_str, detect_encoding

        return bytes_to_str(page, detect_encoding(page))


def dateline(data):
    """(id, milliseconds) of each page, as `cargo xtask score` takes them."""
    with tempfile.TemporaryDirectory() as folder:
        kept = pathlib.Path(folder) / "predictions.jsonl"
        command = ["cargo", "xtask", "score", "extraction", "--data", data, "--keep", kept]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        for path in pathlib.Path(folder).glob("predictions*"):
            for line in path.read_text(encoding="utf-8").splitlines():
                prediction = json.loads(line)
                yield prediction["id"], prediction["ms"]


def table(times):
    def version(package):
        from importlib.metadata import version

        return f"{package} {version(package)}"

    revision = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True
    ).stdout.strip()
    ours = statistics.mean(times["dateline"].values())
    lines = [
        f"{time.strftime('%Y-%m-%d')}, {len(times['dateline'])} pages, {processor()}, Python {platform.python_version()}, "
        f"{version('trafilatura')}, {version('resiliparse')}, dateline {revision}",
        "",
        "| tool | mean ms | median ms | 99th percentile ms | worst page ms | times dateline's mean |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, pages in times.items():
        ms = sorted(pages.values())
        mean, worst = statistics.mean(ms), ms[-1]
        late = ms[min(len(ms) - 1, int(len(ms) * 0.99))]
        lines.append(
            f"| {name} | {mean:.2f} | {statistics.median(ms):.2f} | {late:.2f} | {worst:.1f} | {mean / ours:.1f} |"
        )
    return "\n".join(lines) + "\n"


def processor():
    try:
        found = re.search(r"model name\s*:\s*(.*)", pathlib.Path("/proc/cpuinfo").read_text())
        return found[1].strip() if found else platform.machine()
    except OSError:
        return platform.machine()


if __name__ == "__main__":
    main()
