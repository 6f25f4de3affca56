import type { Endpoint, FollowedTable } from '../endpoint.ts';

/** `raw/db/shop/orders/LOAD0000000A.csv`: the counter begins with 1, and is hexadecimal. */
export function loadKey(endpoint: Endpoint, table: FollowedTable, counter: number): string {
  const number = counter.toString(16).toUpperCase().padStart(8, '0');
  return `${tableFolder(endpoint, table)}/LOAD${number}${extension(endpoint)}`;
}

/** `raw/db/shop/orders/[2026/11/17/]20261117-230949101.csv`, in UTC. */
export function changesKey(endpoint: Endpoint, table: FollowedTable, at: number): string {
  const [day = '', time = ''] = new Date(at).toISOString().split('T');
  const dated = endpoint.format.dateFolders ? `/${day.replaceAll('-', '/')}` : '';
  const name = `${day.replaceAll('-', '')}-${time.replace(/[:.Z]/g, '')}`;
  return `${tableFolder(endpoint, table)}${dated}/${name}${extension(endpoint)}`;
}

function tableFolder({ folder }: Endpoint, { schema, table }: FollowedTable): string {
  return `${folder}/${schema}/${table}`;
}

function extension({ format }: Endpoint): string {
  return format.gzip ? '.csv.gz' : '.csv';
}
