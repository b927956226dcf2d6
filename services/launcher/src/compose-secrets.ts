/**
 * Process entry of the first container of Compose: makes the broker's passwords. Each user's directory is a volume that
 * only its service mounts; the broker gets them all as a file for its environment.
 */
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BrokerPasswords } from './broker-passwords.js';
import { BROKER_USERS } from './broker-users.js';

const READABLE_BY_ITS_SERVICE = 0o444;

const [directory] = process.argv.slice(2);
if (directory === undefined) throw new Error('Usage: compose-secrets <directory>');
const passwords = new BrokerPasswords(directory, BROKER_USERS, READABLE_BY_ITS_SERVICE);
const lines = Object.entries(passwords.variables()).map(([name, password]) => `${name}=${password}\n`);
const file = join(directory, 'nats-server/environment');
// Replaced, because not even its owner may write to one that is there.
writeFileSync(`${file}.new`, lines.join(''), { mode: READABLE_BY_ITS_SERVICE });
renameSync(`${file}.new`, file);
