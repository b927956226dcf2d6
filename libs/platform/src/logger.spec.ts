import { describe, expect, it } from '@jest/globals';
import { createLogger } from './logger.js';

function recorded() {
  const lines: string[] = [];
  return { lines, logger: createLogger('gateway', 'info', { write: (line) => lines.push(line) }) };
}

describe('createLogger', () => {
  it('writes one JSON line with the service name', () => {
    const { lines, logger } = recorded();
    logger.info({ port: 4700 }, 'listening');
    expect(JSON.parse(lines.join(''))).toMatchObject({ name: 'gateway', level: 30, port: 4700, msg: 'listening' });
  });

  it('hides secrets at the top and in nested objects', () => {
    const { lines, logger } = recorded();
    logger.info({ token: 's3cret', broker: { password: 's3cret' }, request: { headers: { authorization: 's3cret', cookie: 's3cret' } } }, 'request');
    expect(lines.join('')).not.toContain('s3cret');
    expect(JSON.parse(lines.join(''))).toMatchObject({ token: '[redacted]', broker: { password: '[redacted]' } });
  });

  it('is quiet below its level', () => {
    const { lines, logger } = recorded();
    logger.debug({}, 'detail');
    expect(lines).toEqual([]);
  });
});
