/** Builds everything into `dist/`, where the dependencies are installed already: for the image. */
import { buildConsole } from './build-console.ts';
import { buildServices } from './build-services.ts';
import { workspaceRoot } from './workspace.ts';

await buildServices(workspaceRoot);
await buildConsole(workspaceRoot);
