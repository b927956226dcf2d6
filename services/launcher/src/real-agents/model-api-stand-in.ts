import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { anthropicApi } from './anthropic-api.js';
import { type Bill } from './bill.js';
import { openaiApi } from './openai-api.js';
import { answerToToolResult, type ScriptedAnswer, scriptedAnswer } from './scripted-answer.js';
import { type ModelQuestion, type VendorApi } from './vendor-api.js';

/** A request of an agent is about 100 kB; 16 MiB is far beyond any, and protects the test's memory. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;
/** More requests than this in one test are a loop of the agent: they are refused. */
const MAX_REQUESTS = 1000;

/** One request that asked the model, and what it was billed so far. */
export interface BilledRequest {
  readonly at: number;
  readonly route: string;
  readonly question: ModelQuestion;
  readonly headers: Readonly<IncomingHttpHeaders>;
  readonly bill: Bill;
  /** `abandoned`: the agent hung up before the end of the answer. */
  readonly state: 'answering' | 'finished' | 'abandoned';
}

/**
 * A loopback server that speaks the real wire formats of the model vendors, so that the real agents run against it
 * without an account. It answers by the script in the prompt (see `scriptedAnswer`) and keeps the bill.
 */
export class ModelApiStandIn {
  readonly #server: Server;
  readonly #billed: BilledRequest[] = [];
  readonly #otherRoutes: string[] = [];

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => {
        // The agent sees a refused request; the test sees what was wrong with it.
        if (!response.headersSent) sendJson(response, 400, { type: 'error', error: { type: 'invalid_request_error', message: String(error) } });
        else response.destroy();
      });
    });
  }

  /** Starts on a free port of the loopback interface. */
  static async start(): Promise<ModelApiStandIn> {
    const standIn = new ModelApiStandIn();
    standIn.#server.listen(0, '127.0.0.1');
    await once(standIn.#server, 'listening');
    return standIn;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Requests that asked the model, oldest first. */
  get billed(): readonly BilledRequest[] {
    return this.#billed;
  }

  /** Method and path of every other request, oldest first: what an agent looks up around its questions. */
  get otherRoutes(): readonly string[] {
    return this.#otherRoutes;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const route = `${request.method} ${new URL(request.url ?? '/', this.url).pathname}`;
    const body = await readBody(request);
    const api = [anthropicApi, openaiApi].find((candidate) => candidate.route === route);
    if (api && this.#billed.length < MAX_REQUESTS) {
      await this.#stream(api, api.readQuestion(JSON.parse(body)), request.headers, response);
      return;
    }
    this.#otherRoutes.push(route);
    if (route === 'POST /v1/messages/count_tokens') sendJson(response, 200, { input_tokens: Math.ceil(body.length / 4) });
    else sendJson(response, 404, { type: 'error', error: { type: 'not_found_error', message: `the stand-in has no ${route}` } });
  }

  async #stream(api: VendorApi, question: ModelQuestion, headers: IncomingHttpHeaders, response: ServerResponse): Promise<void> {
    const index = this.#billed.length;
    const record = (change: Partial<BilledRequest>) => {
      this.#billed[index] = { at: Date.now(), route: api.route, question, headers, bill: api.bill(0, index), state: 'answering', ...this.#billed[index], ...change };
    };
    record({});
    response.on('close', () => record({ state: response.writableFinished ? 'finished' : 'abandoned' }));
    const id = `${process.pid}_${index}`;
    // Both vendors name the request in a header; agents keep it beside its usage.
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache', 'request-id': `req_${id}`, 'x-request-id': `req_${id}` });

    let tokens = 0;
    for (const event of api.events(question, answerTo(question), id, index)) {
      if (event.pauseMs > 0) await pause(event.pauseMs);
      if (response.destroyed) return;
      response.write(`event: ${event.name}\ndata: ${JSON.stringify(event.data)}\n\n`);
      tokens += event.tokens;
      record({ bill: api.bill(tokens, index) });
    }
    response.end();
  }
}

function answerTo(question: ModelQuestion): ScriptedAnswer {
  // Requests of the agent's own (a title, a summary) repeat the person's prompt but offer no tool: not for the script.
  if (question.shellTool === null) return scriptedAnswer('');
  return question.toolResult === null ? scriptedAnswer(question.prompt) : answerToToolResult(question.toolResult, question.turn?.prompt, question.turn?.calls);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > MAX_BODY_BYTES) throw new Error(`the body is larger than ${MAX_BODY_BYTES} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
