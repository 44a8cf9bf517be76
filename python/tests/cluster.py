"""A job on a real cluster of processes, watched: how much memory its executors take, and one of them killed if so wished."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys
import threading
import time
from typing import NamedTuple

import psutil

ROOT = pathlib.Path(__file__).resolve().parents[2]


#: Seconds after which a job is given up.
PATIENCE = 400


class Run(NamedTuple):
    """What was seen of a job."""

    seconds: float
    #: The most memory of an executor's JVM, of a Python that it has started, and of both together, in MB.
    java: float
    python: float
    both: float
    #: CPU seconds of all its processes, the driver's too.
    cpu: float
    killed: int | None
    log: str


def submit(
    executors: int,
    arguments: list[str],
    kill_when: pathlib.Path | None = None,
    memory: int = 1024,
    settings: dict[str, str] | None = None,
) -> Run:
    """Runs the script of the examples on a cluster of executors with one core and so many MB of heap each.

    With `kill_when`, one executor is killed as soon as a path of that pattern is there.
    """
    command = [str(pathlib.Path(sys.executable).parent / "spark-submit")]
    command += ["--master", f"local-cluster[{executors},1,{memory}]"]
    all_settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": "8",
        "spark.executor.memory": f"{memory}m",
        **(settings or {}),
    }
    for name, value in all_settings.items():
        command += ["--conf", f"{name}={value}"]
    command += [str(ROOT / "examples/spark/warcs_to_tables.py"), *arguments]
    environment = {**os.environ, "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    start = time.monotonic()
    job = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment, encoding="utf-8"
    )
    # Its output is read by a thread, since a full pipe would stop the job.
    lines: list[str] = []

    def read() -> None:
        assert job.stdout is not None
        lines.extend(job.stdout)

    reader = threading.Thread(target=read)
    reader.start()
    java = python = both = 0.0
    spent: dict[int, float] = {}
    killed = None
    while job.poll() is None:
        if time.monotonic() - start > PATIENCE:
            # Executors that cannot start are tried again for ever.
            job.terminate()
            reader.join()
            raise TimeoutError("".join(lines)[-4000:])
        processes = processes_of(job.pid)
        spent.update((process.pid, seconds) for process in processes if (seconds := cpu_of(process)))
        for executor in filter(is_executor, processes):
            own, others = memory_of(executor)
            java, python, both = max(java, own), max(python, others), max(both, own + others)
            if kill_when is not None and killed is None and any(kill_when.parent.glob(kill_when.name)):
                killed = executor.pid
                executor.kill()
        time.sleep(0.05)
    reader.join()
    text = "".join(lines)
    if job.returncode != 0:
        raise RuntimeError(f"the job ended with {job.returncode}:\n{text[-4000:]}")
    return Run(time.monotonic() - start, java, python, both, sum(spent.values()), killed, text)


def processes_of(pid: int) -> list[psutil.Process]:
    """A job, a process of ours, and all that it has started."""
    try:
        job = psutil.Process(pid)
        return [job, *job.children(recursive=True)]
    except psutil.Error:
        return []


def is_executor(process: psutil.Process) -> bool:
    """True for the JVM of an executor."""
    try:
        return "CoarseGrainedExecutorBackend" in " ".join(process.cmdline())
    except psutil.Error:
        return False


def cpu_of(process: psutil.Process) -> float:
    """The CPU seconds of a process alone; none if it is gone."""
    try:
        times = process.cpu_times()
    except psutil.Error:
        return 0.0
    return float(times.user + times.system)


def memory_of(executor: psutil.Process) -> tuple[float, float]:
    """The memory of an executor and of the Pythons below it, in MB; pages that they share are counted in parts."""
    try:
        own = executor.memory_info().rss
        others = 0
        for child in executor.children(recursive=True):
            try:
                # A process that the JVM has forked is a copy of it until it has become a Python.
                if "pyspark.daemon" in child.cmdline():
                    others += child.memory_full_info().pss
            except psutil.Error:
                continue
    except psutil.Error:
        return 0, 0
    return own / 1e6, others / 1e6
