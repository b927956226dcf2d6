import { z } from 'zod';

/**
 * An agent's own id of a conversation. It becomes a word of the command that takes the conversation up again, and whatever
 * runs in a session can make one up: so nothing that a shell reads, and nothing that a program takes for an option.
 */
export const agentSessionIdSchema = z.string().regex(/^[A-Za-z0-9][\w-]{0,99}$/, 'must be letters, digits and dashes, and no option');
