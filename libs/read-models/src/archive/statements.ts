import type Database from 'better-sqlite3';

/** Runs SQL that is written beside what it is for. */
export class Statements {
  readonly #connection: Database.Database;

  constructor(connection: Database.Database) {
    this.#connection = connection;
  }

  get<Row>(sql: string, ...values: unknown[]): Row | undefined {
    return this.#connection.prepare(sql).get(...values) as Row | undefined;
  }

  all<Row>(sql: string, ...values: unknown[]): Row[] {
    return this.#connection.prepare(sql).all(...values) as Row[];
  }

  iterate<Row>(sql: string): IterableIterator<Row> {
    return this.#connection.prepare(sql).iterate() as IterableIterator<Row>;
  }

  run(sql: string, ...values: unknown[]): void {
    this.#connection.prepare(sql).run(...values);
  }
}
