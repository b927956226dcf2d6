import { applyDecorators, createParamDecorator, HttpCode, RequestMapping, RequestMethod, SetMetadata } from '@nestjs/common';
import { type Request } from 'express';
import { type RouteContract } from './route-contract.js';

/** Metadata key under which a handler's contract lies. */
export const ROUTE_CONTRACT = 'agents-fleet:route-contract';

/** A request whose input `ContractInterceptor` has checked. */
export interface CheckedRequest extends Request {
  routeInput?: unknown;
}

/** Makes a controller's method answer a route of the table. */
export function Route(contract: RouteContract): MethodDecorator {
  return applyDecorators(
    RequestMapping({ method: RequestMethod[contract.method], path: contract.path }),
    HttpCode(contract.answer.status),
    SetMetadata(ROUTE_CONTRACT, contract),
  );
}

/** The checked input of the route: type it `RouteInput<typeof thatRoute>`. */
export const Input = createParamDecorator((_data: unknown, context) => context.switchToHttp().getRequest<CheckedRequest>().routeInput);
