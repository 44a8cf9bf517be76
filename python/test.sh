#!/usr/bin/env bash
# The Python package as a stranger gets it: builds the wheel, installs it into a clean virtual environment, and there runs ruff, mypy,
# the doctests, pytest, every example of the documentation, the notebooks, and jobs on a Spark cluster of real processes.
#
#     python/test.sh                   all of it; needs cargo and python3, and Java for Spark (without, those tests are skipped)
#     python/test.sh -k "not spark"    what pytest should run
#
# PYTHON names another interpreter, such as python3.9. Everything it makes is below target/ (or CARGO_TARGET_DIR).
set -euo pipefail
cd "$(dirname "$0")/.."

target=${CARGO_TARGET_DIR:-$PWD/target}
venv=$target/python-venv
wheels=$target/wheels
sources=$target/sources
export CARGO_TARGET_DIR=$target PIP_DISABLE_PIP_VERSION_CHECK=1

step() { echo "== $*" >&2; }

step "the native part: format and lints"
cargo fmt --manifest-path crates/dateline-py/Cargo.toml --check
cargo clippy --manifest-path crates/dateline-py/Cargo.toml --release --quiet -- -D warnings

step "the command, which the package must agree with"
cargo build --release --quiet --package dateline-cli

step "the source distribution, and the wheel that is built from it alone"
python=${PYTHON:-python3}
rm -rf "$venv" "$wheels" "$sources"
"$python" -m venv "$venv"
maturin=$(sed -n 's/^requires = \["\(maturin[^"]*\)"\]$/\1/p' pyproject.toml)
"$venv/bin/pip" install --quiet "$maturin"
"$venv/bin/maturin" sdist --out "$sources" >/dev/null
tar -xzf "$sources"/dateline-*.tar.gz -C "$sources"
"$venv/bin/pip" wheel --quiet --no-deps --wheel-dir "$wheels" "$sources"/dateline-*/
"$venv/bin/pip" uninstall --quiet --yes maturin
"$venv/bin/pip" install --quiet "$wheels"/dateline-*.whl

step "alone, without any other package"
(cd / && "$venv/bin/python" -c 'import dateline; assert dateline.read("<h1>Port of Almer reopens</h1>").article.headline')

step "with its friends"
"$venv/bin/pip" install --quiet --requirement python/requirements-test.txt
"$venv/bin/ruff" check python examples
"$venv/bin/ruff" format --check python examples
# The stubs as installed, not the sources.
(cd "$target" && "$venv/bin/mypy" --config-file "$OLDPWD/pyproject.toml" --package dateline)
"$venv/bin/mypy" python/tests/test_document.py examples/newsroom.py

step "doctests, tests, documentation, notebooks, Spark"
command -v java >/dev/null || echo "warning: there is no Java; the tests of Spark are skipped" >&2
PATH=$venv/bin:$PATH "$venv/bin/pytest" python/tests -p no:cacheprovider "$@"
