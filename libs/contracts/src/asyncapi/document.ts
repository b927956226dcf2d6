import * as z from 'zod';
import {
  directoriesCommandSchema,
  directoriesReplySchema,
  lineReplySchema,
  commandReplySchema,
  projectionChangedSchema,
  ratesCommandSchema,
  ratesReplySchema,
  resizeCommandSchema,
  runnerHeartbeatSchema,
  setBudgetCommandSchema,
  setBudgetReplySchema,
  startCommandSchema,
  stopCommandSchema,
} from '../commands.js';
import { pricingTableSchema } from '../api/pricing.js';
import { EVENT_GROUPS, eventGroupSchema, fleetEventSchema, type EventGroup, type FleetEventType } from '../event.js';
import { ptyHeaders, subjects } from '../subjects.js';

type Json = Record<string, unknown>;

/** Commands with JSON bodies, as AsyncAPI operations. `input` has a raw body and no reply to describe. */
const COMMANDS: readonly { name: string; address: string; body: z.ZodType; reply: z.ZodType; says: string }[] = [
  command('start', 'Run a command in a pseudo-terminal.', startCommandSchema, z.object({})),
  command('resize', 'Change the size of a terminal.', resizeCommandSchema, z.object({})),
  command('line', 'Where terminals can be heard on the same machine, past the broker.', z.object({}), lineReplySchema),
  command('stop', 'End a session and every process of it.', stopCommandSchema, z.object({})),
  command('directories', 'Complete a path under the allowed roots.', directoriesCommandSchema, directoriesReplySchema),
  {
    name: 'setBudget',
    address: subjects.budgetCommand('set'),
    says: 'Change the budget of a session.',
    body: setBudgetCommandSchema,
    reply: setBudgetReplySchema,
  },
  {
    name: 'rates',
    address: subjects.pricingCommand('rates'),
    says: 'What tokens of these models cost now.',
    body: ratesCommandSchema,
    reply: ratesReplySchema,
  },
  {
    name: 'priceTable',
    address: subjects.pricingCommand('table'),
    says: 'The prices in force, and where they come from.',
    body: z.object({}),
    reply: pricingTableSchema,
  },
];

function command(name: 'start' | 'resize' | 'line' | 'stop' | 'directories', says: string, body: z.ZodType, reply: z.ZodType) {
  return { name, address: subjects.runnerCommand('{runnerId}', name), says, body, reply };
}

/**
 * Everything that goes over NATS, as an AsyncAPI 3.0 document, made of the same schemas that check it. Written to
 * `libs/contracts/asyncapi.json`; a spec fails when that file is stale.
 */
export function asyncApiDocument(): Json {
  const groups = eventGroupSchema.options.filter((group) => eventsOf(group).length > 0);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Agents Fleet events',
      version: '1',
      description:
        'Facts are stored in the JetStream streams FLEET_LOG (JSON events) and FLEET_PTY (raw terminal bytes). Commands are core NATS request and reply. To be told of every crossed budget: `nats sub "fleet.session.*.event.limit"`.',
    },
    defaultContentType: 'application/json',
    channels: {
      ...Object.fromEntries(groups.map((group) => [group, eventChannel(group)])),
      pty: rawChannel(subjects.pty('{sessionId}'), 'pty', 'Output of a terminal as it came, and its resizes, in one numbering.'),
      stdin: rawChannel(subjects.stdin('{sessionId}'), 'stdin', 'What was typed into a terminal; hidden input is recorded by its length only.'),
      heartbeat: channel(subjects.runnerHeartbeat('{runnerId}'), ['heartbeat'], 'Not stored. Every 2 s from each runner.'),
      projectionChanged: channel(subjects.projectionChanged, ['projectionChanged'], 'Not stored. The read models of these sessions have changed.'),
      ...Object.fromEntries(COMMANDS.map(({ name, address, says }) => [name, channel(address, [name], says)])),
      ...Object.fromEntries(COMMANDS.map(({ name }) => [`${name}Reply`, { address: null, messages: messageRefs([`${name}Reply`]) }])),
    },
    operations: {
      ...Object.fromEntries([...groups, 'pty', 'stdin', 'heartbeat', 'projectionChanged'].map((name) => [`on.${name}`, operation('send', name)])),
      ...Object.fromEntries(COMMANDS.map(({ name }) => [`command.${name}`, { ...operation('receive', name), reply: { channel: channelRef(`${name}Reply`) } }])),
    },
    components: {
      messages: {
        ...Object.fromEntries(fleetEventSchema.options.map((schema) => [schema.shape.type.value, message(schema)])),
        pty: rawMessage([ptyHeaders.n, ptyHeaders.offset, ptyHeaders.at, ptyHeaders.epoch, ptyHeaders.kind, ptyHeaders.runner]),
        stdin: rawMessage([ptyHeaders.n, ptyHeaders.at, ptyHeaders.epoch, ptyHeaders.redacted, ptyHeaders.length, ptyHeaders.runner]),
        heartbeat: message(runnerHeartbeatSchema),
        projectionChanged: message(projectionChangedSchema),
        ...Object.fromEntries(COMMANDS.flatMap(({ name, body, reply }) => [[name, message(body)], [`${name}Reply`, message(commandReplySchema(reply))]])),
      },
    },
  };
}

function eventsOf(group: EventGroup): FleetEventType[] {
  return fleetEventSchema.options.map((schema) => schema.shape.type.value).filter((type) => EVENT_GROUPS[type] === group);
}

function eventChannel(group: EventGroup): Json {
  return channel(subjects.event('{sessionId}', group), eventsOf(group), `Stored in FLEET_LOG for ever.`);
}

function rawChannel(address: string, name: string, says: string): Json {
  return channel(address, [name], `Stored in FLEET_PTY. ${says}`);
}

function channel(address: string, messages: readonly string[], description: string): Json {
  const names = [...address.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);
  const parameters = Object.fromEntries(names.map((name) => [name, { description: name === 'sessionId' ? 'ULID of the session' : 'id of the runner' }]));
  return { address, description, ...(names.length > 0 ? { parameters } : {}), messages: messageRefs(messages) };
}

function messageRefs(names: readonly string[]): Json {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/messages/${name}` }]));
}

function channelRef(name: string): Json {
  return { $ref: `#/channels/${name}` };
}

function operation(action: 'send' | 'receive', channelName: string): Json {
  return { action, channel: channelRef(channelName) };
}

function message(schema: z.ZodType): Json {
  return { contentType: 'application/json', payload: z.toJSONSchema(schema, { io: 'output' }) };
}

function rawMessage(headers: readonly string[]): Json {
  return {
    contentType: 'application/octet-stream',
    headers: { type: 'object', properties: Object.fromEntries(headers.map((name) => [name, { type: 'string' }])) },
    payload: { type: 'string', format: 'binary' },
  };
}
