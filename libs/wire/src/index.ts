export type { AckFrame, Frame, InputFrame, OutputFrame, ResizeFrame, SnapshotFrame } from './frame.js';
export { decodeFrames, encodeFrame, frameSize, outputHead, writeFrame } from './codec.js';
export { screenFirst } from './screen-first.js';
export { WholeCharacters } from './whole-characters.js';
export { WireError } from './wire-error.js';
