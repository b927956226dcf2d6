import type { Plugin } from 'esbuild';

/** Code that takes the place of a built-in module, for `import` and for `require`. */
interface Replacement {
  imported?: string;
  required?: string;
}

const load = (name: string) => `process.getBuiltinModule('node:${name}')`;
/** Reads a property only when it is used, and loads the module only then. */
const onDemand = (name: string) => `module.exports = new Proxy({}, { get: (_, name) => ${load(name)}[name] });`;
const instanceOf = (name: string, type: string) =>
  `export class ${type} { static [Symbol.hasInstance](value) { return value instanceof ${load(name)}.${type}; } }`;

/**
 * An ES module import of `http` reads all that it exports, and so loads the engine behind `fetch` (6 MB in each process).
 * `tls` and `https` (3 MB) are required by the broker's client, Nest and ws for connections that we don't make: everything
 * is on loopback. Whatever is used after all is loaded then.
 */
const REPLACEMENTS: Record<string, Replacement> = {
  http: { imported: `export const { createServer, request, get, Server, STATUS_CODES } = ${load('http')};` },
  https: { imported: `export const createServer = (...p) => ${load('https')}.createServer(...p);`, required: onDemand('https') },
  tls: {
    imported: instanceOf('tls', 'Server'),
    // The broker's client asks each connection whether it is encrypted; a socket says so itself.
    required: `
      const TLSSocket = class { static [Symbol.hasInstance](socket) { return socket?.encrypted === true; } };
      module.exports = new Proxy({ TLSSocket }, { get: (own, name) => own[name] ?? ${load('tls')}[name] });`,
  },
};

const NAMESPACE = 'builtins-on-demand';

export const builtinsOnDemand: Plugin = {
  name: NAMESPACE,
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:)?(http|https|tls)$/ }, ({ path, kind }) => {
      const name = path.replace('node:', '');
      const { imported, required } = REPLACEMENTS[name] ?? {};
      if (kind === 'import-statement' && imported !== undefined) return { path: `import ${name}`, namespace: NAMESPACE, pluginData: imported };
      if (kind === 'require-call' && required !== undefined) return { path: `require ${name}`, namespace: NAMESPACE, pluginData: required };
      return null;
    });
    onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ pluginData }) => ({ contents: pluginData as string }));
  },
};
