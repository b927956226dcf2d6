import { CreateReadModels1763900000000 } from './1763900000000-create-read-models.js';
import { CountRequests1764100000000 } from './1764100000000-count-requests.js';
import { ArchiveTerminals1764300000000 } from './1764300000000-archive-terminals.js';

/** Every migration, oldest first. One that changes rows that are already there also raises the projection's version. */
export const MIGRATIONS = [CreateReadModels1763900000000, CountRequests1764100000000, ArchiveTerminals1764300000000];

/** The migration that a database must have for this code to read it. */
export const NEWEST_MIGRATION = new ArchiveTerminals1764300000000().name;
