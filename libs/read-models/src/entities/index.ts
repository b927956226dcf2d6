import { CheckpointEntity, DeadLetterEntity, ProcessedEventEntity } from './bookkeeping.js';
import { SessionEntity } from './session.js';
import { PtyChunkEntity, StdinEventEntity, TerminalEntity } from './terminal.js';
import { ArtifactEntity, MarkerEntity } from './timeline.js';
import { CostEntity, CostMinuteEntity, RequestViewEntity, SpendRollupEntity, UsageEntity, UsageTotalEntity } from './usage.js';

/** Every table of the read models. */
export const ENTITIES = [
  SessionEntity,
  TerminalEntity,
  PtyChunkEntity,
  StdinEventEntity,
  MarkerEntity,
  ArtifactEntity,
  UsageEntity,
  CostEntity,
  RequestViewEntity,
  UsageTotalEntity,
  CostMinuteEntity,
  SpendRollupEntity,
  CheckpointEntity,
  DeadLetterEntity,
  ProcessedEventEntity,
];
