/** The services of the lake, by their folders. */
export const serviceNames = ['query', 'catalog', 'ingest', 'enrich'] as const;
export type ServiceName = (typeof serviceNames)[number];
