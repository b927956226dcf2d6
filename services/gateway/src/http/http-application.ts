import { type Server } from 'node:http';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';
import { type Logger } from '@agents-fleet/platform';
import { type Express } from 'express';
import { accessMiddleware } from '../access/access.middleware.js';
import { type Gatekeeper } from '../access/gatekeeper.js';
import { type ConsoleFiles } from '../console/console-files.js';
import { GatewayModule } from '../gateway.module.js';
import { ALL_ROUTES } from '../routes/index.js';
import { ContractInterceptor } from './contract.interceptor.js';
import { answerWith } from './listen.js';
import { ProblemFilter } from './problem.filter.js';
import { requireJson } from './require-json.js';

/** Largest body: the longest command and the longest input fit many times. */
const MAX_BODY = '1mb';

export interface HttpApplication {
  /** Express's own router, for specs that go through all routes. */
  readonly express: Express;
  close(): Promise<void>;
}

/**
 * Puts Nest behind a server that listens already: first who may, then JSON, then the router.
 * @param parts what the controllers need, each found by its class
 */
export async function serveHttp(
  server: Server,
  gatekeeper: Gatekeeper,
  consoleFiles: ConsoleFiles,
  parts: readonly object[],
  logger: Logger,
): Promise<HttpApplication> {
  const adapter = new ExpressAdapter();
  const express = adapter.getInstance<Express>();
  express.disable('x-powered-by');
  express.disable('etag');
  const nest = await NestFactory.create<NestExpressApplication>(GatewayModule.with(parts), adapter, {
    bodyParser: false,
    logger: false,
    abortOnError: false,
  });
  nest.use(accessMiddleware(gatekeeper, consoleFiles, ALL_ROUTES));
  nest.use(requireJson);
  nest.useBodyParser('json', { limit: MAX_BODY });
  nest.useGlobalInterceptors(new ContractInterceptor());
  nest.useGlobalFilters(new ProblemFilter(ALL_ROUTES, logger));
  await nest.init();
  answerWith(server, express);
  return { express, close: () => nest.close() };
}
