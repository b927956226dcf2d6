import { CreateReadModels1763900000000 } from './1763900000000-create-read-models.js';

/** Every migration, oldest first. One that changes rows that are already there also raises the projection's version. */
export const MIGRATIONS = [CreateReadModels1763900000000];
