import { type IncomingMessage, STATUS_CODES } from 'node:http';
import { type Duplex } from 'node:stream';
import { type ServerMessage } from '@agents-fleet/contracts';
import { WebSocketServer, type WebSocket } from 'ws';
import { type Gatekeeper } from '../access/gatekeeper.js';
import { PROBLEM_CONTENT_TYPE, problemDocument } from '../http/problem.js';
import { Connection, type ConnectionParts } from './connection.js';

export const SOCKET_PATH = '/ws';
/** Largest message from a browser: a large paste. */
const MAX_MESSAGE_BYTES = 1024 * 1024;
/** More windows than a person opens; bounds what a runaway script can take. */
const MAX_CONNECTIONS = 64;
/** A socket that doesn't answer a ping until the next one is dead. */
const PING_EVERY_MS = 20_000;
/** WebSocket close code "going away". */
const GOING_AWAY = 1001;

/** Opens WebSockets, for those who may, and keeps count of them. */
export class SocketServer {
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    // On loopback compression costs more than it saves, and it adds to every keystroke.
    perMessageDeflate: false,
    clientTracking: false,
  });
  readonly #connections = new Map<WebSocket, { connection: Connection; alive: boolean }>();
  readonly #heartbeat: NodeJS.Timeout;

  /** @param greet messages for a new connection, in order */
  constructor(
    private readonly gatekeeper: Gatekeeper,
    private readonly parts: ConnectionParts,
    private readonly greet: () => ServerMessage[],
  ) {
    this.#heartbeat = setInterval(() => { this.#ping(); }, PING_EVERY_MS);
  }

  get connections(): number {
    return this.#connections.size;
  }

  /** Terminals that are shown now. */
  get viewers(): number {
    return [...this.#connections.values()].reduce((sum, { connection }) => sum + connection.channels, 0);
  }

  /** Sends a delta to everybody. @param key of several deltas with the same key a slow socket gets the newest only */
  broadcast(key: string, message: ServerMessage): void {
    if (this.#connections.size === 0) return;
    const text = JSON.stringify(message);
    for (const { connection } of this.#connections.values()) connection.outbox.sendDelta(key, text);
  }

  /** Answers an upgrade: the same checks as for a request, before anything else is looked at. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Without a listener a reset during the refusal would end the process.
    socket.on('error', () => socket.destroy());
    const foreign = this.gatekeeper.refuseSource(request);
    if (foreign !== null) {
      refuse(socket, foreign.status, foreign.detail);
      return;
    }
    const caller = this.gatekeeper.identifyUpgrade(request);
    if (typeof caller !== 'string') refuse(socket, caller.status, caller.detail);
    else if (request.url?.split('?', 1)[0] !== SOCKET_PATH) refuse(socket, 404, 'There is no WebSocket at this path.');
    else if (this.#connections.size >= MAX_CONNECTIONS) refuse(socket, 503, `At most ${MAX_CONNECTIONS} connections are possible.`);
    else this.#server.handleUpgrade(request, socket, head, (webSocket) => { this.#accept(webSocket); });
  }

  close(): void {
    clearInterval(this.#heartbeat);
    for (const socket of this.#connections.keys()) socket.close(GOING_AWAY, 'the gateway stops');
    this.#server.close();
  }

  /** For a stop that must not wait for browsers. */
  terminate(): void {
    for (const socket of this.#connections.keys()) socket.terminate();
  }

  #accept(socket: WebSocket): void {
    const entry = { connection: new Connection(socket, this.parts), alive: true };
    this.#connections.set(socket, entry);
    socket.on('pong', () => (entry.alive = true));
    socket.on('close', () => this.#connections.delete(socket));
    for (const message of this.greet()) entry.connection.outbox.sendMessage(message);
  }

  #ping(): void {
    for (const [socket, entry] of this.#connections) {
      if (!entry.alive) socket.terminate();
      entry.alive = false;
      socket.ping();
    }
  }
}

/** Answers an upgrade with a problem document and closes. */
function refuse(socket: Duplex, status: number, detail: string): void {
  const body = JSON.stringify(problemDocument(status, detail));
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
      `Content-Type: ${PROBLEM_CONTENT_TYPE}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      ...(status === 401 ? ['WWW-Authenticate: Bearer'] : []),
      '',
      body,
    ].join('\r\n'),
  );
}
