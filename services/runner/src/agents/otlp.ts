import { z } from 'zod';

/** What OTLP's JSON form of telemetry holds that is of use here. Unknown fields are skipped. */
const valueSchema = z.union([
  z.object({ stringValue: z.string() }).transform(({ stringValue }) => stringValue),
  // 64-bit integers are strings by the specification, and numbers by habit.
  z.object({ intValue: z.union([z.number(), z.string()]) }).transform(({ intValue }) => Number(intValue)),
  z.object({ doubleValue: z.number() }).transform(({ doubleValue }) => doubleValue),
  z.object({ boolValue: z.boolean() }).transform(({ boolValue }) => boolValue),
  z.unknown().transform(() => null),
]);
const attributesSchema = z
  .array(z.object({ key: z.string(), value: valueSchema }))
  .default([])
  .transform((list) => Object.fromEntries(list.map(({ key, value }) => [key, value])));

/** Attributes of a record or a data point. */
export type OtlpAttributes = z.infer<typeof attributesSchema>;

const logsSchema = z.object({
  resourceLogs: z
    .array(
      z.object({
        scopeLogs: z
          .array(z.object({ logRecords: z.array(z.object({ body: valueSchema.nullish(), attributes: attributesSchema })).default([]) }))
          .default([]),
      }),
    )
    .default([]),
});

/** One event: its name (the record's body, else `event.name`), and its attributes. */
export interface OtlpEvent {
  name: string;
  attributes: OtlpAttributes;
}

/** The events of a `POST /v1/logs`, in order. @throws ZodError */
export function eventsOf(body: unknown): OtlpEvent[] {
  return logsSchema.parse(body).resourceLogs.flatMap(({ scopeLogs }) =>
    scopeLogs.flatMap(({ logRecords }) =>
      logRecords.map(({ body: text, attributes }) => ({
        name: typeof text === 'string' ? text : String(attributes['event.name'] ?? ''),
        attributes,
      })),
    ),
  );
}

const pointSchema = z.object({
  attributes: attributesSchema,
  asDouble: z.number().optional(),
  asInt: z.union([z.number(), z.string()]).optional(),
});
const metricsSchema = z.object({
  resourceMetrics: z
    .array(
      z.object({
        scopeMetrics: z
          .array(z.object({ metrics: z.array(z.object({ name: z.string(), sum: z.object({ dataPoints: z.array(pointSchema).default([]) }).optional() })).default([]) }))
          .default([]),
      }),
    )
    .default([]),
});

/** One point of a sum. */
export interface OtlpPoint {
  name: string;
  value: number;
  attributes: OtlpAttributes;
}

/** The points of all sums of a `POST /v1/metrics`, in order. @throws ZodError */
export function pointsOf(body: unknown): OtlpPoint[] {
  return metricsSchema.parse(body).resourceMetrics.flatMap(({ scopeMetrics }) =>
    scopeMetrics.flatMap(({ metrics }) =>
      metrics.flatMap(({ name, sum }) =>
        (sum?.dataPoints ?? []).map(({ attributes, asDouble, asInt }) => ({ name, attributes, value: asDouble ?? Number(asInt ?? 0) })),
      ),
    ),
  );
}
