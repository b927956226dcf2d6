import { describe, expect, it } from '@jest/globals';
import { checkCaller, checkSource, type Credentials } from './access-check.js';
import { allowListFor } from './allow-list.js';

const credentials: Credentials = {
  cookieName: 'agents-fleet-4700',
  isToken: (given) => given === 'token',
  isSignedIn: (value) => value === 'good',
};

describe('checkSource', () => {
  const allowed = allowListFor(4700, ['Fleet.example:8443'], ['https://other.example']);

  it.each([
    ['127.0.0.1:4700', undefined],
    ['LOCALHOST:4700', 'http://localhost:4700'],
    ['[::1]:4700', 'http://127.0.0.1:4700'],
    ['fleet.example:8443', 'https://fleet.example:8443'],
    ['127.0.0.1:4700', 'https://other.example'],
  ])('lets Host %s with Origin %s in', (host, origin) => {
    expect(checkSource({ host, ...(origin !== undefined && { origin }) }, allowed)).toBeNull();
  });

  it.each([
    [undefined, undefined],
    ['127.0.0.1', undefined],
    ['127.0.0.1:4700.evil.example', undefined],
    ['fleet.example', undefined],
    ['127.0.0.1:4700', 'https://127.0.0.1:4700'],
    ['127.0.0.1:4700', 'null'],
    ['127.0.0.1:4700', ''],
  ])('refuses Host %s with Origin %s', (host, origin) => {
    expect(checkSource({ ...(host !== undefined && { host }), ...(origin !== undefined && { origin }) }, allowed)?.status).toBe(403);
  });
});

describe('checkCaller', () => {
  it('knows a Bearer token, and does not fall back to a cookie when it is wrong', () => {
    expect(checkCaller({ authorization: 'Bearer token' }, credentials, true)).toBe('bearer');
    const wrong = { authorization: 'Bearer wrong', cookie: 'agents-fleet-4700=good', origin: 'http://127.0.0.1:4700' };
    expect(checkCaller(wrong, credentials, true)).toMatchObject({ status: 401 });
    expect(checkCaller({ authorization: 'Basic token' }, credentials, false)).toMatchObject({ status: 401 });
  });

  it('takes a cookie alone for reading, with proof of our page for changing', () => {
    const cookie = 'a=b; agents-fleet-4700=good; c=d';
    expect(checkCaller({ cookie }, credentials, false)).toBe('cookie');
    expect(checkCaller({ cookie }, credentials, true)).toMatchObject({ status: 403 });
    expect(checkCaller({ cookie, 'sec-fetch-site': 'same-origin' }, credentials, true)).toBe('cookie');
    expect(checkCaller({ cookie, 'sec-fetch-site': 'none' }, credentials, true)).toMatchObject({ status: 403 });
  });

  it('does not take another port’s cookie', () => {
    expect(checkCaller({ cookie: 'agents-fleet-4701=good' }, credentials, false)).toMatchObject({ status: 401 });
  });
});
