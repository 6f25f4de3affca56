import { readChanges } from '../declaration/read-changes.ts';
import type { DmsSettings } from './settings.ts';

/** The sources of a changes.yml with a table of a key and one without; `more` is of the source shop. */
export function sourcesWith(more: string) {
  return readChanges(`sources:
  shop:
    ${more}
    tables:
      shop.order_lines: {key: [id], columns: {id: int}}
      shop.moves: {key: [], columns: {a: int}}
  crm-eu:
    folder: raw/db/crm
    tables:
      crm.accounts: {key: [id], columns: {id: int}}
`).sources;
}

export const settings: DmsSettings = {
  engine: 'mysql',
  host: 'db.internal',
  port: 3306,
  database: undefined,
  secretArn: '',
  network: { subnetIds: ['subnet-00000000', 'subnet-11111111'], securityGroupIds: ['sg-00000000'] },
  sslMode: 'none',
  certificateArn: '',
  capacity: { least: 1, most: 4 },
  lobKilobytes: 1024,
  batchSeconds: 60,
  sources: [],
};
