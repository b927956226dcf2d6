export { Asciicast, type CastHeader } from './asciicast.js';
export { systemClock, type Clock } from './clock.js';
export { Chunker, COALESCE_MS, MAX_CHUNK_BYTES } from './chunker.js';
export { FlowWindow, HIGH_WATERMARK_BYTES, LOW_WATERMARK_BYTES } from './flow-window.js';
export { TerminalScreen } from './terminal-screen.js';
export { Transcript } from './transcript.js';
export type { ScreenLine, TerminalPageChunk, TerminalPageReading, TerminalState } from './terminal-page.js';
