import { type Bill } from './bill.js';
import { type ScriptedAnswer } from './scripted-answer.js';

/** One server-sent event as a vendor sends it: `pauseMs` to wait before it, and the output tokens billed with it. */
export interface VendorEvent {
  readonly name: string;
  readonly data: object;
  readonly pauseMs: number;
  readonly tokens: number;
}

/** What a request asks for, in words that hold for both vendors. */
export interface ModelQuestion {
  readonly model: string;
  /** Text of the newest message of the user. */
  readonly prompt: string;
  /** Output of the tool call that this request continues, if it does. */
  readonly toolResult: string | null;
  /** The shell tool as the agent offers it; `null` for requests of the agent's own, such as a title. */
  readonly shellTool: string | null;
  /** The tool that starts a subagent, if the agent offers one. */
  readonly subagentTool?: string | null;
  /** The prompt of the turn that this request belongs to, and how many tool results it has had. */
  readonly turn?: { readonly prompt: string; readonly calls: number };
  /** Texts of all messages, oldest first: what the conversation holds. */
  readonly conversation?: readonly string[];
}

/** The wire format of one vendor: reads its request, writes its stream of events. Pure. */
export interface VendorApi {
  /** Method and path of the request that asks the model, such as `POST /v1/messages`. */
  readonly route: string;
  /** @throws ZodError when the body isn't a request of this API */
  readQuestion(body: unknown): ModelQuestion;
  /**
   * What a request costs whose answer has `output` tokens so far; one word is one token.
   * @param index of the request, from 0
   */
  bill(output: number, index: number): Bill;
  /** The events of an answer, in order; `id` is unique to the request. */
  events(question: ModelQuestion, answer: ScriptedAnswer, id: string, index: number): VendorEvent[];
}
