#!/bin/sh
# Installs the locked packages of the file given into .venv; says in one line what the machine lacks.
set -eu

lock=$1

find_python() {
    for name in ${PYTHON3:-} python3 python3.14 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
}

python=$(find_python)
if [ -z "$python" ]; then
    echo "Python 3.11 or newer is missing. Debian, Ubuntu: apt install python3 python3-venv. macOS: brew install python." >&2
    exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    echo "Python's venv module is missing. Debian, Ubuntu: apt install python$version-venv." >&2
    exit 1
fi

if ! .venv/bin/python -c '' 2>/dev/null; then
    echo "Setting up .venv with $("$python" --version) …"
    rm -rf .venv
    "$python" -m venv .venv
fi
number=$(grep -c '^[a-z0-9].*==' "$lock")

with_uv() {  # the same locked files, several at a time
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/uv.txt 2>/dev/null &&
        .venv/bin/uv pip install --python .venv/bin/python --require-hashes --requirement "$lock"
}

with_pip() {
    .venv/bin/python -m pip install --disable-pip-version-check --progress-bar off --require-hashes --prefer-binary --requirement "$lock" |
        grep -E '^ *(Collecting|Downloading|Installing|Successfully)' || true
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement "$lock"
}

echo "Installing the $number packages of $lock: half a minute, once …"
if ! with_uv; then
    echo "uv does not do here; with pip it takes a minute or two:"
    if ! with_pip; then
        echo "The packages could not be installed: is the package index reachable from here? The lines above say more." >&2
        exit 1
    fi
fi
