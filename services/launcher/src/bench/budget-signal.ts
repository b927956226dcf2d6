import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ulid } from 'ulid';
import { z } from 'zod';
import type { Session, UsageRecorded } from '@agents-fleet/contracts';
import { connectBroker, EventPublisher } from '@agents-fleet/event-log';
import { createLogger } from '@agents-fleet/platform';
import { waitFor } from '@agents-fleet/testing';
import { BrokerPasswords } from '../broker-passwords.js';
import { root } from '../bundle-paths.js';
import { DataDirectory } from '../data-directory.js';
import type { BenchFleet } from './bench-fleet.js';
import { quantiles } from './keystroke-echo.js';
import { percentile } from './percentile.js';
import type { Row } from './report.js';

const GOAL_MS = 10;
const BUDGET_TOKENS = 1_000;
/** Sessions that don't count: the first ones run code that isn't compiled yet, as no fleet does that has run for a minute. */
const WARM_UP_SESSIONS = 5;
/** Lets what the measurement itself has asked of the fleet die down. */
const QUIET_MS = 100;
const CHILD = join(root, 'services/launcher/src/bench/signal-child.pl');
/** Milliseconds since the epoch, of the seconds that the child notes. */
const instantSchema = z.number().transform((seconds) => seconds * 1000);
const noteSchema = z.object({ printedAt: instantSchema.nullable(), signalledAt: instantSchema });

/**
 * From a usage event that uses up a budget to the signal in the program, through every service: event log, pricing,
 * budget, runner, pty-host. The usage is published by hand, so the runner's own lease knows nothing of it.
 */
export async function measureServicesSignal(fleet: BenchFleet, sessions: number): Promise<Row> {
  const passwords = new BrokerPasswords(new DataDirectory(fleet.dataDirectory).passwords());
  const password = readFileSync(passwords.fileOf('pty-host'), 'utf8').trim();
  const broker = await connectBroker({ url: fleet.natsUrl, user: 'pty-host', password, name: 'bench', logger: createLogger('bench', 'error') });
  const publisher = new EventPublisher(broker);
  const delays: number[] = [];
  for (let index = -WARM_UP_SESSIONS; index < sessions; index += 1) {
    const { session, note } = await startChild(fleet, `services-${index}`);
    // As in life, the warning has been given when the last usage comes.
    await publisher.publish(usageOf(session, 0.85 * BUDGET_TOKENS));
    await waitFor(async () => (await fleet.client.session(session.id)).limitState === 'warned', { what: 'the warning' });
    await sleep(QUIET_MS);
    const usage = usageOf(session, 0.15 * BUDGET_TOKENS);
    const publishedAt = now();
    await publisher.publish(usage);
    const delay = (await note()).signalledAt - publishedAt;
    if (index >= 0) delays.push(delay);
    await fleet.ended(session);
  }
  publisher.close();
  await broker.close();
  return row(`usage event to signal, through the services, ${sessions} sessions`, delays);
}

/** From a program's output that uses up its budget to the signal in that program, by the runner's own lease. */
export async function measureLeaseSignal(fleet: BenchFleet, sessions: number): Promise<Row> {
  const delays: number[] = [];
  for (let index = -WARM_UP_SESSIONS; index < sessions; index += 1) {
    const { session, note } = await startChild(fleet, `lease-${index}`, 4 * BUDGET_TOKENS + 400);
    const viewer = await fleet.view(session);
    viewer.type('\n');
    const { printedAt, signalledAt } = await note();
    if (printedAt === null) throw new Error('the program was signalled before it printed');
    if (index >= 0) delays.push(signalledAt - printedAt);
    await viewer.close();
    await fleet.ended(session);
  }
  return row(`output over the budget to signal, by the runner's lease, ${sessions} sessions`, delays);
}

async function startChild(fleet: BenchFleet, name: string, characters?: number) {
  const file = join(fleet.repo, `${name}.json`);
  const command = ['exec', 'perl', CHILD, file, ...(characters === undefined ? [] : [String(characters)])].join(' ');
  const session = await fleet.run(command, { budgetTokens: BUDGET_TOKENS });
  await waitFor(async () => (await fleet.client.terminal(session.id)).includes('ready'), { what: 'the program' });
  await sleep(QUIET_MS);
  const note = async () => {
    await waitFor(() => existsSync(file) && readFileSync(file, 'utf8') !== '', { what: 'the signal' });
    return noteSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  };
  return { session, note };
}

function usageOf(session: Session, output: number): UsageRecorded {
  const usageId = `bench:${ulid()}`;
  return {
    id: usageId,
    type: 'usage.recorded',
    v: 2,
    sessionId: session.id,
    runnerId: session.runnerId,
    epoch: null,
    n: null,
    at: new Date().toISOString(),
    correlationId: session.id,
    causationId: null,
    data: {
      usageId,
      requestId: usageId,
      source: 'sdk',
      partial: false,
      agentSessionId: null,
      model: null,
      serviceTier: null,
      tokens: { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output },
      reportedCostNanoUsd: null,
    },
  };
}

function row(measure: string, delays: readonly number[]): Row {
  return { measure, result: quantiles(delays), raw: null, goal: `p99 <= ${GOAL_MS} ms`, met: percentile(delays, 0.99) <= GOAL_MS };
}

/** Milliseconds since the epoch with fractions: the clock that the child reads, too. */
function now(): number {
  return performance.timeOrigin + performance.now();
}
