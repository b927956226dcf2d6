import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A program that behaves at its terminal as Claude Code does, without a model behind it: notes what is typed under the
 * conversation's id, says its last words ("claude --resume <id>") at `/exit` and when it is interrupted, and shows what
 * was noted when it is resumed. Options that it does not know are ignored.
 */
const PROGRAM = `#!/usr/bin/env bash
id=5e55a0e5-0000-4000-8000-$(printf '%012d' $$)
resumed=
while [ $# -gt 0 ]; do
  case $1 in
    --resume) id=$2; resumed=1; shift ;;
    --session-id) id=$2; shift ;;
    --version) echo '2.1.330 (Claude Code)'; exit 0 ;;
  esac
  shift
done
notes="$(dirname "$0")/$id.notes"
farewell() { printf '\\nResume this session with:\\nclaude --resume %s\\n' "$id"; exit 0; }
trap farewell INT TERM
echo 'Welcome'
[ -n "$resumed" ] && sed 's/^/Earlier: /' "$notes"
while :; do
  printf '> '
  read -r line || farewell
  [ "$line" = /exit ] && farewell
  echo "$line" >> "$notes"
  echo "Noted: $line"
done
`;

/** Puts the program as `claude` into a directory. */
export function installPretendAgent(directory: string): void {
  const file = join(directory, 'claude');
  writeFileSync(file, PROGRAM);
  chmodSync(file, 0o755);
}
