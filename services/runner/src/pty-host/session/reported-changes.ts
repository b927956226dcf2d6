import type { EventOf } from '@agents-fleet/contracts';
import type { Fact } from '../../control/protocol.js';
import type { SessionRecord } from './session-record.js';

type ChangeEvent = 'session.activity_changed' | 'context.measured' | 'session.resumable';
/** Facts that hold until the next of their kind. */
export type StateFact = Extract<Fact, { kind: 'activity' | 'context' | 'resumable' }>;

/** Records what adapters say again and again: as an event each time that it has changed. */
export class ReportedChanges {
  readonly #record: Pick<SessionRecord, 'event' | 'lastChunk'>;
  readonly #said = new Map<ChangeEvent, string>();

  constructor(record: Pick<SessionRecord, 'event' | 'lastChunk'>) {
    this.#record = record;
  }

  take(fact: StateFact): void {
    switch (fact.kind) {
      case 'activity':
        this.#say('session.activity_changed', { activity: fact.activity }, { chunk: this.#record.lastChunk });
        return;
      case 'context': {
        const { agentSessionId, model, usedTokens, windowTokens } = fact;
        this.#say('context.measured', { agentSessionId, model, usedTokens, windowTokens });
        return;
      }
      case 'resumable':
        this.#say('session.resumable', { agentSessionId: fact.agentSessionId, command: fact.command });
    }
  }

  /** @param besides fields that are no reason for an event of their own */
  #say<Type extends ChangeEvent>(type: Type, what: Partial<EventOf<Type>['data']>, besides: Partial<EventOf<Type>['data']> = {}): void {
    const said = JSON.stringify(what);
    if (this.#said.get(type) === said) return;
    this.#said.set(type, said);
    this.#record.event(type, { ...what, ...besides } as EventOf<Type>['data']);
  }
}
