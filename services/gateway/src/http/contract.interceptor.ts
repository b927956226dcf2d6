import { type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { type z } from 'zod';
import { fieldErrors } from './field-errors.js';
import { invalidInput, ProblemError, type FieldError } from './problem.js';
import { ROUTE_CONTRACT, type CheckedRequest } from './route.decorator.js';
import { type RouteContract } from './route-contract.js';

/**
 * Checks the input of every route against its contract before the handler runs. A handler without a contract is a
 * mistake in the program, and answers nothing.
 */
export class ContractInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): ReturnType<CallHandler['handle']> {
    const contract = Reflect.getMetadata(ROUTE_CONTRACT, context.getHandler()) as RouteContract | undefined;
    if (contract === undefined) throw new Error(`${context.getHandler().name} has no route contract`);
    const request = context.switchToHttp().getRequest<CheckedRequest>();
    request.routeInput = checkInput(contract, request);
    return next.handle();
  }
}

function checkInput(contract: RouteContract, request: CheckedRequest): unknown {
  const params = contract.params.safeParse(request.params);
  // An id that can't be one is an id that nobody has, but the caller is told which part is wrong.
  if (!params.success) {
    const errors = fieldErrors(params.error.issues);
    throw new ProblemError(404, errors.map(({ field, message }) => `${field} ${message}`).join('; '), errors);
  }
  const errors: FieldError[] = [];
  const query = parse(contract.query, { ...request.query }, errors);
  const body = parse(contract.body, request.body as unknown, errors);
  if (errors.length > 0) throw invalidInput(errors);
  return { params: params.data, query, body };
}

function parse(schema: z.ZodType, value: unknown, errors: FieldError[]): unknown {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  errors.push(...fieldErrors(result.error.issues));
  return undefined;
}
