// @ts-check
import { jestProject } from '../../jest.preset.mjs';

/** The product in containers: it builds images, so it is a run of its own. */
export default { ...jestProject('compose'), testMatch: ['<rootDir>/src/compose-run/*.e2e.spec.ts'], maxWorkers: 1 };
