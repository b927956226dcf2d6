import { jestProject } from '../../jest.preset.mjs';

// The specs with a real broker move megabytes; on a machine that is busy with other things that takes its time.
export default { ...jestProject('gateway'), testTimeout: 60_000 };
