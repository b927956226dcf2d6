import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Activity, type ContextMeasured, type FleetEventType, type Session, type UsageRecord } from '@agents-fleet/contracts';
import { type Broker, connectBroker, EventPublisher } from '@agents-fleet/event-log';
import { createLogger } from '@agents-fleet/platform';
import { aContextMeasured, anActivityChange, aUsageRecorded } from '@agents-fleet/testing';
import { ulid } from 'ulid';

/** Beyond every number that the session's real runner gives. */
const FIRST_NUMBER = 1_000_000;

/** Says about a session what its runner says when a real agent runs: usage, context, what the agent does. */
export class RunnerVoice {
  #n = FIRST_NUMBER;

  private constructor(
    private readonly broker: Broker,
    private readonly publisher: EventPublisher,
  ) {}

  /** @param dataDirectory of a running fleet: the broker's address and password lie there */
  static async of(dataDirectory: string): Promise<RunnerVoice> {
    const read = (file: string) => readFileSync(join(dataDirectory, 'broker', file), 'utf8').trim();
    const broker = await connectBroker({
      url: read('url'),
      user: 'pty-host',
      password: read('passwords/pty-host/password'),
      name: 'console-e2e',
      logger: createLogger('console-e2e', 'error'),
    });
    return new RunnerVoice(broker, new EventPublisher(broker));
  }

  /** One request as Claude Code's telemetry reports it, unless `usage` says otherwise. */
  async used(session: Session, usage: Partial<UsageRecord> & Pick<UsageRecord, 'tokens'>): Promise<void> {
    const usageId = `e2e:${ulid()}`;
    const data = { usageId, requestId: usageId, source: 'otel' as const, model: 'claude-sonnet-4-5', ...usage };
    await this.publisher.publish(aUsageRecorded({ ...this.#envelope(session, 'usage.recorded'), data }));
  }

  async does(session: Session, activity: Activity): Promise<void> {
    await this.publisher.publish(anActivityChange({ ...this.#envelope(session, 'session.activity_changed'), data: { activity } }));
  }

  async fills(session: Session, context: Pick<ContextMeasured['data'], 'usedTokens' | 'windowTokens'>): Promise<void> {
    await this.publisher.publish(aContextMeasured({ ...this.#envelope(session, 'context.measured'), data: context }));
  }

  async close(): Promise<void> {
    this.publisher.close();
    await this.broker.close();
  }

  #envelope({ id, runnerId }: Session, type: FleetEventType) {
    this.#n += 1;
    return { id: `e2e:${type}:${ulid()}`, sessionId: id, runnerId, n: this.#n, at: new Date().toISOString() };
  }
}
