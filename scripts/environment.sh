# Sourced by scripts/run and scripts/test: finds a Python, makes ROOT/.venv and keeps it as the requirement files say.
# Written for bash 3.2, which is what macOS has. What goes wrong ends in one sentence and exit status 2.

ROOT=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
PYTHONS="python3.11 python3.12 python3.13 python3.14 python3"
VENV="$ROOT/.venv"

stop() {
    printf '%s\n' "$1" >&2
    exit 2
}

# A name on PATH proves nothing (pyenv leaves shims that only complain), so every candidate is asked.
is_fitting() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' >/dev/null 2>&1
}

can_make_environments() {
    "$1" -c 'import ensurepip, venv' >/dev/null 2>&1
}

# Print the first Python that fits and can make environments, or stop and say what is missing.
find_python() {
    local name incomplete=""
    for name in $PYTHONS; do
        if ! is_fitting "$name"; then continue; fi
        if can_make_environments "$name"; then
            command -v "$name"
            return
        fi
        incomplete="${incomplete:-$name}"
    done
    if [ -n "$incomplete" ]; then
        stop "$incomplete lacks the venv module: install it (on Debian and Ubuntu: sudo apt install $incomplete-venv) and try again."
    fi
    stop "OwnFeed needs Python 3.11 to 3.14 and found $(python3 -V 2>/dev/null || echo none): install one from https://www.python.org/downloads/ or your package manager and try again."
}

make_environment() {
    if is_fitting "$VENV/bin/python" && "$VENV/bin/python" -c 'import pip' 2>/dev/null; then return; fi
    local python
    python=$(find_python) || exit 2
    rm -rf "$VENV"
    "$python" -m venv "$VENV" || stop "$python could not make $VENV: see that the folder can be written to and try again."
}

# A stamp also holds the place, because an environment does not survive being moved.
stamp_text() {
    printf '%s %s' "$ROOT" "$(cksum <"$ROOT/$1")"
}

is_installed() {
    [ -x "$VENV/bin/python" ] && [ "$(cat "$VENV/.installed-$1" 2>/dev/null)" = "$(stamp_text "$1")" ]
}

# install FILE PIP_ARGUMENT…: run pip unless FILE is as it was at the last successful run.
install() {
    local file="$1"
    shift
    if is_installed "$file"; then return; fi
    make_environment
    printf 'Installing what %s names into %s (a minute or two the first time)…\n' "$file" "$VENV" >&2
    if ! "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check "$@" >"$VENV/install.log" 2>&1; then
        stop "The packages could not be installed: check the network and try again; what pip said is in $VENV/install.log"
    fi
    stamp_text "$file" >"$VENV/.installed-$file"
}

# ensure_environment FILE…: the packages of each requirement file, and OwnFeed itself, in place.
ensure_environment() {
    local file
    if [ -d "$VENV" ] && ! is_fitting "$VENV/bin/python"; then rm -rf "$VENV"; fi
    for file in "$@"; do
        install "$file" --requirement "$ROOT/$file"
    done
    install pyproject.toml --no-deps --editable "$ROOT"
}
