import { fileURLToPath } from 'node:url';

/** The root of the clone. Only for code that runs from source: bundles lie elsewhere. */
export const workspaceRoot = fileURLToPath(new URL('../../../..', import.meta.url)).replace(/\/$/, '');
