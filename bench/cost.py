"""What a command costs: the same measure for all that is compared."""
import resource
import subprocess
import sys
import time


def measured(command, well=(0,)):
    """CPU seconds of a command with all its children, user and system, and seconds on the clock; it must end with one of `well`."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run([str(part) for part in command], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    if done.returncode not in well:
        sys.exit(f"error: {command} ended with {done.returncode}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, time.monotonic() - start
