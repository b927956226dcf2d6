import type { z } from 'zod';

/** The configuration is unusable. The message is one line that names the variable: show it without a stack. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/**
 * Parses environment variables with a zod object schema whose keys are the variables' names.
 * An empty variable counts as absent, because that is what `NAME=` in `.env.local` or Compose means to people.
 * @throws ConfigurationError naming the first wrong variable; it never quotes the value, which may be a secret.
 */
export function readConfiguration<S extends z.ZodType>(
  schema: S,
  environment: NodeJS.ProcessEnv = process.env,
): z.infer<S> {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = schema.safeParse(present);
  if (result.success) return result.data;
  const [first, ...others] = result.error.issues;
  const variable = first?.path.join('.') ?? '';
  const more = others.length > 0 ? ` (and ${others.length} more)` : '';
  throw new ConfigurationError(`${variable}: ${(first?.message ?? 'is invalid').replaceAll('\n', ' ')}${more}`);
}
