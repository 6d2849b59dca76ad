#!/bin/sh
# Runs a Python program with a Python that is new enough:
#     sh tools/python.sh PROGRAM [ARGUMENT...]
# That is $PYTHON and no other when it is set, else the one in .venv, else the first of the names below.
# When there is none, one line says what to do.

minimum=3.11
seen=

# Becomes `PYTHON PROGRAM [ARGUMENT...]` if that Python runs (a version manager's shim may not) and is new enough.
try() {
    python=$1
    shift
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null </dev/null)
    case $version in
        3.1[1-9] | 3.[2-9][0-9]) exec "$python" "$@" ;;
        [0-9].[0-9] | [0-9].[0-9][0-9]) seen="${seen:+$seen, }$python is $version" ;;
    esac
}

if [ -n "${PYTHON:-}" ]; then
    try "$PYTHON" "$@"
    trouble="PYTHON=$PYTHON is not Python $minimum or newer${seen:+ ($seen)}"
else
    for name in .venv/bin/python python3.13 python3.12 python3.11 python3; do
        try "$name" "$@"
    done
    trouble="Python $minimum or newer was not found${seen:+ ($seen)}"
fi
echo "$trouble: install one, or name one with PYTHON=/path/to/python3." >&2
exit 1
