import { askGateway } from './ask-gateway.js';

/** A URL that signs a browser in once: a one-time code in the fragment, which no server or proxy ever sees. */
export async function signInUrl(consoleUrl: string, accessToken: string): Promise<string> {
  const { status, body } = await askGateway('POST', `${consoleUrl}/api/login-codes`, accessToken);
  if (status !== 201) throw new Error(`The gateway at ${consoleUrl} gave no sign-in code (HTTP ${status})`);
  return `${consoleUrl}/#token=${(JSON.parse(body) as { code: string }).code}`;
}
