import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the clone, or of the image. Every bundle and every chunk of one lies two directories below it. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A bundle by its name in `prepare/build-services.ts`, such as `launcher/provision`. */
export const bundlePath = (name: string): string => join(root, 'dist', `${name}.js`);

export const brokerTemplatePath = join(root, 'docker/nats/nats-server.conf');
export const consolePath = join(root, 'dist/console/browser');
export const localSettingsPath = join(root, '.env.local');
