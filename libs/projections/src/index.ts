export type { AppliedBatch, PoisonMessage, Projection } from './projection.js';
export { RunningProjections, type ProjectionHealth, type ProjectionsOptions } from './running-projections.js';
export { SecondWriterError, takeWriterLock, type WriterLock } from './writer-lock.js';
export { isDamagedFile } from './sqlite-errors.js';
