import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Prints what an agent at work prints, and asks, unless it may do as it likes (`--permission-mode`). */
const PROGRAM = `#!/usr/bin/env bash
green=$(printf '\\033[32m'); dim=$(printf '\\033[90m'); bold=$(printf '\\033[1m'); red=$(printf '\\033[31m'); violet=$(printf '\\033[35m'); off=$(printf '\\033[0m')
farewell() { printf '\\nResume this session with:\\nclaude --resume 9b2f6f0e-0d3c-4f0e-8a53-5f0c6a1b2c3d\\n'; exit 0; }
trap farewell INT TERM
echo "$dim●$off Every amount is a float today. I will keep invoices in integer nano-USD and convert at the edges."
echo
echo "$green●$off \${bold}Update$off(packages/billing/src/invoice.ts)"
echo "  $dim└  with 14 additions and 9 removals$off"
echo
echo "$green●$off \${bold}Bash$off(npx jest packages/billing --silent)"
echo "  $dim└$off  \${green}PASS$off packages/billing/src/invoice.spec.ts"
echo "     \${green}PASS$off packages/billing/src/rounding.spec.ts"
echo
if [[ "$*" == *--permission-mode* ]]; then echo "$violet✶ Reconciling…$off $dim(2m 14s · esc to interrupt)$off"
else
  echo "\${bold}Bash command$off"
  echo "  npx prisma migrate deploy --schema packages/billing/prisma"
  echo
  echo "Do you want to proceed?   1. Yes   2. No, and tell me what to do differently"
fi
while :; do sleep 1; done
`;

/** Puts the program as `claude` into a directory. */
export function installAskingAgent(directory: string): void {
  const file = join(directory, 'claude');
  writeFileSync(file, PROGRAM);
  chmodSync(file, 0o755);
}
