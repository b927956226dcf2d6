import { CreateReadModels1763900000000 } from './1763900000000-create-read-models.js';
import { CountRequests1764100000000 } from './1764100000000-count-requests.js';

/** Every migration, oldest first. One that changes rows that are already there also raises the projection's version. */
export const MIGRATIONS = [CreateReadModels1763900000000, CountRequests1764100000000];

/** The migration that a database must have for this code to read it. */
export const NEWEST_MIGRATION = new CountRequests1764100000000().name;
