// @ts-check
import { jestProject } from '../../jest.preset.mjs';

/** Specs of the whole product have a configuration each: they are slow, and some need programs of others. */
export default { ...jestProject('launcher'), testPathIgnorePatterns: ['\\.e2e\\.spec\\.ts$'] };
