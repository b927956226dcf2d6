import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Columns that earlier versions had not: table, name, and what SQLite has to know of them. */
const COLUMNS: readonly (readonly [string, string, string])[] = [
  ['sessions', 'cacheWrite1hTokens', 'integer NOT NULL DEFAULT (0)'],
  ['sessions', 'usageScope', 'text'],
  ['sessions', 'tokensSource', 'text'],
  ['sessions', 'recentCosts', `text NOT NULL DEFAULT ('[]')`],
  ['sessions', 'carriedTokens', 'integer NOT NULL DEFAULT (0)'],
  ['sessions', 'carriedNanoUsd', 'integer NOT NULL DEFAULT (0)'],
  ['sessions', 'activity', 'text'],
  ['sessions', 'activityN', 'integer NOT NULL DEFAULT (0)'],
  ['sessions', 'contextUsedTokens', 'integer'],
  ['sessions', 'contextWindowTokens', 'integer'],
  ['sessions', 'contextN', 'integer NOT NULL DEFAULT (0)'],
  ['sessions', 'resumeAgentSessionId', 'text'],
  ['sessions', 'resumeN', 'integer NOT NULL DEFAULT (0)'],
  ['sessions', 'endedChunk', 'integer'],
  ['sessions', 'endedSeq', 'integer'],
  ['usage', 'requestId', 'text'],
  ['usage', 'partial', 'boolean NOT NULL DEFAULT (0)'],
  ['usage', 'serviceTier', 'text'],
];

/** Sums are text: exact decimal integers, beyond what SQLite's own hold. */
const TABLES = [
  `CREATE TABLE "usage_totals" (
    "sessionId" text NOT NULL, "scope" text NOT NULL, "source" text NOT NULL, "confidence" text NOT NULL,
    "day" text NOT NULL, "model" text NOT NULL, "views" integer NOT NULL, "input" text NOT NULL,
    "cacheRead" text NOT NULL, "cacheWrite5m" text NOT NULL, "cacheWrite1h" text NOT NULL, "output" text NOT NULL,
    "costNanoUsd" text NOT NULL, PRIMARY KEY ("sessionId", "scope", "source", "confidence", "day", "model")
  )`,
  `CREATE TABLE "request_views" (
    "sessionId" text NOT NULL, "requestId" text NOT NULL, "usageId" text NOT NULL, "at" text NOT NULL,
    "source" text NOT NULL, "partial" boolean NOT NULL, "model" text, "input" integer NOT NULL,
    "cacheRead" integer NOT NULL, "cacheWrite5m" integer NOT NULL, "cacheWrite1h" integer NOT NULL,
    "output" integer NOT NULL, "costNanoUsd" integer NOT NULL, "confidence" text NOT NULL,
    PRIMARY KEY ("sessionId", "requestId")
  )`,
  `CREATE TABLE "cost_minutes" (
    "sessionId" text NOT NULL, "view" text NOT NULL, "minute" text NOT NULL, "costNanoUsd" integer NOT NULL,
    PRIMARY KEY ("sessionId", "view", "minute")
  )`,
];

const USAGE_TOTALS_BEFORE = `CREATE TABLE "usage_totals" (
  "sessionId" text NOT NULL, "source" text NOT NULL, "day" text NOT NULL, "model" text NOT NULL,
  "input" integer NOT NULL, "cacheRead" integer NOT NULL, "cacheWrite5m" integer NOT NULL,
  "cacheWrite1h" integer NOT NULL, "output" integer NOT NULL, "costNanoUsd" integer NOT NULL,
  "confidence" text NOT NULL, PRIMARY KEY ("sessionId", "source", "day", "model")
)`;

/**
 * Requests that are counted once each, what is carried over, what an agent does, and how it is resumed. Rows that are
 * there stay readable; the projection's new version has them rebuilt from the log, which fills the new columns.
 */
export class CountRequests1764100000000 implements MigrationInterface {
  readonly name = 'CountRequests1764100000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "sessions" RENAME COLUMN "cacheWriteTokens" TO "cacheWrite5mTokens"`);
    for (const [table, name, definition] of COLUMNS) {
      await queryRunner.query(`ALTER TABLE "${table}" ADD COLUMN "${name}" ${definition}`);
    }
    await queryRunner.query(`CREATE INDEX "sessions_by_resumed" ON "sessions" ("resumeOf")`);
    await queryRunner.query('DROP TABLE "usage_totals"');
    for (const statement of TABLES) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['usage_totals', 'request_views', 'cost_minutes']) await queryRunner.query(`DROP TABLE "${table}"`);
    await queryRunner.query(USAGE_TOTALS_BEFORE);
    await queryRunner.query('DROP INDEX "sessions_by_resumed"');
    await queryRunner.query(`UPDATE "sessions" SET "cacheWrite5mTokens" = "cacheWrite5mTokens" + "cacheWrite1hTokens"`);
    for (const [table, name] of COLUMNS) await queryRunner.query(`ALTER TABLE "${table}" DROP COLUMN "${name}"`);
    await queryRunner.query(`ALTER TABLE "sessions" RENAME COLUMN "cacheWrite5mTokens" TO "cacheWriteTokens"`);
  }
}
