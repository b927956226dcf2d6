/** One process as the system shows it. `pid` and `startTime` together never name another process. */
export interface ProcessEntry {
  pid: number;
  ppid: number;
  pgid: number;
  /** Id of its terminal session (setsid), 0 where the system does not tell (macOS). */
  sid: number;
  /** Its terminal, in the system's own notation, which is only compared; `null` for none. */
  tty: string | null;
  /** When it started, in the system's own notation, which is only compared. */
  startTime: string;
  /** Ended, and only waiting for its parent to take note: nothing runs in it any more. */
  zombie: boolean;
}

/** Identity of a process through pid reuse. */
export function identityOf({ pid, startTime }: ProcessEntry): string {
  return `${pid}@${startTime}`;
}

/**
 * Reads a line of `/proc/<pid>/stat` (proc(5)): `pid (comm) state ppid pgrp session tty_nr …`, start time is field 22.
 * @returns null when the text is cut off, as happens while a process ends
 */
export function parseStat(text: string): ProcessEntry | null {
  // The name in parentheses may itself hold spaces and parentheses, so the fields begin after the last one.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, ppid, pgid, sid, tty] = fields;
  const startTime = fields[19];
  const pid = Number.parseInt(text, 10);
  if (state === undefined || startTime === undefined || Number.isNaN(pid)) return null;
  return {
    pid,
    ppid: Number(ppid),
    pgid: Number(pgid),
    sid: Number(sid),
    tty: tty === '0' || tty === undefined ? null : tty,
    startTime,
    zombie: state === 'Z' || state === 'X',
  };
}

/**
 * Reads a line of `ps -axo pid=,ppid=,pgid=,tty=,stat=,lstart=` (macOS).
 * @returns null for a line that is none
 */
export function parsePsLine(line: string): ProcessEntry | null {
  const match = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\S+)\s+(\S.*)$/.exec(line);
  if (match === null) return null;
  const [, pid, ppid, pgid, tty = '', stat = '', startTime = ''] = match;
  return {
    pid: Number(pid),
    ppid: Number(ppid),
    pgid: Number(pgid),
    sid: 0,
    tty: tty === '??' || tty === '-' ? null : tty,
    startTime: startTime.trim(),
    zombie: stat.startsWith('Z'),
  };
}
