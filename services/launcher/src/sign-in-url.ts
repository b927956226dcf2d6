import { request } from 'node:http';

const ANSWER_TIMEOUT_MS = 5_000;

/** A URL that signs a browser in once: a one-time code in the fragment, which no server or proxy ever sees. */
export async function signInUrl(consoleUrl: string, accessToken: string): Promise<string> {
  return `${consoleUrl}/#token=${await oneTimeCode(consoleUrl, accessToken)}`;
}

/** Asks the gateway. `node:http`, because `fetch` would cost the launcher 5 MB for one request. */
function oneTimeCode(consoleUrl: string, accessToken: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const question = request(
      `${consoleUrl}/api/login-codes`,
      { method: 'POST', headers: { authorization: `Bearer ${accessToken}` }, timeout: ANSWER_TIMEOUT_MS },
      (answer) => {
        let body = '';
        answer.setEncoding('utf8').on('data', (text: string) => { body += text; });
        answer.once('end', () => {
          if (answer.statusCode === 201) resolve((JSON.parse(body) as { code: string }).code);
          else reject(new Error(`The gateway at ${consoleUrl} gave no sign-in code (HTTP ${answer.statusCode ?? 'unknown'})`));
        });
      },
    );
    question.once('timeout', () => { question.destroy(new Error(`The gateway at ${consoleUrl} does not answer`)); });
    question.once('error', reject);
    question.end();
  });
}
