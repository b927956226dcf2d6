import { config } from 'zod';

// The gateway's CSP forbids code from strings. Zod looks once whether it may, at its first schema, and the browser
// reports that as a violation: so tell zod before any schema is loaded.
config({ jitless: true });

const { start } = await import('./app/start.js');
await start();
