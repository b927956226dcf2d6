import { readFileSync } from 'node:fs';

/**
 * A mark that every descendant of a session carries whatever it does: two soft resource limits with odd values.
 * Limits survive fork, exec, `setsid` and `env -i` (getrlimit(2): "inherited … preserved across execve"), and any
 * process of the same user can read them in `/proc/<pid>/limits`. The two chosen ones bound POSIX message queues and
 * queued real-time signals; lowering them by a few per cent disturbs nothing.
 */
export interface InheritedMark {
  messageQueueBytes: number;
  pendingSignals: number;
}

/**
 * How far below the hard limit a mark may lie. 32768 × 4096 values make it practically impossible that another
 * process on the machine has the same two by chance.
 */
const MESSAGE_QUEUE_SPREAD = 32_768;
const PENDING_SIGNALS_SPREAD = 4096;

/** A new mark, or `null` where the system has no such limits (macOS) or too low ones. */
export function createInheritedMark(limits = readLimits('self'), random = Math.random): InheritedMark | null {
  if (limits === null) return null;
  const queue = limitOf(limits, 'Max msgqueue size', 'hard');
  const signals = limitOf(limits, 'Max pending signals', 'hard');
  if (queue === null || signals === null || queue < 4 * MESSAGE_QUEUE_SPREAD || signals < 2 * PENDING_SIGNALS_SPREAD) return null;
  return {
    messageQueueBytes: queue - 1 - Math.floor(random() * MESSAGE_QUEUE_SPREAD),
    pendingSignals: signals - 1 - Math.floor(random() * PENDING_SIGNALS_SPREAD),
  };
}

/** Whether the text of a `/proc/<pid>/limits` carries the mark. */
export function carriesMark(limits: string, mark: InheritedMark): boolean {
  return (
    limitOf(limits, 'Max msgqueue size', 'soft') === mark.messageQueueBytes &&
    limitOf(limits, 'Max pending signals', 'soft') === mark.pendingSignals
  );
}

/** The text of `/proc/<pid>/limits`, `null` where there is none. */
export function readLimits(pid: number | 'self'): string | null {
  try {
    return readFileSync(`/proc/${pid}/limits`, 'utf8');
  } catch {
    // No /proc (macOS), or the process has just ended: no limits to read either way.
    return null;
  }
}

function limitOf(limits: string, name: string, which: 'soft' | 'hard'): number | null {
  const line = limits.split('\n').find((candidate) => candidate.startsWith(name));
  const [soft, hard] = line?.slice(name.length).trim().split(/\s+/) ?? [];
  const value = Number(which === 'soft' ? soft : hard);
  return Number.isSafeInteger(value) ? value : null;
}
