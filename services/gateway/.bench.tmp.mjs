var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __typeError = (msg) => {
  throw TypeError(msg);
};
var __esm = (fn, res, err) => function __init() {
  if (err) throw err[0];
  try {
    return fn && (res = (0, fn[__getOwnPropNames(fn)[0]])(fn = 0)), res;
  } catch (e) {
    throw err = [e], e;
  }
};
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};
var __decorateClass = (decorators, target, key, kind) => {
  var result = kind > 1 ? void 0 : kind ? __getOwnPropDesc(target, key) : target;
  for (var i = decorators.length - 1, decorator; i >= 0; i--)
    if (decorator = decorators[i])
      result = (kind ? decorator(target, key, result) : decorator(result)) || result;
  if (kind && result) __defProp(target, key, result);
  return result;
};
var __decorateParam = (index, decorator) => (target, key) => decorator(target, key, index);
var __accessCheck = (obj, member, msg) => member.has(obj) || __typeError("Cannot " + msg);
var __privateAdd = (obj, member, value) => member.has(obj) ? __typeError("Cannot add the same private member more than once") : member instanceof WeakSet ? member.add(obj) : member.set(obj, value);
var __privateMethod = (obj, member, method) => (__accessCheck(obj, member, "access private method"), method);

// libs/event-log/src/broker-errors.ts
function withoutCredentials(url) {
  return url.replace(/\/\/[^@/\s]*@/g, "//");
}
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}
var BrokerError, BrokerClosedError, PublishRefusedError;
var init_broker_errors = __esm({
  "libs/event-log/src/broker-errors.ts"() {
    "use strict";
    BrokerError = class extends Error {
      name = "BrokerError";
    };
    BrokerClosedError = class extends Error {
      name = "BrokerClosedError";
      constructor() {
        super("the connection to the broker is closed");
      }
    };
    PublishRefusedError = class extends Error {
      name = "PublishRefusedError";
    };
  }
});

// libs/event-log/src/broker-status.ts
var BrokerStatus;
var init_broker_status = __esm({
  "libs/event-log/src/broker-status.ts"() {
    "use strict";
    BrokerStatus = class {
      #state = "online";
      #since = /* @__PURE__ */ new Date();
      #listeners = /* @__PURE__ */ new Set();
      get state() {
        return this.#state;
      }
      get online() {
        return this.#state === "online";
      }
      /** When the state last changed. */
      get since() {
        return this.#since;
      }
      /** Calls `listener` with every later change, in the order in which listeners came. Returns the way out. */
      onChange(listener) {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      }
      /** Resolves once the broker is online, or closed for good, or `signal` fires: check which afterwards. */
      untilOnline(signal) {
        if (this.#state !== "offline" || signal?.aborted === true) return Promise.resolve();
        return new Promise((resolve) => {
          const done = () => {
            leave();
            signal?.removeEventListener("abort", done);
            resolve();
          };
          const leave = this.onChange((state) => {
            if (state !== "offline") done();
          });
          signal?.addEventListener("abort", done, { once: true });
        });
      }
      /** Only the connection calls this. */
      change(state) {
        if (state === this.#state || this.#state === "closed") return;
        this.#state = state;
        this.#since = /* @__PURE__ */ new Date();
        for (const listener of [...this.#listeners]) listener(state);
      }
    };
  }
});

// libs/event-log/src/retry.ts
import { setTimeout as sleep2 } from "node:timers/promises";
function backoffMs(failures) {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures - 1, 16));
}
async function pause(milliseconds, signal) {
  await sleep2(milliseconds, void 0, { signal }).catch((error) => {
    if (!signal.aborted) throw error;
  });
}
var FIRST_WAIT_MS, LONGEST_WAIT_MS;
var init_retry = __esm({
  "libs/event-log/src/retry.ts"() {
    "use strict";
    FIRST_WAIT_MS = 50;
    LONGEST_WAIT_MS = 2e3;
  }
});

// libs/event-log/src/broker.ts
import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { connect as connect2, errors } from "@nats-io/transport-node";
async function connectBroker(options) {
  const deadline = AbortSignal.timeout(Math.min(options.connectTimeoutMs ?? 1e4, 2 ** 31 - 1));
  for (let failures = 1; ; failures++) {
    try {
      return new Broker(await connect2(connectionOptions(options)), options.logger);
    } catch (error) {
      const refused2 = error instanceof errors.AuthorizationError;
      if (refused2 || deadline.aborted) {
        const where = withoutCredentials(options.url);
        const who = options.user === void 0 ? "" : ` as ${options.user}`;
        const why = refused2 ? "the broker refused the user or its password" : messageOf(error);
        throw new BrokerError(`can't connect to the broker at ${where}${who}: ${withoutCredentials(why)}`);
      }
      await pause(backoffMs(failures), deadline);
    }
  }
}
function connectionOptions(options) {
  return {
    servers: options.url,
    name: options.name,
    ...options.user === void 0 ? {} : { user: options.user, inboxPrefix: `_INBOX.${options.user}` },
    ...options.password === void 0 ? {} : { pass: options.password },
    maxReconnectAttempts: -1,
    ignoreAuthErrorAbort: true,
    ignoreClusterUpdates: true,
    reconnectTimeWait: RECONNECT_WAIT_MS,
    reconnectJitter: 50,
    pingInterval: PING_INTERVAL_MS,
    timeout: 5e3,
    noAsyncTraces: true
  };
}
var RECONNECT_WAIT_MS, PING_INTERVAL_MS, Broker;
var init_broker = __esm({
  "libs/event-log/src/broker.ts"() {
    "use strict";
    init_broker_errors();
    init_broker_status();
    init_retry();
    RECONNECT_WAIT_MS = 250;
    PING_INTERVAL_MS = 1e4;
    Broker = class {
      status = new BrokerStatus();
      connection;
      jetstream;
      logger;
      constructor(connection, logger) {
        this.connection = connection;
        this.jetstream = jetstream(connection);
        this.logger = logger;
        void this.#watch();
      }
      /** The server's version, such as `2.9.10`. */
      get serverVersion() {
        return this.connection.info?.version ?? "unknown";
      }
      /** The largest message body that the server takes, in bytes. */
      get maxPayloadBytes() {
        return this.connection.info?.max_payload ?? 1048576;
      }
      /** For streams and consumers. Asks the server nothing by itself. */
      manager() {
        return jetstreamManager(this.connection, { checkAPI: false });
      }
      /** Sends what is written, lets subscriptions finish, then closes. While offline it closes at once. */
      async close() {
        if (this.connection.isClosed()) return;
        if (this.status.online && !this.connection.isDraining()) await this.connection.drain();
        else await this.connection.close();
      }
      async #watch() {
        for await (const event of this.connection.status()) {
          if (event.type === "disconnect" || event.type === "staleConnection") {
            if (this.status.online) this.logger.warn({}, "broker connection lost; reconnecting");
            this.status.change("offline");
          } else if (event.type === "reconnect") {
            this.status.change("online");
            this.logger.info({}, "broker connection is back");
          } else if (event.type === "error") {
            this.logger.error({ error: event.error.message }, "broker reported an error");
          }
        }
        this.status.change("closed");
      }
    };
  }
});

// libs/contracts/src/identifiers.ts
import { z } from "zod";
var ulidSchema, sessionIdSchema, runnerIdSchema;
var init_identifiers = __esm({
  "libs/contracts/src/identifiers.ts"() {
    "use strict";
    ulidSchema = z.string().regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/, "must be a ULID (26 characters of Crockford base 32)");
    sessionIdSchema = ulidSchema;
    runnerIdSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "must be 1 to 63 lower-case letters, digits or dashes");
  }
});

// libs/contracts/src/money.ts
import { z as z2 } from "zod";
function usdToNanoUsd(usd) {
  return Math.round(usd * NANO_USD_PER_USD);
}
function nanoUsdToUsd(nanoUsd) {
  return nanoUsd / NANO_USD_PER_USD;
}
var NANO_USD_PER_USD, MAX_USD, nanoUsdSchema;
var init_money = __esm({
  "libs/contracts/src/money.ts"() {
    "use strict";
    NANO_USD_PER_USD = 1e9;
    MAX_USD = 1e6;
    nanoUsdSchema = z2.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
  }
});

// libs/contracts/src/vocabulary.ts
import { z as z3 } from "zod";
var sessionKindSchema, sessionStatusSchema, stopReasonSchema, agentSchema, usageSourceSchema, confidenceSchema, markerTypeSchema;
var init_vocabulary = __esm({
  "libs/contracts/src/vocabulary.ts"() {
    "use strict";
    sessionKindSchema = z3.enum(["pty", "claude-chat", "litellm-chat"]);
    sessionStatusSchema = z3.enum(["starting", "running", "waiting", "stopping", "ended"]);
    stopReasonSchema = z3.enum([
      "user",
      "budget_exceeded",
      "idle_timeout",
      "exited",
      "crash_recovery",
      "shutdown"
    ]);
    agentSchema = z3.enum(["shell", "claude", "codex", "gemini"]);
    usageSourceSchema = z3.enum(["sdk", "otel", "transcript", "rollout", "statusline", "estimate"]);
    confidenceSchema = z3.enum(["exact", "reported", "estimated", "assumed"]);
    markerTypeSchema = z3.enum([
      "started",
      "budget_changed",
      "budget_warned",
      "stop_requested",
      "budget_exceeded",
      "process_exit",
      "record_gap",
      "ended"
    ]);
  }
});

// libs/contracts/src/envelope.ts
import { z as z4 } from "zod";
function eventSchema(type, v, data) {
  return envelopeSchema.extend({ type: z4.literal(type), v: z4.literal(v), data });
}
var envelopeSchema;
var init_envelope = __esm({
  "libs/contracts/src/envelope.ts"() {
    "use strict";
    init_identifiers();
    envelopeSchema = z4.object({
      id: z4.string().min(1).max(200),
      type: z4.string().min(1),
      v: z4.number().int().min(1),
      sessionId: sessionIdSchema,
      runnerId: runnerIdSchema,
      epoch: z4.string().min(1).nullable(),
      n: z4.number().int().min(1).nullable(),
      at: z4.iso.datetime(),
      correlationId: z4.string().min(1),
      causationId: z4.string().min(1).nullable()
    });
  }
});

// libs/contracts/src/events/lifecycle.ts
import { z as z5 } from "zod";
var chunkPosition, sessionStartedSchema, sessionStopRequestedSchema, processExitedSchema, sessionEndedSchema, recordGapSchema;
var init_lifecycle = __esm({
  "libs/contracts/src/events/lifecycle.ts"() {
    "use strict";
    init_envelope();
    init_identifiers();
    init_money();
    init_vocabulary();
    chunkPosition = z5.number().int().min(0);
    sessionStartedSchema = eventSchema(
      "session.started",
      1,
      z5.object({
        kind: sessionKindSchema,
        agent: agentSchema,
        name: z5.string(),
        command: z5.string().nullable(),
        repoPath: z5.string(),
        budgetNanoUsd: nanoUsdSchema.nullable(),
        budgetTokens: z5.number().int().min(1).nullable(),
        cols: z5.number().int().min(1),
        rows: z5.number().int().min(1),
        pid: z5.number().int().nullable(),
        resumeOf: sessionIdSchema.nullable()
      })
    );
    sessionStopRequestedSchema = eventSchema(
      "session.stop_requested",
      1,
      z5.object({
        reason: stopReasonSchema,
        force: z5.boolean(),
        enforcedBy: z5.enum(["person", "budget", "lease", "runner"]),
        chunk: chunkPosition
      })
    );
    processExitedSchema = eventSchema(
      "session.process_exited",
      1,
      z5.object({
        exitCode: z5.number().int().nullable(),
        signal: z5.string().nullable(),
        chunk: chunkPosition
      })
    );
    sessionEndedSchema = eventSchema(
      "session.ended",
      1,
      z5.object({
        stopReason: stopReasonSchema,
        exitCode: z5.number().int().nullable(),
        signal: z5.string().nullable(),
        lastChunk: chunkPosition,
        bytes: z5.number().int().min(0),
        survivors: z5.number().int().min(0),
        stopDurationMs: z5.number().min(0).nullable()
      })
    );
    recordGapSchema = eventSchema(
      "session.record_gap",
      1,
      z5.object({ afterChunk: chunkPosition, lostBytes: z5.number().int().min(0).nullable(), why: z5.string() })
    );
  }
});

// libs/contracts/src/events/usage.ts
import { z as z6 } from "zod";
var tokenCount, tokenClassesSchema, usageRecordSchema, usageRecordedSchema, priceSourceSchema, pricedUsageSchema, costRecordedSchema;
var init_usage = __esm({
  "libs/contracts/src/events/usage.ts"() {
    "use strict";
    init_envelope();
    init_money();
    init_vocabulary();
    tokenCount = z6.number().int().min(0);
    tokenClassesSchema = z6.object({
      input: tokenCount,
      cacheRead: tokenCount,
      cacheWrite5m: tokenCount,
      cacheWrite1h: tokenCount,
      output: tokenCount
    });
    usageRecordSchema = z6.object({
      usageId: z6.string().min(1).max(150),
      source: usageSourceSchema,
      agentSessionId: z6.string().nullable(),
      model: z6.string().nullable(),
      tokens: tokenClassesSchema,
      reportedCostNanoUsd: nanoUsdSchema.nullable()
    });
    usageRecordedSchema = eventSchema("usage.recorded", 1, usageRecordSchema);
    priceSourceSchema = z6.object({
      kind: z6.enum(["reported", "override", "litellm", "library", "default"]),
      name: z6.string(),
      asOf: z6.string().nullable()
    });
    pricedUsageSchema = usageRecordSchema.omit({ reportedCostNanoUsd: true }).extend({
      costNanoUsd: nanoUsdSchema,
      confidence: confidenceSchema,
      priceSource: priceSourceSchema
    });
    costRecordedSchema = eventSchema("cost.recorded", 1, pricedUsageSchema);
  }
});

// libs/contracts/src/events/limit.ts
import { z as z7 } from "zod";
var budget, crossing, limitChangedSchema, limitWarnedSchema, limitReachedSchema;
var init_limit = __esm({
  "libs/contracts/src/events/limit.ts"() {
    "use strict";
    init_envelope();
    init_money();
    budget = {
      /** Version of the session's budget: 1 at its start, one more with every change. */
      version: z7.number().int().min(1),
      budgetNanoUsd: nanoUsdSchema.nullable(),
      budgetTokens: z7.number().int().min(1).nullable()
    };
    crossing = z7.object({
      ...budget,
      /** Which budget was crossed first. */
      dimension: z7.enum(["tokens", "usd"]),
      spentTokens: z7.number().int().min(0),
      spentNanoUsd: nanoUsdSchema
    });
    limitChangedSchema = eventSchema("limit.changed", 1, z7.object(budget));
    limitWarnedSchema = eventSchema("limit.warned", 1, crossing);
    limitReachedSchema = eventSchema("limit.reached", 1, crossing);
  }
});

// libs/contracts/src/events/git.ts
import { z as z8 } from "zod";
var gitCapturedSchema;
var init_git = __esm({
  "libs/contracts/src/events/git.ts"() {
    "use strict";
    init_envelope();
    gitCapturedSchema = eventSchema(
      "git.captured",
      1,
      z8.object({
        phase: z8.enum(["start", "end"]),
        state: z8.enum(["ok", "no_commit", "not_a_repository", "missing", "unreadable"]),
        head: z8.string().nullable(),
        branch: z8.string().nullable(),
        detail: z8.string().nullable()
      })
    );
  }
});

// libs/contracts/src/event.ts
import { z as z9 } from "zod";
var fleetEventSchema, eventGroupSchema, EVENT_GROUPS;
var init_event = __esm({
  "libs/contracts/src/event.ts"() {
    "use strict";
    init_git();
    init_lifecycle();
    init_limit();
    init_usage();
    fleetEventSchema = z9.discriminatedUnion("type", [
      sessionStartedSchema,
      sessionStopRequestedSchema,
      processExitedSchema,
      sessionEndedSchema,
      recordGapSchema,
      usageRecordedSchema,
      costRecordedSchema,
      limitChangedSchema,
      limitWarnedSchema,
      limitReachedSchema,
      gitCapturedSchema
    ]);
    eventGroupSchema = z9.enum(["lifecycle", "usage", "cost", "limit", "git", "chat", "approval"]);
    EVENT_GROUPS = {
      "session.started": "lifecycle",
      "session.stop_requested": "lifecycle",
      "session.process_exited": "lifecycle",
      "session.ended": "lifecycle",
      "session.record_gap": "lifecycle",
      "usage.recorded": "usage",
      "cost.recorded": "cost",
      "limit.changed": "limit",
      "limit.warned": "limit",
      "limit.reached": "limit",
      "git.captured": "git"
    };
  }
});

// libs/contracts/src/upcast.ts
import { z as z10 } from "zod";
var versioned;
var init_upcast = __esm({
  "libs/contracts/src/upcast.ts"() {
    "use strict";
    init_event();
    versioned = z10.looseObject({ type: z10.string(), v: z10.number().int().min(1) });
  }
});

// libs/contracts/src/subjects.ts
var STREAMS, subjects, ptyHeaders;
var init_subjects = __esm({
  "libs/contracts/src/subjects.ts"() {
    "use strict";
    STREAMS = { log: "FLEET_LOG", pty: "FLEET_PTY", dead: "FLEET_DEAD" };
    subjects = {
      event: (sessionId, group) => `fleet.session.${sessionId}.event.${group}`,
      pty: (sessionId) => `fleet.session.${sessionId}.pty`,
      stdin: (sessionId) => `fleet.session.${sessionId}.stdin`,
      dead: (consumer) => `fleet.dead.${consumer}`,
      runnerCommand: (runnerId, command) => `fleet.runner.${runnerId}.cmd.${command}`,
      runnerHeartbeat: (runnerId) => `fleet.runner.${runnerId}.heartbeat`,
      budgetCommand: (command) => `fleet.budget.cmd.${command}`,
      /** Core NATS, not stored: the projector says which sessions' rows it has just committed. */
      projectionChanged: "fleet.projection.changed",
      allEvents: "fleet.session.*.event.>",
      allEventsOf: (group) => `fleet.session.*.event.${group}`,
      allPty: "fleet.session.*.pty",
      allStdin: "fleet.session.*.stdin",
      allDead: "fleet.dead.*",
      allHeartbeats: "fleet.runner.*.heartbeat"
    };
    ptyHeaders = {
      /** ULID of the session: only on the `input` command, where the subject does not tell. */
      session: "Fleet-Session",
      /** Number of the chunk in its session, from 1 without a hole; output and resizes share one numbering. */
      n: "Fleet-N",
      /** Output bytes of the session before this chunk. */
      offset: "Fleet-Offset",
      /** Milliseconds since the epoch when the bytes were read. */
      at: "Fleet-At",
      epoch: "Fleet-Epoch",
      /** `output` (body: bytes as they came) or `resize` (body: `<cols>x<rows>` in ASCII). */
      kind: "Fleet-Kind",
      /** On stdin records: `1` when the terminal did not echo; the body is then empty and `length` tells how much. */
      redacted: "Fleet-Redacted",
      length: "Fleet-Length",
      runner: "Fleet-Runner"
    };
  }
});

// libs/contracts/src/commands.ts
import { z as z11 } from "zod";
function commandReplySchema(data) {
  return z11.discriminatedUnion("ok", [
    z11.object({ ok: z11.literal(true), data }),
    z11.object({ ok: z11.literal(false), error: commandErrorSchema })
  ]);
}
var MAX_COLS, MAX_ROWS, colsSchema, rowsSchema, startCommandSchema, resizeCommandSchema, stopCommandSchema, directoriesCommandSchema, directoriesReplySchema, setBudgetCommandSchema, setBudgetReplySchema, commandErrorSchema, runnerHeartbeatSchema, projectionChangedSchema;
var init_commands = __esm({
  "libs/contracts/src/commands.ts"() {
    "use strict";
    init_identifiers();
    init_money();
    init_vocabulary();
    MAX_COLS = 1e3;
    MAX_ROWS = 1e3;
    colsSchema = z11.number().int().min(1).max(MAX_COLS);
    rowsSchema = z11.number().int().min(1).max(MAX_ROWS);
    startCommandSchema = z11.object({
      sessionId: sessionIdSchema,
      kind: z11.literal("pty"),
      name: z11.string().min(1),
      command: z11.string().min(1).nullable(),
      repoPath: z11.string().min(1),
      budgetNanoUsd: nanoUsdSchema.nullable(),
      budgetTokens: z11.number().int().min(1).nullable(),
      cols: colsSchema,
      rows: rowsSchema,
      resumeOf: sessionIdSchema.nullable(),
      correlationId: z11.string().min(1)
    });
    resizeCommandSchema = z11.object({ sessionId: sessionIdSchema, cols: colsSchema, rows: rowsSchema });
    stopCommandSchema = z11.object({
      sessionId: sessionIdSchema,
      force: z11.boolean(),
      reason: stopReasonSchema,
      correlationId: z11.string().min(1)
    });
    directoriesCommandSchema = z11.object({ prefix: z11.string().max(4096), limit: z11.number().int().min(1).max(200) });
    directoriesReplySchema = z11.object({
      roots: z11.array(z11.string()),
      items: z11.array(z11.object({ path: z11.string(), isRepository: z11.boolean() }))
    });
    setBudgetCommandSchema = z11.object({
      sessionId: sessionIdSchema,
      budgetNanoUsd: nanoUsdSchema.nullable().optional(),
      budgetTokens: z11.number().int().min(1).nullable().optional(),
      correlationId: z11.string().min(1)
    });
    setBudgetReplySchema = z11.object({
      version: z11.number().int().min(1),
      budgetNanoUsd: nanoUsdSchema.nullable(),
      budgetTokens: z11.number().int().min(1).nullable()
    });
    commandErrorSchema = z11.object({
      code: z11.enum([
        "invalid_input",
        "repo_not_found",
        "repo_not_allowed",
        "command_not_found",
        "session_not_found",
        "session_ended",
        "too_many_sessions",
        "unavailable",
        "internal"
      ]),
      message: z11.string(),
      field: z11.string().nullable()
    });
    runnerHeartbeatSchema = z11.object({
      runnerId: runnerIdSchema,
      epoch: z11.string(),
      hostname: z11.string(),
      platform: z11.string(),
      startedAt: z11.iso.datetime(),
      sessionIds: z11.array(sessionIdSchema),
      repoRoots: z11.array(z11.string()),
      /** Bytes in the spool that the broker has not acknowledged. */
      spoolBytes: z11.number().int().min(0)
    });
    projectionChangedSchema = z11.object({ sessionIds: z11.array(sessionIdSchema) });
  }
});

// libs/contracts/src/api/session.ts
import { z as z12 } from "zod";
function pageSchema(item) {
  return z12.object({ items: z12.array(item), nextCursor: z12.string().nullable() });
}
var tokens, budgetUsdSchema, budgetTokensSchema, sessionSchema, DEFAULT_COLS, DEFAULT_ROWS, createSessionSchema, changeBudgetSchema, stopSessionSchema, stopSessionsSchema, stopSessionsResultSchema, sendInputSchema, listSessionsQuerySchema, pageQuerySchema, sessionPageSchema;
var init_session = __esm({
  "libs/contracts/src/api/session.ts"() {
    "use strict";
    init_commands();
    init_identifiers();
    init_money();
    init_vocabulary();
    tokens = z12.number().int().min(0);
    budgetUsdSchema = z12.number().positive("must be more than 0").max(MAX_USD);
    budgetTokensSchema = z12.number().int().min(1, "must be at least 1").max(1e12);
    sessionSchema = z12.object({
      id: sessionIdSchema,
      kind: sessionKindSchema,
      agent: agentSchema,
      name: z12.string(),
      command: z12.string().nullable(),
      repoPath: z12.string(),
      runnerId: runnerIdSchema,
      status: sessionStatusSchema,
      stopReason: stopReasonSchema.nullable(),
      exitCode: z12.number().int().nullable(),
      signal: z12.string().nullable(),
      startedAt: z12.iso.datetime(),
      endedAt: z12.iso.datetime().nullable(),
      /** Time of the newest terminal byte or input, for "idle" in the console. */
      lastActivityAt: z12.iso.datetime(),
      budgetUsd: z12.number().nullable(),
      budgetTokens: z12.number().int().nullable(),
      /** One more with each change of the budget, from 1. */
      budgetVersion: z12.number().int().min(1),
      costUsd: z12.number(),
      tokens: z12.object({
        input: tokens,
        cacheRead: tokens,
        cacheWrite: tokens,
        output: tokens,
        total: tokens,
        /** What counts against `budgetTokens`: input + cache writes + output. */
        counted: tokens
      }),
      /** `null` as long as no usage is known. */
      confidence: confidenceSchema.nullable(),
      usageSource: usageSourceSchema.nullable(),
      models: z12.array(z12.string()),
      /** 0, or 0.8 once warned, or 1 once reached, for the budget in force. */
      limitState: z12.enum(["none", "armed", "warned", "reached"]),
      cols: z12.number().int(),
      rows: z12.number().int(),
      /** Newest chunk and number of output bytes that the record holds. */
      lastChunk: z12.number().int().min(0),
      bytes: z12.number().int().min(0),
      /** The newest line with text on it, without escape codes, at most 200 characters; `null` before the first. */
      lastLine: z12.string().nullable(),
      /** Processes of the session found alive after its stop: 0 is the verified stop; `null` before the end. */
      survivors: z12.number().int().min(0).nullable(),
      branch: z12.string().nullable(),
      resumeOf: sessionIdSchema.nullable(),
      resumeCommand: z12.string().nullable()
    });
    DEFAULT_COLS = 120;
    DEFAULT_ROWS = 32;
    createSessionSchema = z12.strictObject({
      kind: sessionKindSchema,
      repoPath: z12.string().min(1, "is required").max(4096),
      command: z12.string().trim().min(1, "must not be empty").max(32768).optional(),
      model: z12.string().max(200).optional(),
      name: z12.string().trim().min(1, "must not be empty").max(120).optional(),
      budgetUsd: budgetUsdSchema.optional(),
      budgetTokens: budgetTokensSchema.optional(),
      cols: colsSchema.optional(),
      rows: rowsSchema.optional(),
      runnerId: runnerIdSchema.optional()
    });
    changeBudgetSchema = z12.strictObject({
      budgetUsd: budgetUsdSchema.nullable().optional(),
      budgetTokens: budgetTokensSchema.nullable().optional()
    }).refine((body) => body.budgetUsd !== void 0 || body.budgetTokens !== void 0, {
      message: "name budgetUsd, budgetTokens or both",
      path: ["budgetUsd"]
    });
    stopSessionSchema = z12.strictObject({ force: z12.boolean().optional() });
    stopSessionsSchema = z12.union([
      z12.strictObject({ ids: z12.array(sessionIdSchema).min(1).max(200), force: z12.boolean().optional() }),
      z12.strictObject({ repo: z12.string().min(1), force: z12.boolean().optional() })
    ]);
    stopSessionsResultSchema = z12.object({
      items: z12.array(z12.object({ id: sessionIdSchema, stopping: z12.boolean(), message: z12.string().nullable() }))
    });
    sendInputSchema = z12.strictObject({ text: z12.string().min(1).max(65536) });
    listSessionsQuerySchema = z12.strictObject({
      status: z12.enum([...sessionStatusSchema.options, "live"]).optional(),
      kind: sessionKindSchema.optional(),
      repo: z12.string().max(4096).optional(),
      q: z12.string().max(200).optional(),
      limit: z12.coerce.number().int().min(1).max(200).default(50),
      cursor: z12.string().max(200).optional()
    });
    pageQuerySchema = z12.strictObject({
      limit: z12.coerce.number().int().min(1).max(1e3).default(200),
      cursor: z12.string().max(200).optional()
    });
    sessionPageSchema = pageSchema(sessionSchema);
  }
});

// libs/contracts/src/api/session-records.ts
import { z as z13 } from "zod";
var markerSchema, markerPageSchema, stdinEventSchema, stdinPageSchema, usageEntrySchema, usagePageSchema, artifactSchema, artifactPageSchema;
var init_session_records = __esm({
  "libs/contracts/src/api/session-records.ts"() {
    "use strict";
    init_usage();
    init_identifiers();
    init_vocabulary();
    init_session();
    markerSchema = z13.object({
      id: z13.string(),
      sessionId: sessionIdSchema,
      type: markerTypeSchema,
      at: z13.iso.datetime(),
      chunk: z13.number().int().min(0).nullable(),
      /** One sentence for a person, such as "80 % of the budget used: 1,612 of 2,000 tokens". */
      summary: z13.string(),
      data: z13.record(z13.string(), z13.unknown())
    });
    markerPageSchema = pageSchema(markerSchema);
    stdinEventSchema = z13.object({
      n: z13.number().int().min(1),
      at: z13.iso.datetime(),
      text: z13.string().nullable(),
      redacted: z13.boolean(),
      length: z13.number().int().min(0)
    });
    stdinPageSchema = pageSchema(stdinEventSchema);
    usageEntrySchema = z13.object({
      usageId: z13.string(),
      at: z13.iso.datetime(),
      source: usageSourceSchema,
      model: z13.string().nullable(),
      tokens: tokenClassesSchema,
      costUsd: z13.number().nullable(),
      confidence: confidenceSchema.nullable(),
      priceSource: priceSourceSchema.nullable()
    });
    usagePageSchema = pageSchema(usageEntrySchema);
    artifactSchema = z13.object({
      id: z13.string(),
      sessionId: sessionIdSchema,
      kind: z13.enum(["git_state", "resume_command"]),
      at: z13.iso.datetime(),
      title: z13.string(),
      size: z13.number().int().min(0),
      data: z13.record(z13.string(), z13.unknown())
    });
    artifactPageSchema = pageSchema(artifactSchema);
  }
});

// libs/contracts/src/api/fleet.ts
import { z as z14 } from "zod";
var runnerSchema, runnerListSchema, reposQuerySchema, reposSchema, settingsSchema, loginSchema;
var init_fleet = __esm({
  "libs/contracts/src/api/fleet.ts"() {
    "use strict";
    init_identifiers();
    runnerSchema = z14.object({
      id: runnerIdSchema,
      hostname: z14.string(),
      platform: z14.string(),
      startedAt: z14.iso.datetime(),
      lastSeenAt: z14.iso.datetime(),
      online: z14.boolean(),
      sessionIds: z14.array(sessionIdSchema),
      repoRoots: z14.array(z14.string()),
      spoolBytes: z14.number().int().min(0)
    });
    runnerListSchema = z14.object({ items: z14.array(runnerSchema), nextCursor: z14.null() });
    reposQuerySchema = z14.strictObject({
      prefix: z14.string().max(4096).optional(),
      runnerId: runnerIdSchema.optional()
    });
    reposSchema = z14.object({
      roots: z14.array(z14.string()),
      /** Directories under the roots that begin with `prefix`. */
      directories: z14.array(z14.object({ path: z14.string(), isRepository: z14.boolean() })),
      /** Repos of earlier sessions, newest first. */
      recent: z14.array(z14.object({ path: z14.string(), lastUsedAt: z14.iso.datetime() }))
    });
    settingsSchema = z14.object({
      version: z14.string(),
      items: z14.array(z14.object({ name: z14.string(), value: z14.string(), description: z14.string() }))
    });
    loginSchema = z14.strictObject({ token: z14.string().min(1).max(200) });
  }
});

// libs/contracts/src/api/problem.ts
import { z as z15 } from "zod";
var problemSchema;
var init_problem = __esm({
  "libs/contracts/src/api/problem.ts"() {
    "use strict";
    problemSchema = z15.object({
      type: z15.string(),
      title: z15.string(),
      status: z15.number().int(),
      detail: z15.string().optional(),
      errors: z15.array(z15.object({ field: z15.string(), message: z15.string() })).optional()
    });
  }
});

// libs/contracts/src/api/socket.ts
import { z as z16 } from "zod";
var channelSchema, clientMessageSchema, serverMessageSchema;
var init_socket = __esm({
  "libs/contracts/src/api/socket.ts"() {
    "use strict";
    init_commands();
    init_identifiers();
    init_fleet();
    init_session_records();
    init_session();
    channelSchema = z16.number().int().min(0).max(65535);
    clientMessageSchema = z16.discriminatedUnion("type", [
      z16.strictObject({
        type: z16.literal("attach"),
        channel: channelSchema,
        sessionId: sessionIdSchema,
        after: z16.number().int().min(0)
      }),
      z16.strictObject({ type: z16.literal("detach"), channel: channelSchema }),
      z16.strictObject({ type: z16.literal("resize"), channel: channelSchema, cols: colsSchema, rows: rowsSchema }),
      /** The person uses this terminal now: it becomes the owner of its session. */
      z16.strictObject({ type: z16.literal("claim"), channel: channelSchema }),
      z16.strictObject({ type: z16.literal("ping") })
    ]);
    serverMessageSchema = z16.discriminatedUnion("type", [
      z16.object({ type: z16.literal("hello"), version: z16.string(), at: z16.iso.datetime() }),
      z16.object({ type: z16.literal("session"), session: sessionSchema }),
      z16.object({ type: z16.literal("marker"), marker: markerSchema }),
      z16.object({ type: z16.literal("runners"), items: z16.array(runnerSchema) }),
      z16.object({
        type: z16.literal("attached"),
        channel: channelSchema,
        sessionId: sessionIdSchema,
        after: z16.number().int().min(0),
        lastChunk: z16.number().int().min(0),
        cols: z16.number().int(),
        rows: z16.number().int(),
        live: z16.boolean()
      }),
      z16.object({ type: z16.literal("caught_up"), channel: channelSchema, chunk: z16.number().int().min(0) }),
      z16.object({ type: z16.literal("ended"), channel: channelSchema, lastChunk: z16.number().int().min(0) }),
      /**
       * Whether this terminal owns its session: the owner's size is the terminal's size, others letterbox, and only the
       * owner's terminal answers the queries of programs (DA, CPR). The first that attaches is it until another claims.
       */
      z16.object({ type: z16.literal("owner"), channel: channelSchema, owner: z16.boolean() }),
      z16.object({ type: z16.literal("input_refused"), channel: channelSchema, message: z16.string() }),
      /** The broker or the projector is away: figures are as of `asOf`. `null` means that all is well again. */
      z16.object({ type: z16.literal("degraded"), asOf: z16.iso.datetime().nullable(), message: z16.string().nullable() }),
      z16.object({ type: z16.literal("error"), channel: channelSchema.nullable(), message: z16.string() }),
      z16.object({ type: z16.literal("pong") })
    ]);
  }
});

// libs/contracts/src/index.ts
var init_src = __esm({
  "libs/contracts/src/index.ts"() {
    "use strict";
    init_identifiers();
    init_money();
    init_vocabulary();
    init_envelope();
    init_lifecycle();
    init_usage();
    init_limit();
    init_git();
    init_event();
    init_upcast();
    init_subjects();
    init_commands();
    init_session();
    init_session_records();
    init_fleet();
    init_problem();
    init_socket();
  }
});

// libs/event-log/src/streams.ts
import { DiscardPolicy, RetentionPolicy, StorageType } from "@nats-io/jetstream";
import { nanos } from "@nats-io/transport-node";
function streamDefinitions(limits = DEFAULT_STREAM_LIMITS) {
  return [
    {
      ...kept,
      name: STREAMS.log,
      description: "Every fact of every session, for ever",
      subjects: eventGroupSchema.options.map((group) => subjects.allEventsOf(group)),
      discard: DiscardPolicy.New,
      deny_delete: true
    },
    {
      ...kept,
      name: STREAMS.pty,
      description: "Bytes of terminals and what was typed into them",
      subjects: [subjects.allPty, subjects.allStdin],
      discard: DiscardPolicy.New,
      max_bytes: limits.ptyMaxBytes
    },
    {
      ...kept,
      name: STREAMS.dead,
      description: "Messages that a consumer could not handle",
      subjects: [subjects.allDead],
      discard: DiscardPolicy.Old,
      max_age: nanos(DEAD_LETTER_AGE_MS)
    }
  ];
}
var DEFAULT_STREAM_LIMITS, DUPLICATE_WINDOW_MS, DEAD_LETTER_AGE_MS, kept;
var init_streams = __esm({
  "libs/event-log/src/streams.ts"() {
    "use strict";
    init_src();
    DEFAULT_STREAM_LIMITS = { ptyMaxBytes: 4 * 1024 ** 3 };
    DUPLICATE_WINDOW_MS = 2 * 6e4;
    DEAD_LETTER_AGE_MS = 30 * 24 * 36e5;
    kept = {
      retention: RetentionPolicy.Limits,
      storage: StorageType.File,
      num_replicas: 1,
      duplicate_window: nanos(DUPLICATE_WINDOW_MS),
      allow_direct: true
    };
  }
});

// libs/event-log/src/provision.ts
import { JetStreamApiCodes, JetStreamApiError } from "@nats-io/jetstream";
async function provisionStreams(broker, limits = DEFAULT_STREAM_LIMITS) {
  const { streams } = await broker.manager();
  for (const definition of streamDefinitions(limits)) {
    const exists = await streams.info(definition.name).then(
      () => true,
      (error) => {
        if (isStreamNotFound(error)) return false;
        throw refused(definition.name, error);
      }
    );
    await (exists ? streams.update(definition.name, definition) : streams.add(definition)).catch((error) => {
      throw refused(definition.name, error);
    });
  }
}
async function checkStreams(broker) {
  const { streams } = await broker.manager();
  for (const { name } of streamDefinitions()) {
    await streams.info(name).catch((error) => {
      throw refused(name, error);
    });
  }
}
function isStreamNotFound(error) {
  return error instanceof JetStreamApiError && error.code === JetStreamApiCodes.StreamNotFound;
}
function refused(stream, error) {
  const hint = isStreamNotFound(error) ? " (provision the streams first)" : "";
  return new BrokerError(`stream ${stream}: ${messageOf(error)}${hint}`);
}
var init_provision = __esm({
  "libs/event-log/src/provision.ts"() {
    "use strict";
    init_broker_errors();
    init_streams();
  }
});

// libs/event-log/src/publisher.ts
import { JetStreamApiError as JetStreamApiError2 } from "@nats-io/jetstream";
import { errors as errors2, headers as natsHeaders } from "@nats-io/transport-node";
function toHeaders(values) {
  const result = natsHeaders();
  for (const [name, value] of Object.entries(values)) result.set(name, value);
  return result;
}
var MAX_IN_FLIGHT, ACK_TIMEOUT_MS, MESSAGE_TOO_LARGE, EventPublisher;
var init_publisher = __esm({
  "libs/event-log/src/publisher.ts"() {
    "use strict";
    init_src();
    init_broker_errors();
    init_retry();
    MAX_IN_FLIGHT = 256;
    ACK_TIMEOUT_MS = 5e3;
    MESSAGE_TOO_LARGE = 10054;
    EventPublisher = class {
      #broker;
      #maxInFlight;
      #stop = new AbortController();
      #waiting = [];
      #inFlight = 0;
      constructor(broker, maxInFlight = MAX_IN_FLIGHT) {
        this.#broker = broker;
        this.#maxInFlight = maxInFlight;
      }
      /** Publishes that have started and are not acknowledged. */
      get inFlight() {
        return this.#inFlight;
      }
      /** Publishes one event of `FLEET_LOG` under the subject of its group. Resolves when it is stored. */
      async publish(event) {
        const subject = subjects.event(event.sessionId, EVENT_GROUPS[event.type]);
        return this.publishRaw(subject, JSON.stringify(event), {}, event.id);
      }
      /**
       * Publishes bytes with headers. Resolves when they are stored.
       * @throws PublishRefusedError when the broker will never take it; BrokerClosedError when closed before that
       */
      async publishRaw(subject, body, headers, messageId) {
        await this.#enter();
        try {
          for (let failures = 1; ; failures++) {
            await this.#broker.status.untilOnline(this.#stop.signal);
            if (this.#stop.signal.aborted) throw new BrokerClosedError();
            try {
              const { seq, duplicate } = await this.#broker.jetstream.publish(subject, body, {
                msgID: messageId,
                timeout: ACK_TIMEOUT_MS,
                headers: toHeaders(headers)
              });
              return { seq, duplicate };
            } catch (error) {
              this.#throwIfFinal(error, subject);
              if (failures === 3) {
                this.#broker.logger.warn({ subject, messageId, error: messageOf(error) }, "publish fails; trying on");
              }
              await pause(backoffMs(failures), this.#stop.signal);
            }
          }
        } finally {
          this.#leave();
        }
      }
      /** Gives up on everything that is not acknowledged: those calls reject with BrokerClosedError. */
      close() {
        this.#stop.abort();
      }
      #throwIfFinal(error, subject) {
        const causes = error instanceof Error ? [error, error.cause] : [error];
        const is = (kind) => causes.some((cause) => cause instanceof kind);
        const closed = this.#broker.connection.isClosed() || this.#broker.connection.isDraining();
        if (closed || is(errors2.ClosedConnectionError) || is(errors2.DrainingConnectionError)) throw new BrokerClosedError();
        const final = is(errors2.PermissionViolationError) || is(errors2.InvalidSubjectError) || is(errors2.InvalidArgumentError) || error instanceof JetStreamApiError2 && error.code === MESSAGE_TOO_LARGE;
        if (final) throw new PublishRefusedError(`the broker refuses ${subject}: ${messageOf(error)}`, { cause: error });
      }
      async #enter() {
        if (this.#inFlight < this.#maxInFlight && this.#waiting.length === 0) {
          this.#inFlight++;
          return;
        }
        await new Promise((resolve) => this.#waiting.push(resolve));
      }
      #leave() {
        const next = this.#waiting.shift();
        if (next === void 0) this.#inFlight--;
        else next();
      }
    };
  }
});

// libs/event-log/src/pty-messages.ts
function chunkMessage(chunk) {
  return {
    subject: subjects.pty(chunk.sessionId),
    body: chunk.body,
    headers: {
      [ptyHeaders.n]: String(chunk.n),
      [ptyHeaders.at]: String(chunk.at),
      [ptyHeaders.offset]: String(chunk.offset),
      [ptyHeaders.kind]: chunk.kind,
      [ptyHeaders.epoch]: chunk.epoch,
      [ptyHeaders.runner]: chunk.runnerId
    },
    messageId: `${chunk.sessionId}:p:${chunk.n}`
  };
}
function publishChunk(publisher, chunk) {
  return publishMessage(publisher, chunkMessage(chunk));
}
function publishMessage(publisher, message) {
  return publisher.publishRaw(message.subject, message.body, message.headers, message.messageId);
}
var init_pty_messages = __esm({
  "libs/event-log/src/pty-messages.ts"() {
    "use strict";
    init_src();
  }
});

// libs/event-log/src/batches.ts
var init_batches = __esm({
  "libs/event-log/src/batches.ts"() {
    "use strict";
  }
});

// libs/event-log/src/durable-consumer.ts
import { AckPolicy, DeliverPolicy, JetStreamApiCodes as JetStreamApiCodes2, JetStreamApiError as JetStreamApiError3 } from "@nats-io/jetstream";
import { nanos as nanos2 } from "@nats-io/transport-node";
var init_durable_consumer = __esm({
  "libs/event-log/src/durable-consumer.ts"() {
    "use strict";
  }
});

// libs/event-log/src/received-message.ts
function receivedMessage(message) {
  const { info } = message;
  return {
    seq: info.streamSequence,
    subject: message.subject,
    data: message.data,
    header: (name) => message.headers?.get(name) || null,
    get storedAt() {
      return message.time;
    },
    redelivered: info.redelivered,
    pending: info.pending
  };
}
var init_received_message = __esm({
  "libs/event-log/src/received-message.ts"() {
    "use strict";
  }
});

// libs/event-log/src/consume.ts
var init_consume = __esm({
  "libs/event-log/src/consume.ts"() {
    "use strict";
    init_batches();
    init_broker_errors();
    init_durable_consumer();
    init_received_message();
    init_retry();
  }
});

// libs/event-log/src/dead-letters.ts
var init_dead_letters = __esm({
  "libs/event-log/src/dead-letters.ts"() {
    "use strict";
    init_src();
  }
});

// libs/event-log/src/consume-events.ts
var init_consume_events = __esm({
  "libs/event-log/src/consume-events.ts"() {
    "use strict";
    init_src();
    init_consume();
    init_dead_letters();
  }
});

// libs/event-log/src/read-subject.ts
import { DeliverPolicy as DeliverPolicy2 } from "@nats-io/jetstream";
async function readSubject(broker, options) {
  const consumer = await broker.jetstream.consumers.get(options.stream, {
    filter_subjects: options.subject,
    deliver_policy: DeliverPolicy2.StartSequence,
    opt_start_seq: options.fromSeq
  });
  const { num_pending } = await consumer.info(true);
  const messages = await consumer.consume({
    ...options.maxBytes === void 0 ? { max_messages: 256 } : { max_bytes: options.maxBytes },
    expires: PULL_EXPIRES_MS
  });
  return {
    pendingAtStart: num_pending,
    stop: () => {
      void messages.close();
      if (broker.status.online) void consumer.delete().catch((error) => logUnlessGone(broker, error));
    },
    async *[Symbol.asyncIterator]() {
      for await (const message of messages) yield receivedMessage(message);
    }
  };
}
function logUnlessGone(broker, error) {
  if (broker.connection.isClosed() || broker.connection.isDraining()) return;
  broker.logger.warn({ error: String(error) }, "an ordered consumer could not be deleted");
}
var PULL_EXPIRES_MS;
var init_read_subject = __esm({
  "libs/event-log/src/read-subject.ts"() {
    "use strict";
    init_received_message();
    PULL_EXPIRES_MS = 5e3;
  }
});

// libs/event-log/src/commands.ts
import { errors as errors3, headers as natsHeaders2 } from "@nats-io/transport-node";
async function request(broker, subject, body, options) {
  if (!broker.status.online) return unavailable("the broker is not reachable");
  const headers = natsHeaders2();
  for (const [name, value] of Object.entries(options.headers ?? {})) headers.set(name, value);
  try {
    const message = await broker.connection.request(subject, encode(body), { timeout: options.timeoutMs, headers });
    return commandReplySchema(options.reply).parse(message.json());
  } catch (error) {
    if (error instanceof errors3.TimeoutError) return unavailable("no answer in time");
    if (error instanceof errors3.RequestError) {
      return unavailable(error.isNoResponders() ? "nobody answers this command" : error.message);
    }
    throw error;
  }
}
function respond(broker, subject, handle, queue) {
  const subscription = broker.connection.subscribe(subject, {
    ...queue === void 0 ? {} : { queue },
    callback: (error, message) => {
      if (error !== null) {
        broker.logger.error({ subject, error: error.message }, "commands are not received");
        return;
      }
      const command = {
        subject: message.subject,
        data: message.data,
        header: (name) => message.headers?.get(name) || null,
        json: () => message.json()
      };
      void answer(broker, command, handle).then((reply2) => {
        if (!broker.connection.isClosed()) message.respond(JSON.stringify(reply2));
      });
    }
  });
  return { stop: () => subscription.unsubscribe() };
}
async function answer(broker, command, handle) {
  try {
    return await handle(command);
  } catch (error) {
    broker.logger.error({ subject: command.subject, error: messageOf(error) }, "command failed");
    return { ok: false, error: { code: "internal", message: "the command failed", field: null } };
  }
}
function unavailable(message) {
  return { ok: false, error: { code: "unavailable", message, field: null } };
}
function encode(body) {
  return body instanceof Uint8Array ? body : JSON.stringify(body);
}
var init_commands2 = __esm({
  "libs/event-log/src/commands.ts"() {
    "use strict";
    init_src();
    init_broker_errors();
  }
});

// libs/event-log/src/core-messages.ts
function publishCore(broker, subject, body) {
  if (broker.status.online && !broker.connection.isClosed()) broker.connection.publish(subject, encode(body));
}
function subscribeCore(broker, subject, listener) {
  const subscription = broker.connection.subscribe(subject, {
    callback: (error, message) => {
      if (error !== null) {
        broker.logger.error({ subject, error: error.message }, "messages are not received");
        return;
      }
      try {
        listener({
          subject: message.subject,
          data: message.data,
          header: (name) => message.headers?.get(name) || null,
          json: () => message.json()
        });
      } catch (thrown) {
        broker.logger.error({ subject: message.subject, error: messageOf(thrown) }, "message could not be handled");
      }
    }
  });
  return { stop: () => subscription.unsubscribe() };
}
var init_core_messages = __esm({
  "libs/event-log/src/core-messages.ts"() {
    "use strict";
    init_broker_errors();
    init_commands2();
  }
});

// libs/platform/src/configuration.ts
function readConfiguration(schema, environment = process.env) {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const result = schema.safeParse(present);
  if (result.success) return result.data;
  const [first, ...others] = result.error.issues;
  const variable = first?.path.join(".") ?? "";
  const more = others.length > 0 ? ` (and ${others.length} more)` : "";
  throw new ConfigurationError(`${variable}: ${(first?.message ?? "is invalid").replaceAll("\n", " ")}${more}`);
}
var ConfigurationError;
var init_configuration = __esm({
  "libs/platform/src/configuration.ts"() {
    "use strict";
    ConfigurationError = class extends Error {
      name = "ConfigurationError";
    };
  }
});

// libs/platform/src/logger.ts
import { pino } from "pino";
function createLogger(name, level, destination) {
  return pino(
    { name, level, redact: { paths: secretPaths, censor: "[redacted]" }, timestamp: pino.stdTimeFunctions.isoTime },
    destination ?? pino.destination({ dest: 2, sync: true })
  );
}
var LOG_LEVELS, SECRET_FIELDS, secretPaths;
var init_logger = __esm({
  "libs/platform/src/logger.ts"() {
    "use strict";
    LOG_LEVELS = ["silent", "fatal", "error", "warn", "info", "debug", "trace"];
    SECRET_FIELDS = [
      "password",
      "pass",
      "token",
      "accessToken",
      "secret",
      "authorization",
      "cookie",
      "apiKey",
      "code",
      '["set-cookie"]'
    ];
    secretPaths = SECRET_FIELDS.flatMap((field) => {
      const below = field.startsWith("[") ? field : `.${field}`;
      return [field, `*${below}`, `*.*${below}`];
    });
  }
});

// libs/platform/src/configuration-fields.ts
import { homedir as homedir2, hostname } from "node:os";
import { isAbsolute, join as join3, normalize } from "node:path";
import { z as z17 } from "zod";
function runnerIdOfHost(host) {
  const fit = host.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-/, "").slice(0, 63);
  return fit === "" ? "runner" : fit;
}
var port, absolutePath, onOff, commaSeparated, pathList, natsUrl, fleetVariables;
var init_configuration_fields = __esm({
  "libs/platform/src/configuration-fields.ts"() {
    "use strict";
    init_logger();
    port = z17.string().regex(/^\d{1,5}$/, "must be a port number").transform(Number).refine((value) => value <= 65535, "must be a port number, at most 65535");
    absolutePath = z17.string().transform((path) => path === "~" || path.startsWith("~/") ? join3(homedir2(), path.slice(1)) : path).refine((path) => isAbsolute(path), "must be an absolute path").transform((path) => normalize(path));
    onOff = z17.enum(["0", "1"], "must be 0 or 1").transform((value) => value === "1");
    commaSeparated = z17.string().transform(
      (text) => text.split(",").map((item) => item.trim()).filter((item) => item !== "")
    );
    pathList = z17.string().transform((text) => text.split(":").filter((item) => item !== "")).pipe(z17.array(absolutePath).min(1, "must name at least one directory"));
    natsUrl = z17.string().regex(/^(nats|tls):\/\/[^\s/]+$/, "must be a URL like nats://127.0.0.1:4222");
    fleetVariables = {
      dataDirectory: absolutePath.default(join3(homedir2(), ".local/share/agents-fleet")),
      httpHost: z17.string().min(1).default("127.0.0.1"),
      httpPort: port.default(4700),
      repoRoots: pathList.default([homedir2()]),
      natsUrl: natsUrl.default("nats://127.0.0.1:4222"),
      natsUser: z17.string().min(1).optional(),
      natsPasswordFile: absolutePath.optional(),
      logLevel: z17.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(", ")}`).default("info"),
      healthPort: port.optional(),
      healthHost: z17.string().min(1).default("127.0.0.1"),
      countCacheReads: onOff.default(false),
      runnerId: z17.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "must be 1 to 63 lower-case letters, digits or dashes").default(runnerIdOfHost(hostname()))
    };
  }
});

// libs/platform/src/secret-file.ts
import { readFile } from "node:fs/promises";
async function readSecretFile(variable, path) {
  const secret = await readFile(path, "utf8").catch((cause) => {
    throw new ConfigurationError(`${variable}: can't read ${path} (${cause.code ?? cause.message})`, { cause });
  });
  const trimmed = secret.trimEnd();
  if (trimmed === "") throw new ConfigurationError(`${variable}: ${path} is empty`);
  return trimmed;
}
var init_secret_file = __esm({
  "libs/platform/src/secret-file.ts"() {
    "use strict";
    init_configuration();
  }
});

// libs/platform/src/service-group.ts
async function startInOrder(name, starters) {
  const running = [];
  try {
    for (const start of starters) running.push(await start());
  } catch (error) {
    await stopAll(running);
    throw error;
  }
  return { name, health: () => healthOfAll(running), stop: () => stopAll(running) };
}
async function stopAll(running) {
  const failures = [];
  for (const service of running.splice(0).reverse()) {
    await service.stop().catch((error) => failures.push(error));
  }
  if (failures.length > 0) throw new AggregateError(failures, "some services did not stop cleanly");
}
function healthOfAll(running) {
  const reports = running.map((service) => ({ name: service.name, report: service.health() }));
  return {
    ok: reports.every(({ report }) => report.ok),
    details: Object.fromEntries(
      reports.flatMap(({ name, report }) => [
        [`${name}.ok`, report.ok],
        ...Object.entries(report.details).map(([key, value]) => [`${name}.${key}`, value])
      ])
    )
  };
}
var init_service_group = __esm({
  "libs/platform/src/service-group.ts"() {
    "use strict";
  }
});

// libs/platform/src/health-metrics.ts
function healthMetrics(service, report, residentBytes = process.memoryUsage.rss()) {
  const label = `{service="${labelValue(service)}"}`;
  const gauges = [
    ["fleet_service_ready", Number(report.ok)],
    ["fleet_process_resident_memory_bytes", residentBytes],
    ...Object.entries(report.details).filter((entry) => typeof entry[1] !== "string").map(([key, value]) => [metricName(key), Number(value)])
  ];
  return gauges.map(([name, value]) => `# TYPE ${name} gauge
${name}${label} ${value}
`).join("");
}
var metricName, labelValue;
var init_health_metrics = __esm({
  "libs/platform/src/health-metrics.ts"() {
    "use strict";
    metricName = (key) => `fleet_${key.replace(/([a-z0-9])([A-Z])/g, "$1_$2").replace(/[^a-zA-Z0-9]+/g, "_").toLowerCase()}`;
    labelValue = (text) => text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
  }
});

// libs/platform/src/health-endpoint.ts
import { createServer as createServer2 } from "node:http";
async function startHealthEndpoint(service, options) {
  const server = createServer2((request2, response) => {
    answer2(service, request2, response);
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host, resolve);
  });
  return {
    port: server.address().port,
    close: () => new Promise((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    })
  };
}
function answer2(service, request2, response) {
  if (request2.method !== "GET" && request2.method !== "HEAD") {
    reply(response, 405, { ok: false });
    return;
  }
  const report = service.health();
  switch (request2.url) {
    case "/healthz":
      reply(response, 200, { ok: true, service: service.name });
      return;
    case "/readyz":
      reply(response, report.ok ? 200 : 503, { service: service.name, ...report });
      return;
    case "/metrics":
      response.writeHead(200, { "content-type": "text/plain; version=0.0.4" }).end(healthMetrics(service.name, report));
      return;
    default:
      reply(response, 404, { ok: false });
  }
}
function reply(response, status, body) {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" }).end(JSON.stringify(body));
}
var init_health_endpoint = __esm({
  "libs/platform/src/health-endpoint.ts"() {
    "use strict";
    init_health_metrics();
  }
});

// libs/platform/src/process-lifetime.ts
var STOP_DEADLINE_MS, EXIT_CODES, ProcessLifetime;
var init_process_lifetime = __esm({
  "libs/platform/src/process-lifetime.ts"() {
    "use strict";
    init_configuration();
    STOP_DEADLINE_MS = 15e3;
    EXIT_CODES = { stopped: 0, failed: 1, configuration: 78 };
    ProcessLifetime = class {
      constructor(edge2, stopDeadlineMs = STOP_DEADLINE_MS) {
        this.edge = edge2;
        this.stopDeadlineMs = stopDeadlineMs;
      }
      edge;
      stopDeadlineMs;
      service = null;
      stopping = false;
      async start(start) {
        try {
          this.service = await start();
        } catch (error) {
          this.fail(error);
          return null;
        }
        if (this.stopping) {
          await this.stopService(this.service);
          return null;
        }
        this.edge.announceReady();
        return this.service;
      }
      /** The first call stops in order; a second one, from a person who has lost patience, ends the process at once. */
      async stop() {
        if (this.stopping) {
          this.edge.exit(EXIT_CODES.failed);
          return;
        }
        this.stopping = true;
        if (this.service !== null) await this.stopService(this.service);
      }
      /** For failures that nothing handled: the state is unknown, so the process ends and its parent restarts it. */
      fail(error) {
        if (error instanceof ConfigurationError) {
          this.edge.say(error.message);
          this.edge.exit(EXIT_CODES.configuration);
          return;
        }
        this.edge.say(error instanceof Error ? error.stack ?? error.message : String(error));
        this.edge.exit(EXIT_CODES.failed);
      }
      async stopService(service) {
        const deadline = setTimeout(() => {
          this.edge.say(`${service.name} did not stop within ${this.stopDeadlineMs / 1e3} s`);
          this.edge.exit(EXIT_CODES.failed);
        }, this.stopDeadlineMs);
        try {
          await service.stop();
          this.edge.exit(EXIT_CODES.stopped);
        } catch (error) {
          this.fail(error);
        } finally {
          clearTimeout(deadline);
        }
      }
    };
  }
});

// libs/platform/src/run-as-process.ts
import { z as z18 } from "zod";
async function runAsProcess(start) {
  const lifetime = new ProcessLifetime(edge);
  const stop = () => void lifetime.stop();
  const fail = (error) => {
    lifetime.fail(error);
  };
  process.on("SIGTERM", stop).on("SIGINT", stop).on("disconnect", stop);
  process.on("uncaughtException", fail).on("unhandledRejection", fail);
  await lifetime.start(async () => {
    const health = readConfiguration(healthSchema);
    const service = await start();
    if (health.FLEET_HEALTH_PORT !== void 0) {
      await startHealthEndpoint(service, { host: health.FLEET_HEALTH_HOST, port: health.FLEET_HEALTH_PORT });
    }
    return service;
  });
}
var healthSchema, READY_MESSAGE, edge;
var init_run_as_process = __esm({
  "libs/platform/src/run-as-process.ts"() {
    "use strict";
    init_configuration();
    init_configuration_fields();
    init_health_endpoint();
    init_process_lifetime();
    healthSchema = z18.object({ FLEET_HEALTH_PORT: fleetVariables.healthPort, FLEET_HEALTH_HOST: fleetVariables.healthHost });
    READY_MESSAGE = "ready";
    edge = {
      exit: (code) => process.exit(code),
      say: (line) => {
        process.stderr.write(`${line}
`);
      },
      announceReady: () => {
        process.send?.(READY_MESSAGE);
      }
    };
  }
});

// libs/platform/src/index.ts
var src_exports = {};
__export(src_exports, {
  ConfigurationError: () => ConfigurationError,
  LOG_LEVELS: () => LOG_LEVELS,
  READY_MESSAGE: () => READY_MESSAGE,
  absolutePath: () => absolutePath,
  commaSeparated: () => commaSeparated,
  createLogger: () => createLogger,
  fleetVariables: () => fleetVariables,
  onOff: () => onOff,
  port: () => port,
  readConfiguration: () => readConfiguration,
  readSecretFile: () => readSecretFile,
  runAsProcess: () => runAsProcess,
  runnerIdOfHost: () => runnerIdOfHost,
  startHealthEndpoint: () => startHealthEndpoint,
  startInOrder: () => startInOrder
});
var init_src2 = __esm({
  "libs/platform/src/index.ts"() {
    "use strict";
    init_configuration();
    init_configuration_fields();
    init_secret_file();
    init_logger();
    init_service_group();
    init_health_endpoint();
    init_run_as_process();
  }
});

// libs/event-log/src/connect-service.ts
async function connectService(name, configuration, logger) {
  const passwordFile = configuration.FLEET_NATS_PASSWORD_FILE;
  const broker = await connectBroker({
    url: configuration.FLEET_NATS_URL,
    user: configuration.FLEET_NATS_USER,
    password: passwordFile === void 0 ? void 0 : await readSecretFile("FLEET_NATS_PASSWORD_FILE", passwordFile),
    name,
    logger
  });
  try {
    await checkStreams(broker);
    return broker;
  } catch (error) {
    await broker.close();
    throw error;
  }
}
var brokerVariables;
var init_connect_service = __esm({
  "libs/event-log/src/connect-service.ts"() {
    "use strict";
    init_src2();
    init_broker();
    init_provision();
    brokerVariables = {
      FLEET_NATS_URL: fleetVariables.natsUrl,
      FLEET_NATS_USER: fleetVariables.natsUser,
      FLEET_NATS_PASSWORD_FILE: fleetVariables.natsPasswordFile
    };
  }
});

// libs/event-log/src/last-sequence.ts
var init_last_sequence = __esm({
  "libs/event-log/src/last-sequence.ts"() {
    "use strict";
  }
});

// libs/event-log/src/stored-message.ts
var init_stored_message = __esm({
  "libs/event-log/src/stored-message.ts"() {
    "use strict";
  }
});

// libs/event-log/src/index.ts
var init_src3 = __esm({
  "libs/event-log/src/index.ts"() {
    "use strict";
    init_broker();
    init_broker_errors();
    init_broker_status();
    init_provision();
    init_streams();
    init_publisher();
    init_pty_messages();
    init_consume();
    init_consume_events();
    init_dead_letters();
    init_read_subject();
    init_commands2();
    init_core_messages();
    init_connect_service();
    init_last_sequence();
    init_batches();
    init_stored_message();
  }
});

// libs/wire/src/wire-error.ts
var WireError;
var init_wire_error = __esm({
  "libs/wire/src/wire-error.ts"() {
    "use strict";
    WireError = class extends Error {
      name = "WireError";
    };
  }
});

// libs/wire/src/varint.ts
function varintSize(value) {
  let size = 1;
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) size += 1;
  return size;
}
function writeVarint(target, at, value) {
  let index = at;
  let rest = value;
  while (rest >= 128) {
    target[index++] = rest % 128 | 128;
    rest = Math.floor(rest / 128);
  }
  target[index++] = rest;
  return index;
}
var MAX_VARINT_BYTES, Reader;
var init_varint = __esm({
  "libs/wire/src/varint.ts"() {
    "use strict";
    init_wire_error();
    MAX_VARINT_BYTES = 8;
    Reader = class {
      constructor(bytes) {
        this.bytes = bytes;
      }
      bytes;
      #index = 0;
      get done() {
        return this.#index >= this.bytes.length;
      }
      byte() {
        const value = this.bytes[this.#index];
        if (value === void 0) throw new WireError("the message ends inside a frame");
        this.#index += 1;
        return value;
      }
      varint() {
        let value = 0;
        let factor = 1;
        for (let count = 0; count < MAX_VARINT_BYTES; count += 1) {
          const byte = this.byte();
          value += (byte & 127) * factor;
          if (byte < 128) {
            if (value > Number.MAX_SAFE_INTEGER) break;
            return value;
          }
          factor *= 128;
        }
        throw new WireError("a number is larger than 2^53 - 1");
      }
      /** A view of the next `length` bytes: no copy. */
      run(length) {
        const end2 = this.#index + length;
        if (end2 > this.bytes.length) throw new WireError("the message ends inside a frame");
        const run = this.bytes.subarray(this.#index, end2);
        this.#index = end2;
        return run;
      }
    };
  }
});

// libs/wire/src/codec.ts
function frameSize(frame) {
  const head = 1 + varintSize(frame.channel);
  switch (frame.kind) {
    case "output":
      return head + varintSize(frame.n) + varintSize(frame.at) + runSize(frame.bytes);
    case "resize":
      return head + varintSize(frame.n) + varintSize(frame.at) + varintSize(frame.cols) + varintSize(frame.rows);
    case "input":
      return head + runSize(frame.bytes);
    case "ack":
      return head + varintSize(frame.n);
  }
}
function writeFrame(frame, target, at) {
  target[at] = KIND[frame.kind];
  let index = writeVarint(target, at + 1, frame.channel);
  switch (frame.kind) {
    case "output":
      index = writeVarint(target, index, frame.n);
      index = writeVarint(target, index, frame.at);
      return writeRun(target, index, frame.bytes);
    case "resize":
      index = writeVarint(target, index, frame.n);
      index = writeVarint(target, index, frame.at);
      index = writeVarint(target, index, frame.cols);
      return writeVarint(target, index, frame.rows);
    case "input":
      return writeRun(target, index, frame.bytes);
    case "ack":
      return writeVarint(target, index, frame.n);
  }
}
function encodeFrame(frame) {
  const message = new Uint8Array(frameSize(frame));
  writeFrame(frame, message, 0);
  return message;
}
function decodeFrames(message) {
  const reader = new Reader(message instanceof Uint8Array ? message : new Uint8Array(message));
  const frames = [];
  while (!reader.done) frames.push(readFrame(reader));
  return frames;
}
function readFrame(reader) {
  const kind = reader.byte();
  const channel = reader.varint();
  switch (kind) {
    case KIND.output:
      return { kind: "output", channel, n: reader.varint(), at: reader.varint(), bytes: readRun(reader) };
    case KIND.resize:
      return {
        kind: "resize",
        channel,
        n: reader.varint(),
        at: reader.varint(),
        cols: reader.varint(),
        rows: reader.varint()
      };
    case KIND.input:
      return { kind: "input", channel, bytes: readRun(reader) };
    case KIND.ack:
      return { kind: "ack", channel, n: reader.varint() };
    default:
      throw new WireError(`no frame has the kind ${kind}`);
  }
}
function runSize(bytes) {
  return varintSize(bytes.length) + bytes.length;
}
function writeRun(target, at, bytes) {
  const index = writeVarint(target, at, bytes.length);
  target.set(bytes, index);
  return index + bytes.length;
}
function readRun(reader) {
  return reader.run(reader.varint());
}
var KIND;
var init_codec = __esm({
  "libs/wire/src/codec.ts"() {
    "use strict";
    init_varint();
    init_wire_error();
    KIND = { output: 1, resize: 2, input: 3, ack: 4 };
  }
});

// libs/wire/src/index.ts
var init_src4 = __esm({
  "libs/wire/src/index.ts"() {
    "use strict";
    init_codec();
    init_wire_error();
  }
});

// libs/read-models/src/entities/bookkeeping.ts
import { EntitySchema } from "typeorm";
var CheckpointEntity, DeadLetterEntity, ProcessedEventEntity;
var init_bookkeeping = __esm({
  "libs/read-models/src/entities/bookkeeping.ts"() {
    "use strict";
    CheckpointEntity = new EntitySchema({
      name: "Checkpoint",
      tableName: "checkpoints",
      columns: {
        projection: { type: "text", primary: true },
        stream: { type: "text" },
        streamCreated: { type: "text" },
        version: { type: "text" },
        position: { type: "integer" }
      }
    });
    DeadLetterEntity = new EntitySchema({
      name: "DeadLetter",
      tableName: "dead_letters",
      columns: {
        projection: { type: "text", primary: true },
        streamSeq: { type: "integer", primary: true },
        subject: { type: "text" },
        at: { type: "text" },
        why: { type: "text" },
        body: { type: "blob" },
        published: { type: "boolean" }
      }
    });
    ProcessedEventEntity = new EntitySchema({
      name: "ProcessedEvent",
      tableName: "processed_events",
      columns: {
        eventId: { type: "text", primary: true },
        streamSeq: { type: "integer" }
      }
    });
  }
});

// libs/read-models/src/entities/session.ts
import { EntitySchema as EntitySchema2 } from "typeorm";
var SessionEntity;
var init_session2 = __esm({
  "libs/read-models/src/entities/session.ts"() {
    "use strict";
    SessionEntity = new EntitySchema2({
      name: "Session",
      tableName: "sessions",
      columns: {
        id: { type: "text", primary: true },
        started: { type: "boolean" },
        kind: { type: "text" },
        agent: { type: "text" },
        name: { type: "text" },
        command: { type: "text", nullable: true },
        repoPath: { type: "text" },
        runnerId: { type: "text" },
        status: { type: "text" },
        stopReason: { type: "text", nullable: true },
        exitCode: { type: "integer", nullable: true },
        signal: { type: "text", nullable: true },
        startedAt: { type: "text" },
        endedAt: { type: "text", nullable: true },
        budgetNanoUsd: { type: "integer", nullable: true },
        budgetTokens: { type: "integer", nullable: true },
        budgetVersion: { type: "integer" },
        limitState: { type: "text" },
        costNanoUsd: { type: "integer" },
        inputTokens: { type: "integer" },
        cacheReadTokens: { type: "integer" },
        cacheWriteTokens: { type: "integer" },
        outputTokens: { type: "integer" },
        countedTokens: { type: "integer" },
        confidence: { type: "text", nullable: true },
        usageSource: { type: "text", nullable: true },
        models: { type: "simple-json" },
        cols: { type: "integer" },
        rows: { type: "integer" },
        survivors: { type: "integer", nullable: true },
        branch: { type: "text", nullable: true },
        resumeOf: { type: "text", nullable: true },
        resumeCommand: { type: "text", nullable: true }
      },
      indices: [
        { name: "sessions_newest", columns: ["startedAt", "id"] },
        { name: "sessions_by_repo", columns: ["repoPath", "startedAt"] }
      ]
    });
  }
});

// libs/read-models/src/entities/terminal.ts
import { EntitySchema as EntitySchema3 } from "typeorm";
var TerminalEntity, PtyChunkEntity, StdinEventEntity;
var init_terminal = __esm({
  "libs/read-models/src/entities/terminal.ts"() {
    "use strict";
    TerminalEntity = new EntitySchema3({
      name: "Terminal",
      tableName: "terminals",
      columns: {
        sessionId: { type: "text", primary: true },
        lastChunk: { type: "integer" },
        newestChunk: { type: "integer" },
        bytes: { type: "integer" },
        cols: { type: "integer", nullable: true },
        rows: { type: "integer", nullable: true },
        sizeChunk: { type: "integer" },
        lastActivityMs: { type: "integer" },
        tail: { type: "blob" },
        lastLine: { type: "text", nullable: true },
        streamSeq: { type: "integer" }
      }
    });
    PtyChunkEntity = new EntitySchema3({
      name: "PtyChunk",
      tableName: "pty_chunks",
      columns: {
        sessionId: { type: "text", primary: true },
        n: { type: "integer", primary: true },
        kind: { type: "text" },
        at: { type: "integer" },
        offset: { type: "integer" },
        streamSeq: { type: "integer" },
        data: { type: "blob" }
      }
    });
    StdinEventEntity = new EntitySchema3({
      name: "StdinEvent",
      tableName: "stdin_events",
      columns: {
        sessionId: { type: "text", primary: true },
        n: { type: "integer", primary: true },
        at: { type: "integer" },
        redacted: { type: "boolean" },
        length: { type: "integer" },
        data: { type: "blob" }
      }
    });
  }
});

// libs/read-models/src/entities/timeline.ts
import { EntitySchema as EntitySchema4 } from "typeorm";
var MarkerEntity, ArtifactEntity;
var init_timeline = __esm({
  "libs/read-models/src/entities/timeline.ts"() {
    "use strict";
    MarkerEntity = new EntitySchema4({
      name: "Marker",
      tableName: "markers",
      columns: {
        id: { type: "text", primary: true },
        sessionId: { type: "text" },
        type: { type: "text" },
        at: { type: "text" },
        chunk: { type: "integer", nullable: true },
        summary: { type: "text" },
        data: { type: "simple-json" },
        streamSeq: { type: "integer" }
      },
      indices: [{ name: "markers_of_session", columns: ["sessionId", "streamSeq"] }]
    });
    ArtifactEntity = new EntitySchema4({
      name: "Artifact",
      tableName: "artifacts",
      columns: {
        id: { type: "text", primary: true },
        sessionId: { type: "text" },
        kind: { type: "text" },
        at: { type: "text" },
        title: { type: "text" },
        size: { type: "integer" },
        data: { type: "simple-json" },
        streamSeq: { type: "integer" }
      },
      indices: [{ name: "artifacts_of_session", columns: ["sessionId", "streamSeq"] }]
    });
  }
});

// libs/read-models/src/entities/usage.ts
import { EntitySchema as EntitySchema5 } from "typeorm";
var tokenColumns, UsageEntity, CostEntity, UsageTotalEntity, SpendRollupEntity;
var init_usage2 = __esm({
  "libs/read-models/src/entities/usage.ts"() {
    "use strict";
    tokenColumns = {
      input: { type: "integer" },
      cacheRead: { type: "integer" },
      cacheWrite5m: { type: "integer" },
      cacheWrite1h: { type: "integer" },
      output: { type: "integer" }
    };
    UsageEntity = new EntitySchema5({
      name: "Usage",
      tableName: "usage",
      columns: {
        usageId: { type: "text", primary: true },
        sessionId: { type: "text" },
        at: { type: "text" },
        streamSeq: { type: "integer" },
        source: { type: "text" },
        model: { type: "text", nullable: true },
        ...tokenColumns
      },
      indices: [{ name: "usage_of_session", columns: ["sessionId", "streamSeq"] }]
    });
    CostEntity = new EntitySchema5({
      name: "Cost",
      tableName: "costs",
      columns: {
        usageId: { type: "text", primary: true },
        sessionId: { type: "text" },
        costNanoUsd: { type: "integer" },
        confidence: { type: "text" },
        priceSource: { type: "simple-json" }
      }
    });
    UsageTotalEntity = new EntitySchema5({
      name: "UsageTotal",
      tableName: "usage_totals",
      columns: {
        sessionId: { type: "text", primary: true },
        source: { type: "text", primary: true },
        day: { type: "text", primary: true },
        model: { type: "text", primary: true },
        ...tokenColumns,
        costNanoUsd: { type: "integer" },
        confidence: { type: "text" }
      }
    });
    SpendRollupEntity = new EntitySchema5({
      name: "SpendRollup",
      tableName: "spend_rollups",
      columns: {
        day: { type: "text", primary: true },
        repoPath: { type: "text", primary: true },
        command: { type: "text", primary: true },
        model: { type: "text", primary: true },
        kind: { type: "text", primary: true },
        ...tokenColumns,
        costNanoUsd: { type: "integer" }
      }
    });
  }
});

// libs/read-models/src/entities/index.ts
var ENTITIES;
var init_entities = __esm({
  "libs/read-models/src/entities/index.ts"() {
    "use strict";
    init_bookkeeping();
    init_session2();
    init_terminal();
    init_timeline();
    init_usage2();
    ENTITIES = [
      SessionEntity,
      TerminalEntity,
      PtyChunkEntity,
      StdinEventEntity,
      MarkerEntity,
      ArtifactEntity,
      UsageEntity,
      CostEntity,
      UsageTotalEntity,
      SpendRollupEntity,
      CheckpointEntity,
      DeadLetterEntity,
      ProcessedEventEntity
    ];
  }
});

// libs/read-models/src/migrations/1763900000000-create-read-models.ts
var TABLES, CreateReadModels1763900000000;
var init_create_read_models = __esm({
  "libs/read-models/src/migrations/1763900000000-create-read-models.ts"() {
    "use strict";
    TABLES = [
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
  )`
    ];
    CreateReadModels1763900000000 = class {
      name = "CreateReadModels1763900000000";
      async up(queryRunner) {
        for (const statement of TABLES) await queryRunner.query(statement);
      }
      async down(queryRunner) {
        for (const table of ["sessions", "terminals", "pty_chunks", "stdin_events", "markers", "artifacts", "usage", "costs", "usage_totals", "spend_rollups", "checkpoints", "dead_letters", "processed_events"]) {
          await queryRunner.query(`DROP TABLE "${table}"`);
        }
      }
    };
  }
});

// libs/read-models/src/migrations/index.ts
var MIGRATIONS;
var init_migrations = __esm({
  "libs/read-models/src/migrations/index.ts"() {
    "use strict";
    init_create_read_models();
    MIGRATIONS = [CreateReadModels1763900000000];
  }
});

// libs/read-models/src/database/sqlite-version.ts
function assertSafeSqlite(version) {
  const parts = version.split(".").map(Number);
  for (const [index, least] of OLDEST.entries()) {
    const part = parts[index] ?? 0;
    if (part > least) return;
    if (part < least) {
      throw new UnsafeSqliteError(`SQLite ${version} can corrupt its files; ${OLDEST.join(".")} or newer is needed`);
    }
  }
}
var OLDEST, UnsafeSqliteError;
var init_sqlite_version = __esm({
  "libs/read-models/src/database/sqlite-version.ts"() {
    "use strict";
    OLDEST = [3, 51, 3];
    UnsafeSqliteError = class extends Error {
      name = "UnsafeSqliteError";
    };
  }
});

// libs/read-models/src/database/data-source.ts
import { DataSource } from "typeorm";
async function openWriter(path) {
  return new DataSource({
    type: "better-sqlite3",
    database: path,
    entities: ENTITIES,
    migrations: MIGRATIONS,
    migrationsRun: true,
    // All of a migration or none of it.
    migrationsTransactionMode: "all",
    synchronize: false,
    timeout: BUSY_TIMEOUT_MS,
    prepareDatabase: (connection) => {
      assertSafeSqlite(versionOf(connection));
      connection.pragma("journal_mode = WAL");
      connection.pragma("synchronous = NORMAL");
      connection.pragma("journal_size_limit = 67108864");
    }
  }).initialize();
}
async function openReader(path) {
  return new DataSource({
    type: "better-sqlite3",
    database: path,
    entities: ENTITIES,
    synchronize: false,
    readonly: true,
    fileMustExist: true,
    timeout: BUSY_TIMEOUT_MS,
    prepareDatabase: (connection) => {
      assertSafeSqlite(versionOf(connection));
      connection.pragma("query_only = ON");
    }
  }).initialize();
}
function versionOf(connection) {
  return String(connection.prepare("SELECT sqlite_version()").pluck().get());
}
var BUSY_TIMEOUT_MS;
var init_data_source = __esm({
  "libs/read-models/src/database/data-source.ts"() {
    "use strict";
    init_entities();
    init_migrations();
    init_sqlite_version();
    BUSY_TIMEOUT_MS = 5e3;
  }
});

// libs/read-models/src/database/reader-connection.ts
import { statSync } from "node:fs";
var ReadModelsUnavailableError, RECHECK_MS, LINGER_MS, ReaderConnection;
var init_reader_connection = __esm({
  "libs/read-models/src/database/reader-connection.ts"() {
    "use strict";
    init_data_source();
    ReadModelsUnavailableError = class extends Error {
      name = "ReadModelsUnavailableError";
    };
    RECHECK_MS = 250;
    LINGER_MS = 5e3;
    ReaderConnection = class {
      #path;
      #opening = null;
      #checkedAt = 0;
      #closed = false;
      #lingering = /* @__PURE__ */ new Map();
      constructor(path) {
        this.#path = path;
      }
      /** @throws ReadModelsUnavailableError */
      async source() {
        if (this.#closed) throw new ReadModelsUnavailableError("the read models are closed");
        const now = performance.now();
        if (this.#opening !== null && now - this.#checkedAt < RECHECK_MS) return (await this.#opening).source;
        this.#checkedAt = now;
        const file = statSync(this.#path, { throwIfNoEntry: false })?.ino;
        if (file === void 0) throw new ReadModelsUnavailableError("there are no read models yet");
        if (this.#opening !== null) {
          const open = await this.#opening;
          if (open.file === file) return open.source;
          this.#retire(open.source);
        }
        const opening = this.#open(file);
        this.#opening = opening;
        return (await opening).source;
      }
      async close() {
        this.#closed = true;
        for (const [timer, source] of this.#lingering) {
          clearTimeout(timer);
          await source.destroy();
        }
        this.#lingering.clear();
        const open = await this.#opening?.catch(() => null);
        this.#opening = null;
        await open?.source.destroy();
      }
      async #open(file) {
        try {
          const source = await openReader(this.#path);
          const tables = await source.query(`SELECT 1 FROM sqlite_master WHERE name = 'checkpoints'`);
          if (tables.length > 0) return { source, file };
          await source.destroy();
        } catch (error) {
          this.#opening = null;
          throw new ReadModelsUnavailableError("the read models can not be opened", { cause: error });
        }
        this.#opening = null;
        throw new ReadModelsUnavailableError("the read models are being made");
      }
      #retire(source) {
        const timer = setTimeout(() => {
          this.#lingering.delete(timer);
          void source.destroy();
        }, LINGER_MS);
        timer.unref();
        this.#lingering.set(timer, source);
      }
    };
  }
});

// libs/read-models/src/queries/fleet.ts
var RepoQueries, BUCKETS, GROUPS, SpendQueries, DeadLetterQueries, CheckpointQueries;
var init_fleet2 = __esm({
  "libs/read-models/src/queries/fleet.ts"() {
    "use strict";
    init_src();
    init_bookkeeping();
    RepoQueries = class {
      constructor(source) {
        this.source = source;
      }
      source;
      /** Newest first. */
      async recent(limit) {
        return (await this.source()).query(
          `SELECT repoPath AS path, max(startedAt) AS lastUsedAt FROM sessions WHERE started = 1
       GROUP BY repoPath ORDER BY lastUsedAt DESC LIMIT ?`,
          [limit]
        );
      }
    };
    BUCKETS = {
      day: "day",
      // `weekday 1` goes on to the next Monday, so six days back first.
      week: `date(day, '-6 days', 'weekday 1')`,
      month: `strftime('%Y-%m-01', day)`
    };
    GROUPS = { repo: "repoPath", command: "command", model: "model", kind: "kind" };
    SpendQueries = class {
      constructor(source) {
        this.source = source;
      }
      source;
      /** Oldest bucket first, dearest group first. */
      async list(query) {
        const rows = await (await this.source()).query(
          `SELECT ${BUCKETS[query.bucket]} AS bucket, ${GROUPS[query.by]} AS key, sum(costNanoUsd) AS nanoUsd,
           sum(input) AS input, sum(cacheRead) AS cacheRead, sum(cacheWrite5m + cacheWrite1h) AS cacheWrite,
           sum(output) AS output
         FROM spend_rollups WHERE day BETWEEN ? AND ? GROUP BY 1, 2 ORDER BY 1, nanoUsd DESC, key`,
          [query.from, query.to]
        );
        return rows.map(({ bucket, key, nanoUsd, ...tokens2 }) => ({ bucket, key, costUsd: nanoUsdToUsd(nanoUsd), tokens: tokens2 }));
      }
    };
    DeadLetterQueries = class {
      constructor(source) {
        this.source = source;
      }
      source;
      async count() {
        return (await this.source()).getRepository(DeadLetterEntity).count();
      }
    };
    CheckpointQueries = class {
      constructor(source) {
        this.source = source;
      }
      source;
      async list() {
        return (await this.source()).getRepository(CheckpointEntity).find({ order: { projection: "ASC" } });
      }
    };
  }
});

// libs/read-models/src/queries/cursor.ts
import { z as z19 } from "zod";
function encodeCursor(position) {
  return Buffer.from(JSON.stringify(position)).toString("base64url");
}
function decodeCursor(cursor, schema) {
  if (cursor.length > MAX_LENGTH) throw new InvalidCursorError();
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z19.ZodError) throw new InvalidCursorError();
    throw error;
  }
}
var InvalidCursorError, MAX_LENGTH, numberCursorSchema;
var init_cursor = __esm({
  "libs/read-models/src/queries/cursor.ts"() {
    "use strict";
    InvalidCursorError = class extends Error {
      name = "InvalidCursorError";
      constructor() {
        super("the cursor is not one that this list gave out");
      }
    };
    MAX_LENGTH = 400;
    numberCursorSchema = z19.tuple([z19.number().int().min(0)]);
  }
});

// libs/read-models/src/queries/page.ts
function toPage(rows, limit, toItem, positionOf) {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(toItem),
    nextCursor: rows.length > limit && last !== void 0 ? encodeCursor(positionOf(last)) : null
  };
}
var init_page = __esm({
  "libs/read-models/src/queries/page.ts"() {
    "use strict";
    init_cursor();
  }
});

// libs/read-models/src/queries/records.ts
import { In, MoreThan } from "typeorm";
async function bySeq(source, entity, sessionId, query) {
  const [after] = query.cursor === void 0 ? [0] : decodeCursor(query.cursor, numberCursorSchema);
  const where = { sessionId, streamSeq: MoreThan(after) };
  const order = { streamSeq: "ASC" };
  return source.getRepository(entity).find({ where, order, take: query.limit + 1 });
}
function toMarker({ streamSeq: _, ...marker }) {
  return marker;
}
function toArtifact({ streamSeq: _, ...artifact }) {
  return artifact;
}
function toStdinEvent(row) {
  return {
    n: row.n,
    at: new Date(row.at).toISOString(),
    text: row.redacted ? null : row.data.toString("utf8"),
    redacted: row.redacted,
    length: row.length
  };
}
function toUsageEntry(row, cost) {
  const { input, cacheRead, cacheWrite5m, cacheWrite1h, output } = row;
  return {
    usageId: row.usageId,
    at: row.at,
    source: row.source,
    model: row.model,
    tokens: { input, cacheRead, cacheWrite5m, cacheWrite1h, output },
    costUsd: cost === void 0 ? null : nanoUsdToUsd(cost.costNanoUsd),
    confidence: cost?.confidence ?? null,
    priceSource: cost?.priceSource ?? null
  };
}
var MarkerQueries, ArtifactQueries, UsageQueries, StdinQueries;
var init_records = __esm({
  "libs/read-models/src/queries/records.ts"() {
    "use strict";
    init_src();
    init_terminal();
    init_timeline();
    init_usage2();
    init_cursor();
    init_page();
    MarkerQueries = class {
      constructor(source) {
        this.source = source;
      }
      source;
      async list(sessionId, query) {
        const rows = await bySeq(await this.source(), MarkerEntity, sessionId, query);
        return toPage(rows, query.limit, toMarker, (row) => [row.streamSeq]);
      }
    };
    ArtifactQueries = class {
      constructor(source) {
        this.source = source;
      }
      source;
      async list(sessionId, query) {
        const rows = await bySeq(await this.source(), ArtifactEntity, sessionId, query);
        return toPage(rows, query.limit, toArtifact, (row) => [row.streamSeq]);
      }
      async get(sessionId, artifactId) {
        const row = await (await this.source()).getRepository(ArtifactEntity).findOneBy({ sessionId, id: artifactId });
        return row === null ? null : toArtifact(row);
      }
    };
    UsageQueries = class {
      constructor(source) {
        this.source = source;
      }
      source;
      async list(sessionId, query) {
        const source = await this.source();
        const rows = await bySeq(source, UsageEntity, sessionId, query);
        const costs = await source.getRepository(CostEntity).findBy({ usageId: In(rows.map((row) => row.usageId)) });
        const byId = new Map(costs.map((cost) => [cost.usageId, cost]));
        return toPage(rows, query.limit, (row) => toUsageEntry(row, byId.get(row.usageId)), (row) => [row.streamSeq]);
      }
    };
    StdinQueries = class {
      constructor(source) {
        this.source = source;
      }
      source;
      async list(sessionId, query) {
        const [after] = query.cursor === void 0 ? [0] : decodeCursor(query.cursor, numberCursorSchema);
        const rows = await (await this.source()).getRepository(StdinEventEntity).find({
          where: { sessionId, n: MoreThan(after) },
          order: { n: "ASC" },
          take: query.limit + 1
        });
        return toPage(rows, query.limit, toStdinEvent, (row) => [row.n]);
      }
    };
  }
});

// libs/read-models/src/queries/session-view.ts
function toSession(row, terminal) {
  return {
    id: row.id,
    kind: row.kind,
    agent: row.agent,
    name: row.name,
    command: row.command,
    repoPath: row.repoPath,
    runnerId: row.runnerId,
    status: row.status,
    stopReason: row.stopReason,
    exitCode: row.exitCode,
    signal: row.signal,
    startedAt: row.startedAt,
    endedAt: row.endedAt,
    lastActivityAt: lastActivity(row, terminal),
    budgetUsd: row.budgetNanoUsd === null ? null : nanoUsdToUsd(row.budgetNanoUsd),
    budgetTokens: row.budgetTokens,
    budgetVersion: row.budgetVersion,
    costUsd: nanoUsdToUsd(row.costNanoUsd),
    tokens: {
      input: row.inputTokens,
      cacheRead: row.cacheReadTokens,
      cacheWrite: row.cacheWriteTokens,
      output: row.outputTokens,
      total: row.inputTokens + row.cacheReadTokens + row.cacheWriteTokens + row.outputTokens,
      counted: row.countedTokens
    },
    confidence: row.confidence,
    usageSource: row.usageSource,
    models: row.models,
    limitState: row.limitState,
    cols: terminal?.cols ?? row.cols,
    rows: terminal?.rows ?? row.rows,
    lastChunk: terminal?.lastChunk ?? 0,
    bytes: terminal?.bytes ?? 0,
    lastLine: terminal?.lastLine ?? null,
    survivors: row.survivors,
    branch: row.branch,
    resumeOf: row.resumeOf,
    resumeCommand: row.resumeCommand
  };
}
function lastActivity(row, terminal) {
  const started = Date.parse(row.startedAt);
  return new Date(Math.max(started, terminal?.lastActivityMs ?? 0)).toISOString();
}
var init_session_view = __esm({
  "libs/read-models/src/queries/session-view.ts"() {
    "use strict";
    init_src();
  }
});

// libs/read-models/src/queries/sessions.ts
import { In as In2 } from "typeorm";
import { z as z20 } from "zod";
function filter(rows, query) {
  if (query.status === "live") rows.andWhere(`session.status <> 'ended'`);
  else if (query.status !== void 0) rows.andWhere("session.status = :status", { status: query.status });
  if (query.kind !== void 0) rows.andWhere("session.kind = :kind", { kind: query.kind });
  if (query.repo !== void 0) rows.andWhere("session.repoPath = :repo", { repo: query.repo });
  if (query.q !== void 0 && query.q !== "") {
    const like = (column) => `session.${column} LIKE :q ESCAPE '\\'`;
    rows.andWhere(`(${like("name")} OR ${like("command")} OR ${like("repoPath")})`, { q: `%${escapeLike(query.q)}%` });
  }
}
function escapeLike(text) {
  return text.replace(/[\\%_]/g, "\\$&");
}
async function terminalsOf(source, sessions) {
  const rows = await source.getRepository(TerminalEntity).find({
    select: { sessionId: true, lastChunk: true, bytes: true, cols: true, rows: true, lastActivityMs: true, lastLine: true },
    where: { sessionId: In2(sessions.map((session) => session.id)) }
  });
  return new Map(rows.map((row) => [row.sessionId, row]));
}
var positionSchema, SessionQueries;
var init_sessions = __esm({
  "libs/read-models/src/queries/sessions.ts"() {
    "use strict";
    init_session2();
    init_terminal();
    init_cursor();
    init_page();
    init_session_view();
    positionSchema = z20.tuple([z20.string(), z20.string()]);
    SessionQueries = class {
      #source;
      constructor(source) {
        this.#source = source;
      }
      /**
       * Newest first; filtered; by cursor.
       * @throws InvalidCursorError
       */
      async list(query) {
        const source = await this.#source();
        const rows = source.getRepository(SessionEntity).createQueryBuilder("session").where("session.started = 1");
        filter(rows, query);
        if (query.cursor !== void 0) {
          const [startedAt, id] = decodeCursor(query.cursor, positionSchema);
          rows.andWhere("(session.startedAt, session.id) < (:startedAt, :id)", { startedAt, id });
        }
        const found = await rows.orderBy("session.startedAt", "DESC").addOrderBy("session.id", "DESC").limit(query.limit + 1).getMany();
        const terminals = await terminalsOf(source, found);
        return toPage(found, query.limit, (row) => toSession(row, terminals.get(row.id)), (row) => [row.startedAt, row.id]);
      }
      async get(id) {
        const source = await this.#source();
        const row = await source.getRepository(SessionEntity).findOneBy({ id, started: true });
        return row === null ? null : toSession(row, (await terminalsOf(source, [row])).get(id));
      }
      /** Several at once, for those that have changed. Unknown ids are left out. */
      async getMany(ids) {
        const source = await this.#source();
        const rows = await source.getRepository(SessionEntity).findBy({ id: In2([...ids]), started: true });
        const terminals = await terminalsOf(source, rows);
        return rows.map((row) => toSession(row, terminals.get(row.id)));
      }
      /** Ids of the sessions of a repo that have not ended. */
      async liveIdsOfRepo(repoPath) {
        const source = await this.#source();
        const rows = await source.getRepository(SessionEntity).createQueryBuilder("session").select("session.id").where(`session.started = 1 AND session.status <> 'ended' AND session.repoPath = :repoPath`, { repoPath }).orderBy("session.startedAt").getMany();
        return rows.map((row) => row.id);
      }
    };
  }
});

// libs/read-models/src/queries/terminal.ts
function lastWithin(sizes, maxBytes) {
  let bytes = 0;
  let last = null;
  for (const { n, size } of sizes) {
    if (last !== null && bytes + size > maxBytes) break;
    bytes += size;
    last = n;
  }
  return last;
}
var MAX_ROWS2, TerminalQueries;
var init_terminal2 = __esm({
  "libs/read-models/src/queries/terminal.ts"() {
    "use strict";
    init_terminal();
    init_timeline();
    MAX_ROWS2 = 2e3;
    TerminalQueries = class {
      #source;
      constructor(source) {
        this.#source = source;
      }
      /**
       * Chunks with `n >= from` in order, until `maxBytes` of data is reached (at least one chunk). An empty answer
       * means that there is nothing more now.
       */
      async chunks(sessionId, { from, maxBytes }) {
        const source = await this.#source();
        const position = await this.position(sessionId);
        if (position === null) return [];
        const sizes = await source.query(
          `SELECT n, length(data) AS size FROM pty_chunks WHERE sessionId = ? AND n >= ? AND n <= ? ORDER BY n LIMIT ?`,
          [sessionId, from, position.lastChunk, MAX_ROWS2]
        );
        const until = lastWithin(sizes, maxBytes);
        if (until === null) return [];
        return source.getRepository(PtyChunkEntity).createQueryBuilder("chunk").select(["chunk.sessionId", "chunk.n", "chunk.kind", "chunk.at", "chunk.offset", "chunk.data"]).where("chunk.sessionId = :sessionId AND chunk.n >= :from AND chunk.n <= :until", { sessionId, from, until }).orderBy("chunk.n").getMany();
      }
      async position(sessionId) {
        const source = await this.#source();
        const rows = await source.query(
          `SELECT lastChunk, bytes, streamSeq,
         CASE WHEN newestChunk > lastChunk
           THEN (SELECT min(c.streamSeq) FROM pty_chunks c WHERE c.sessionId = t.sessionId AND c.n > t.lastChunk)
         END AS ahead
       FROM terminals t WHERE sessionId = ?`,
          [sessionId]
        );
        const row = rows[0];
        if (row === void 0) return null;
        return { lastChunk: row.lastChunk, bytes: row.bytes, streamSeq: row.ahead === null ? row.streamSeq : row.ahead - 1 };
      }
      /** Number of the last chunk of a session that has ended, as its end says, recorded or not; `null` before the end. */
      async endsAt(sessionId) {
        const source = await this.#source();
        const marker = await source.getRepository(MarkerEntity).findOneBy({ sessionId, type: "ended" });
        return marker === null ? null : marker.chunk ?? 0;
      }
      /** The size now, `null` before the first chunk. */
      async size(sessionId) {
        const source = await this.#source();
        const row = await source.getRepository(TerminalEntity).findOne({ select: { sessionId: true, cols: true, rows: true }, where: { sessionId } });
        const { cols, rows } = row ?? { cols: null, rows: null };
        return cols === null || rows === null ? null : { cols, rows };
      }
    };
  }
});

// libs/read-models/src/read-models.ts
async function openReadModels({ path, mode }) {
  if (mode === "writer") {
    const source = await openWriter(path);
    return new ReadModels(() => Promise.resolve(source), () => source.destroy());
  }
  const connection = new ReaderConnection(path);
  return new ReadModels(() => connection.source(), () => connection.close());
}
var ReadModels;
var init_read_models = __esm({
  "libs/read-models/src/read-models.ts"() {
    "use strict";
    init_data_source();
    init_reader_connection();
    init_fleet2();
    init_records();
    init_sessions();
    init_terminal2();
    ReadModels = class {
      sessions;
      terminal;
      markers;
      stdin;
      usage;
      artifacts;
      repos;
      spend;
      deadLetters;
      checkpoints;
      /** Closes the file. Queries fail from here on. */
      close;
      constructor(source, close) {
        this.sessions = new SessionQueries(source);
        this.terminal = new TerminalQueries(source);
        this.markers = new MarkerQueries(source);
        this.stdin = new StdinQueries(source);
        this.usage = new UsageQueries(source);
        this.artifacts = new ArtifactQueries(source);
        this.repos = new RepoQueries(source);
        this.spend = new SpendQueries(source);
        this.deadLetters = new DeadLetterQueries(source);
        this.checkpoints = new CheckpointQueries(source);
        this.close = close;
      }
    };
  }
});

// libs/read-models/src/writing/spend-writer.ts
async function addSpend(manager, changes) {
  for (const change of changes) {
    const key = KEY.map((name) => change[name]);
    await manager.query(ADD, [...key, ...SUMS.map((name) => change[name])]);
    await manager.query(DROP_EMPTY, key);
  }
}
var KEY, SUMS, names, ADD, DROP_EMPTY;
var init_spend_writer = __esm({
  "libs/read-models/src/writing/spend-writer.ts"() {
    "use strict";
    KEY = ["day", "repoPath", "command", "model", "kind"];
    SUMS = ["input", "cacheRead", "cacheWrite5m", "cacheWrite1h", "output", "costNanoUsd"];
    names = [...KEY, ...SUMS].map((name) => `"${name}"`);
    ADD = `INSERT INTO spend_rollups (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})
  ON CONFLICT DO UPDATE SET ${SUMS.map((name) => `"${name}" = "${name}" + excluded."${name}"`).join(", ")}`;
    DROP_EMPTY = `DELETE FROM spend_rollups WHERE ${KEY.map((name) => `"${name}" = ?`).join(" AND ")}
  AND ${SUMS.map((name) => `"${name}" = 0`).join(" AND ")}`;
  }
});

// libs/read-models/src/writing/terminal-writer.ts
import { In as In3 } from "typeorm";
var ADD_CHUNK, TerminalWriter;
var init_terminal_writer = __esm({
  "libs/read-models/src/writing/terminal-writer.ts"() {
    "use strict";
    init_terminal();
    ADD_CHUNK = `INSERT INTO pty_chunks ("sessionId", "n", "kind", "at", "offset", "streamSeq", "data")
  VALUES (?, ?, ?, ?, ?, ?, ?)`;
    TerminalWriter = class {
      #manager;
      constructor(manager) {
        this.#manager = manager;
      }
      async get(sessionIds) {
        const rows = await this.#manager.findBy(TerminalEntity, { sessionId: In3([...sessionIds]) });
        return new Map(rows.map((row) => [row.sessionId, row]));
      }
      async save(rows) {
        for (const row of rows) await this.#manager.upsert(TerminalEntity, row, ["sessionId"]);
      }
      /** Adds chunks that are not there yet. One prepared statement: this is the hot path, 200 MB of `cat` go through it. */
      async addChunks(rows) {
        for (const row of rows) {
          await this.#manager.query(ADD_CHUNK, [row.sessionId, row.n, row.kind, row.at, row.offset, row.streamSeq, row.data]);
        }
      }
      /** Numbers and ends (in output bytes) of the stored chunks after `n`, in order. */
      chunksAfter(sessionId, n) {
        return this.#manager.query(
          `SELECT n, "offset" + CASE kind WHEN 'output' THEN length(data) ELSE 0 END AS "end"
       FROM pty_chunks WHERE sessionId = ? AND n > ? ORDER BY n`,
          [sessionId, n]
        );
      }
    };
  }
});

// libs/read-models/src/writing/read-model-writer.ts
import { In as In4 } from "typeorm";
function* slices(rows) {
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) yield rows.slice(start, start + ROWS_PER_STATEMENT);
}
var ROWS_PER_STATEMENT, ReadModelWriter;
var init_read_model_writer = __esm({
  "libs/read-models/src/writing/read-model-writer.ts"() {
    "use strict";
    init_bookkeeping();
    init_session2();
    init_terminal();
    init_timeline();
    init_usage2();
    init_spend_writer();
    init_terminal_writer();
    ROWS_PER_STATEMENT = 500;
    ReadModelWriter = class {
      terminals;
      #manager;
      constructor(manager) {
        this.#manager = manager;
        this.terminals = new TerminalWriter(manager);
      }
      /** Which of these events have been applied before. */
      async processedEvents(eventIds) {
        const rows = await this.#find(ProcessedEventEntity, "eventId", eventIds);
        return new Set(rows.map((row) => row.eventId));
      }
      addProcessedEvents(rows) {
        return this.#add(ProcessedEventEntity, rows);
      }
      async sessions(ids) {
        const rows = await this.#find(SessionEntity, "id", ids);
        return new Map(rows.map((row) => [row.id, row]));
      }
      async saveSessions(rows) {
        for (const some of slices(rows)) await this.#manager.upsert(SessionEntity, some, ["id"]);
      }
      usageTotals(sessionIds) {
        return this.#find(UsageTotalEntity, "sessionId", sessionIds);
      }
      async saveUsageTotals(rows) {
        const key = ["sessionId", "source", "day", "model"];
        for (const some of slices(rows)) await this.#manager.upsert(UsageTotalEntity, some, key);
      }
      addUsage(rows) {
        return this.#add(UsageEntity, rows);
      }
      addCosts(rows) {
        return this.#add(CostEntity, rows);
      }
      addMarkers(rows) {
        return this.#add(MarkerEntity, rows);
      }
      addArtifacts(rows) {
        return this.#add(ArtifactEntity, rows);
      }
      addStdinEvents(rows) {
        return this.#add(StdinEventEntity, rows);
      }
      /** Adds to the rollups, or takes away. */
      addSpend(changes) {
        return addSpend(this.#manager, changes);
      }
      async #add(entity, rows) {
        for (const some of slices(rows)) {
          await this.#manager.createQueryBuilder().insert().into(entity).values(some).orIgnore().updateEntity(false).execute();
        }
      }
      async #find(entity, column, ids) {
        if (ids.length === 0) return [];
        return this.#manager.createQueryBuilder(entity, "row").where({ [column]: In4([...ids]) }).getMany();
      }
    };
  }
});

// libs/read-models/src/database/digest.ts
var init_digest = __esm({
  "libs/read-models/src/database/digest.ts"() {
    "use strict";
    init_bookkeeping();
    init_entities();
    init_data_source();
  }
});

// libs/read-models/src/index.ts
var init_src5 = __esm({
  "libs/read-models/src/index.ts"() {
    "use strict";
    init_read_models();
    init_reader_connection();
    init_sqlite_version();
    init_cursor();
    init_read_model_writer();
    init_data_source();
    init_digest();
    init_bookkeeping();
  }
});

// services/gateway/src/configuration.ts
import { z as z21 } from "zod";
var gatewayConfigurationSchema;
var init_configuration2 = __esm({
  "services/gateway/src/configuration.ts"() {
    "use strict";
    init_src3();
    init_src2();
    gatewayConfigurationSchema = z21.object({
      ...brokerVariables,
      FLEET_DATA_DIR: fleetVariables.dataDirectory,
      FLEET_HTTP_HOST: fleetVariables.httpHost,
      FLEET_HTTP_PORT: fleetVariables.httpPort,
      FLEET_ALLOWED_HOSTS: commaSeparated.default([]),
      FLEET_ALLOWED_ORIGINS: commaSeparated.default([]),
      /** Default: `read-models.sqlite` in the data directory. */
      FLEET_DATABASE: absolutePath.optional(),
      /** Default: `access-token` in the data directory. */
      FLEET_ACCESS_TOKEN_FILE: absolutePath.optional(),
      /** The built console. Without it the gateway serves the API alone. */
      FLEET_CONSOLE_DIR: absolutePath.optional(),
      FLEET_COUNT_CACHE_READS: fleetVariables.countCacheReads,
      FLEET_LOG_LEVEL: fleetVariables.logLevel
    });
  }
});

// services/gateway/src/access/access-token.ts
import { randomBytes } from "node:crypto";
import { chmod, mkdir, readFile as readFile2, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
async function readOrCreateAccessToken(path) {
  await mkdir(dirname(path), { recursive: true, mode: 448 });
  try {
    await writeFile(path, `${randomBytes(TOKEN_BYTES).toString("base64url")}
`, { flag: "wx", mode: 384 });
  } catch (error) {
    if (error.code !== "EEXIST") throw unusable(path, error);
    await chmod(path, 384).catch((cause) => {
      throw unusable(path, cause);
    });
  }
  const token = (await readFile2(path, "utf8")).trim();
  if (token.length < MIN_TOKEN_LENGTH) {
    throw new ConfigurationError(`FLEET_ACCESS_TOKEN_FILE: ${path} must hold at least ${MIN_TOKEN_LENGTH} characters`);
  }
  return token;
}
function unusable(path, cause) {
  const code = cause.code ?? "unknown error";
  return new ConfigurationError(`FLEET_ACCESS_TOKEN_FILE: can't use ${path} (${code})`, { cause });
}
var TOKEN_BYTES, MIN_TOKEN_LENGTH;
var init_access_token = __esm({
  "services/gateway/src/access/access-token.ts"() {
    "use strict";
    init_src2();
    TOKEN_BYTES = 32;
    MIN_TOKEN_LENGTH = 32;
  }
});

// services/gateway/src/access/allow-list.ts
function allowListFor(port2, extraHosts, extraOrigins) {
  const loopback = ["127.0.0.1", "localhost", "[::1]"].flatMap(
    (name) => (
      // Browsers leave HTTP's own port out of both headers.
      port2 === 80 ? [name, `${name}:80`] : [`${name}:${port2}`]
    )
  );
  const extra = extraHosts.map((host) => host.toLowerCase());
  return {
    hosts: /* @__PURE__ */ new Set([...loopback, ...extra]),
    origins: /* @__PURE__ */ new Set([
      ...loopback.map((host) => `http://${host}`),
      // An added name is reached through somebody's proxy, with or without TLS.
      ...extra.flatMap((host) => [`http://${host}`, `https://${host}`]),
      ...extraOrigins.map((origin) => origin.toLowerCase())
    ])
  };
}
var init_allow_list = __esm({
  "services/gateway/src/access/allow-list.ts"() {
    "use strict";
  }
});

// services/gateway/src/access/attempt-limit.ts
var MAX_FAILURES, WINDOW_MS, AttemptLimit;
var init_attempt_limit = __esm({
  "services/gateway/src/access/attempt-limit.ts"() {
    "use strict";
    MAX_FAILURES = 10;
    WINDOW_MS = 6e4;
    AttemptLimit = class {
      constructor(now = Date.now) {
        this.now = now;
      }
      now;
      #failures = [];
      /** Milliseconds until another attempt is allowed; 0 when it is allowed now. */
      waitMs() {
        const now = this.now();
        this.#failures = this.#failures.filter((at) => now - at < WINDOW_MS);
        const oldest = this.#failures[0];
        return oldest === void 0 || this.#failures.length < MAX_FAILURES ? 0 : oldest + WINDOW_MS - now;
      }
      failed() {
        this.#failures.push(this.now());
      }
    };
  }
});

// services/gateway/src/access/access-check.ts
function checkSource(headers, allowed) {
  if (headers.host === void 0 || !allowed.hosts.has(headers.host.toLowerCase())) {
    return { status: 403, detail: "This Host is not allowed. FLEET_ALLOWED_HOSTS adds names." };
  }
  if (headers.origin !== void 0 && !allowed.origins.has(headers.origin.toLowerCase())) {
    return { status: 403, detail: "This Origin is not allowed. FLEET_ALLOWED_ORIGINS adds origins." };
  }
  return null;
}
function checkCaller(headers, credentials, changes) {
  const bearer = bearerOf(headers.authorization);
  if (bearer !== null) {
    return credentials.isToken(bearer) ? "bearer" : { status: 401, detail: "The access token is wrong." };
  }
  const cookie = cookieOf(headers.cookie, credentials.cookieName);
  if (cookie === null || !credentials.isSignedIn(cookie)) {
    return { status: 401, detail: "Sign in with the URL that the start printed, or send the access token as Bearer." };
  }
  if (changes && headers.origin === void 0 && headers["sec-fetch-site"] !== "same-origin") {
    return { status: 403, detail: "A request with a cookie must carry Origin. Scripts send the access token as Bearer." };
  }
  return "cookie";
}
function changesSomething(method) {
  return method === void 0 || !SAFE_METHODS.has(method);
}
function bearerOf(authorization) {
  if (authorization === void 0) return null;
  return /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? "";
}
function cookieOf(header, name) {
  const pairs = header?.split(";").map((pair) => pair.trim()) ?? [];
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? null;
}
var SAFE_METHODS;
var init_access_check = __esm({
  "services/gateway/src/access/access-check.ts"() {
    "use strict";
    init_allow_list();
    SAFE_METHODS = /* @__PURE__ */ new Set(["GET", "HEAD", "OPTIONS"]);
  }
});

// services/gateway/src/access/same-secret.ts
import { createHash, timingSafeEqual } from "node:crypto";
function sameSecret(given, expected) {
  return timingSafeEqual(sha256(given), sha256(expected));
}
function sha256(text) {
  return createHash("sha256").update(text).digest();
}
var init_same_secret = __esm({
  "services/gateway/src/access/same-secret.ts"() {
    "use strict";
  }
});

// services/gateway/src/access/sign-ins.ts
import { randomBytes as randomBytes2 } from "node:crypto";
import { readFile as readFile3, rename, writeFile as writeFile2 } from "node:fs/promises";
import { z as z22 } from "zod";
function parseStored(text) {
  try {
    return storedSchema.parse(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z22.ZodError) return {};
    throw error;
  }
}
function hash(value) {
  return sha256(value).toString("base64url");
}
var SIGN_IN_LIFETIME_MS, MAX_SIGN_INS, storedSchema, SignIns;
var init_sign_ins = __esm({
  "services/gateway/src/access/sign-ins.ts"() {
    "use strict";
    init_same_secret();
    SIGN_IN_LIFETIME_MS = 30 * 24 * 60 * 6e4;
    MAX_SIGN_INS = 100;
    storedSchema = z22.record(z22.string(), z22.number());
    SignIns = class _SignIns {
      constructor(path, expiryByHash, now) {
        this.path = path;
        this.expiryByHash = expiryByHash;
        this.now = now;
      }
      path;
      expiryByHash;
      now;
      #saving = Promise.resolve();
      /** @throws when the file is there but can't be read; a file that makes no sense signs everybody out instead. */
      static async open(path, now = Date.now) {
        const text = await readFile3(path, "utf8").catch((error) => {
          if (error.code === "ENOENT") return "{}";
          throw error;
        });
        return new _SignIns(path, new Map(Object.entries(parseStored(text))), now);
      }
      /** @returns the value for the cookie */
      async create() {
        const value = randomBytes2(32).toString("base64url");
        this.#dropExpired();
        const oldest = this.expiryByHash.keys().next();
        if (this.expiryByHash.size >= MAX_SIGN_INS && !oldest.done) this.expiryByHash.delete(oldest.value);
        this.expiryByHash.set(hash(value), this.now() + SIGN_IN_LIFETIME_MS);
        await this.#save();
        return value;
      }
      isValid(value) {
        const expiresAt = this.expiryByHash.get(hash(value));
        return expiresAt !== void 0 && this.now() < expiresAt;
      }
      async end(value) {
        if (this.expiryByHash.delete(hash(value))) await this.#save();
      }
      #dropExpired() {
        for (const [key, expiresAt] of this.expiryByHash) if (expiresAt <= this.now()) this.expiryByHash.delete(key);
      }
      /** One write after the other, each complete or not at all. */
      #save() {
        const write = async () => {
          await writeFile2(`${this.path}.new`, JSON.stringify(Object.fromEntries(this.expiryByHash)), { mode: 384 });
          await rename(`${this.path}.new`, this.path);
        };
        this.#saving = this.#saving.then(write, write);
        return this.#saving;
      }
    };
  }
});

// services/gateway/src/access/sign-in-cookie.ts
function signInCookieName(port2) {
  return `agents-fleet-${port2}`;
}
function signInCookie(name, value) {
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${SIGN_IN_LIFETIME_MS / 1e3}`;
}
function signOutCookie(name) {
  return `${name}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0`;
}
var init_sign_in_cookie = __esm({
  "services/gateway/src/access/sign-in-cookie.ts"() {
    "use strict";
    init_sign_ins();
  }
});

// services/gateway/src/access/gatekeeper.ts
var Gatekeeper;
var init_gatekeeper = __esm({
  "services/gateway/src/access/gatekeeper.ts"() {
    "use strict";
    init_allow_list();
    init_access_check();
    init_same_secret();
    init_sign_ins();
    init_sign_in_cookie();
    Gatekeeper = class {
      constructor(port2, allowed, token, signIns) {
        this.allowed = allowed;
        this.signIns = signIns;
        this.cookieName = signInCookieName(port2);
        this.#credentials = {
          cookieName: this.cookieName,
          isToken: (given) => sameSecret(given, token),
          isSignedIn: (value) => signIns.isValid(value)
        };
      }
      allowed;
      signIns;
      cookieName;
      #credentials;
      isToken(given) {
        return this.#credentials.isToken(given);
      }
      /** `Host` and `Origin`: for everything, open or not. */
      refuseSource(request2) {
        return checkSource(request2.headers, this.allowed);
      }
      /** Who asks: for everything that isn't open. */
      identify(request2) {
        return checkCaller(request2.headers, this.#credentials, changesSomething(request2.method));
      }
      /** An upgrade opens a channel that can type into sessions: it counts as a change, though its method is GET. */
      identifyUpgrade(request2) {
        return checkCaller(request2.headers, this.#credentials, true);
      }
      async signOut(request2) {
        const cookie = cookieOf(request2.headers.cookie, this.cookieName);
        if (cookie !== null) await this.signIns.end(cookie);
      }
    };
  }
});

// services/gateway/src/access/one-time-codes.ts
import { randomBytes as randomBytes3 } from "node:crypto";
function hash2(code) {
  return sha256(code).toString("base64url");
}
var CODE_LIFETIME_MS, MAX_OUTSTANDING, CODE_BYTES, OneTimeCodes;
var init_one_time_codes = __esm({
  "services/gateway/src/access/one-time-codes.ts"() {
    "use strict";
    init_same_secret();
    CODE_LIFETIME_MS = 10 * 6e4;
    MAX_OUTSTANDING = 20;
    CODE_BYTES = 18;
    OneTimeCodes = class {
      constructor(now = Date.now) {
        this.now = now;
      }
      now;
      #expiryByHash = /* @__PURE__ */ new Map();
      create() {
        const code = randomBytes3(CODE_BYTES).toString("base64url");
        const expiresAt = this.now() + CODE_LIFETIME_MS;
        const oldest = this.#expiryByHash.keys().next();
        if (this.#expiryByHash.size >= MAX_OUTSTANDING && !oldest.done) this.#expiryByHash.delete(oldest.value);
        this.#expiryByHash.set(hash2(code), expiresAt);
        return { code, expiresAt: new Date(expiresAt) };
      }
      /** Whether the code was good; it isn't any more after this. */
      redeem(code) {
        const key = hash2(code);
        const expiresAt = this.#expiryByHash.get(key);
        this.#expiryByHash.delete(key);
        return expiresAt !== void 0 && this.now() < expiresAt;
      }
    };
  }
});

// services/gateway/src/access/open-door.ts
import { dirname as dirname2, join as join4 } from "node:path";
function accessTokenFile(configuration) {
  return configuration.FLEET_ACCESS_TOKEN_FILE ?? join4(configuration.FLEET_DATA_DIR, "access-token");
}
async function openDoor(configuration, port2) {
  const tokenFile = accessTokenFile(configuration);
  const token = await readOrCreateAccessToken(tokenFile);
  const signIns = await SignIns.open(join4(dirname2(tokenFile), "sign-ins.json"));
  const allowed = allowListFor(port2, configuration.FLEET_ALLOWED_HOSTS, configuration.FLEET_ALLOWED_ORIGINS);
  return {
    gatekeeper: new Gatekeeper(port2, allowed, token, signIns),
    signIns,
    codes: new OneTimeCodes(),
    attempts: new AttemptLimit()
  };
}
var init_open_door = __esm({
  "services/gateway/src/access/open-door.ts"() {
    "use strict";
    init_configuration2();
    init_access_token();
    init_allow_list();
    init_attempt_limit();
    init_gatekeeper();
    init_one_time_codes();
    init_sign_ins();
  }
});

// services/gateway/src/console/console-files.ts
import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { extname, join as join5, relative, sep } from "node:path";
async function describe(path, name) {
  const { size } = await stat(path);
  return {
    path,
    size,
    type: TYPES[extname(name)] ?? "application/octet-stream",
    cacheControl: HASHED.test(name) ? "public, max-age=31536000, immutable" : "no-store"
  };
}
function isPage(path, accept) {
  return !path.includes(".") && (accept?.includes("text/html") ?? false);
}
var TYPES, HASHED, INDEX, RESERVED, ConsoleFiles;
var init_console_files = __esm({
  "services/gateway/src/console/console-files.ts"() {
    "use strict";
    TYPES = {
      ".css": "text/css; charset=utf-8",
      ".html": "text/html; charset=utf-8",
      ".ico": "image/x-icon",
      ".js": "text/javascript; charset=utf-8",
      ".json": "application/json",
      ".png": "image/png",
      ".svg": "image/svg+xml",
      ".txt": "text/plain; charset=utf-8",
      ".webmanifest": "application/manifest+json",
      ".woff2": "font/woff2"
    };
    HASHED = /[-.][A-Z0-9]{8,}\.[a-z0-9]+$/i;
    INDEX = "/index.html";
    RESERVED = /^\/(api|ws|healthz|readyz|metrics)(\/|$)/i;
    ConsoleFiles = class _ConsoleFiles {
      constructor(files) {
        this.files = files;
      }
      files;
      /** @param directory the built console; `undefined` serves nothing */
      static async list(directory) {
        if (directory === void 0) return new _ConsoleFiles(/* @__PURE__ */ new Map());
        const entries = await readdir(directory, { recursive: true, withFileTypes: true });
        const files = entries.filter((entry) => entry.isFile() && TYPES[extname(entry.name)] !== void 0).map(async (entry) => {
          const path = join5(entry.parentPath, entry.name);
          const url = `/${relative(directory, path).split(sep).join("/")}`;
          return [url, await describe(path, entry.name)];
        });
        return new _ConsoleFiles(new Map(await Promise.all(files)));
      }
      get count() {
        return this.files.size;
      }
      /** Answers the request if it is for a file of the console or for one of its pages; otherwise leaves it alone. */
      serve(request2, response) {
        if (request2.method !== "GET" && request2.method !== "HEAD") return false;
        const path = (request2.url ?? "").split("?", 1)[0] ?? "";
        if (RESERVED.test(path)) return false;
        const file = this.files.get(path) ?? (isPage(path, request2.headers.accept) ? this.files.get(INDEX) : void 0);
        if (file === void 0) return false;
        response.writeHead(200, {
          "Content-Type": file.type,
          "Content-Length": file.size,
          "Cache-Control": file.cacheControl
        });
        if (request2.method === "HEAD") response.end();
        else createReadStream(file.path).on("error", () => response.destroy()).pipe(response);
        return true;
      }
    };
  }
});

// services/gateway/src/http/problem.ts
import { STATUS_CODES } from "node:http";
function problemDocument(status, detail, errors4 = []) {
  return {
    type: "about:blank",
    title: STATUS_CODES[status] ?? "Error",
    status,
    detail,
    ...errors4.length > 0 && { errors: [...errors4] }
  };
}
function invalidInput(errors4) {
  const detail = errors4.map(({ field, message }) => field === "" ? message : `${field}: ${message}`).join("; ");
  return new ProblemError(422, detail, errors4);
}
function unknownId(what) {
  return new ProblemError(404, `There is no such ${what}.`);
}
var ProblemError, PROBLEM_CONTENT_TYPE;
var init_problem2 = __esm({
  "services/gateway/src/http/problem.ts"() {
    "use strict";
    init_src();
    ProblemError = class extends Error {
      constructor(status, detail, errors4 = [], headers = {}) {
        super(detail);
        this.status = status;
        this.detail = detail;
        this.errors = errors4;
        this.headers = headers;
      }
      status;
      detail;
      errors;
      headers;
      name = "ProblemError";
    };
    PROBLEM_CONTENT_TYPE = "application/problem+json";
  }
});

// services/gateway/src/fleet/fleet-commands.ts
import "zod";
function commandProblem(error, who) {
  const errors4 = error.field === null ? [] : [{ field: error.field, message: error.message }];
  const detail = error.code === "unavailable" ? `${who}: ${error.message}.` : error.message;
  return new ProblemError(STATUS_OF[error.code], detail, errors4);
}
var COMMAND_TIMEOUT_MS, FleetCommands, STATUS_OF;
var init_fleet_commands = __esm({
  "services/gateway/src/fleet/fleet-commands.ts"() {
    "use strict";
    init_src();
    init_src3();
    init_problem2();
    COMMAND_TIMEOUT_MS = 1e4;
    FleetCommands = class {
      constructor(broker) {
        this.broker = broker;
      }
      broker;
      async toRunner(runnerId, command, body, reply2) {
        return this.#send(subjects.runnerCommand(runnerId, command), body, reply2, `Runner ${runnerId}`);
      }
      async setBudget(body, reply2) {
        return this.#send(subjects.budgetCommand("set"), body, reply2, "The budget service");
      }
      /** Types bytes into a session. The reply is for the caller to judge: typing on must not wait for it. */
      type(runnerId, sessionId, bytes, reply2) {
        return request(this.broker, subjects.runnerCommand(runnerId, "input"), bytes, {
          timeoutMs: COMMAND_TIMEOUT_MS,
          reply: reply2,
          headers: { [ptyHeaders.session]: sessionId }
        });
      }
      async #send(subject, body, reply2, who) {
        const answer3 = await request(this.broker, subject, body, { timeoutMs: COMMAND_TIMEOUT_MS, reply: reply2 });
        if (answer3.ok) return answer3.data;
        throw commandProblem(answer3.error, who);
      }
    };
    STATUS_OF = {
      invalid_input: 422,
      repo_not_found: 422,
      repo_not_allowed: 422,
      command_not_found: 422,
      session_not_found: 404,
      session_ended: 409,
      too_many_sessions: 429,
      unavailable: 503,
      internal: 502
    };
  }
});

// services/gateway/src/sessions/projection-changes.ts
var ProjectionChanges;
var init_projection_changes = __esm({
  "services/gateway/src/sessions/projection-changes.ts"() {
    "use strict";
    ProjectionChanges = class {
      #listeners = /* @__PURE__ */ new Set();
      /** Returns the way out. */
      listen(listener) {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      }
      announce(sessionIds) {
        for (const listener of [...this.#listeners]) listener(sessionIds);
      }
      /**
       * Reads until the read models show what is wanted, looking at once and after each change of the session.
       * @returns what was read last, wanted or not, when the time is over
       */
      async until(sessionId, timeoutMs, read, wanted) {
        const deadline = AbortSignal.timeout(timeoutMs);
        let wake = () => void 0;
        const leave = this.listen((ids) => {
          if (ids.includes(sessionId)) wake();
        });
        deadline.addEventListener("abort", () => {
          wake();
        }, { once: true });
        try {
          for (; ; ) {
            const changed = new Promise((resolve) => wake = resolve);
            const value = await read();
            if (wanted(value) || deadline.aborted) return value;
            await changed;
          }
        } finally {
          leave();
        }
      }
    };
  }
});

// services/gateway/src/fleet/runner-registry.ts
var OFFLINE_AFTER_MS, FORGET_AFTER_MS, RunnerRegistry;
var init_runner_registry = __esm({
  "services/gateway/src/fleet/runner-registry.ts"() {
    "use strict";
    init_src();
    OFFLINE_AFTER_MS = 6e3;
    FORGET_AFTER_MS = 24 * 60 * 6e4;
    RunnerRegistry = class {
      constructor(now = Date.now) {
        this.now = now;
      }
      now;
      #seen = /* @__PURE__ */ new Map();
      /** @returns whether it was one; anything else on the subject is ignored */
      accept(message) {
        const parsed = runnerHeartbeatSchema.safeParse(message);
        if (!parsed.success) return false;
        this.#seen.set(parsed.data.runnerId, { heartbeat: parsed.data, at: this.now() });
        return true;
      }
      list() {
        for (const [id, { at }] of this.#seen) if (this.now() - at > FORGET_AFTER_MS) this.#seen.delete(id);
        return [...this.#seen.values()].map((seen) => this.#runnerOf(seen)).sort((a, b) => a.id.localeCompare(b.id));
      }
      online() {
        return this.list().filter((runner) => runner.online);
      }
      #runnerOf({ heartbeat, at }) {
        return {
          id: heartbeat.runnerId,
          hostname: heartbeat.hostname,
          platform: heartbeat.platform,
          startedAt: heartbeat.startedAt,
          lastSeenAt: new Date(at).toISOString(),
          online: this.now() - at <= OFFLINE_AFTER_MS,
          sessionIds: heartbeat.sessionIds,
          repoRoots: heartbeat.repoRoots,
          spoolBytes: heartbeat.spoolBytes
        };
      }
    };
  }
});

// services/gateway/src/fleet/fleet-connection.ts
import { join as join6 } from "node:path";
function databaseFile(configuration) {
  return configuration.FLEET_DATABASE ?? join6(configuration.FLEET_DATA_DIR, "read-models.sqlite");
}
async function connectFleet(configuration, logger) {
  const broker = await connectService("gateway", configuration, logger);
  const models = await openReadModels({ path: databaseFile(configuration), mode: "reader" });
  const runners = new RunnerRegistry();
  const changes = new ProjectionChanges();
  subscribeCore(broker, subjects.allHeartbeats, (message) => {
    if (!runners.accept(message.json())) logger.warn({ subject: message.subject }, "this is no heartbeat");
  });
  subscribeCore(broker, subjects.projectionChanged, (message) => {
    changes.announce(projectionChangedSchema.parse(message.json()).sessionIds);
  });
  return {
    broker,
    models,
    runners,
    changes,
    close: async () => {
      await broker.close();
      await models.close();
    }
  };
}
var init_fleet_connection = __esm({
  "services/gateway/src/fleet/fleet-connection.ts"() {
    "use strict";
    init_src();
    init_src3();
    init_src2();
    init_src5();
    init_configuration2();
    init_projection_changes();
    init_runner_registry();
  }
});

// services/gateway/src/fleet/settings.ts
function settingsOf(version, configuration, paths) {
  const row = (name, value, description) => ({ name, value, description });
  return new SettingsInForce({
    version,
    items: [
      row("FLEET_DATA_DIR", configuration.FLEET_DATA_DIR, "Where everything is kept"),
      row("FLEET_HTTP_HOST", configuration.FLEET_HTTP_HOST, "Address that the gateway listens on"),
      row("FLEET_HTTP_PORT", String(configuration.FLEET_HTTP_PORT), "Port of the console and the API"),
      row("FLEET_ALLOWED_HOSTS", configuration.FLEET_ALLOWED_HOSTS.join(", "), "Names besides loopback\u2019s that requests may come by"),
      row("FLEET_ALLOWED_ORIGINS", configuration.FLEET_ALLOWED_ORIGINS.join(", "), "Pages besides the console\u2019s that may send requests"),
      row("FLEET_DATABASE", paths.database, "Read models; rebuilt from the log when they are gone"),
      row("FLEET_ACCESS_TOKEN_FILE", paths.token, "File that holds the access token, for its owner alone"),
      row("FLEET_NATS_URL", withoutUser(configuration.FLEET_NATS_URL), "Broker"),
      row("FLEET_COUNT_CACHE_READS", configuration.FLEET_COUNT_CACHE_READS ? "1" : "0", "Whether cache reads count against budgets"),
      row("FLEET_LOG_LEVEL", configuration.FLEET_LOG_LEVEL, "How much the services log")
    ]
  });
}
function withoutUser(url) {
  return url.replace(/\/\/[^@/]*@/, "//");
}
var SettingsInForce;
var init_settings = __esm({
  "services/gateway/src/fleet/settings.ts"() {
    "use strict";
    init_src();
    init_configuration2();
    SettingsInForce = class {
      constructor(value) {
        this.value = value;
      }
      value;
    };
  }
});

// services/gateway/src/health/gateway-health.ts
function gauge(name, help, value) {
  return `# HELP ${name} ${help}
# TYPE ${name} gauge
${name} ${value}`;
}
var GatewayHealth;
var init_gateway_health = __esm({
  "services/gateway/src/health/gateway-health.ts"() {
    "use strict";
    init_src2();
    GatewayHealth = class {
      constructor(figures) {
        this.figures = figures;
      }
      figures;
      #startedAt = Date.now();
      /** A gateway without a runner is ready: it shows what was, and says how to start one. */
      report() {
        const { brokerOnline, readModelsOpen, runnersOnline } = this.figures();
        return {
          ok: brokerOnline && readModelsOpen,
          details: { broker: brokerOnline ? "online" : "offline", readModels: readModelsOpen ? "open" : "missing", runnersOnline }
        };
      }
      /** Prometheus text, version 0.0.4. */
      metrics() {
        const figures = this.figures();
        const memory = process.memoryUsage();
        return [
          gauge("fleet_gateway_ready", "Whether the gateway can do its work", this.report().ok ? 1 : 0),
          gauge("fleet_gateway_broker_online", "Whether the broker is reachable", figures.brokerOnline ? 1 : 0),
          gauge("fleet_gateway_runners_online", "Runners that sent a heartbeat within 6 s", figures.runnersOnline),
          gauge("fleet_gateway_websockets", "Open WebSockets", figures.sockets),
          gauge("fleet_gateway_viewers", "Terminals that are shown", figures.viewers),
          gauge("fleet_gateway_feeds", "Sessions whose live terminal is read", figures.feeds),
          gauge("fleet_gateway_uptime_seconds", "Seconds since the start", (Date.now() - this.#startedAt) / 1e3),
          gauge("process_resident_memory_bytes", "Resident memory", memory.rss),
          gauge("nodejs_heap_size_used_bytes", "Heap in use", memory.heapUsed),
          ""
        ].join("\n");
      }
    };
  }
});

// services/gateway/src/health/read-model-probe.ts
var PROBE_EVERY_MS, ReadModelProbe;
var init_read_model_probe = __esm({
  "services/gateway/src/health/read-model-probe.ts"() {
    "use strict";
    init_src2();
    init_src5();
    PROBE_EVERY_MS = 1e3;
    ReadModelProbe = class _ReadModelProbe {
      constructor(models, logger) {
        this.models = models;
        this.logger = logger;
        this.#timer = setInterval(() => void this.#probe(), PROBE_EVERY_MS);
      }
      models;
      logger;
      #open = false;
      #timer;
      static async start(models, logger) {
        const probe = new _ReadModelProbe(models, logger);
        await probe.#probe();
        return probe;
      }
      get open() {
        return this.#open;
      }
      stop() {
        clearInterval(this.#timer);
      }
      async #probe() {
        try {
          await this.models.checkpoints.list();
          this.#open = true;
        } catch (error) {
          if (this.#open || !(error instanceof ReadModelsUnavailableError)) {
            this.logger.warn({ error }, "the read models can\u2019t be read");
          }
          this.#open = false;
        }
      }
    };
  }
});

// services/gateway/src/http/route-contract.ts
import { z as z23 } from "zod";
function route(contract) {
  return {
    open: false,
    problems: [],
    ...contract,
    params: contract.params ?? nothing,
    query: contract.query ?? nothing,
    body: contract.body ?? noBody
  };
}
var noBody, nothing;
var init_route_contract = __esm({
  "services/gateway/src/http/route-contract.ts"() {
    "use strict";
    noBody = z23.undefined("this route takes no body");
    nothing = z23.strictObject({});
  }
});

// services/gateway/src/access/security-headers.ts
function setSecurityHeaders(response) {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
}
var CONTENT_SECURITY_POLICY, SECURITY_HEADERS;
var init_security_headers = __esm({
  "services/gateway/src/access/security-headers.ts"() {
    "use strict";
    CONTENT_SECURITY_POLICY = [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self' 'unsafe-inline'",
      "connect-src 'self'",
      "img-src 'self' data:",
      "font-src 'self'",
      "manifest-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types angular angular#components angular#bundler"
    ].join("; ");
    SECURITY_HEADERS = {
      "Content-Security-Policy": CONTENT_SECURITY_POLICY,
      "Cross-Origin-Opener-Policy": "same-origin",
      "Cross-Origin-Resource-Policy": "same-origin",
      "Referrer-Policy": "no-referrer",
      "X-Content-Type-Options": "nosniff",
      "X-Frame-Options": "DENY",
      "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
      // Answers hold terminal bytes and costs; the console's hashed files say otherwise for themselves.
      "Cache-Control": "no-store"
    };
  }
});

// services/gateway/src/access/access.middleware.ts
import "express";
function accessMiddleware(gatekeeper, consoleFiles, routes) {
  const open = new Set(routes.filter((route2) => route2.open).map((route2) => `${route2.method} ${route2.path}`));
  return (request2, response, next) => {
    setSecurityHeaders(response);
    if (!request2.url.startsWith("/")) {
      next(new ProblemError(400, "The request target must be a path."));
      return;
    }
    const foreign = gatekeeper.refuseSource(request2);
    if (foreign !== null) {
      next(new ProblemError(foreign.status, foreign.detail));
      return;
    }
    if (consoleFiles.serve(request2, response)) return;
    if (!open.has(`${request2.method} ${request2.path}`)) {
      const caller = gatekeeper.identify(request2);
      if (typeof caller !== "string") {
        next(new ProblemError(caller.status, caller.detail, [], caller.status === 401 ? { "WWW-Authenticate": "Bearer" } : {}));
        return;
      }
      request2.caller = caller;
    }
    next();
  };
}
var init_access_middleware = __esm({
  "services/gateway/src/access/access.middleware.ts"() {
    "use strict";
    init_console_files();
    init_problem2();
    init_route_contract();
    init_access_check();
    init_gatekeeper();
    init_security_headers();
  }
});

// services/gateway/src/http/route.decorator.ts
import { applyDecorators, createParamDecorator, HttpCode, RequestMapping, RequestMethod, SetMetadata } from "@nestjs/common";
import "express";
function Route(contract) {
  return applyDecorators(
    RequestMapping({ method: RequestMethod[contract.method], path: contract.path }),
    HttpCode(contract.answer.status),
    SetMetadata(ROUTE_CONTRACT, contract)
  );
}
var ROUTE_CONTRACT, Input;
var init_route_decorator = __esm({
  "services/gateway/src/http/route.decorator.ts"() {
    "use strict";
    init_route_contract();
    ROUTE_CONTRACT = "agents-fleet:route-contract";
    Input = createParamDecorator((_data, context) => context.switchToHttp().getRequest().routeInput);
  }
});

// services/gateway/src/routes/access-routes.ts
import { z as z24 } from "zod";
var oneTimeCodeSchema, accessRoutes;
var init_access_routes = __esm({
  "services/gateway/src/routes/access-routes.ts"() {
    "use strict";
    init_src();
    init_route_contract();
    oneTimeCodeSchema = z24.object({ code: z24.string(), expiresAt: z24.iso.datetime() });
    accessRoutes = {
      login: route({
        method: "POST",
        path: "/api/login",
        summary: "Sign a browser in with a one-time code or the access token; sets the cookie",
        open: true,
        body: loginSchema,
        answer: { status: 204, description: "Signed in" },
        problems: [413, 415, 422, 429]
      }),
      createLoginCode: route({
        method: "POST",
        path: "/api/login-codes",
        summary: "Make a one-time code for a URL such as http://127.0.0.1:4700/#token=<code>; needs the token as Bearer",
        answer: { status: 201, description: "A code that works once, for ten minutes", schema: oneTimeCodeSchema }
      }),
      logout: route({
        method: "POST",
        path: "/api/logout",
        summary: "Sign this browser out",
        answer: { status: 204, description: "Signed out" }
      }),
      me: route({
        method: "GET",
        path: "/api/me",
        summary: "Whether this browser is signed in",
        answer: { status: 204, description: "Signed in" }
      })
    };
  }
});

// services/gateway/src/access/access.controller.ts
import { Controller, Inject, Req, Res } from "@nestjs/common";
import "express";
var AccessController;
var init_access_controller = __esm({
  "services/gateway/src/access/access.controller.ts"() {
    "use strict";
    init_problem2();
    init_route_decorator();
    init_route_contract();
    init_access_routes();
    init_access_middleware();
    init_attempt_limit();
    init_gatekeeper();
    init_one_time_codes();
    init_sign_in_cookie();
    init_sign_ins();
    AccessController = class {
      constructor(gatekeeper, codes, signIns, attempts) {
        this.gatekeeper = gatekeeper;
        this.codes = codes;
        this.signIns = signIns;
        this.attempts = attempts;
      }
      gatekeeper;
      codes;
      signIns;
      attempts;
      async login({ body }, response) {
        const waitMs = this.attempts.waitMs();
        if (waitMs > 0) {
          const seconds = String(Math.ceil(waitMs / 1e3));
          throw new ProblemError(429, `Too many failed logins: try again in ${seconds} s.`, [], { "Retry-After": seconds });
        }
        if (!this.codes.redeem(body.token) && !this.gatekeeper.isToken(body.token)) {
          this.attempts.failed();
          const message = "is wrong, used up or too old: open the newest printed URL";
          throw new ProblemError(401, `The code ${message}.`, [{ field: "token", message }]);
        }
        response.append("Set-Cookie", signInCookie(this.gatekeeper.cookieName, await this.signIns.create()));
      }
      createLoginCode(request2) {
        if (request2.caller !== "bearer") throw new ProblemError(403, "Only the access token as Bearer can make a code.");
        const { code, expiresAt } = this.codes.create();
        return { code, expiresAt: expiresAt.toISOString() };
      }
      async logout(request2, response) {
        await this.gatekeeper.signOut(request2);
        response.append("Set-Cookie", signOutCookie(this.gatekeeper.cookieName));
      }
      me() {
        return;
      }
    };
    __decorateClass([
      Route(accessRoutes.login),
      __decorateParam(0, Input()),
      __decorateParam(1, Res({ passthrough: true }))
    ], AccessController.prototype, "login", 1);
    __decorateClass([
      Route(accessRoutes.createLoginCode),
      __decorateParam(0, Req())
    ], AccessController.prototype, "createLoginCode", 1);
    __decorateClass([
      Route(accessRoutes.logout),
      __decorateParam(0, Req()),
      __decorateParam(1, Res({ passthrough: true }))
    ], AccessController.prototype, "logout", 1);
    __decorateClass([
      Route(accessRoutes.me)
    ], AccessController.prototype, "me", 1);
    AccessController = __decorateClass([
      Controller(),
      __decorateParam(0, Inject(Gatekeeper)),
      __decorateParam(1, Inject(OneTimeCodes)),
      __decorateParam(2, Inject(SignIns)),
      __decorateParam(3, Inject(AttemptLimit))
    ], AccessController);
  }
});

// services/gateway/src/routes/health-routes.ts
import { z as z25 } from "zod";
var detailsSchema, readinessSchema, healthRoutes;
var init_health_routes = __esm({
  "services/gateway/src/routes/health-routes.ts"() {
    "use strict";
    init_route_contract();
    detailsSchema = z25.record(z25.string(), z25.union([z25.string(), z25.number(), z25.boolean()]));
    readinessSchema = z25.object({ ok: z25.boolean(), details: detailsSchema });
    healthRoutes = {
      healthz: route({
        method: "GET",
        path: "/healthz",
        summary: "Whether the gateway lives; tells nothing else",
        open: true,
        answer: { status: 200, description: "It lives", schema: z25.object({ ok: z25.literal(true) }) }
      }),
      readyz: route({
        method: "GET",
        path: "/readyz",
        summary: "Whether the gateway can do its work: broker, read models, runner",
        answer: { status: 200, description: "Ready; 503 with the same body when not", schema: readinessSchema },
        problems: []
      }),
      metrics: route({
        method: "GET",
        path: "/metrics",
        summary: "Figures for Prometheus",
        answer: { status: 200, description: "Prometheus text format", contentType: "text/plain; version=0.0.4; charset=utf-8" }
      })
    };
  }
});

// services/gateway/src/http/openapi.ts
import { z as z26 } from "zod";
import { STATUS_CODES as STATUS_CODES2 } from "node:http";
function openApiOf(routes, version) {
  const paths = {};
  for (const route2 of routes) {
    const path = route2.path.replace(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [route2.method.toLowerCase()]: operationOf(route2) };
  }
  return new OpenApiDocument({
    openapi: "3.1.0",
    info: {
      title: "Agents Fleet",
      version,
      description: "Every request needs the access token as Bearer, or the cookie that `POST /api/login` sets. Live data comes over the WebSocket `/ws`.",
      license: { name: "MIT", identifier: "MIT" }
    },
    security: [{ token: [] }, { cookie: [] }],
    paths,
    components: {
      securitySchemes: {
        token: { type: "http", scheme: "bearer" },
        cookie: { type: "apiKey", in: "cookie", name: "agents-fleet-4700" }
      },
      schemas: namedSchemas()
    }
  });
}
function operationOf(route2) {
  const parameters = [...parametersOf(route2.params, "path"), ...parametersOf(route2.query, "query")];
  const problems = [.../* @__PURE__ */ new Set([...route2.open ? [403] : [401, 403], ...route2.problems])].sort();
  return {
    summary: route2.summary,
    ...route2.open && { security: [] },
    ...parameters.length > 0 && { parameters },
    ...route2.body !== noBody && {
      requestBody: {
        required: !route2.body.safeParse(void 0).success,
        content: { "application/json": { schema: schemaOf(route2.body) } }
      }
    },
    responses: {
      [route2.answer.status]: answerOf(route2),
      ...Object.fromEntries(problems.map((status) => [status, problemAnswer(status)]))
    }
  };
}
function answerOf({ answer: answer3 }) {
  const { description, schema, contentType } = answer3;
  if (schema !== void 0) return { description, content: { "application/json": { schema: schemaOf(schema) } } };
  return contentType === void 0 ? { description } : { description, content: { [contentType]: {} } };
}
function problemAnswer(status) {
  const schema = { $ref: "#/components/schemas/Problem" };
  return { description: STATUS_CODES2[status] ?? "", content: { [PROBLEM_CONTENT_TYPE]: { schema } } };
}
function parametersOf(schema, place) {
  const { properties = {}, required = [] } = toJson(schema);
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: required.includes(name) && !("default" in property),
    schema: property
  }));
}
function schemaOf(schema) {
  const bare = schema instanceof z26.ZodOptional ? schema.unwrap() : schema;
  const name = Object.entries(NAMED).find(([, named]) => named === bare)?.[0];
  return name === void 0 ? toJson(bare) : { $ref: `#/components/schemas/${name}` };
}
function namedSchemas() {
  const registry = z26.registry();
  for (const [id, schema] of Object.entries(NAMED)) registry.add(schema, { id });
  const { schemas } = z26.toJSONSchema(registry, { uri: (id) => `#/components/schemas/${id}` });
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, withoutOwnId(schema)]));
}
function toJson(schema) {
  return withoutOwnId(z26.toJSONSchema(schema));
}
function withoutOwnId(schema) {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => key !== "$schema" && key !== "$id" && key !== "id"));
}
var NAMED, OpenApiDocument;
var init_openapi = __esm({
  "services/gateway/src/http/openapi.ts"() {
    "use strict";
    init_src();
    init_access_routes();
    init_health_routes();
    init_problem2();
    init_route_contract();
    NAMED = {
      Artifact: artifactSchema,
      ArtifactPage: artifactPageSchema,
      ChangeBudget: changeBudgetSchema,
      CreateSession: createSessionSchema,
      Login: loginSchema,
      Marker: markerSchema,
      MarkerPage: markerPageSchema,
      OneTimeCode: oneTimeCodeSchema,
      Problem: problemSchema,
      Readiness: readinessSchema,
      Repos: reposSchema,
      Runner: runnerSchema,
      RunnerList: runnerListSchema,
      SendInput: sendInputSchema,
      Session: sessionSchema,
      SessionPage: sessionPageSchema,
      Settings: settingsSchema,
      StdinEvent: stdinEventSchema,
      StdinPage: stdinPageSchema,
      StopSessions: stopSessionsSchema,
      StopSessionsResult: stopSessionsResultSchema,
      UsageEntry: usageEntrySchema,
      UsagePage: usagePageSchema
    };
    OpenApiDocument = class {
      constructor(value) {
        this.value = value;
      }
      value;
    };
  }
});

// services/gateway/src/routes/fleet-routes.ts
import { z as z27 } from "zod";
var fleetRoutes;
var init_fleet_routes = __esm({
  "services/gateway/src/routes/fleet-routes.ts"() {
    "use strict";
    init_src();
    init_route_contract();
    fleetRoutes = {
      listRunners: route({
        method: "GET",
        path: "/api/runners",
        summary: "Runners that have been seen, and whether they are online",
        answer: { status: 200, description: "All runners", schema: runnerListSchema }
      }),
      listRepos: route({
        method: "GET",
        path: "/api/repos",
        summary: "Complete a repo path under the allowed roots, and repos of earlier sessions",
        query: reposQuerySchema,
        answer: { status: 200, description: "Roots, directories and recent repos", schema: reposSchema },
        problems: [422, 503]
      }),
      getSettings: route({
        method: "GET",
        path: "/api/settings",
        summary: "Settings in force; never a secret",
        answer: { status: 200, description: "Name, value and meaning of each", schema: settingsSchema }
      }),
      getOpenApi: route({
        method: "GET",
        path: "/api/openapi.json",
        summary: "This document",
        answer: { status: 200, description: "OpenAPI 3.1", schema: z27.record(z27.string(), z27.unknown()) }
      })
    };
  }
});

// services/gateway/src/sessions/session-lookup.ts
var SessionLookup;
var init_session_lookup = __esm({
  "services/gateway/src/sessions/session-lookup.ts"() {
    "use strict";
    init_src();
    init_problem2();
    init_src5();
    SessionLookup = class {
      constructor(models) {
        this.models = models;
      }
      models;
      find(id) {
        return this.models.sessions.get(id);
      }
      /** @throws ProblemError 404 */
      async get(id) {
        const session = await this.find(id);
        if (session === null) throw unknownId("session");
        return session;
      }
      liveIdsOfRepo(repo) {
        return this.models.sessions.liveIdsOfRepo(repo);
      }
    };
  }
});

// services/gateway/src/sessions/new-session.ts
function newSession(command, runnerId, startedAt) {
  const hasBudget = command.budgetNanoUsd !== null || command.budgetTokens !== null;
  return {
    id: command.sessionId,
    kind: command.kind,
    agent: "shell",
    name: command.name,
    command: command.command,
    repoPath: command.repoPath,
    runnerId,
    status: "starting",
    stopReason: null,
    exitCode: null,
    signal: null,
    startedAt: startedAt.toISOString(),
    endedAt: null,
    lastActivityAt: startedAt.toISOString(),
    budgetUsd: command.budgetNanoUsd === null ? null : nanoUsdToUsd(command.budgetNanoUsd),
    budgetTokens: command.budgetTokens,
    budgetVersion: 1,
    costUsd: 0,
    tokens: { input: 0, cacheRead: 0, cacheWrite: 0, output: 0, total: 0, counted: 0 },
    confidence: null,
    usageSource: null,
    models: [],
    limitState: hasBudget ? "armed" : "none",
    cols: command.cols,
    rows: command.rows,
    lastChunk: 0,
    bytes: 0,
    lastLine: null,
    survivors: null,
    branch: null,
    resumeOf: command.resumeOf,
    resumeCommand: null
  };
}
var init_new_session = __esm({
  "services/gateway/src/sessions/new-session.ts"() {
    "use strict";
    init_src();
  }
});

// services/gateway/src/sessions/session-starter.ts
import { ulid } from "ulid";
import { z as z28 } from "zod";
function refuseWhatIsNotThereYet(wanted) {
  if (wanted.kind !== "pty") throw invalidInput([{ field: "kind", message: `${wanted.kind} is not available yet` }]);
  if (wanted.model !== void 0) {
    throw invalidInput([{ field: "model", message: "is for chats; put the model into the command" }]);
  }
}
function chooseRunner(online, runnerId) {
  const [only, ...others] = online;
  if (only === void 0) throw new ProblemError(503, "No runner is online. `npm start` and `npm run runner` start one.");
  if (runnerId !== void 0) {
    const named = online.find((runner) => runner.id === runnerId);
    if (named !== void 0) return named;
    throw invalidInput([{ field: "runnerId", message: `no runner of this id is online; there is ${names2(online)}` }]);
  }
  if (others.length > 0) {
    throw invalidInput([{ field: "runnerId", message: `is required when several runners are online: ${names2(online)}` }]);
  }
  return only;
}
function names2(runners) {
  return runners.map((runner) => runner.id).join(", ");
}
function startCommandOf(wanted) {
  return {
    sessionId: ulid(),
    kind: "pty",
    name: wanted.name ?? firstLine(wanted.command) ?? "Shell",
    command: wanted.command ?? null,
    repoPath: wanted.repoPath,
    budgetNanoUsd: wanted.budgetUsd === void 0 ? null : usdToNanoUsd(wanted.budgetUsd),
    budgetTokens: wanted.budgetTokens ?? null,
    cols: wanted.cols ?? DEFAULT_COLS,
    rows: wanted.rows ?? DEFAULT_ROWS,
    resumeOf: null,
    correlationId: ulid()
  };
}
function firstLine(command) {
  return command?.split("\n", 1)[0]?.trim().slice(0, MAX_NAME_LENGTH);
}
var PROJECTION_WAIT_MS, MAX_NAME_LENGTH, SessionStarter;
var init_session_starter = __esm({
  "services/gateway/src/sessions/session-starter.ts"() {
    "use strict";
    init_src();
    init_src5();
    init_fleet_commands();
    init_runner_registry();
    init_problem2();
    init_projection_changes();
    init_session_lookup();
    init_new_session();
    PROJECTION_WAIT_MS = 3e3;
    MAX_NAME_LENGTH = 120;
    SessionStarter = class {
      constructor(runners, commands, changes, sessions) {
        this.runners = runners;
        this.commands = commands;
        this.changes = changes;
        this.sessions = sessions;
      }
      runners;
      commands;
      changes;
      sessions;
      async start(wanted) {
        refuseWhatIsNotThereYet(wanted);
        const runner = chooseRunner(this.runners.online(), wanted.runnerId);
        const command = startCommandOf(wanted);
        await this.commands.toRunner(runner.id, "start", command, z28.unknown());
        const shown = await this.changes.until(
          command.sessionId,
          PROJECTION_WAIT_MS,
          () => this.#find(command.sessionId),
          (session) => session !== null
        );
        return shown ?? newSession(command, runner.id, /* @__PURE__ */ new Date());
      }
      async #find(id) {
        try {
          return await this.sessions.find(id);
        } catch (error) {
          if (error instanceof ReadModelsUnavailableError) return null;
          throw error;
        }
      }
    };
  }
});

// services/gateway/src/fleet/fleet.controller.ts
import { Controller as Controller2, Inject as Inject2 } from "@nestjs/common";
var MAX_DIRECTORIES, MAX_RECENT, _FleetController_instances, directories_fn, recent_fn, FleetController;
var init_fleet_controller = __esm({
  "services/gateway/src/fleet/fleet.controller.ts"() {
    "use strict";
    init_src();
    init_src5();
    init_openapi();
    init_route_decorator();
    init_route_contract();
    init_fleet_routes();
    init_session_starter();
    init_fleet_commands();
    init_runner_registry();
    init_settings();
    MAX_DIRECTORIES = 50;
    MAX_RECENT = 20;
    FleetController = class {
      constructor(runners, commands, models, settings, openApi) {
        this.runners = runners;
        this.commands = commands;
        this.models = models;
        this.settings = settings;
        this.openApi = openApi;
        __privateAdd(this, _FleetController_instances);
      }
      runners;
      commands;
      models;
      settings;
      openApi;
      listRunners() {
        return { items: this.runners.list(), nextCursor: null };
      }
      async listRepos({ query }) {
        const [found, recent] = await Promise.all([__privateMethod(this, _FleetController_instances, directories_fn).call(this, query), __privateMethod(this, _FleetController_instances, recent_fn).call(this)]);
        return { roots: found.roots, directories: found.items, recent };
      }
      getSettings() {
        return this.settings.value;
      }
      getOpenApi() {
        return this.openApi.value;
      }
    };
    _FleetController_instances = new WeakSet();
    directories_fn = async function({ prefix = "", runnerId }) {
      const online = this.runners.online();
      if (online.length === 0 && runnerId === void 0) return { roots: [], items: [] };
      const runner = chooseRunner(online, runnerId);
      return this.commands.toRunner(runner.id, "directories", { prefix, limit: MAX_DIRECTORIES }, directoriesReplySchema);
    };
    recent_fn = async function() {
      try {
        return await this.models.repos.recent(MAX_RECENT);
      } catch (error) {
        if (error instanceof ReadModelsUnavailableError) return [];
        throw error;
      }
    };
    __decorateClass([
      Route(fleetRoutes.listRunners)
    ], FleetController.prototype, "listRunners", 1);
    __decorateClass([
      Route(fleetRoutes.listRepos),
      __decorateParam(0, Input())
    ], FleetController.prototype, "listRepos", 1);
    __decorateClass([
      Route(fleetRoutes.getSettings)
    ], FleetController.prototype, "getSettings", 1);
    __decorateClass([
      Route(fleetRoutes.getOpenApi)
    ], FleetController.prototype, "getOpenApi", 1);
    FleetController = __decorateClass([
      Controller2(),
      __decorateParam(0, Inject2(RunnerRegistry)),
      __decorateParam(1, Inject2(FleetCommands)),
      __decorateParam(2, Inject2(ReadModels)),
      __decorateParam(3, Inject2(SettingsInForce)),
      __decorateParam(4, Inject2(OpenApiDocument))
    ], FleetController);
  }
});

// services/gateway/src/health/health.controller.ts
import { Controller as Controller3, Inject as Inject3, Res as Res2 } from "@nestjs/common";
import "express";
var HealthController;
var init_health_controller = __esm({
  "services/gateway/src/health/health.controller.ts"() {
    "use strict";
    init_src2();
    init_route_decorator();
    init_health_routes();
    init_gateway_health();
    HealthController = class {
      constructor(health) {
        this.health = health;
      }
      health;
      healthz() {
        return { ok: true };
      }
      readyz(response) {
        const report = this.health.report();
        if (!report.ok) response.status(503);
        return report;
      }
      metrics(response) {
        response.type("text/plain; version=0.0.4; charset=utf-8");
        return this.health.metrics();
      }
    };
    __decorateClass([
      Route(healthRoutes.healthz)
    ], HealthController.prototype, "healthz", 1);
    __decorateClass([
      Route(healthRoutes.readyz),
      __decorateParam(0, Res2({ passthrough: true }))
    ], HealthController.prototype, "readyz", 1);
    __decorateClass([
      Route(healthRoutes.metrics),
      __decorateParam(0, Res2({ passthrough: true }))
    ], HealthController.prototype, "metrics", 1);
    HealthController = __decorateClass([
      Controller3(),
      __decorateParam(0, Inject3(GatewayHealth))
    ], HealthController);
  }
});

// services/gateway/src/routes/session-routes.ts
import { z as z29 } from "zod";
function sessionList(name, summary, schema) {
  return route({
    method: "GET",
    path: `/api/sessions/:id/${name}`,
    summary,
    params: ofSession,
    query: pageQuerySchema,
    answer: { status: 200, description: "A page, oldest first", schema },
    problems: [404, 422, 503]
  });
}
var ofSession, ofArtifact, terminalQuerySchema, commandProblems, sessionRoutes;
var init_session_routes = __esm({
  "services/gateway/src/routes/session-routes.ts"() {
    "use strict";
    init_src();
    init_route_contract();
    ofSession = z29.strictObject({ id: sessionIdSchema });
    ofArtifact = z29.strictObject({ id: sessionIdSchema, artifactId: z29.string().min(1).max(200) });
    terminalQuerySchema = z29.strictObject({ from: z29.coerce.number().int().min(1).default(1) });
    commandProblems = [404, 409, 422, 503];
    sessionRoutes = {
      createSession: route({
        method: "POST",
        path: "/api/sessions",
        summary: "Start a session",
        body: createSessionSchema,
        answer: { status: 201, description: "The session that has started", schema: sessionSchema },
        problems: [413, 415, 422, 429, 503]
      }),
      listSessions: route({
        method: "GET",
        path: "/api/sessions",
        summary: "List sessions, newest first",
        query: listSessionsQuerySchema,
        answer: { status: 200, description: "A page of sessions", schema: sessionPageSchema },
        problems: [422, 503]
      }),
      // Before `/:id`, which would take "stop" for an id.
      stopSessions: route({
        method: "POST",
        path: "/api/sessions/stop",
        summary: "Stop several sessions: by their ids, or all live ones of a repo",
        body: stopSessionsSchema,
        answer: { status: 200, description: "One row a session", schema: stopSessionsResultSchema },
        problems: [422, 503]
      }),
      getSession: route({
        method: "GET",
        path: "/api/sessions/:id",
        summary: "One session",
        params: ofSession,
        answer: { status: 200, description: "The session", schema: sessionSchema },
        problems: [404, 503]
      }),
      stopSession: route({
        method: "POST",
        path: "/api/sessions/:id/stop",
        summary: "Stop a session; `force` goes to SIGKILL at once",
        params: ofSession,
        body: stopSessionSchema.optional(),
        answer: { status: 202, description: "It is being stopped", schema: sessionSchema },
        problems: commandProblems
      }),
      changeBudget: route({
        method: "PATCH",
        path: "/api/sessions/:id/budget",
        summary: "Change the budget of a session: absent leaves a limit, null removes it",
        params: ofSession,
        body: changeBudgetSchema,
        answer: { status: 200, description: "The session with its new budget", schema: sessionSchema },
        problems: commandProblems
      }),
      sendInput: route({
        method: "POST",
        path: "/api/sessions/:id/input",
        summary: "Type text into a session, as it is: end it with \\r to send a line",
        params: ofSession,
        body: sendInputSchema,
        answer: { status: 204, description: "The terminal has it" },
        problems: commandProblems
      }),
      getTerminal: route({
        method: "GET",
        path: "/api/sessions/:id/terminal",
        summary: "Every byte that the terminal printed, from chunk `from` on, as it came",
        params: ofSession,
        query: terminalQuerySchema,
        answer: { status: 200, description: "Raw bytes", contentType: "application/octet-stream" },
        problems: [404, 422, 503]
      }),
      listStdin: sessionList("stdin", "What was typed into a session", stdinPageSchema),
      listMarkers: sessionList("markers", "Moments in a session\u2019s life", markerPageSchema),
      listUsage: sessionList("usage", "Usage records of a session, with their cost", usagePageSchema),
      listArtifacts: sessionList("artifacts", "What was kept for a session", artifactPageSchema),
      getArtifact: route({
        method: "GET",
        path: "/api/sessions/:id/artifacts/:artifactId",
        summary: "One artifact",
        params: ofArtifact,
        answer: { status: 200, description: "The artifact", schema: artifactSchema },
        problems: [404, 503]
      })
    };
  }
});

// services/gateway/src/sessions/session-records.controller.ts
import { Controller as Controller4, Inject as Inject4 } from "@nestjs/common";
var SessionRecordsController;
var init_session_records_controller = __esm({
  "services/gateway/src/sessions/session-records.controller.ts"() {
    "use strict";
    init_src();
    init_problem2();
    init_route_decorator();
    init_route_contract();
    init_src5();
    init_session_routes();
    init_session_lookup();
    SessionRecordsController = class {
      constructor(models, sessions) {
        this.models = models;
        this.sessions = sessions;
      }
      models;
      sessions;
      async stdin({ params, query }) {
        await this.sessions.get(params.id);
        return this.models.stdin.list(params.id, query);
      }
      async markers({ params, query }) {
        await this.sessions.get(params.id);
        return this.models.markers.list(params.id, query);
      }
      async usage({ params, query }) {
        await this.sessions.get(params.id);
        return this.models.usage.list(params.id, query);
      }
      async artifacts({ params, query }) {
        await this.sessions.get(params.id);
        return this.models.artifacts.list(params.id, query);
      }
      async artifact({ params }) {
        await this.sessions.get(params.id);
        const artifact = await this.models.artifacts.get(params.id, params.artifactId);
        if (artifact === null) throw unknownId("artifact");
        return artifact;
      }
    };
    __decorateClass([
      Route(sessionRoutes.listStdin),
      __decorateParam(0, Input())
    ], SessionRecordsController.prototype, "stdin", 1);
    __decorateClass([
      Route(sessionRoutes.listMarkers),
      __decorateParam(0, Input())
    ], SessionRecordsController.prototype, "markers", 1);
    __decorateClass([
      Route(sessionRoutes.listUsage),
      __decorateParam(0, Input())
    ], SessionRecordsController.prototype, "usage", 1);
    __decorateClass([
      Route(sessionRoutes.listArtifacts),
      __decorateParam(0, Input())
    ], SessionRecordsController.prototype, "artifacts", 1);
    __decorateClass([
      Route(sessionRoutes.getArtifact),
      __decorateParam(0, Input())
    ], SessionRecordsController.prototype, "artifact", 1);
    SessionRecordsController = __decorateClass([
      Controller4(),
      __decorateParam(0, Inject4(ReadModels)),
      __decorateParam(1, Inject4(SessionLookup))
    ], SessionRecordsController);
  }
});

// services/gateway/src/sessions/session-budget.ts
import { ulid as ulid2 } from "ulid";
var SessionBudget;
var init_session_budget = __esm({
  "services/gateway/src/sessions/session-budget.ts"() {
    "use strict";
    init_src();
    init_fleet_commands();
    init_session_lookup();
    SessionBudget = class {
      constructor(commands, sessions) {
        this.commands = commands;
        this.sessions = sessions;
      }
      commands;
      sessions;
      async change(id, wanted) {
        const session = await this.sessions.get(id);
        const { budgetUsd, budgetTokens } = wanted;
        const command = {
          sessionId: id,
          ...budgetUsd !== void 0 && { budgetNanoUsd: budgetUsd === null ? null : usdToNanoUsd(budgetUsd) },
          ...budgetTokens !== void 0 && { budgetTokens },
          correlationId: ulid2()
        };
        const inForce = await this.commands.setBudget(command, setBudgetReplySchema);
        return {
          ...session,
          budgetUsd: inForce.budgetNanoUsd === null ? null : nanoUsdToUsd(inForce.budgetNanoUsd),
          budgetTokens: inForce.budgetTokens,
          budgetVersion: inForce.version
        };
      }
    };
  }
});

// services/gateway/src/sessions/session-input.ts
import { z as z30 } from "zod";
var SessionInput;
var init_session_input = __esm({
  "services/gateway/src/sessions/session-input.ts"() {
    "use strict";
    init_fleet_commands();
    init_problem2();
    init_session_lookup();
    SessionInput = class {
      constructor(commands, sessions) {
        this.commands = commands;
        this.sessions = sessions;
      }
      commands;
      sessions;
      async send(id, text) {
        const session = await this.sessions.get(id);
        if (session.status === "ended") throw new ProblemError(409, "The session has ended already.");
        const reply2 = await this.commands.type(session.runnerId, id, Buffer.from(text), z30.unknown());
        if (!reply2.ok) throw commandProblem(reply2.error, `Runner ${session.runnerId}`);
      }
    };
  }
});

// services/gateway/src/sessions/session-stopper.ts
import { ulid as ulid3 } from "ulid";
import { z as z31 } from "zod";
var SessionStopper;
var init_session_stopper = __esm({
  "services/gateway/src/sessions/session-stopper.ts"() {
    "use strict";
    init_src();
    init_fleet_commands();
    init_problem2();
    init_session_lookup();
    SessionStopper = class {
      constructor(commands, sessions) {
        this.commands = commands;
        this.sessions = sessions;
      }
      commands;
      sessions;
      /** @returns the session, as it was known before the stop */
      async stop(id, force) {
        const session = await this.sessions.get(id);
        if (session.status === "ended") throw new ProblemError(409, "The session has ended already.");
        const command = { sessionId: id, force, reason: "user", correlationId: ulid3() };
        await this.commands.toRunner(session.runnerId, "stop", command, z31.unknown());
        return { ...session, status: "stopping" };
      }
      /** All at once: one that can't be stopped doesn't keep the others. */
      stopAll(ids, force) {
        return Promise.all([...new Set(ids)].map((id) => this.#stopOne(id, force)));
      }
      async stopRepo(repo, force) {
        return this.stopAll(await this.sessions.liveIdsOfRepo(repo), force);
      }
      async #stopOne(id, force) {
        try {
          await this.stop(id, force);
          return { id, stopping: true, message: null };
        } catch (error) {
          if (!(error instanceof ProblemError)) throw error;
          return { id, stopping: false, message: error.detail };
        }
      }
    };
  }
});

// services/gateway/src/sessions/sessions.controller.ts
import { Controller as Controller5, Inject as Inject5 } from "@nestjs/common";
var SessionsController;
var init_sessions_controller = __esm({
  "services/gateway/src/sessions/sessions.controller.ts"() {
    "use strict";
    init_src();
    init_route_decorator();
    init_route_contract();
    init_src5();
    init_session_routes();
    init_session_budget();
    init_session_input();
    init_session_lookup();
    init_session_starter();
    init_session_stopper();
    SessionsController = class {
      constructor(models, sessions, starter, stopper, budget2, input) {
        this.models = models;
        this.sessions = sessions;
        this.starter = starter;
        this.stopper = stopper;
        this.budget = budget2;
        this.input = input;
      }
      models;
      sessions;
      starter;
      stopper;
      budget;
      input;
      create({ body }) {
        return this.starter.start(body);
      }
      list({ query }) {
        return this.models.sessions.list(query);
      }
      async stopSeveral({ body }) {
        const force = body.force ?? false;
        return { items: "ids" in body ? await this.stopper.stopAll(body.ids, force) : await this.stopper.stopRepo(body.repo, force) };
      }
      get({ params }) {
        return this.sessions.get(params.id);
      }
      stop({ params, body }) {
        return this.stopper.stop(params.id, body?.force ?? false);
      }
      changeBudget({ params, body }) {
        return this.budget.change(params.id, body);
      }
      sendInput({ params, body }) {
        return this.input.send(params.id, body.text);
      }
    };
    __decorateClass([
      Route(sessionRoutes.createSession),
      __decorateParam(0, Input())
    ], SessionsController.prototype, "create", 1);
    __decorateClass([
      Route(sessionRoutes.listSessions),
      __decorateParam(0, Input())
    ], SessionsController.prototype, "list", 1);
    __decorateClass([
      Route(sessionRoutes.stopSessions),
      __decorateParam(0, Input())
    ], SessionsController.prototype, "stopSeveral", 1);
    __decorateClass([
      Route(sessionRoutes.getSession),
      __decorateParam(0, Input())
    ], SessionsController.prototype, "get", 1);
    __decorateClass([
      Route(sessionRoutes.stopSession),
      __decorateParam(0, Input())
    ], SessionsController.prototype, "stop", 1);
    __decorateClass([
      Route(sessionRoutes.changeBudget),
      __decorateParam(0, Input())
    ], SessionsController.prototype, "changeBudget", 1);
    __decorateClass([
      Route(sessionRoutes.sendInput),
      __decorateParam(0, Input())
    ], SessionsController.prototype, "sendInput", 1);
    SessionsController = __decorateClass([
      Controller5(),
      __decorateParam(0, Inject5(ReadModels)),
      __decorateParam(1, Inject5(SessionLookup)),
      __decorateParam(2, Inject5(SessionStarter)),
      __decorateParam(3, Inject5(SessionStopper)),
      __decorateParam(4, Inject5(SessionBudget)),
      __decorateParam(5, Inject5(SessionInput))
    ], SessionsController);
  }
});

// services/gateway/src/terminal/terminal-chunk.ts
function framedOutput(n, at, bytes) {
  const encoded = encodeFrame({ kind: "output", channel: FRAMED_CHANNEL, n, at, bytes });
  const frame = Buffer.from(encoded.buffer);
  return { n, at, kind: "output", bytes: frame.subarray(frame.length - bytes.length), frame };
}
function chunkBytes(chunk) {
  return chunk.kind === "output" ? chunk.bytes.length + RESIZE_BYTES : RESIZE_BYTES;
}
function sizeOf(body) {
  const match = /^(\d{1,4})x(\d{1,4})$/.exec(new TextDecoder().decode(body));
  return match === null ? null : { cols: Number(match[1]), rows: Number(match[2]) };
}
var RESIZE_BYTES, FRAMED_CHANNEL;
var init_terminal_chunk = __esm({
  "services/gateway/src/terminal/terminal-chunk.ts"() {
    "use strict";
    init_src4();
    RESIZE_BYTES = 16;
    FRAMED_CHANNEL = 0;
  }
});

// services/gateway/src/terminal/stored-terminal.ts
var init_stored_terminal = __esm({
  "services/gateway/src/terminal/stored-terminal.ts"() {
    "use strict";
    init_terminal_chunk();
  }
});

// services/gateway/src/terminal/terminal-record.ts
function toChunk({ n, at, kind, data }) {
  if (kind === "output") return { n, at, kind, bytes: data };
  const size = sizeOf(data);
  if (size === null) throw new Error(`chunk ${n} is recorded as a resize, but holds no size`);
  return { n, at, kind, ...size };
}
var TerminalRecord;
var init_terminal_record = __esm({
  "services/gateway/src/terminal/terminal-record.ts"() {
    "use strict";
    init_src5();
    init_terminal_chunk();
    init_stored_terminal();
    TerminalRecord = class {
      constructor(models) {
        this.models = models;
      }
      models;
      async position(sessionId) {
        return await this.models.terminal.position(sessionId) ?? { lastChunk: 0, streamSeq: 0 };
      }
      async chunks(sessionId, from, maxBytes) {
        return (await this.models.terminal.chunks(sessionId, { from, maxBytes })).map(toChunk);
      }
      /**
       * Number of the last chunk of a session that is over, as its end says, when everything up to it is in the record;
       * `null` while it runs or the projector is still at it.
       */
      async completeAt(sessionId) {
        const end2 = await this.models.terminal.endsAt(sessionId);
        if (end2 === null) return null;
        return (await this.position(sessionId)).lastChunk >= end2 ? end2 : null;
      }
    };
  }
});

// services/gateway/src/terminal/terminal-download.ts
import { once as once2 } from "node:events";
async function drained(target) {
  if (target.destroyed) return;
  const closed = new AbortController();
  await Promise.race([once2(target, "drain", { signal: closed.signal }), once2(target, "close", { signal: closed.signal })]);
  closed.abort();
}
var COMPLETE_WAIT_MS, READ_BYTES, TerminalDownload;
var init_terminal_download = __esm({
  "services/gateway/src/terminal/terminal-download.ts"() {
    "use strict";
    init_problem2();
    init_projection_changes();
    init_session_lookup();
    init_terminal_record();
    COMPLETE_WAIT_MS = 1e4;
    READ_BYTES = 256 * 1024;
    TerminalDownload = class {
      constructor(record, sessions, changes) {
        this.record = record;
        this.sessions = sessions;
        this.changes = changes;
      }
      record;
      sessions;
      changes;
      /**
       * Decides what there is to download: everything, of a session that has ended; what is recorded by now, of one that
       * runs.
       * @returns number of the last chunk
       * @throws ProblemError 404 for an unknown session, 503 when the record stays incomplete: never a shortened download
       */
      async lastChunk(sessionId) {
        const session = await this.sessions.get(sessionId);
        if (session.status !== "ended") return (await this.record.position(sessionId)).lastChunk;
        const last = await this.changes.until(
          sessionId,
          COMPLETE_WAIT_MS,
          () => this.record.completeAt(sessionId),
          (complete) => complete !== null
        );
        if (last !== null) return last;
        throw new ProblemError(503, "The record of this session is not complete yet: the projector is still at it.", [], { "Retry-After": "5" });
      }
      /** Writes the output in chunks `from` to `lastChunk`, as fast as `target` takes it, and ends it. */
      async write(sessionId, from, lastChunk, target) {
        let next = from;
        while (next <= lastChunk && !target.destroyed) {
          const chunks = await this.record.chunks(sessionId, next, READ_BYTES);
          if (chunks.length === 0) throw new Error(`chunk ${next} of ${sessionId} has gone from the record`);
          for (const chunk of chunks) {
            if (chunk.n > lastChunk) break;
            next = chunk.n + 1;
            if (chunk.kind === "output" && !target.write(chunk.bytes)) await drained(target);
          }
        }
        target.end();
      }
    };
  }
});

// services/gateway/src/terminal/terminal.controller.ts
import { Controller as Controller6, Inject as Inject6, Res as Res3 } from "@nestjs/common";
import "express";
var TerminalController;
var init_terminal_controller = __esm({
  "services/gateway/src/terminal/terminal.controller.ts"() {
    "use strict";
    init_route_decorator();
    init_route_contract();
    init_session_routes();
    init_terminal_download();
    TerminalController = class {
      constructor(download) {
        this.download = download;
      }
      download;
      async terminal({ params, query }, response) {
        const lastChunk = await this.download.lastChunk(params.id);
        response.status(sessionRoutes.getTerminal.answer.status);
        response.set({ "Content-Type": "application/octet-stream", "Fleet-Last-Chunk": String(lastChunk) });
        response.flushHeaders();
        await this.download.write(params.id, query.from, lastChunk, response);
      }
    };
    __decorateClass([
      Route(sessionRoutes.getTerminal),
      __decorateParam(0, Input()),
      __decorateParam(1, Res3())
    ], TerminalController.prototype, "terminal", 1);
    TerminalController = __decorateClass([
      Controller6(),
      __decorateParam(0, Inject6(TerminalDownload))
    ], TerminalController);
  }
});

// services/gateway/src/gateway.module.ts
import { Module } from "@nestjs/common";
var GatewayModule;
var init_gateway_module = __esm({
  "services/gateway/src/gateway.module.ts"() {
    "use strict";
    init_access_controller();
    init_fleet_controller();
    init_health_controller();
    init_session_records_controller();
    init_sessions_controller();
    init_terminal_controller();
    GatewayModule = class {
      /** @param parts instances that are made already; each is provided under its class */
      static with(parts) {
        const providers = parts.map((part) => ({ provide: part.constructor, useValue: part }));
        return {
          module: GatewayModule,
          controllers: [
            AccessController,
            SessionsController,
            SessionRecordsController,
            TerminalController,
            FleetController,
            HealthController
          ],
          providers
        };
      }
    };
    GatewayModule = __decorateClass([
      Module({})
    ], GatewayModule);
  }
});

// services/gateway/src/routes/index.ts
var ALL_ROUTES;
var init_routes = __esm({
  "services/gateway/src/routes/index.ts"() {
    "use strict";
    init_route_contract();
    init_access_routes();
    init_fleet_routes();
    init_health_routes();
    init_session_routes();
    ALL_ROUTES = [
      ...Object.values(accessRoutes),
      ...Object.values(sessionRoutes),
      ...Object.values(fleetRoutes),
      ...Object.values(healthRoutes)
    ];
  }
});

// services/gateway/src/http/field-errors.ts
import "zod";
function fieldErrors(issues, prefix = []) {
  return issues.flatMap((issue) => rowsOf(issue, [...prefix, ...issue.path]));
}
function rowsOf(issue, path) {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ field: fieldName([...path, key]), message: "is not a known field" }));
  }
  if (issue.code === "invalid_union" && issue.errors.length > 0) {
    const closest = issue.errors.reduce((best, candidate) => candidate.length < best.length ? candidate : best);
    return fieldErrors(closest, path);
  }
  const missing = issue.code === "invalid_type" && issue.input === void 0 && / received undefined$/.test(issue.message);
  return [{ field: fieldName(path), message: missing ? "is required" : issue.message }];
}
function fieldName(path) {
  return path.map(String).join(".").slice(0, 200);
}
var init_field_errors = __esm({
  "services/gateway/src/http/field-errors.ts"() {
    "use strict";
    init_problem2();
  }
});

// services/gateway/src/http/contract.interceptor.ts
import "@nestjs/common";
import "zod";
function checkInput(contract, request2) {
  const params = contract.params.safeParse(request2.params);
  if (!params.success) {
    const errors5 = fieldErrors(params.error.issues);
    throw new ProblemError(404, errors5.map(({ field, message }) => `${field} ${message}`).join("; "), errors5);
  }
  const errors4 = [];
  const query = parse(contract.query, { ...request2.query }, errors4);
  const body = parse(contract.body, request2.body, errors4);
  if (errors4.length > 0) throw invalidInput(errors4);
  return { params: params.data, query, body };
}
function parse(schema, value, errors4) {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  errors4.push(...fieldErrors(result.error.issues));
  return void 0;
}
var ContractInterceptor;
var init_contract_interceptor = __esm({
  "services/gateway/src/http/contract.interceptor.ts"() {
    "use strict";
    init_field_errors();
    init_problem2();
    init_route_decorator();
    init_route_contract();
    ContractInterceptor = class {
      intercept(context, next) {
        const contract = Reflect.getMetadata(ROUTE_CONTRACT, context.getHandler());
        if (contract === void 0) throw new Error(`${context.getHandler().name} has no route contract`);
        const request2 = context.switchToHttp().getRequest();
        request2.routeInput = checkInput(contract, request2);
        return next.handle();
      }
    };
  }
});

// services/gateway/src/http/listen.ts
import { createServer as createServer3 } from "node:http";
async function listen(host, port2) {
  const server = createServer3({ headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS, noDelay: true });
  server.on("request", notYet);
  await new Promise((resolve, reject) => {
    server.once("error", (cause) => {
      const code = cause.code === "EADDRINUSE" ? "another program uses it" : cause.code ?? cause.message;
      reject(new ConfigurationError(`FLEET_HTTP_PORT: can't listen on ${host}:${port2} (${code})`, { cause }));
    });
    server.listen(port2, host, resolve);
  });
  return { server, port: server.address().port };
}
function answerWith(server, listener) {
  server.off("request", notYet);
  server.on("request", listener);
}
var HEADERS_TIMEOUT_MS, REQUEST_TIMEOUT_MS, notYet;
var init_listen = __esm({
  "services/gateway/src/http/listen.ts"() {
    "use strict";
    init_src2();
    HEADERS_TIMEOUT_MS = 1e4;
    REQUEST_TIMEOUT_MS = 3e4;
    notYet = (_request, response) => {
      response.writeHead(503, { "Retry-After": "1", Connection: "close" }).end();
    };
  }
});

// services/gateway/src/http/route-methods.ts
function methodsOf(routes, path) {
  const methods = routes.filter((route2) => matches(route2.path, path)).map((route2) => route2.method);
  return [...new Set(methods)].flatMap((method) => method === "GET" ? ["GET", "HEAD"] : [method]).sort();
}
function matches(pattern, path) {
  const wanted = pattern.split("/");
  const given = path.split("/");
  return wanted.length === given.length && wanted.every((part, index) => part.startsWith(":") ? given[index] !== "" : part === given[index]);
}
var init_route_methods = __esm({
  "services/gateway/src/http/route-methods.ts"() {
    "use strict";
    init_route_contract();
  }
});

// services/gateway/src/http/problem.filter.ts
import { Catch, HttpException } from "@nestjs/common";
import "express";
function send(response, problem) {
  response.status(problem.status).set(problem.headers).type(PROBLEM_CONTENT_TYPE).send(JSON.stringify(problemDocument(problem.status, problem.detail, problem.errors)));
}
function statusOf(error) {
  if (error instanceof HttpException) return error.getStatus();
  const status = error?.status;
  return typeof status === "number" ? status : 500;
}
var WORDS, ProblemFilter;
var init_problem_filter = __esm({
  "services/gateway/src/http/problem.filter.ts"() {
    "use strict";
    init_src2();
    init_src5();
    init_problem2();
    init_route_methods();
    init_route_contract();
    WORDS = {
      400: "The request is malformed: the body is not valid JSON or the path not valid percent-encoding.",
      404: "There is nothing at this path.",
      413: "The body is larger than 1 MB.",
      415: "The body must be JSON: send Content-Type: application/json, not compressed."
    };
    ProblemFilter = class {
      constructor(routes, logger) {
        this.routes = routes;
        this.logger = logger;
      }
      routes;
      logger;
      catch(error, host) {
        const http = host.switchToHttp();
        const request2 = http.getRequest();
        const response = http.getResponse();
        if (response.headersSent) {
          this.logger.warn({ error, path: request2.path }, "an answer failed after it had begun");
          response.destroy();
          return;
        }
        send(response, this.problemOf(error, request2));
      }
      problemOf(error, request2) {
        if (error instanceof ProblemError) return error;
        if (error instanceof InvalidCursorError) return invalidInput([{ field: "cursor", message: "is not one that this list gave out" }]);
        if (error instanceof ReadModelsUnavailableError) {
          return new ProblemError(503, "The read models are not there: the projector makes them.", [], { "Retry-After": "1" });
        }
        const status = statusOf(error);
        const allowed = status === 404 ? methodsOf(this.routes, request2.path) : [];
        if (allowed.length > 0) {
          return new ProblemError(405, `${request2.method} is not possible here.`, [], { Allow: allowed.join(", ") });
        }
        const words = WORDS[status];
        if (words !== void 0) return new ProblemError(status, words);
        this.logger.error({ error, method: request2.method, path: request2.path }, "a request failed");
        return new ProblemError(500, "Something went wrong inside the gateway; its log says what.");
      }
    };
    ProblemFilter = __decorateClass([
      Catch()
    ], ProblemFilter);
  }
});

// services/gateway/src/http/require-json.ts
import "express";
function requireJson(request2, _response, next) {
  const hasBody = request2.headers["transfer-encoding"] !== void 0 || Number(request2.headers["content-length"] ?? 0) > 0;
  const type = request2.headers["content-type"]?.split(";", 1)[0]?.trim().toLowerCase();
  if (hasBody && type !== "application/json") {
    next(new ProblemError(415, "The body must be JSON: send Content-Type: application/json."));
    return;
  }
  next();
}
var init_require_json = __esm({
  "services/gateway/src/http/require-json.ts"() {
    "use strict";
    init_problem2();
  }
});

// services/gateway/src/http/http-application.ts
import { NestFactory } from "@nestjs/core";
import { ExpressAdapter } from "@nestjs/platform-express";
import "express";
async function serveHttp(server, gatekeeper, consoleFiles, parts, logger) {
  const adapter = new ExpressAdapter();
  const express = adapter.getInstance();
  express.disable("x-powered-by");
  express.disable("etag");
  const nest = await NestFactory.create(GatewayModule.with(parts), adapter, {
    bodyParser: false,
    logger: false,
    abortOnError: false
  });
  nest.use(accessMiddleware(gatekeeper, consoleFiles, ALL_ROUTES));
  nest.use(requireJson);
  nest.useBodyParser("json", { limit: MAX_BODY });
  nest.useGlobalInterceptors(new ContractInterceptor());
  nest.useGlobalFilters(new ProblemFilter(ALL_ROUTES, logger));
  await nest.init();
  answerWith(server, express);
  return { express, close: () => nest.close() };
}
var MAX_BODY;
var init_http_application = __esm({
  "services/gateway/src/http/http-application.ts"() {
    "use strict";
    init_src2();
    init_access_middleware();
    init_gatekeeper();
    init_console_files();
    init_gateway_module();
    init_routes();
    init_contract_interceptor();
    init_listen();
    init_problem_filter();
    init_require_json();
    MAX_BODY = "1mb";
  }
});

// services/gateway/src/fleet/fleet-status.ts
var LOOK_EVERY_MS, FleetStatus;
var init_fleet_status = __esm({
  "services/gateway/src/fleet/fleet-status.ts"() {
    "use strict";
    init_src();
    init_src3();
    init_runner_registry();
    LOOK_EVERY_MS = 1e3;
    FleetStatus = class {
      constructor(broker, runners, broadcast) {
        this.broker = broker;
        this.runners = runners;
        this.broadcast = broadcast;
        this.#timer = setInterval(() => {
          this.tellRunners();
        }, LOOK_EVERY_MS);
        this.#leave = broker.status.onChange(() => {
          broadcast("degraded", this.degraded());
        });
      }
      broker;
      runners;
      broadcast;
      #timer;
      #leave;
      #lastRunners = "";
      /** Sends the runners if anything but the time of their last heartbeat has changed. */
      tellRunners() {
        const items = this.runners.list();
        const seen = JSON.stringify(items.map(({ lastSeenAt: _, ...runner }) => runner));
        if (seen === this.#lastRunners) return;
        this.#lastRunners = seen;
        this.broadcast("runners", { type: "runners", items });
      }
      /** What is wrong now; `asOf: null` when nothing is. */
      degraded() {
        if (this.broker.status.online) return { type: "degraded", asOf: null, message: null };
        const asOf = this.broker.status.since.toISOString();
        return { type: "degraded", asOf, message: "The broker is away: sessions run on, what they print comes when it is back." };
      }
      /** For a socket that has just connected. */
      greeting() {
        const runners = { type: "runners", items: this.runners.list() };
        return this.broker.status.online ? [runners] : [runners, this.degraded()];
      }
      stop() {
        clearInterval(this.#timer);
        this.#leave();
      }
    };
  }
});

// services/gateway/src/terminal/live-terminal.ts
function chunkOf(message) {
  const n = Number(message.header(ptyHeaders.n));
  const at = Number(message.header(ptyHeaders.at));
  if (!Number.isSafeInteger(n) || n < 1 || !Number.isSafeInteger(at) || at < 0) return null;
  if (message.header(ptyHeaders.kind) !== "resize") return framedOutput(n, at, message.data);
  const size = sizeOf(message.data);
  return size === null ? null : { n, at, kind: "resize", ...size };
}
var LiveTerminal;
var init_live_terminal = __esm({
  "services/gateway/src/terminal/live-terminal.ts"() {
    "use strict";
    init_src();
    init_src3();
    init_terminal_chunk();
    LiveTerminal = class {
      constructor(broker) {
        this.broker = broker;
      }
      broker;
      /** Resolves once the broker is there, or `signal` fires. */
      untilOnline(signal) {
        return this.broker.status.untilOnline(signal);
      }
      /** Calls `listener` when a lost broker is back. Returns the way out. */
      onReturn(listener) {
        return this.broker.status.onChange((state) => {
          if (state === "online") listener();
        });
      }
      /**
       * @param fromSeq first place in the stream to read
       * @param maxBytes most bytes that wait for the reader
       */
      async read(sessionId, fromSeq, maxBytes) {
        const subject = subjects.pty(sessionId);
        const reader = await readSubject(this.broker, { stream: STREAMS.pty, subject, fromSeq, maxBytes });
        return {
          stop: () => {
            reader.stop();
          },
          async *[Symbol.asyncIterator]() {
            for await (const message of reader) {
              const chunk = chunkOf(message);
              if (chunk !== null) yield { seq: message.seq, n: chunk.n, chunk };
            }
          }
        };
      }
    };
  }
});

// services/gateway/src/terminal/chunk-order.ts
var ChunkOrder;
var init_chunk_order = __esm({
  "services/gateway/src/terminal/chunk-order.ts"() {
    "use strict";
    ChunkOrder = class {
      /** @param next the number of the chunk that is let out first */
      constructor(nextNumber) {
        this.nextNumber = nextNumber;
      }
      nextNumber;
      #waiting = /* @__PURE__ */ new Map();
      /** The number of the chunk that is let out next. */
      get next() {
        return this.nextNumber;
      }
      /** Whether chunks wait for an earlier one that hasn't come. */
      get hasGap() {
        return this.#waiting.size > 0;
      }
      /** @returns the chunks that are let out by this one, in order: often it alone, none for a repeat or behind a gap */
      accept(chunk) {
        if (chunk.n !== this.nextNumber) {
          if (chunk.n > this.nextNumber) this.#waiting.set(chunk.n, chunk);
          return [];
        }
        const ready = [chunk];
        this.nextNumber += 1;
        for (; ; ) {
          const following = this.#waiting.get(this.nextNumber);
          if (following === void 0) return ready;
          this.#waiting.delete(this.nextNumber);
          ready.push(following);
          this.nextNumber += 1;
        }
      }
    };
  }
});

// services/gateway/src/terminal/chunk-ring.ts
var ChunkRing;
var init_chunk_ring = __esm({
  "services/gateway/src/terminal/chunk-ring.ts"() {
    "use strict";
    init_terminal_chunk();
    ChunkRing = class {
      /** @param first the number that the first chunk will have */
      constructor(maxBytes, firstNumber) {
        this.maxBytes = maxBytes;
        this.firstNumber = firstNumber;
      }
      maxBytes;
      firstNumber;
      #chunks = [];
      /** Index of the oldest chunk: removing it from the front of the array each time would move all the others. */
      #head = 0;
      #bytes = 0;
      /** Number of the oldest chunk that is held; that of the next one to come when none is. */
      get first() {
        return this.firstNumber;
      }
      /** Number that the next chunk must have. */
      get next() {
        return this.firstNumber + this.#chunks.length - this.#head;
      }
      get bytes() {
        return this.#bytes;
      }
      push(chunk) {
        if (chunk.n !== this.next) throw new Error(`chunk ${chunk.n} does not follow chunk ${this.next - 1}`);
        this.#chunks.push(chunk);
        this.#bytes += chunkBytes(chunk);
        while (this.#bytes > this.maxBytes && this.#chunks.length - this.#head > 1) this.#dropOldest();
      }
      /** Chunks from number `from` on: at least one, if there is one, and no more once `maxBytes` are reached. */
      slice(from, maxBytes) {
        if (from < this.firstNumber) return [];
        const slice = [];
        let bytes = 0;
        for (let index = this.#head + from - this.firstNumber; bytes < maxBytes; index += 1) {
          const chunk = this.#chunks[index];
          if (chunk === void 0) break;
          slice.push(chunk);
          bytes += chunkBytes(chunk);
        }
        return slice;
      }
      #dropOldest() {
        const oldest = this.#chunks[this.#head];
        if (oldest === void 0) return;
        this.#bytes -= chunkBytes(oldest);
        this.#head += 1;
        this.firstNumber += 1;
        if (this.#head * 2 > this.#chunks.length) {
          this.#chunks = this.#chunks.slice(this.#head);
          this.#head = 0;
        }
      }
    };
  }
});

// services/gateway/src/terminal/log-index.ts
var STEP_BYTES, LogIndex;
var init_log_index = __esm({
  "services/gateway/src/terminal/log-index.ts"() {
    "use strict";
    STEP_BYTES = 1024 * 1024;
    LogIndex = class {
      #places;
      #bytesSince = 0;
      constructor(n, seq) {
        this.#places = [{ n, seq }];
      }
      /**
       * @param n number of the next chunk
       * @param seq a place in the stream that every chunk from `n` on is at or behind
       * @param bytes bytes of output since the call before
       */
      note(n, seq, bytes) {
        this.#bytesSince += bytes;
        if (this.#bytesSince < STEP_BYTES) return;
        this.#bytesSince = 0;
        this.#places.push({ n, seq });
      }
      /** The nearest known place from which every chunk from number `n` on can be read. */
      before(n) {
        return this.#places.findLast((place) => place.n <= n) ?? this.#places[0] ?? { n: 1, seq: 1 };
      }
    };
  }
});

// services/gateway/src/terminal/gap-reader.ts
var SILENCE_MS, READ_AHEAD_BYTES, GapReader;
var init_gap_reader = __esm({
  "services/gateway/src/terminal/gap-reader.ts"() {
    "use strict";
    init_chunk_order();
    init_live_terminal();
    init_log_index();
    init_terminal_chunk();
    SILENCE_MS = 2e3;
    READ_AHEAD_BYTES = 1024 * 1024;
    GapReader = class _GapReader {
      constructor(place, stream) {
        this.stream = stream;
        this.#order = new ChunkOrder(place.n);
        this.#iterator = stream[Symbol.asyncIterator]();
        this.#silence = setTimeout(() => {
          stream.stop();
        }, SILENCE_MS);
      }
      stream;
      #order;
      #iterator;
      /** Read, but not asked for yet. */
      #ahead = [];
      #silence;
      /** @param place a place in the log that every chunk which will be asked for is at or behind */
      static async open(live, sessionId, place) {
        return new _GapReader(place, await live.read(sessionId, place.seq, READ_AHEAD_BYTES));
      }
      /**
       * Chunks `from` up to but without `until`, and no more once `maxBytes` are reached. Each call goes on behind the
       * one before. Empty only when the log brings nothing more: then the reader is at its end.
       */
      async read(from, until, maxBytes) {
        const found = [];
        let bytes = 0;
        for (; ; ) {
          const next = this.#ahead.shift();
          if (next !== void 0) {
            if (next.n < from) continue;
            if (next.n >= until) return found;
            found.push(next);
            bytes += chunkBytes(next);
            if (bytes >= maxBytes || next.n + 1 >= until) return found;
            continue;
          }
          const message = await this.#nextMessage();
          if (message === null) return found;
          this.#ahead = this.#order.accept(message.chunk);
        }
      }
      close() {
        clearTimeout(this.#silence);
        this.stream.stop();
      }
      /** `null` at the end. */
      async #nextMessage() {
        this.#silence.refresh();
        const result = await this.#iterator.next();
        return result.done === true ? null : result.value;
      }
    };
  }
});

// services/gateway/src/terminal/session-feed.ts
function pauseBeforeRetry(signal) {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, RETRY_MS);
    signal.addEventListener("abort", done, { once: true });
  });
}
var RING_BYTES, MAX_AHEAD_BYTES, READ_AHEAD_BYTES2, HEAL_BYTES, SessionFeed, RETRY_MS;
var init_session_feed = __esm({
  "services/gateway/src/terminal/session-feed.ts"() {
    "use strict";
    init_src2();
    init_chunk_order();
    init_chunk_ring();
    init_gap_reader();
    init_log_index();
    init_live_terminal();
    init_stored_terminal();
    init_terminal_chunk();
    RING_BYTES = 4 * 1024 * 1024;
    MAX_AHEAD_BYTES = RING_BYTES / 2;
    READ_AHEAD_BYTES2 = 2 * 1024 * 1024;
    HEAL_BYTES = 1024 * 1024;
    SessionFeed = class _SessionFeed {
      constructor(sessionId, position, stored, live, logger) {
        this.sessionId = sessionId;
        this.stored = stored;
        this.live = live;
        this.logger = logger;
        this.#order = new ChunkOrder(position.lastChunk + 1);
        this.#ring = new ChunkRing(RING_BYTES, position.lastChunk + 1);
        this.#index = new LogIndex(position.lastChunk + 1, position.streamSeq + 1);
        this.#highestSeq = position.streamSeq;
      }
      sessionId;
      stored;
      live;
      logger;
      #wakes = /* @__PURE__ */ new Set();
      #closing = new AbortController();
      #order;
      #ring;
      #index;
      #highestSeq;
      #stream = null;
      #endedAt = null;
      /** Bytes taken in since a viewer had got all there was. */
      #ahead = 0;
      /** Goes on with a pause; `null` when there is none. */
      #goOn = null;
      static async open(sessionId, stored, live, logger) {
        return new _SessionFeed(sessionId, await stored.position(sessionId), stored, live, logger);
      }
      /** Begins to follow the log. A session whose record is complete needs no following. */
      follow() {
        if (this.#stream === null) void this.#followUntilClosed();
      }
      /** Number of the newest chunk that is known without a hole before it. */
      get lastChunk() {
        return Math.max(this.#order.next - 1, this.#endedAt ?? 0);
      }
      /** Number of the session's very last chunk, once it is over and its record is complete; `null` before. */
      get endedAt() {
        return this.#endedAt;
      }
      get viewers() {
        return this.#wakes.size;
      }
      /** Calls `wake` whenever there may be more. Returns the way out. */
      join(wake) {
        this.#wakes.add(wake);
        return () => this.#wakes.delete(wake);
      }
      /** A viewer has got all there is. */
      wantMore() {
        this.#ahead = 0;
        this.#goOn?.();
      }
      /** The record is complete and ends with chunk `lastChunk`. */
      markEnded(lastChunk) {
        if (this.#endedAt !== null) return;
        this.#endedAt = lastChunk;
        this.close();
        this.#wakeAll();
      }
      /** Recent chunks from number `from` on, without waiting; none when they are older than the ring or still to come. */
      recent(from, maxBytes) {
        return this.#ring.slice(from, maxBytes);
      }
      /** Older chunks that the read models have; none when a slow projector hasn't brought them yet. */
      older(from, maxBytes) {
        return this.stored.chunks(this.sessionId, from, maxBytes);
      }
      /** Number of the oldest chunk that `recent` has. */
      get firstRecent() {
        return this.#ring.first;
      }
      /** Reads the log again from chunk `from` on, for one viewer, who closes it. */
      readAgain(from) {
        return GapReader.open(this.live, this.sessionId, this.#index.before(from));
      }
      /** Takes over what the read models have and the log's consumer hasn't brought, as after a lost connection. */
      async heal() {
        if (this.#goOn !== null) return;
        const { lastChunk } = await this.stored.position(this.sessionId);
        while (this.#order.next <= lastChunk) {
          const chunks = await this.stored.chunks(this.sessionId, this.#order.next, HEAL_BYTES);
          if (chunks.length === 0) return;
          for (const chunk of chunks) this.#take(chunk);
        }
        this.#wakeAll();
      }
      /** Follows the log no longer. What is known can still be read. */
      close() {
        this.#closing.abort();
        this.#stream?.stop();
        this.#goOn?.();
      }
      async #followUntilClosed() {
        const closed = this.#closing.signal;
        const leave = this.live.onReturn(() => this.#stream?.stop());
        while (!closed.aborted) {
          await this.live.untilOnline(closed);
          try {
            await this.#followOnce(closed);
          } catch (error) {
            this.logger.warn({ error, sessionId: this.sessionId }, "the live terminal was cut off; reading on");
            await pauseBeforeRetry(closed);
          }
        }
        leave();
      }
      /** Follows the log until its consumer ends. */
      async #followOnce(closed) {
        if (closed.aborted) return;
        const stream = await this.live.read(this.sessionId, this.#index.before(this.#order.next).seq, READ_AHEAD_BYTES2);
        this.#stream = stream;
        if (closed.aborted) stream.stop();
        this.#wakeAll();
        for await (const { seq, chunk } of stream) {
          this.#highestSeq = Math.max(this.#highestSeq, seq);
          this.#take(chunk);
          if (this.#ahead > MAX_AHEAD_BYTES) await this.#untilWanted();
        }
      }
      async #untilWanted() {
        if (!this.#closing.signal.aborted) await new Promise((resolve) => this.#goOn = resolve);
        this.#goOn = null;
      }
      #take(chunk) {
        const ready = this.#order.accept(chunk);
        if (ready.length === 0) return;
        let bytes = 0;
        for (const next of ready) {
          this.#ring.push(next);
          bytes += chunkBytes(next);
        }
        this.#ahead += bytes;
        if (!this.#order.hasGap) this.#index.note(this.#order.next, this.#highestSeq + 1, bytes);
        this.#wakeAll();
      }
      #wakeAll() {
        for (const wake of this.#wakes) wake();
      }
    };
    RETRY_MS = 500;
  }
});

// services/gateway/src/terminal/size-owner.ts
var SizeOwner;
var init_size_owner = __esm({
  "services/gateway/src/terminal/size-owner.ts"() {
    "use strict";
    SizeOwner = class {
      /** In the order of their arrival; the owner is found by itself, so that a claim doesn't change the order. */
      #wanted = /* @__PURE__ */ new Map();
      #owner = null;
      get owner() {
        return this.#owner;
      }
      join(viewer) {
        this.#wanted.set(viewer, null);
        this.#owner ??= viewer;
      }
      /** @returns the size to apply now, if the one who left owned it and the next one had asked for one */
      leave(viewer) {
        this.#wanted.delete(viewer);
        if (this.#owner !== viewer) return null;
        const [next] = this.#wanted.keys();
        this.#owner = next ?? null;
        return next === void 0 ? null : this.#wanted.get(next) ?? null;
      }
      /** @returns the size to apply now, if the viewer had asked for one and didn't own it */
      claim(viewer) {
        if (this.#owner === viewer || !this.#wanted.has(viewer)) return null;
        this.#owner = viewer;
        return this.#wanted.get(viewer) ?? null;
      }
      /** @returns the size to apply now, if the viewer owns it */
      resize(viewer, size) {
        this.#wanted.set(viewer, size);
        return this.#owner === viewer ? size : null;
      }
    };
  }
});

// services/gateway/src/terminal/watched-session.ts
import { z as z32 } from "zod";
var WatchedSession;
var init_watched_session = __esm({
  "services/gateway/src/terminal/watched-session.ts"() {
    "use strict";
    init_src();
    init_src2();
    init_fleet_commands();
    init_problem2();
    init_size_owner();
    init_session_feed();
    WatchedSession = class {
      constructor(session, feed, commands, logger) {
        this.session = session;
        this.feed = feed;
        this.commands = commands;
        this.logger = logger;
      }
      session;
      feed;
      commands;
      logger;
      #size = new SizeOwner();
      join(watcher) {
        this.#size.join(watcher);
        watcher.owns(this.#size.owner === watcher);
      }
      leave(watcher) {
        const before = this.#size.owner;
        this.#apply(this.#size.leave(watcher));
        const owner = this.#size.owner;
        if (owner !== before) owner?.owns(true);
      }
      claim(watcher) {
        const before = this.#size.owner;
        this.#apply(this.#size.claim(watcher));
        if (this.#size.owner === before) return;
        before?.owns(false);
        watcher.owns(true);
      }
      resize(watcher, size) {
        this.#apply(this.#size.resize(watcher, size));
      }
      #apply(size) {
        if (size === null) return;
        const command = { sessionId: this.session.id, ...size };
        this.commands.toRunner(this.session.runnerId, "resize", command, z32.unknown()).catch((error) => {
          const level = error instanceof ProblemError ? "debug" : "error";
          this.logger[level]({ error, sessionId: this.session.id }, "the terminal was not resized");
        });
      }
    };
  }
});

// services/gateway/src/terminal/feeds.ts
var IDLE_MS, Feeds;
var init_feeds = __esm({
  "services/gateway/src/terminal/feeds.ts"() {
    "use strict";
    init_src();
    init_src2();
    init_fleet_commands();
    init_live_terminal();
    init_session_feed();
    init_terminal_record();
    init_watched_session();
    IDLE_MS = 1e4;
    Feeds = class {
      constructor(record, live, commands, logger) {
        this.record = record;
        this.live = live;
        this.commands = commands;
        this.logger = logger;
      }
      record;
      live;
      commands;
      logger;
      #open = /* @__PURE__ */ new Map();
      get count() {
        return this.#open.size;
      }
      /** Give it back with `release` when the viewer has left. */
      get(session) {
        const known = this.#open.get(session.id);
        if (known !== void 0) {
          if (known.idle !== null) clearTimeout(known.idle);
          known.idle = null;
          return known.watched;
        }
        const open = { watched: this.#start(session), idle: null };
        this.#open.set(session.id, open);
        open.watched.catch(() => this.#open.delete(session.id));
        return open.watched;
      }
      /** A viewer has left: the feed is closed unless another one comes. */
      release({ feed }) {
        const open = this.#open.get(feed.sessionId);
        if (open === void 0 || feed.viewers > 0 || open.idle !== null) return;
        open.idle = setTimeout(() => {
          open.idle = null;
          if (feed.viewers > 0) return;
          this.#open.delete(feed.sessionId);
          feed.close();
        }, IDLE_MS);
      }
      /** The projector has committed rows: a feed may have been overtaken, or learn that it is at the session's end. */
      async refresh(sessionIds) {
        for (const sessionId of sessionIds) {
          const open = this.#open.get(sessionId);
          if (open !== void 0) await this.#refreshFeed((await open.watched).feed);
        }
      }
      async close() {
        const all = [...this.#open.values()];
        this.#open.clear();
        for (const { watched, idle } of all) {
          if (idle !== null) clearTimeout(idle);
          (await watched).feed.close();
        }
      }
      async #start(session) {
        const feed = await SessionFeed.open(session.id, this.record, this.live, this.logger);
        await this.#refreshFeed(feed);
        if (feed.endedAt === null) feed.follow();
        return new WatchedSession(session, feed, this.commands, this.logger);
      }
      async #refreshFeed(feed) {
        if (feed.endedAt !== null) return;
        const end2 = await this.record.completeAt(feed.sessionId);
        if (end2 !== null) feed.markEnded(end2);
        else await feed.heal();
      }
    };
  }
});

// services/gateway/src/version.ts
var VERSION;
var init_version = __esm({
  "services/gateway/src/version.ts"() {
    "use strict";
    VERSION = "0.1.0";
  }
});

// services/gateway/src/socket/input-lane.ts
import { z as z33 } from "zod";
var MAX_PENDING_BYTES, PIECE_BYTES, InputLane;
var init_input_lane = __esm({
  "services/gateway/src/socket/input-lane.ts"() {
    "use strict";
    init_fleet_commands();
    MAX_PENDING_BYTES = 4 * 1024 * 1024;
    PIECE_BYTES = 64 * 1024;
    InputLane = class {
      constructor(commands) {
        this.commands = commands;
      }
      commands;
      #pendingBytes = 0;
      /** @param refused called with words for the person when the input, or a piece of it, did not get there */
      type(runnerId, sessionId, bytes, refused2) {
        for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
          void this.#sendPiece(runnerId, sessionId, bytes.subarray(at, at + PIECE_BYTES), refused2);
        }
      }
      async #sendPiece(runnerId, sessionId, piece, refused2) {
        if (this.#pendingBytes + piece.length > MAX_PENDING_BYTES) {
          refused2("The session does not take input as fast as it comes: some of it was dropped.");
          return;
        }
        this.#pendingBytes += piece.length;
        try {
          const reply2 = await this.commands.type(runnerId, sessionId, piece, z33.unknown());
          if (!reply2.ok) refused2(reply2.error.message);
        } catch {
          refused2("The input may not have arrived.");
        } finally {
          this.#pendingBytes -= piece.length;
        }
      }
    };
  }
});

// services/gateway/src/socket/session-deltas.ts
var COALESCE_MS, NEWS_MS, MAX_REMEMBERED, MAX_MARKERS, SessionDeltas;
var init_session_deltas = __esm({
  "services/gateway/src/socket/session-deltas.ts"() {
    "use strict";
    init_src();
    init_src2();
    init_src5();
    COALESCE_MS = 50;
    NEWS_MS = 6e4;
    MAX_REMEMBERED = 500;
    MAX_MARKERS = 1e3;
    SessionDeltas = class {
      constructor(models, broadcast, logger, now = Date.now) {
        this.models = models;
        this.broadcast = broadcast;
        this.logger = logger;
        this.now = now;
      }
      models;
      broadcast;
      logger;
      now;
      #changed = /* @__PURE__ */ new Set();
      /** What was last sent of each session, until it has ended. */
      #lastSent = /* @__PURE__ */ new Map();
      #markersSeen = /* @__PURE__ */ new Map();
      #timer = null;
      #lastFlush = 0;
      #flushing = Promise.resolve();
      /** The first change after a quiet time is told at once, those that follow after 50 ms. */
      changed(sessionIds) {
        for (const id of sessionIds) this.#changed.add(id);
        if (this.#timer !== null || this.#changed.size === 0) return;
        const wait = Math.max(0, this.#lastFlush + COALESCE_MS - this.now());
        this.#timer = setTimeout(() => {
          this.#timer = null;
          this.#flushing = this.#flushing.then(() => this.#flush());
        }, wait);
      }
      async stop() {
        if (this.#timer !== null) clearTimeout(this.#timer);
        await this.#flushing;
      }
      async #flush() {
        this.#lastFlush = this.now();
        const ids = [...this.#changed];
        this.#changed.clear();
        try {
          for (const session of await this.models.sessions.getMany(ids)) {
            const message = { type: "session", session };
            const text = JSON.stringify(session);
            if (this.#lastSent.get(session.id) === text) continue;
            this.broadcast(`session:${session.id}`, message);
            if (session.status === "ended") this.#lastSent.delete(session.id);
            else this.#lastSent.set(session.id, text);
          }
          for (const id of ids) await this.#tellMarkers(id);
        } catch (error) {
          const level = error instanceof ReadModelsUnavailableError ? "debug" : "error";
          this.logger[level]({ error }, "changed sessions could not be read");
        }
      }
      async #tellMarkers(sessionId) {
        const { items } = await this.models.markers.list(sessionId, { limit: MAX_MARKERS });
        const seen = this.#rememberedMarkers(sessionId);
        for (const marker of items) {
          if (seen.has(marker.id)) continue;
          seen.add(marker.id);
          if (this.#isNews(marker)) this.broadcast(`marker:${marker.id}`, { type: "marker", marker });
        }
      }
      #rememberedMarkers(sessionId) {
        const seen = this.#markersSeen.get(sessionId) ?? /* @__PURE__ */ new Set();
        this.#markersSeen.delete(sessionId);
        this.#markersSeen.set(sessionId, seen);
        const [oldest] = this.#markersSeen.keys();
        if (this.#markersSeen.size > MAX_REMEMBERED && oldest !== void 0) this.#markersSeen.delete(oldest);
        return seen;
      }
      #isNews(marker) {
        return this.now() - Date.parse(marker.at) <= NEWS_MS;
      }
    };
  }
});

// services/gateway/src/terminal/frames.ts
function messagesOf(channel, chunks) {
  const batch = new MessageBatch();
  for (const chunk of chunks) {
    const framed = channel === FRAMED_CHANNEL && chunk.kind === "output" ? chunk.frame : void 0;
    if (framed !== void 0 && (chunks.length === 1 || framed.length >= ALONE_BYTES)) batch.addMessage(framed);
    else batch.addFrame({ channel, ...chunk });
  }
  return batch.finish();
}
var MESSAGE_BYTES, ALONE_BYTES, MessageBatch;
var init_frames = __esm({
  "services/gateway/src/terminal/frames.ts"() {
    "use strict";
    init_src4();
    init_terminal_chunk();
    MESSAGE_BYTES = 64 * 1024;
    ALONE_BYTES = 16 * 1024;
    MessageBatch = class {
      #messages = [];
      #frames = [];
      #size = 0;
      addMessage(message) {
        this.#flush();
        this.#messages.push(message);
      }
      addFrame(frame) {
        const size = frameSize(frame);
        if (this.#size + size > MESSAGE_BYTES) this.#flush();
        this.#frames.push(frame);
        this.#size += size;
      }
      finish() {
        this.#flush();
        return this.#messages;
      }
      #flush() {
        if (this.#size === 0) return;
        const message = Buffer.allocUnsafe(this.#size);
        let at = 0;
        for (const frame of this.#frames) at = writeFrame(frame, message, at);
        this.#messages.push(message);
        this.#frames = [];
        this.#size = 0;
      }
    };
  }
});

// services/gateway/src/terminal/send-window.ts
var WINDOW_BYTES, SendWindow;
var init_send_window = __esm({
  "services/gateway/src/terminal/send-window.ts"() {
    "use strict";
    WINDOW_BYTES = 512 * 1024;
    SendWindow = class {
      constructor(maxBytes = WINDOW_BYTES) {
        this.maxBytes = maxBytes;
      }
      maxBytes;
      #sent = [];
      #unacknowledged = 0;
      /** Bytes that may be sent now; 0 or less when the window is closed. */
      get room() {
        return this.maxBytes - this.#unacknowledged;
      }
      sent(n, bytes) {
        this.#sent.push({ n, bytes });
        this.#unacknowledged += bytes;
      }
      /** Everything up to and including chunk `n` is painted. */
      acknowledge(n) {
        let painted = 0;
        for (const message of this.#sent) {
          if (message.n > n) break;
          this.#unacknowledged -= message.bytes;
          painted += 1;
        }
        this.#sent.splice(0, painted);
      }
    };
  }
});

// services/gateway/src/terminal/viewer.ts
var BATCH_BYTES, Viewer;
var init_viewer = __esm({
  "services/gateway/src/terminal/viewer.ts"() {
    "use strict";
    init_src();
    init_src2();
    init_frames();
    init_gap_reader();
    init_send_window();
    init_session_feed();
    init_terminal_chunk();
    BATCH_BYTES = 256 * 1024;
    Viewer = class {
      /** @param after number of the last chunk that the browser has painted */
      constructor(channel, after, feed, socket, logger) {
        this.channel = channel;
        this.feed = feed;
        this.socket = socket;
        this.logger = logger;
        this.#sent = after;
        this.#catchUpTo = feed.lastChunk;
        this.#leave = feed.join(() => {
          this.pump();
        });
      }
      channel;
      feed;
      socket;
      logger;
      #window = new SendWindow();
      #leave;
      #catchUpTo;
      #sent;
      #reading = false;
      #caughtUp = false;
      #ended = false;
      #closed = false;
      #gap = null;
      get sessionId() {
        return this.feed.sessionId;
      }
      /** The browser has painted everything up to and including chunk `n`. */
      acknowledge(n) {
        this.#window.acknowledge(n);
        this.pump();
      }
      /** Sends what there is, as far as the window and the socket take it. */
      pump() {
        while (!this.#closed && !this.#reading && this.#window.room > 0 && !this.socket.congested) {
          const chunks = this.feed.recent(this.#sent + 1, Math.min(this.#window.room, BATCH_BYTES));
          if (chunks.length > 0) {
            this.#closeGap();
            this.#send(chunks);
            continue;
          }
          if (this.feed.lastChunk > this.#sent) void this.#readOlder();
          else this.feed.wantMore();
          break;
        }
        this.#tellPosition();
      }
      close() {
        this.#closed = true;
        if (!this.#reading) this.#closeGap();
        this.#leave();
      }
      #send(chunks) {
        for (const message of messagesOf(this.channel, chunks)) this.socket.sendBytes(message);
        for (const chunk of chunks) {
          this.#window.sent(chunk.n, chunkBytes(chunk));
          this.#sent = chunk.n;
        }
      }
      async #readOlder() {
        this.#reading = true;
        try {
          const chunks = await this.#older(this.#sent + 1, Math.min(this.#window.room, BATCH_BYTES));
          this.#reading = false;
          if (this.#closed) this.#closeGap();
          if (this.#closed || chunks.length === 0) return;
          this.#send(chunks);
          this.pump();
        } catch (error) {
          this.#reading = false;
          this.#closeGap();
          this.logger.warn({ error, sessionId: this.sessionId }, "older terminal output could not be read");
          this.socket.sendMessage({ type: "error", channel: this.channel, message: "The record can\u2019t be read right now." });
        }
      }
      /** From the read models; from the log where they end before the feed's recent chunks begin. */
      async #older(from, maxBytes) {
        const stored = this.#gap === null ? await this.feed.older(from, maxBytes) : [];
        const until = this.feed.firstRecent;
        if (stored.length > 0 || from >= until) {
          this.#closeGap();
          return stored;
        }
        const reader = this.#gap;
        this.#gap = reader ?? await this.feed.readAgain(from);
        const chunks = await this.#gap.read(from, until, maxBytes);
        if (chunks.length > 0) return chunks;
        this.#closeGap();
        return reader === null ? [] : this.#older(from, maxBytes);
      }
      #closeGap() {
        this.#gap?.close();
        this.#gap = null;
      }
      #tellPosition() {
        if (this.#closed) return;
        if (!this.#caughtUp && this.#sent >= this.#catchUpTo) {
          this.#caughtUp = true;
          this.socket.sendMessage({ type: "caught_up", channel: this.channel, chunk: this.#sent });
        }
        const end2 = this.feed.endedAt;
        if (!this.#ended && end2 !== null && this.#sent >= end2) {
          this.#ended = true;
          this.socket.sendMessage({ type: "ended", channel: this.channel, lastChunk: end2 });
        }
      }
    };
  }
});

// services/gateway/src/socket/outbox.ts
import { WebSocket } from "ws";
var CONGESTED_BYTES, MAX_WAITING, TRY_AGAIN_LATER, Outbox;
var init_outbox = __esm({
  "services/gateway/src/socket/outbox.ts"() {
    "use strict";
    init_src();
    CONGESTED_BYTES = 1024 * 1024;
    MAX_WAITING = 2e3;
    TRY_AGAIN_LATER = 1013;
    Outbox = class {
      /** @param drained called when a congested socket takes more again */
      constructor(socket, drained2) {
        this.socket = socket;
        this.drained = drained2;
      }
      socket;
      drained;
      #waiting = /* @__PURE__ */ new Map();
      #wasCongested = false;
      get congested() {
        if (this.socket.bufferedAmount <= CONGESTED_BYTES) return this.#wasCongested;
        this.#wasCongested = true;
        return true;
      }
      sendBytes(message) {
        if (this.socket.readyState === WebSocket.OPEN) this.socket.send(message, this.#afterSend);
      }
      sendMessage(message) {
        this.#sendText(JSON.stringify(message));
      }
      /** @param key of several deltas with the same key only the newest has to arrive */
      sendDelta(key, text) {
        if (!this.congested) {
          this.#sendText(text);
          return;
        }
        this.#waiting.set(key, text);
        if (this.#waiting.size > MAX_WAITING) this.socket.close(TRY_AGAIN_LATER, "too far behind");
      }
      #sendText(text) {
        if (this.socket.readyState === WebSocket.OPEN) this.socket.send(text, this.#afterSend);
      }
      /** The socket reports an error by its own event, which ends the connection. */
      #afterSend = () => {
        if (!this.#wasCongested || this.socket.bufferedAmount > CONGESTED_BYTES / 2) return;
        this.#wasCongested = false;
        const waiting = [...this.#waiting.values()];
        this.#waiting.clear();
        for (const text of waiting) this.#sendText(text);
        this.drained();
      };
    };
  }
});

// services/gateway/src/socket/channel.ts
var Channel;
var init_channel = __esm({
  "services/gateway/src/socket/channel.ts"() {
    "use strict";
    init_src();
    init_src2();
    init_feeds();
    init_viewer();
    init_watched_session();
    init_input_lane();
    init_outbox();
    Channel = class {
      /** Says `attached`, then begins to send from chunk `after + 1` on. */
      constructor(number, session, after, watched, outbox, parts) {
        this.number = number;
        this.session = session;
        this.watched = watched;
        this.outbox = outbox;
        this.parts = parts;
        outbox.sendMessage({
          type: "attached",
          channel: number,
          sessionId: session.id,
          after,
          lastChunk: watched.feed.lastChunk,
          cols: session.cols,
          rows: session.rows,
          live: watched.feed.endedAt === null
        });
        this.viewer = new Viewer(number, after, watched.feed, outbox, parts.logger);
        watched.join(this);
        this.viewer.pump();
      }
      number;
      session;
      watched;
      outbox;
      parts;
      viewer;
      owns(owner) {
        this.outbox.sendMessage({ type: "owner", channel: this.number, owner });
      }
      type(bytes) {
        this.parts.input.type(this.session.runnerId, this.session.id, bytes, (message) => {
          this.outbox.sendMessage({ type: "input_refused", channel: this.number, message });
        });
      }
      resize(cols, rows) {
        this.watched.resize(this, { cols, rows });
      }
      claim() {
        this.watched.claim(this);
      }
      close() {
        this.viewer.close();
        this.watched.leave(this);
        this.parts.feeds.release(this.watched);
      }
    };
  }
});

// services/gateway/src/socket/connection.ts
import "ws";
var MAX_CHANNELS, INVALID_PAYLOAD, Connection;
var init_connection = __esm({
  "services/gateway/src/socket/connection.ts"() {
    "use strict";
    init_src();
    init_src2();
    init_src4();
    init_src5();
    init_problem2();
    init_session_lookup();
    init_feeds();
    init_channel();
    init_input_lane();
    init_outbox();
    MAX_CHANNELS = 32;
    INVALID_PAYLOAD = 1007;
    Connection = class {
      constructor(socket, parts) {
        this.socket = socket;
        this.parts = parts;
        this.outbox = new Outbox(socket, () => {
          this.#pumpAll();
        });
        socket.on("message", (data, isBinary) => {
          this.#receive(data, isBinary);
        });
        socket.on("close", () => {
          this.#close();
        });
        socket.on("error", (error) => {
          parts.logger.debug({ error }, "a socket failed");
        });
      }
      socket;
      parts;
      outbox;
      /** A symbol stands for an attach whose feed is being opened: it sees whether it is still wanted afterwards. */
      #channels = /* @__PURE__ */ new Map();
      #closed = false;
      get channels() {
        return this.#channels.size;
      }
      #receive(data, isBinary) {
        const bytes = Array.isArray(data) ? Buffer.concat(data) : data;
        try {
          if (isBinary) this.#receiveFrames(bytes);
          else this.#receiveMessage(clientMessageSchema.parse(JSON.parse(Buffer.from(bytes).toString("utf8"))));
        } catch (error) {
          if (error instanceof WireError) this.socket.close(INVALID_PAYLOAD, "not a frame");
          else this.#fail(null, "This message is not one that the gateway knows.");
        }
      }
      #receiveFrames(bytes) {
        for (const frame of decodeFrames(bytes)) {
          const channel = this.#channel(frame.channel);
          if (channel === null) {
            if (frame.kind === "input") this.#send({ type: "input_refused", channel: frame.channel, message: "The terminal is not attached." });
          } else if (frame.kind === "ack") channel.viewer.acknowledge(frame.n);
          else if (frame.kind === "input") channel.type(frame.bytes);
          else throw new WireError(`${frame.kind} frames come from the gateway`);
        }
      }
      #receiveMessage(message) {
        switch (message.type) {
          case "ping":
            this.#send({ type: "pong" });
            return;
          case "attach":
            void this.#attach(message.channel, message.sessionId, message.after);
            return;
          case "detach":
            this.#detach(message.channel);
            return;
          case "resize":
            this.#channel(message.channel)?.resize(message.cols, message.rows);
            return;
          case "claim":
            this.#channel(message.channel)?.claim();
            return;
        }
      }
      async #attach(number, sessionId, after) {
        this.#detach(number);
        if (this.#channels.size >= MAX_CHANNELS) {
          this.#fail(number, `At most ${MAX_CHANNELS} terminals fit on one connection.`);
          return;
        }
        const attempt = /* @__PURE__ */ Symbol("attach");
        this.#channels.set(number, attempt);
        const stillWanted = () => !this.#closed && this.#channels.get(number) === attempt;
        try {
          const session = await this.parts.sessions.get(sessionId);
          const watched = await this.parts.feeds.get(session);
          if (stillWanted()) this.#channels.set(number, new Channel(number, session, after, watched, this.outbox, this.parts));
          else this.parts.feeds.release(watched);
        } catch (error) {
          if (!stillWanted()) return;
          this.#channels.delete(number);
          this.#fail(number, this.#wordsFor(error, sessionId));
        }
      }
      #wordsFor(error, sessionId) {
        if (error instanceof ProblemError) return error.detail;
        if (error instanceof ReadModelsUnavailableError) return "The read models are not there yet.";
        this.parts.logger.error({ error, sessionId }, "a terminal could not be attached");
        return "The terminal could not be attached.";
      }
      #channel(number) {
        const channel = this.#channels.get(number);
        return channel instanceof Channel ? channel : null;
      }
      #detach(number) {
        this.#channel(number)?.close();
        this.#channels.delete(number);
      }
      #pumpAll() {
        for (const channel of this.#channels.values()) if (channel instanceof Channel) channel.viewer.pump();
      }
      #close() {
        this.#closed = true;
        for (const number of [...this.#channels.keys()]) this.#detach(number);
      }
      #fail(channel, message) {
        this.#send({ type: "error", channel, message });
      }
      #send(message) {
        this.outbox.sendMessage(message);
      }
    };
  }
});

// services/gateway/src/socket/socket-server.ts
import { STATUS_CODES as STATUS_CODES3 } from "node:http";
import { WebSocketServer } from "ws";
function refuse(socket, status, detail) {
  const body = JSON.stringify(problemDocument(status, detail));
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES3[status] ?? ""}`,
      `Content-Type: ${PROBLEM_CONTENT_TYPE}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      "Connection: close",
      ...status === 401 ? ["WWW-Authenticate: Bearer"] : [],
      "",
      body
    ].join("\r\n")
  );
}
var SOCKET_PATH, MAX_MESSAGE_BYTES, MAX_CONNECTIONS, PING_EVERY_MS, GOING_AWAY, SocketServer;
var init_socket_server = __esm({
  "services/gateway/src/socket/socket-server.ts"() {
    "use strict";
    init_src();
    init_gatekeeper();
    init_problem2();
    init_connection();
    SOCKET_PATH = "/ws";
    MAX_MESSAGE_BYTES = 1024 * 1024;
    MAX_CONNECTIONS = 64;
    PING_EVERY_MS = 2e4;
    GOING_AWAY = 1001;
    SocketServer = class {
      /** @param greet messages for a new connection, in order */
      constructor(gatekeeper, parts, greet) {
        this.gatekeeper = gatekeeper;
        this.parts = parts;
        this.greet = greet;
        this.#heartbeat = setInterval(() => {
          this.#ping();
        }, PING_EVERY_MS);
      }
      gatekeeper;
      parts;
      greet;
      #server = new WebSocketServer({
        noServer: true,
        maxPayload: MAX_MESSAGE_BYTES,
        // On loopback compression costs more than it saves, and it adds to every keystroke.
        perMessageDeflate: false,
        clientTracking: false
      });
      #connections = /* @__PURE__ */ new Map();
      #heartbeat;
      get connections() {
        return this.#connections.size;
      }
      /** Terminals that are shown now. */
      get viewers() {
        return [...this.#connections.values()].reduce((sum, { connection }) => sum + connection.channels, 0);
      }
      /** Sends a delta to everybody. @param key of several deltas with the same key a slow socket gets the newest only */
      broadcast(key, message) {
        if (this.#connections.size === 0) return;
        const text = JSON.stringify(message);
        for (const { connection } of this.#connections.values()) connection.outbox.sendDelta(key, text);
      }
      /** Answers an upgrade: the same checks as for a request, before anything else is looked at. */
      upgrade(request2, socket, head) {
        socket.on("error", () => socket.destroy());
        const foreign = this.gatekeeper.refuseSource(request2);
        if (foreign !== null) {
          refuse(socket, foreign.status, foreign.detail);
          return;
        }
        const caller = this.gatekeeper.identifyUpgrade(request2);
        if (typeof caller !== "string") refuse(socket, caller.status, caller.detail);
        else if (request2.url?.split("?", 1)[0] !== SOCKET_PATH) refuse(socket, 404, "There is no WebSocket at this path.");
        else if (this.#connections.size >= MAX_CONNECTIONS) refuse(socket, 503, `At most ${MAX_CONNECTIONS} connections are possible.`);
        else this.#server.handleUpgrade(request2, socket, head, (webSocket) => {
          this.#accept(webSocket);
        });
      }
      close() {
        clearInterval(this.#heartbeat);
        for (const socket of this.#connections.keys()) socket.close(GOING_AWAY, "the gateway stops");
        this.#server.close();
      }
      /** For a stop that must not wait for browsers. */
      terminate() {
        for (const socket of this.#connections.keys()) socket.terminate();
      }
      #accept(socket) {
        const entry = { connection: new Connection(socket, this.parts), alive: true };
        this.#connections.set(socket, entry);
        socket.on("pong", () => entry.alive = true);
        socket.on("close", () => this.#connections.delete(socket));
        for (const message of this.greet()) entry.connection.outbox.sendMessage(message);
      }
      #ping() {
        for (const [socket, entry] of this.#connections) {
          if (!entry.alive) socket.terminate();
          entry.alive = false;
          socket.ping();
        }
      }
    };
  }
});

// services/gateway/src/socket/live-updates.ts
function startLiveUpdates({ gatekeeper }, fleet, commands, sessions, record, logger) {
  const feeds = new Feeds(record, new LiveTerminal(fleet.broker), commands, logger);
  const greet = () => [
    { type: "hello", version: VERSION, at: (/* @__PURE__ */ new Date()).toISOString() },
    ...status.greeting()
  ];
  const sockets = new SocketServer(gatekeeper, { sessions, feeds, input: new InputLane(commands), logger }, greet);
  const broadcast = (key, message) => {
    sockets.broadcast(key, message);
  };
  const status = new FleetStatus(fleet.broker, fleet.runners, broadcast);
  const deltas = new SessionDeltas(fleet.models, broadcast, logger);
  const leave = fleet.changes.listen((sessionIds) => {
    deltas.changed(sessionIds);
    feeds.refresh(sessionIds).catch((error) => {
      logger.warn({ error }, "a live terminal could not be compared with its record");
    });
  });
  return {
    sockets,
    feeds,
    stop: async () => {
      leave();
      status.stop();
      sockets.close();
      await deltas.stop();
      await feeds.close();
    }
  };
}
var init_live_updates = __esm({
  "services/gateway/src/socket/live-updates.ts"() {
    "use strict";
    init_src();
    init_src2();
    init_open_door();
    init_fleet_commands();
    init_fleet_connection();
    init_fleet_status();
    init_session_lookup();
    init_feeds();
    init_live_terminal();
    init_terminal_record();
    init_version();
    init_input_lane();
    init_session_deltas();
    init_socket_server();
  }
});

// services/gateway/src/gateway.ts
import "express";
async function startGateway(configuration, logger) {
  const { server, port: port2 } = await listen(configuration.FLEET_HTTP_HOST, configuration.FLEET_HTTP_PORT);
  try {
    const door = await openDoor(configuration, port2);
    const consoleFiles = await ConsoleFiles.list(configuration.FLEET_CONSOLE_DIR);
    const fleet = await connectFleet(configuration, logger);
    const { broker, models, runners, changes } = fleet;
    const probe = await ReadModelProbe.start(models, logger);
    const commands = new FleetCommands(broker);
    const sessions = new SessionLookup(models);
    const record = new TerminalRecord(models);
    const live = startLiveUpdates(door, fleet, commands, sessions, record, logger);
    const health = new GatewayHealth(() => ({
      brokerOnline: broker.status.online,
      readModelsOpen: probe.open,
      runnersOnline: runners.online().length,
      sockets: live.sockets.connections,
      viewers: live.sockets.viewers,
      feeds: live.feeds.count
    }));
    const paths = { database: databaseFile(configuration), token: accessTokenFile(configuration) };
    const parts = [
      ...[door.gatekeeper, door.signIns, door.codes, door.attempts],
      ...[models, runners, commands, sessions, health],
      ...[settingsOf(VERSION, configuration, paths), openApiOf(ALL_ROUTES, VERSION)],
      new SessionStarter(runners, commands, changes, sessions),
      new SessionStopper(commands, sessions),
      new SessionBudget(commands, sessions),
      new SessionInput(commands, sessions),
      new TerminalDownload(record, sessions, changes)
    ];
    const http = await serveHttp(server, door.gatekeeper, consoleFiles, parts, logger);
    server.on("upgrade", (request2, socket, head) => {
      live.sockets.upgrade(request2, socket, head);
    });
    logger.info({ port: port2, consoleFiles: consoleFiles.count }, "gateway listens");
    const stop = async () => {
      probe.stop();
      const closed = new Promise((resolve) => server.close(() => {
        resolve();
      }));
      await live.stop();
      server.closeIdleConnections();
      const cut = setTimeout(() => {
        live.sockets.terminate();
        server.closeAllConnections();
      }, STOP_GRACE_MS);
      await closed;
      clearTimeout(cut);
      await http.close();
      await fleet.close();
    };
    let stopped = null;
    return { name: "gateway", port: port2, express: http.express, health: () => health.report(), stop: () => stopped ??= stop() };
  } catch (error) {
    server.close();
    throw error;
  }
}
var STOP_GRACE_MS;
var init_gateway = __esm({
  "services/gateway/src/gateway.ts"() {
    "use strict";
    init_src2();
    init_open_door();
    init_configuration2();
    init_console_files();
    init_fleet_commands();
    init_fleet_connection();
    init_settings();
    init_gateway_health();
    init_read_model_probe();
    init_http_application();
    init_listen();
    init_openapi();
    init_routes();
    init_session_budget();
    init_session_input();
    init_session_lookup();
    init_session_starter();
    init_session_stopper();
    init_live_updates();
    init_terminal_download();
    init_terminal_record();
    init_version();
    STOP_GRACE_MS = 1e3;
  }
});

// services/gateway/src/index.ts
var src_exports2 = {};
__export(src_exports2, {
  gatewayConfigurationSchema: () => gatewayConfigurationSchema,
  startGateway: () => startGateway
});
var init_src6 = __esm({
  "services/gateway/src/index.ts"() {
    "use strict";
    init_configuration2();
    init_gateway();
  }
});

// libs/testing/src/broker/binary-broker.ts
import { spawn } from "node:child_process";
import { once } from "node:events";

// libs/testing/src/temporary-directory.ts
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
async function temporaryDirectory() {
  const path = await mkdtemp(join(tmpdir(), "agents-fleet-spec-"));
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) };
}

// libs/testing/src/broker/find-nats-server.ts
import { accessSync, constants } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join as join2 } from "node:path";
function findNatsServer(environment = process.env) {
  const named = environment["FLEET_NATS_SERVER"];
  const dataDirectory = environment["FLEET_DATA_DIR"] ?? join2(homedir(), ".local", "share", "agents-fleet");
  const candidates = [
    ...named === void 0 ? [] : [named],
    ...(environment["PATH"] ?? "").split(delimiter).map((directory) => join2(directory, "nats-server")),
    join2(dataDirectory, "tools", "nats-server")
  ];
  const found = candidates.find(isExecutable);
  if (found === void 0) {
    throw new Error(`no nats-server: not in FLEET_NATS_SERVER, not in PATH, not in ${dataDirectory}/tools`);
  }
  return found;
}
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

// libs/testing/src/broker/probe.ts
import { createServer, connect } from "node:net";

// libs/testing/src/wait-for.ts
import { setTimeout as sleep } from "node:timers/promises";
async function waitFor(condition, { timeoutMs = 1e4, what = "the condition" } = {}) {
  const deadline = Date.now() + timeoutMs;
  let cause;
  for (; ; ) {
    try {
      const answer3 = await condition();
      if (answer3) return answer3;
      cause = void 0;
    } catch (error) {
      cause = error;
    }
    if (Date.now() >= deadline) throw new Error(`waited ${timeoutMs} ms in vain for ${what}`, { cause });
    await sleep(15);
  }
}

// libs/testing/src/broker/probe.ts
async function freePort() {
  const server = createServer();
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return address.port;
}
function serverVersion(port2) {
  return waitFor(() => greeting(port2), { timeoutMs: 2e4, what: `nats-server on port ${port2}` });
}
function greeting(port2) {
  return new Promise((resolve) => {
    const socket = connect({ port: port2, host: "127.0.0.1" });
    const done = (version) => {
      socket.destroy();
      resolve(version);
    };
    socket.setTimeout(1e3, () => done(null));
    socket.once("error", () => done(null));
    socket.once("close", () => done(null));
    socket.once("data", (data) => done(/"version":"([^"]+)"/.exec(data.toString("utf8"))?.[1] ?? null));
  });
}

// libs/testing/src/broker/binary-broker.ts
async function startBinaryBroker({ configuration }) {
  const binary = findNatsServer();
  const store = await temporaryDirectory();
  const port2 = await freePort();
  const parameters = ["-a", "127.0.0.1", "-p", String(port2), "-js", "-sd", store.path];
  if (configuration !== void 0) parameters.push("-c", configuration.file);
  const start = async () => {
    const child2 = spawn(binary, parameters, {
      stdio: ["ignore", "ignore", "pipe"],
      env: { ...process.env, ...configuration?.environment }
    });
    const output = [];
    child2.stderr.on("data", (data) => output.push(data));
    const died = once(child2, "exit").then(() => {
      throw new Error(`nats-server ended at once:
${Buffer.concat(output).toString("utf8").slice(-2e3)}`);
    });
    const version2 = await Promise.race([serverVersion(port2), died]);
    died.catch(() => void 0);
    return { child: child2, version: version2 };
  };
  let { child, version } = await start();
  return {
    url: `nats://127.0.0.1:${port2}`,
    version,
    flavour: "binary",
    kill: () => end(child, "SIGKILL"),
    restart: async () => {
      await end(child, "SIGTERM");
      ({ child, version } = await start());
    },
    stop: async () => {
      await end(child, "SIGKILL");
      await store.remove();
    }
  };
}
async function end(child, signal) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill(signal);
  await exited;
}

// libs/testing/src/broker/container-broker.ts
var BROKER_IMAGE = "nats:2.15-alpine";
async function dockerAnswers() {
  const { getContainerRuntimeClient } = await import("testcontainers");
  return getContainerRuntimeClient().then(
    () => true,
    () => false
  );
}
async function startContainerBroker() {
  process.env["TESTCONTAINERS_RYUK_DISABLED"] ??= "true";
  const { GenericContainer, getContainerRuntimeClient } = await import("testcontainers");
  const port2 = await freePort();
  const started = await new GenericContainer(BROKER_IMAGE).withExposedPorts({ container: 4222, host: port2 }).withCommand(["-js", "-sd", "/tmp/jetstream", "-p", "4222"]).withAutoRemove(false).start();
  const { container } = await getContainerRuntimeClient();
  const handle = container.getById(started.getId());
  const isRunning = async () => (await handle.inspect()).State.Running;
  return {
    url: `nats://127.0.0.1:${port2}`,
    version: await serverVersion(port2),
    flavour: "container",
    kill: async () => {
      if (await isRunning()) await handle.kill({ signal: "SIGKILL" });
    },
    restart: async () => {
      if (await isRunning()) await handle.stop({ t: 10 });
      await handle.start();
      await serverVersion(port2);
    },
    stop: async () => {
      await handle.remove({ force: true, v: true });
    }
  };
}

// libs/testing/src/broker/start-broker.ts
async function startBroker(options = {}) {
  const broker = await startPreferred(options);
  process.stderr.write(`broker under test: nats-server ${broker.version} (${broker.flavour})
`);
  return broker;
}
async function startPreferred(options) {
  const binaryOnly = process.env["FLEET_TEST_BROKER"] === "binary" || options.configuration !== void 0;
  if (binaryOnly || !await dockerAnswers()) return startBinaryBroker(options);
  return startContainerBroker().catch((error) => {
    process.stderr.write(`broker under test: ${BROKER_IMAGE} can't be started (${String(error)}); taking the binary
`);
    return startBinaryBroker(options);
  });
}

// libs/testing/src/events/builders.ts
var A_SESSION_ID = "01JZ0000000000000000000001";
var A_RUNNER_ID = "runner-1";
var A_MOMENT = "2026-01-15T10:00:00.000Z";
var someBudget = { version: 1, budgetNanoUsd: null, budgetTokens: 2e3 };
var someCrossing = { ...someBudget, dimension: "tokens", spentTokens: 1612, spentNanoUsd: 5e6 };

// libs/testing/src/events/terminal-builders.ts
var somewhere = { sessionId: A_SESSION_ID, runnerId: A_RUNNER_ID, epoch: "epoch-1", at: Date.parse(A_MOMENT) };

// libs/testing/src/service-program.ts
import { fileURLToPath } from "node:url";
var ROOT = fileURLToPath(new URL("../../..", import.meta.url));

// services/gateway/.bench.tmp.ts
init_src3();
init_src();
init_src2();
init_src4();
import { WebSocket as WebSocket2 } from "ws";
import { fork } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";

// services/gateway/src/spec-support/played-session.ts
init_src();
init_src3();
init_src5();
var aSessionRow = {
  id: A_SESSION_ID,
  started: true,
  kind: "pty",
  agent: "shell",
  name: "build",
  command: "make all",
  repoPath: "/home/ada/engine",
  runnerId: A_RUNNER_ID,
  status: "running",
  stopReason: null,
  exitCode: null,
  signal: null,
  startedAt: A_MOMENT,
  endedAt: null,
  budgetNanoUsd: null,
  budgetTokens: 2e3,
  budgetVersion: 1,
  limitState: "armed",
  costNanoUsd: 0,
  inputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  outputTokens: 0,
  countedTokens: 0,
  confidence: null,
  usageSource: null,
  models: [],
  cols: 120,
  rows: 32,
  survivors: null,
  branch: null,
  resumeOf: null,
  resumeCommand: null
};
var SpecProjector = class _SpecProjector {
  constructor(source, broker) {
    this.source = source;
    this.broker = broker;
  }
  source;
  broker;
  static async open(directory, broker) {
    return new _SpecProjector(await openWriter(`${directory}/read-models.sqlite`), broker);
  }
  async saveSession(changes = {}) {
    await this.writer.saveSessions([{ ...aSessionRow, ...changes }]);
    this.announce(changes.id ?? A_SESSION_ID);
  }
  async addMarker(sessionId, type, chunk, at = /* @__PURE__ */ new Date()) {
    const id = `${sessionId}:${type}:${at.getTime()}`;
    await this.writer.addMarkers([{ id, sessionId, type, at: at.toISOString(), chunk, summary: type, data: {}, streamSeq: at.getTime() }]);
    this.announce(sessionId);
  }
  async saveChunks(sessionId, rows) {
    const last = rows.at(-1);
    if (last === void 0) return;
    await this.writer.terminals.addChunks(rows);
    await this.writer.terminals.save([
      {
        sessionId,
        lastChunk: last.n,
        newestChunk: last.n,
        bytes: last.offset + (last.kind === "output" ? last.data.length : 0),
        cols: 120,
        rows: 32,
        sizeChunk: 1,
        lastActivityMs: last.at,
        tail: Buffer.alloc(0),
        lastLine: null,
        streamSeq: Math.max(...rows.map(({ streamSeq }) => streamSeq))
      }
    ]);
    this.announce(sessionId);
  }
  announce(sessionId) {
    publishCore(this.broker, subjects.projectionChanged, { sessionIds: [sessionId] });
  }
  close() {
    return this.source.destroy();
  }
  get writer() {
    return new ReadModelWriter(this.source.manager);
  }
};

// services/gateway/.bench.tmp.ts
import { once as once3 } from "node:events";
var role = process.argv[2];
var ID = "01JZ0000000000000000000001";
if (role === "gateway") {
  const { startGateway: startGateway2, gatewayConfigurationSchema: gatewayConfigurationSchema2 } = await Promise.resolve().then(() => (init_src6(), src_exports2));
  const { readConfiguration: readConfiguration2 } = await Promise.resolve().then(() => (init_src2(), src_exports));
  const g = await startGateway2(readConfiguration2(gatewayConfigurationSchema2), createLogger("gateway", "warn"));
  process.send({ port: g.port });
  process.on("message", () => process.send({ memory: process.memoryUsage(), cpu: process.cpuUsage() }));
  process.on("disconnect", () => process.exit());
} else if (role === "host") {
  const broker = await connectBroker({ url: process.env.URL, name: "host", logger: createLogger("h", "error") });
  const publisher = new EventPublisher(broker);
  let n = 1;
  let offset = 0;
  const base = { sessionId: ID, runnerId: "runner-1", epoch: "e" };
  await publishChunk(publisher, { ...base, n: 1, at: Date.now(), offset: 0, kind: "resize", body: "120x32" });
  respond(broker, subjects.runnerCommand("runner-1", "input"), (c) => {
    n++;
    void publishChunk(publisher, { ...base, n, at: Date.now(), offset, kind: "output", body: Buffer.from(c.data) });
    offset += c.data.length;
    return { ok: true, data: {} };
  });
  process.send({ ready: true });
  process.on("message", async (m) => {
    const body = Buffer.alloc(65536, "abcdefgh");
    const t = performance.now();
    const all = [];
    for (let i = 0; i < m.count; i++) {
      n++;
      const p = publishChunk(publisher, { ...base, n, at: Date.now(), offset, kind: "output", body });
      offset += body.length;
      all.push(p);
      if (all.length >= 200) {
        await all.shift();
      }
    }
    await Promise.all(all);
    process.send({ published: performance.now() - t });
  });
  process.on("disconnect", () => process.exit());
} else {
  const tb = await startBroker();
  const dir = mkdtempSync("/tmp/gwb-");
  const broker = await connectBroker({ url: tb.url, name: "spec", logger: createLogger("h", "error") });
  await provisionStreams(broker);
  const projector = await SpecProjector.open(dir, broker);
  await projector.saveSession({ id: ID });
  const env = { ...process.env, FLEET_DATA_DIR: dir, FLEET_NATS_URL: tb.url, FLEET_HTTP_PORT: "4799", URL: tb.url };
  const gw = fork(process.argv[1], ["gateway"], { env });
  await once3(gw, "message");
  const host = fork(process.argv[1], ["host"], { env });
  await once3(host, "message");
  const token = readFileSync(dir + "/access-token", "utf8").trim();
  const ws = new WebSocket2("ws://127.0.0.1:4799/ws", { headers: { Authorization: "Bearer " + token }, perMessageDeflate: false });
  await once3(ws, "open");
  ws.send(JSON.stringify({ type: "attach", channel: 0, sessionId: ID, after: 0 }));
  let bytes = 0;
  let waiter = null;
  let last = 0;
  ws.on("message", (d, b) => {
    if (!b) {
      return;
    }
    for (const f of decodeFrames(d)) {
      if (f.kind === "output") bytes += f.bytes.length;
      if (f.n !== last + 1) console.log("GAP", last, f.n);
      last = f.n;
    }
    ws.send(encodeFrame({ kind: "ack", channel: 0, n: last }));
    waiter?.(last);
  });
  await new Promise((r) => setTimeout(r, 500));
  const lat = [];
  const key = Buffer.from("x");
  for (let i = 0; i < 3e3; i++) {
    const t = performance.now();
    const want = last + 1;
    await new Promise((r) => {
      waiter = (n) => {
        if (n >= want) r();
      };
      ws.send(encodeFrame({ kind: "input", channel: 0, bytes: key }));
    });
    lat.push(performance.now() - t);
    await new Promise((r) => setTimeout(r, 3));
  }
  lat.sort((a, b) => a - b);
  console.log("echo ms p50", lat[1500].toFixed(2), "p99", lat[2970].toFixed(2), "max", lat[2999].toFixed(2));
  for (let round = 0; round < 3; round++) {
    bytes = 0;
    const count = 3200;
    const want = last + count;
    const t = performance.now();
    const done = new Promise((r) => {
      waiter = (n) => {
        if (n >= want) r();
      };
    });
    host.send({ count });
    const pub = once3(host, "message");
    await done;
    const dt = performance.now() - t;
    const [m] = await pub;
    gw.send("m");
    const [mem] = await once3(gw, "message");
    console.log("MB/s", (bytes / 1e6 / (dt / 1e3)).toFixed(1), "publish alone", (count * 65536 / 1e6 / (m.published / 1e3)).toFixed(1), "gw rss", (mem.memory.rss / 1e6).toFixed(0), "cpu", (mem.cpu.user + mem.cpu.system) / 1e6);
  }
  gw.disconnect();
  host.disconnect();
  ws.terminate();
  await projector.close();
  await broker.close();
  await tb.stop();
  process.exit(0);
}
