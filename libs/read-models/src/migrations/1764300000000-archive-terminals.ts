import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where the bytes of a terminal are: here, in the archive beside this file, or nowhere any more. */
export class ArchiveTerminals1764300000000 implements MigrationInterface {
  readonly name = 'ArchiveTerminals1764300000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "terminals" ADD COLUMN "archived" boolean NOT NULL DEFAULT (0)`);
    await queryRunner.query(`ALTER TABLE "terminals" ADD COLUMN "expired" boolean NOT NULL DEFAULT (0)`);
    // The archivist asks for these every few seconds, and most terminals are archived.
    await queryRunner.query(`CREATE INDEX "terminals_not_archived" ON "terminals" ("sessionId") WHERE "archived" = 0`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX "terminals_not_archived"');
    await queryRunner.query('ALTER TABLE "terminals" DROP COLUMN "archived"');
    await queryRunner.query('ALTER TABLE "terminals" DROP COLUMN "expired"');
  }
}
