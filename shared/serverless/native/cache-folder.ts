import { fileURLToPath } from 'node:url';

/** What is made or fetched once, for all services: it may be thrown away at any time. */
export const cacheFolder = fileURLToPath(new URL('../../../node_modules/.cache/tributary', import.meta.url));
