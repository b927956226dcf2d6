#!/bin/sh
# Every npm command of the workspace: prepare what is missing, then become the launcher. The `exec` matters twice:
# signals reach the launcher itself, and no second Node stays in memory for as long as the fleet runs.
set -eu
here=$(dirname "$0")
node=$(node "$here/bootstrap.mjs")
"$node" "$here/src/prepare/main.ts" "$1"
exec "$node" "$here/../../dist/launcher/main.js" "$@"
