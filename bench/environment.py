"""A virtual environment below target/ for the peers that a script measures."""
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def inside(name, requirements, extra=None):
    """Runs the script again with the Python of `target/name`, which it makes first if need be.

    `requirements` is a file of this folder; `extra` are variables for the second run.
    """
    venv = ROOT / "target" / name
    if pathlib.Path(sys.prefix).resolve() == venv.resolve():
        return
    python = venv / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    wanted = ROOT / "bench" / requirements
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--quiet", "-r", wanted], check=True)
    os.execve(python, [str(python), *sys.argv], {**os.environ, **(extra or {})})
