import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '@agents-fleet/testing';
import { FleetOfOne } from './under-test/fleet-of-one.js';

/** Minutes: far below what a person may set, long enough for a busy machine to print in between. */
const TIMEOUT = 0.05;

let fleet: FleetOfOne;
beforeAll(async () => {
  fleet = await FleetOfOne.start({ services: false });
  await fleet.startPtyHost({ FLEET_IDLE_TIMEOUT_MINUTES: TIMEOUT });
  await fleet.startRunner();
}, 60_000);
afterAll(() => fleet.stop());

describe('a session with an idle timeout', () => {
  it('is stopped when nothing goes in or out of it, and says why', async () => {
    const id = await fleet.session('echo ready; sleep 600');
    expect(await fleet.ended(id, 30_000)).toMatchObject({ stopReason: 'idle_timeout', survivors: 0 });
    expect(fleet.eventsOf(id, 'session.stop_requested').map(({ data }) => data)).toMatchObject([{ reason: 'idle_timeout', force: false, enforcedBy: 'runner' }]);
  }, 60_000);

  it('goes on as long as it prints', async () => {
    const id = await fleet.session('for i in 1 2 3 4 5 6 7 8 9 10 11 12; do sleep 0.5; echo $i; done');
    expect(await fleet.ended(id, 30_000)).toMatchObject({ stopReason: 'exited', exitCode: 0 });
  }, 60_000);

  it('goes on as long as somebody types', async () => {
    const id = await fleet.session('stty -echo; echo ready; cat >/dev/null');
    await waitFor(() => fleet.output(id).includes('ready'));
    const began = performance.now();
    while (performance.now() - began < 2 * TIMEOUT * 60_000) {
      expect(await fleet.type(id, 'x')).toMatchObject({ ok: true });
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    expect(await fleet.ended(id, 30_000)).toMatchObject({ stopReason: 'idle_timeout' });
  }, 60_000);
});
