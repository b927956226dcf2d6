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
}

/** The wire format of one vendor: reads its request, writes its stream of events. Pure. */
export interface VendorApi {
  /** Method and path of the request that asks the model, such as `POST /v1/messages`. */
  readonly route: string;
  /** @throws ZodError when the body isn't a request of this API */
  readQuestion(body: unknown): ModelQuestion;
  /** What a request costs whose answer has `output` tokens so far; one word is one token, and every prompt is the same. */
  bill(output: number): Bill;
  /** The events of an answer, in order; `id` is unique to the request. */
  events(question: ModelQuestion, answer: ScriptedAnswer, id: string): VendorEvent[];
}
