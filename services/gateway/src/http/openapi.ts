import { z } from 'zod';
import {
  artifactPageSchema,
  artifactSchema,
  changeBudgetSchema,
  changedFileSchema,
  createSessionSchema,
  loginSchema,
  markerPageSchema,
  markerSchema,
  problemSchema,
  reposSchema,
  restoreResultSchema,
  restoreSchema,
  runnerListSchema,
  runnerSchema,
  searchHitSchema,
  searchPageSchema,
  sendInputSchema,
  sessionPageSchema,
  sessionSchema,
  sessionSnapshotSchema,
  settingsSchema,
  snapshotChangesSchema,
  snapshotListSchema,
  stdinEventSchema,
  stdinPageSchema,
  stopSessionsResultSchema,
  stopSessionsSchema,
  timelineSchema,
  usageEntrySchema,
  usagePageSchema,
} from '@agents-fleet/contracts';
import { oneTimeCodeSchema } from '../routes/access-routes.js';
import { readinessSchema } from '../routes/health-routes.js';
import { PROBLEM_CONTENT_TYPE } from './problem.js';
import { noBody, type RouteContract } from './route-contract.js';
import { STATUS_CODES } from 'node:http';

/** Schemas that have a name of their own in the document. */
const NAMED = {
  Artifact: artifactSchema,
  ArtifactPage: artifactPageSchema,
  ChangeBudget: changeBudgetSchema,
  ChangedFile: changedFileSchema,
  CreateSession: createSessionSchema,
  Login: loginSchema,
  Marker: markerSchema,
  MarkerPage: markerPageSchema,
  OneTimeCode: oneTimeCodeSchema,
  Problem: problemSchema,
  Readiness: readinessSchema,
  Repos: reposSchema,
  Restore: restoreSchema,
  RestoreResult: restoreResultSchema,
  Runner: runnerSchema,
  RunnerList: runnerListSchema,
  SearchHit: searchHitSchema,
  SearchPage: searchPageSchema,
  SendInput: sendInputSchema,
  Session: sessionSchema,
  SessionPage: sessionPageSchema,
  SessionSnapshot: sessionSnapshotSchema,
  Settings: settingsSchema,
  SnapshotChanges: snapshotChangesSchema,
  SnapshotList: snapshotListSchema,
  StdinEvent: stdinEventSchema,
  StdinPage: stdinPageSchema,
  StopSessions: stopSessionsSchema,
  StopSessionsResult: stopSessionsResultSchema,
  Timeline: timelineSchema,
  UsageEntry: usageEntrySchema,
  UsagePage: usagePageSchema,
} as const;

type Json = Record<string, unknown>;

/** The API's description, made from the same table and schemas that check the requests. */
export class OpenApiDocument {
  constructor(readonly value: Json) {}
}

/** @param version the product's */
export function openApiOf(routes: readonly RouteContract[], version: string): OpenApiDocument {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) };
  }
  return new OpenApiDocument({
    openapi: '3.1.0',
    info: {
      title: 'Agents Fleet',
      version,
      description:
        'Every request needs the access token as Bearer, or the cookie that `POST /api/login` sets. Live data comes over the WebSocket `/ws`.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    security: [{ token: [] }, { cookie: [] }],
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        cookie: { type: 'apiKey', in: 'cookie', name: 'agents-fleet-4700' },
      },
      schemas: namedSchemas(),
    },
  });
}

function operationOf(route: RouteContract): Json {
  const parameters = [...parametersOf(route.params, 'path'), ...parametersOf(route.query, 'query')];
  const problems = [...new Set([...(route.open ? [403] : [401, 403]), ...route.problems])].sort();
  return {
    summary: route.summary,
    ...(route.open && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(route.body !== noBody && {
      requestBody: {
        required: !route.body.safeParse(undefined).success,
        content: { 'application/json': { schema: schemaOf(route.body) } },
      },
    }),
    responses: {
      [route.answer.status]: answerOf(route),
      ...Object.fromEntries(problems.map((status) => [status, problemAnswer(status)])),
    },
  };
}

function answerOf({ answer }: RouteContract): Json {
  const { description, schema, contentType } = answer;
  if (schema !== undefined) return { description, content: { 'application/json': { schema: schemaOf(schema) } } };
  return contentType === undefined ? { description } : { description, content: { [contentType]: {} } };
}

function problemAnswer(status: number): Json {
  const schema = { $ref: '#/components/schemas/Problem' };
  return { description: STATUS_CODES[status] ?? '', content: { [PROBLEM_CONTENT_TYPE]: { schema } } };
}

function parametersOf(schema: z.ZodObject, place: 'path' | 'query'): Json[] {
  const { properties = {}, required = [] } = toJson(schema) as { properties?: Record<string, Json>; required?: string[] };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: required.includes(name) && !('default' in property),
    schema: property,
  }));
}

/** A reference where the schema has a name, else the schema itself. */
function schemaOf(schema: z.ZodType): Json {
  const bare = schema instanceof z.ZodOptional ? schema.unwrap() : schema;
  const name = Object.entries(NAMED).find(([, named]) => named === bare)?.[0];
  return name === undefined ? toJson(bare as z.ZodType) : { $ref: `#/components/schemas/${name}` };
}

function namedSchemas(): Json {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(NAMED)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { uri: (id) => `#/components/schemas/${id}`, override: ({ jsonSchema }) => makeDefaultsOptional(jsonSchema) });
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, withoutOwnId(schema)]));
}

/** Who asks may leave out what has a default. Nothing that we answer with has one. */
function makeDefaultsOptional(schema: z.core.JSONSchema.BaseSchema): void {
  const { properties = {}, required } = schema;
  if (required !== undefined) schema.required = required.filter((name) => !hasDefault(properties[name]));
}

function hasDefault(property: z.core.JSONSchema._JSONSchema | undefined): boolean {
  return typeof property === 'object' && 'default' in property;
}

function toJson(schema: z.ZodType): Json {
  return withoutOwnId(z.toJSONSchema(schema));
}

/** A schema inside a document has its place for a name, and the document says its dialect once. */
function withoutOwnId(schema: object): Json {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => key !== '$schema' && key !== '$id' && key !== 'id'));
}
