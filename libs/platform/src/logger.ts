import { pino } from 'pino';

/** Quietest first. */
export const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What services use of pino: a bag of fields, then a sentence. */
export type LogMethod = (fields: object, message: string) => void;
export interface Logger {
  trace: LogMethod;
  debug: LogMethod;
  info: LogMethod;
  warn: LogMethod;
  error: LogMethod;
  fatal: LogMethod;
  child(fields: Record<string, unknown>): Logger;
}

/** Fields that may hold a secret, at the top of a log line and one or two levels down. */
const SECRET_FIELDS = [
  'password', 'pass', 'token', 'accessToken', 'secret', 'authorization', 'cookie', 'apiKey', 'code', '["set-cookie"]',
] as const;

const secretPaths = SECRET_FIELDS.flatMap((field) => {
  const below = field.startsWith('[') ? field : `.${field}`;
  return [field, `*${below}`, `*.*${below}`];
});

/** Where lines go. Tests pass their own. */
export interface LogDestination {
  write(line: string): void;
}

/**
 * JSON lines on stderr (stdout is for people), written at once: a line about a crash must be out before the crash.
 * @param name the service
 */
export function createLogger(name: string, level: LogLevel, destination?: LogDestination): Logger {
  return pino(
    { name, level, redact: { paths: secretPaths, censor: '[redacted]' }, timestamp: pino.stdTimeFunctions.isoTime },
    destination ?? pino.destination({ dest: 2, sync: true }),
  );
}
