import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = [
  `CREATE TABLE "sessions" (
    "id" text PRIMARY KEY NOT NULL, "started" boolean NOT NULL, "kind" text NOT NULL,
    "agent" text NOT NULL, "name" text NOT NULL, "command" text, "repoPath" text NOT NULL,
    "runnerId" text NOT NULL, "status" text NOT NULL, "stopReason" text, "exitCode" integer, "signal" text,
    "startedAt" text NOT NULL, "endedAt" text, "budgetNanoUsd" integer, "budgetTokens" integer,
    "budgetVersion" integer NOT NULL, "limitState" text NOT NULL, "costNanoUsd" integer NOT NULL,
    "inputTokens" integer NOT NULL, "cacheReadTokens" integer NOT NULL,
    "cacheWriteTokens" integer NOT NULL, "outputTokens" integer NOT NULL, "countedTokens" integer NOT NULL,
    "confidence" text, "usageSource" text, "models" text NOT NULL, "cols" integer NOT NULL,
    "rows" integer NOT NULL, "survivors" integer, "branch" text, "resumeOf" text, "resumeCommand" text
  )`,
  `CREATE INDEX "sessions_newest" ON "sessions" ("startedAt", "id")`,
  `CREATE INDEX "sessions_by_repo" ON "sessions" ("repoPath", "startedAt")`,
  `CREATE TABLE "terminals" (
    "sessionId" text PRIMARY KEY NOT NULL, "lastChunk" integer NOT NULL, "newestChunk" integer NOT NULL,
    "bytes" integer NOT NULL, "cols" integer, "rows" integer, "sizeChunk" integer NOT NULL,
    "lastActivityMs" integer NOT NULL, "tail" blob NOT NULL, "lastLine" text, "streamSeq" integer NOT NULL
  )`,
  `CREATE TABLE "pty_chunks" (
    "sessionId" text NOT NULL, "n" integer NOT NULL, "kind" text NOT NULL, "at" integer NOT NULL,
    "offset" integer NOT NULL, "streamSeq" integer NOT NULL, "data" blob NOT NULL,
    PRIMARY KEY ("sessionId", "n")
  )`,
  `CREATE TABLE "stdin_events" (
    "sessionId" text NOT NULL, "n" integer NOT NULL, "at" integer NOT NULL, "redacted" boolean NOT NULL,
    "length" integer NOT NULL, "data" blob NOT NULL, PRIMARY KEY ("sessionId", "n")
  )`,
  `CREATE TABLE "markers" (
    "id" text PRIMARY KEY NOT NULL, "sessionId" text NOT NULL, "type" text NOT NULL, "at" text NOT NULL,
    "chunk" integer, "summary" text NOT NULL, "data" text NOT NULL, "streamSeq" integer NOT NULL
  )`,
  `CREATE INDEX "markers_of_session" ON "markers" ("sessionId", "streamSeq")`,
  `CREATE INDEX "markers_newest" ON "markers" ("streamSeq")`,
  `CREATE TABLE "artifacts" (
    "id" text PRIMARY KEY NOT NULL, "sessionId" text NOT NULL, "kind" text NOT NULL, "at" text NOT NULL,
    "title" text NOT NULL, "size" integer NOT NULL, "data" text NOT NULL, "streamSeq" integer NOT NULL
  )`,
  `CREATE INDEX "artifacts_of_session" ON "artifacts" ("sessionId", "streamSeq")`,
  `CREATE TABLE "usage" (
    "usageId" text PRIMARY KEY NOT NULL, "sessionId" text NOT NULL, "at" text NOT NULL,
    "streamSeq" integer NOT NULL, "source" text NOT NULL, "model" text, "input" integer NOT NULL,
    "cacheRead" integer NOT NULL, "cacheWrite5m" integer NOT NULL, "cacheWrite1h" integer NOT NULL,
    "output" integer NOT NULL
  )`,
  `CREATE INDEX "usage_of_session" ON "usage" ("sessionId", "streamSeq")`,
  `CREATE TABLE "costs" (
    "usageId" text PRIMARY KEY NOT NULL, "sessionId" text NOT NULL, "costNanoUsd" integer NOT NULL,
    "confidence" text NOT NULL, "priceSource" text NOT NULL
  )`,
  `CREATE TABLE "usage_totals" (
    "sessionId" text NOT NULL, "source" text NOT NULL, "day" text NOT NULL, "model" text NOT NULL,
    "input" integer NOT NULL, "cacheRead" integer NOT NULL, "cacheWrite5m" integer NOT NULL,
    "cacheWrite1h" integer NOT NULL, "output" integer NOT NULL, "costNanoUsd" integer NOT NULL,
    "confidence" text NOT NULL, PRIMARY KEY ("sessionId", "source", "day", "model")
  )`,
  `CREATE TABLE "spend_rollups" (
    "day" text NOT NULL, "repoPath" text NOT NULL, "command" text NOT NULL, "model" text NOT NULL,
    "kind" text NOT NULL, "input" integer NOT NULL, "cacheRead" integer NOT NULL,
    "cacheWrite5m" integer NOT NULL, "cacheWrite1h" integer NOT NULL, "output" integer NOT NULL,
    "costNanoUsd" integer NOT NULL, PRIMARY KEY ("day", "repoPath", "command", "model", "kind")
  )`,
  `CREATE TABLE "checkpoints" (
    "projection" text PRIMARY KEY NOT NULL, "stream" text NOT NULL, "streamCreated" text NOT NULL,
    "version" text NOT NULL, "position" integer NOT NULL
  )`,
  `CREATE TABLE "dead_letters" (
    "projection" text NOT NULL, "streamSeq" integer NOT NULL, "subject" text NOT NULL, "at" text NOT NULL,
    "why" text NOT NULL, "body" blob NOT NULL, "published" boolean NOT NULL,
    PRIMARY KEY ("projection", "streamSeq")
  )`,
  `CREATE TABLE "processed_events" (
    "eventId" text PRIMARY KEY NOT NULL, "streamSeq" integer NOT NULL
  )`,
];

/** The first tables. */
export class CreateReadModels1763900000000 implements MigrationInterface {
  readonly name = 'CreateReadModels1763900000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of TABLES) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['sessions', 'terminals', 'pty_chunks', 'stdin_events', 'markers', 'artifacts', 'usage', 'costs', 'usage_totals', 'spend_rollups', 'checkpoints', 'dead_letters', 'processed_events']) {
      await queryRunner.query(`DROP TABLE "${table}"`);
    }
  }
}
