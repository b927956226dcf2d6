import { describe, expect, it } from '@jest/globals';
import { type OutputFrame } from '@agents-fleet/wire';
import { EarlyViewer } from './early-viewer.js';
import { type TerminalViewer } from './terminal-channel.js';

const chunk = (n: number): OutputFrame => ({ kind: 'output', channel: 0, n, at: 0, bytes: new Uint8Array() });

/** A terminal that notes what it is told. */
function aTerminal() {
  const told: string[] = [];
  const viewer: TerminalViewer = {
    sessionId: 's',
    spectator: false,
    lastPainted: () => 77,
    frame: ({ n }) => told.push(`chunk ${n}`),
    message: ({ type }) => told.push(type),
    connectionLost: () => told.push('lost'),
    failed: (message) => told.push(`failed: ${message}`),
  };
  return { viewer, told };
}

describe('EarlyViewer', () => {
  it('hands over what came, in its order, then passes on what comes', () => {
    const [early, { viewer, told }] = [new EarlyViewer('s'), aTerminal()];
    early.message({ type: 'owner', channel: 0, owner: true });
    early.frame(chunk(1));
    early.connectionLost();
    early.failed('gone');
    expect(told).toEqual([]);
    early.handTo(viewer);
    expect(told).toEqual(['owner', 'chunk 1', 'lost', 'failed: gone']);
    early.frame(chunk(2));
    early.message({ type: 'ended', channel: 0, lastChunk: 2 });
    expect(told.slice(4)).toEqual(['chunk 2', 'ended']);
  });

  it('goes on after what it keeps, and after what is painted once there is a terminal', () => {
    const early = new EarlyViewer('s');
    expect(early.lastPainted()).toBe(0);
    early.frame(chunk(5));
    expect(early.lastPainted()).toBe(5);
    early.handTo(aTerminal().viewer);
    expect(early.lastPainted()).toBe(77);
  });
});
