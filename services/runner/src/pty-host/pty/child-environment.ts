/** Set in every process of a session, so that they can be found again: `AGENTS_FLEET_SESSION_ID=<id>`. */
export const SESSION_MARKER = 'AGENTS_FLEET_SESSION_ID';

/** What a shell and the common tools need. */
const EXACT = new Set([
  'HOME', 'PATH', 'LANG', 'LANGUAGE', 'USER', 'LOGNAME', 'SHELL', 'TZ', 'TMPDIR', 'EDITOR', 'VISUAL', 'PAGER', 'DISPLAY',
  'WAYLAND_DISPLAY', 'DBUS_SESSION_BUS_ADDRESS', 'SSH_AUTH_SOCK', 'SSH_AGENT_PID', 'GPG_TTY', 'GNUPGHOME',
  // Certificates and proxies: without them an agent can't reach its model behind a company's network.
  'NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE',
  'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy', 'no_proxy', 'all_proxy',
  // Where tool chains live.
  'NVM_DIR', 'NVM_BIN', 'VOLTA_HOME', 'FNM_DIR', 'PYENV_ROOT', 'RBENV_ROOT', 'SDKMAN_DIR', 'JAVA_HOME', 'GOPATH', 'GOROOT',
  'CARGO_HOME', 'RUSTUP_HOME', 'PNPM_HOME', 'BUN_INSTALL', 'DENO_INSTALL', 'DOCKER_HOST', 'KUBECONFIG', 'GH_TOKEN',
  'GITHUB_TOKEN',
]);

/** Families of variables that desktops, locales and coding agents use. */
const PREFIXES = [
  'LC_', 'XDG_', 'ANTHROPIC_', 'CLAUDE_', 'DISABLE_', 'OPENAI_', 'CODEX_', 'GEMINI_', 'GOOGLE_', 'VERTEX_', 'AWS_', 'AZURE_',
  'LITELLM_', 'HOMEBREW_', 'npm_config_',
];

/** Our own settings and secrets, which no list may let through. */
const NEVER = /^(FLEET_|AGENTS_FLEET_)/;

/** The name that the product's settings have, for the message when one is asked for. */
export function isOwnVariable(name: string): boolean {
  return NEVER.test(name);
}

/**
 * The environment of a session's program: only what is on the list, so that the secrets of our own services (broker
 * passwords, access token paths) and whatever else the launcher was started with stay out of it.
 * @param added further names, from `FLEET_CHILD_ENV`
 */
export function childEnvironment(
  sessionId: string,
  added: readonly string[] = [],
  environment: NodeJS.ProcessEnv = process.env,
): Record<string, string> {
  const extra = new Set(added);
  const child: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined || isOwnVariable(name)) continue;
    if (EXACT.has(name) || extra.has(name) || PREFIXES.some((prefix) => name.startsWith(prefix))) child[name] = value;
  }
  return { ...child, TERM: 'xterm-256color', COLORTERM: 'truecolor', [SESSION_MARKER]: sessionId };
}
