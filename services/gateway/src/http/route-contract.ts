import { z } from 'zod';

/** What a route answers when all is well. Without `schema` the body is empty or, with `contentType`, not JSON. */
export interface RouteAnswer {
  readonly status: number;
  readonly description: string;
  readonly schema?: z.ZodType;
  readonly contentType?: string;
}

/**
 * One route, said once: Nest's router, the check of its input, its page in the OpenAPI document and the specs of the
 * access rules all read this.
 */
export interface RouteContract<
  Params extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
> {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** As Express writes it: `/api/sessions/:id`. */
  readonly path: string;
  readonly summary: string;
  /** Whether the route answers without the access token. Almost none does. */
  readonly open: boolean;
  readonly params: Params;
  readonly query: Query;
  /** `noBody` when the route takes none. */
  readonly body: Body;
  readonly answer: RouteAnswer;
  /** Statuses of the problem documents that a caller must expect, besides 401 and 403. */
  readonly problems: readonly number[];
}

/** Input of a route after its check. */
export interface RouteInput<Contract extends RouteContract> {
  readonly params: z.output<Contract['params']>;
  readonly query: z.output<Contract['query']>;
  readonly body: z.output<Contract['body']>;
}

export const noBody = z.undefined('this route takes no body');
const nothing = z.strictObject({});

type Nothing = typeof nothing;
type NoBody = typeof noBody;

/** Completes a route with "nothing" for what it doesn't take. */
export function route<
  Params extends z.ZodObject = Nothing,
  Query extends z.ZodObject = Nothing,
  Body extends z.ZodType = NoBody,
>(contract: {
  method: RouteContract['method'];
  path: string;
  summary: string;
  open?: boolean;
  params?: Params;
  query?: Query;
  body?: Body;
  answer: RouteAnswer;
  problems?: readonly number[];
}): RouteContract<Params, Query, Body> {
  return {
    open: false,
    problems: [],
    ...contract,
    params: contract.params ?? (nothing as unknown as Params),
    query: contract.query ?? (nothing as unknown as Query),
    body: contract.body ?? (noBody as unknown as Body),
  };
}
