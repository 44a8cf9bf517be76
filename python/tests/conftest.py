"""What the tests have in common."""

from __future__ import annotations

import os
import pathlib
import shutil
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "examples"))


def command() -> pathlib.Path:
    """The `dateline` command of this clone, as `python/test.sh` builds it."""
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    built = target / "release" / "dateline"
    found = shutil.which("dateline")
    if built.exists():
        return built
    if found is None:
        pytest.skip("the command is not built: cargo build --release -p dateline-cli")
    return pathlib.Path(found)


@pytest.fixture(scope="session")
def month(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """A folder with the pages of the invented month."""
    import newsroom

    folder = tmp_path_factory.mktemp("month")
    newsroom.write(folder)
    return folder
