#!/bin/sh
# What `make demo` does once everything is installed: build the sample, add it, print what was found, serve it.
set -eu
dir=${DEMO_DIR:-demo}
bin=.venv/bin
say() { printf '\n\033[1m%s\033[0m\n' "$*"; }

say "1. The sample: records of an invented association"
[ -d "$dir/sample/handlingar" ] || "$bin/python" -m tests.sample "$dir/sample"

say "2. An archive of it"
field() { "$bin/python" -c "import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])" "$dir/sample/gold/arsredovisning-2023.json" "$1"; }
[ -f "$dir/arkiv/arkiv.db" ] || "$bin/slutarkiv" init "$dir/arkiv" --namn "$(field organisation)" --orgnr "$(field org_number)"
code=0
"$bin/slutarkiv" add "$dir/arkiv" "$dir"/sample/handlingar/20* || code=$?
# 4: some files could not be read. The sample has such files on purpose.
[ "$code" = 0 ] || [ "$code" = 4 ] || exit "$code"

say "3. What was found"
"$bin/slutarkiv" status "$dir/arkiv"
say "4. A search: slutarkiv search … \"bevilja\" --kind protokoll"
"$bin/slutarkiv" search "$dir/arkiv" "bevilja" --kind protokoll | head -24

if [ "${DEMO_SERVE:-1}" = 0 ]; then exit 0; fi
say "5. In the browser: http://127.0.0.1:${DEMO_PORT:-8001} (Ctrl-C ends)"
exec "$bin/slutarkiv" serve "$dir/arkiv" --port "${DEMO_PORT:-8001}"
