export type MapName = {
  readonly service: string;
  readonly stage: string;
  readonly name: string;
  readonly id: string;
};

/**
 * Where the source map of a function's bundle lies in its service's deployment bucket. `serverless remove` empties `serverless/<service>/<stage>/`;
 * of the folders in it that are named by a time a deployment keeps the last five.
 */
export function mapKey({ id, ...of }: MapName): string {
  return `${mapFolder(of)}${id}.map.gz`;
}

/** All of a function's. */
export function mapFolder({ service, stage, name }: Omit<MapName, 'id'>): string {
  return `serverless/${service}/${stage}/maps/${name}/`;
}
