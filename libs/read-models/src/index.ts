export { openReadModels, ReadModels } from './read-models.js';
export { ReadModelsUnavailableError } from './database/reader-connection.js';
export { UnsafeSqliteError } from './database/sqlite-version.js';
export { InvalidCursorError } from './queries/cursor.js';
export type { ChunkRow, TerminalPosition } from './queries/terminal.js';
export type { SpendItem, SpendQuery } from './queries/fleet.js';
