import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';

/** Largest settings file in bytes; Claude Code itself takes 2 MiB. */
const MAX_BYTES = 2 * 1024 * 1024;

/**
 * Reads a settings file of a person or of a repo, which may be hostile: a pipe or a device in its place is not waited for, and
 * what has no end is not read.
 * @returns `null` when it is not there, can't be read, or is no file of a sensible size
 */
export function readSettingsText(path: string): string | null {
  try {
    const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    try {
      const status = fstatSync(file);
      return status.isFile() && status.size <= MAX_BYTES ? readFileSync(file, 'utf8') : null;
    } finally {
      closeSync(file);
    }
  } catch {
    return null; // Most often there is none.
  }
}
