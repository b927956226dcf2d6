export { LineClient, LineClosedError, type LineEars, type TerminalLine } from './line-client.js';
export { LineServer } from './line-server.js';
export { type ServedTerminals } from './served-terminals.js';
export { type HeardChunk, type SpokenChunk } from './terminal-chunk.js';
