import { Controller, Inject, Res } from '@nestjs/common';
import { type Response } from 'express';
import { Input, Route } from '../http/route.decorator.js';
import { type RouteInput } from '../http/route-contract.js';
import { changeRoutes as routes } from '../routes/change-routes.js';
import { attachment } from '../terminal/file-name.js';
import { BundleDownload } from './bundle.js';

/** A session as one file. */
@Controller()
export class BundleController {
  constructor(@Inject(BundleDownload) private readonly bundles: BundleDownload) {}

  @Route(routes.getBundle)
  async bundle(@Input() { params }: RouteInput<typeof routes.getBundle>, @Res() response: Response): Promise<void> {
    const bundle = await this.bundles.of(params.id);
    response.setHeader('Content-Type', 'application/zip');
    response.setHeader('Content-Disposition', attachment(bundle.session, 'zip'));
    response.flushHeaders();
    await this.bundles.write(bundle, response);
  }
}
