import { describe, expect, it } from '@jest/globals';
import { safeLink } from './safe-link.js';

describe('safeLink', () => {
  it('lets http and https through, with the host as a browser reads it', () => {
    expect(safeLink('https://example.org/a?b')?.href).toBe('https://example.org/a?b');
    expect(safeLink('http://gооgle.com/')?.hostname).toMatch(/^xn--/);
  });

  it.each(['javascript:alert(1)', 'file:///etc/passwd', 'data:text/html,x', 'vscode://x', 'example.org', ''])('refuses %j', (target) => {
    expect(safeLink(target)).toBeNull();
  });
});
