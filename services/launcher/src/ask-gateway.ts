import { request } from 'node:http';

const ANSWER_TIMEOUT_MS = 5_000;

/** Asks the gateway. `node:http`, because `fetch` would cost the launcher 5 MB for a few requests. */
export function askGateway(method: 'GET' | 'POST', url: string, accessToken: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const question = request(url, { method, headers: { authorization: `Bearer ${accessToken}` }, timeout: ANSWER_TIMEOUT_MS }, (answer) => {
      let body = '';
      answer.setEncoding('utf8').on('data', (text: string) => { body += text; });
      answer.once('end', () => { resolve({ status: answer.statusCode ?? 0, body }); });
      answer.once('error', reject);
    });
    question.once('timeout', () => { question.destroy(new Error(`${url} does not answer`)); });
    question.once('error', reject);
    question.end();
  });
}
