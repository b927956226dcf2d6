/** Process entry of the containers' health checks: exit code 0 when the service in this container is ready. */
import { get } from 'node:http';

const port = process.env['FLEET_HEALTH_PORT'];
get({ host: '127.0.0.1', port, path: '/readyz', timeout: 4_000 }, (answer) => {
  process.exit(answer.statusCode === 200 ? 0 : 1);
}).once('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
