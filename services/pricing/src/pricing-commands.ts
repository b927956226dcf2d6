import {
  ratesCommandSchema,
  subjects,
  type CommandReply,
  type PricingTable,
  type RatesReply,
} from '@agents-fleet/contracts';
import { respond, type Broker, type ReceivedCommand, type Stoppable } from '@agents-fleet/event-log';
import type { PriceBook } from './prices/price-book.js';

/** Answers what models cost, for the leases of runners, and the whole table, for people. */
export function answerPricingCommands(broker: Broker, book: PriceBook): Stoppable {
  const commands = [
    respond(broker, subjects.pricingCommand('rates'), (command) => rates(book, command)),
    respond(broker, subjects.pricingCommand('table'), () => table(book)),
  ];
  return { stop: () => { for (const command of commands) command.stop(); } };
}

async function rates(book: PriceBook, command: ReceivedCommand): Promise<CommandReply<RatesReply>> {
  const wanted = ratesCommandSchema.safeParse(bodyOf(command));
  if (!wanted.success) {
    const [issue] = wanted.error.issues;
    return { ok: false, error: { code: 'invalid_input', message: issue?.message ?? 'is invalid', field: issue?.path.join('.') ?? null } };
  }
  await book.refresh();
  const now = new Date();
  return { ok: true, data: { rates: Object.fromEntries(wanted.data.models.map((model) => [model, book.ratesOf(model, now)])) } };
}

async function table(book: PriceBook): Promise<CommandReply<PricingTable>> {
  await book.refresh();
  return { ok: true, data: book.table(new Date()) };
}

/** What is no JSON is no command either: the schema says so. */
function bodyOf(command: ReceivedCommand): unknown {
  try {
    return command.json();
  } catch {
    return null;
  }
}
