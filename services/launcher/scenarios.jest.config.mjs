// @ts-check
import { jestProject } from '../../jest.preset.mjs';

/** The promises of the product, each against all of its processes. One file at a time: they measure time. */
export default { ...jestProject('scenarios'), testMatch: ['<rootDir>/src/scenarios/*.e2e.spec.ts'], maxWorkers: 1 };
