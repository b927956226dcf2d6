import { describe, expect, it } from '@jest/globals';
import { Recording } from './recording.js';
import { ReplayPainter } from './replay-painter.js';

function setUp(chunks: number) {
  const recording = new Recording('01K00000000000000000000000', () => undefined);
  recording.frame({ kind: 'resize', channel: 0, n: 1, at: 0, cols: 80, rows: 24 });
  for (let n = 2; n <= chunks; n += 1) recording.frame({ kind: 'output', channel: 0, n, at: n, bytes: Uint8Array.of(64 + n) });
  let screen = '';
  const painter = new ReplayPainter(
    {
      write: (data, done) => {
        screen += typeof data === 'string' ? data : new TextDecoder().decode(data);
        done?.();
      },
      resize: (cols, rows) => (screen += `[${cols}x${rows}]`),
      reset: () => (screen = ''),
    },
    recording,
  );
  return { painter, screen: () => screen };
}

describe('ReplayPainter', () => {
  it('paints forward from where it is', async () => {
    const { painter, screen } = setUp(5);
    await painter.show(2);
    await painter.show(4);
    expect(screen()).toBe('[80x24]BCD');
  });

  it('paints from the start again to go back', async () => {
    const { painter, screen } = setUp(5);
    await painter.show(5);
    await painter.show(2);
    expect(screen()).toBe('[80x24]B');
  });

  it('follows a newer wish while an older one is under way', async () => {
    const { painter, screen } = setUp(5);
    const first = painter.show(5);
    await painter.show(3);
    await first;
    expect(screen()).toBe('[80x24]BC');
  });
});
