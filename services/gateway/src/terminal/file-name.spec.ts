import { describe, expect, it } from '@jest/globals';
import { attachment } from './file-name.js';

const named = (name: string) => attachment({ id: '01K', name }, 'cast');

describe('the name of a download', () => {
  it('says which session it is', () => {
    expect(named('Retry webhooks, with jitter')).toBe('attachment; filename="Retry-webhooks-with-jitter-01K.cast"');
  });

  it.each([
    ['../../etc/passwd', 'etc-passwd-01K.cast'],
    ['a"; filename="b.exe', 'a-filename-b-exe-01K.cast'],
    ['one\r\nSet-Cookie: x=1', 'one-Set-Cookie-x-1-01K.cast'],
    ['Größe prüfen', 'Große-prufen-01K.cast'.replace('ß', '-')],
    ['会话', '01K.cast'],
    ['.', '01K.cast'],
    ['x'.repeat(500), `${'x'.repeat(60)}-01K.cast`],
  ])('has nothing unsafe of %j', (name, expected) => {
    expect(named(name)).toBe(`attachment; filename="${expected}"`);
  });
});
