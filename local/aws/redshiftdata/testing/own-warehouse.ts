import { afterEach, beforeEach } from 'vitest';
import { scriptedDatabases } from './scripted.ts';
import { openWarehouse, type Warehouse, warehouseFolder } from './warehouse.ts';

/** The answer of `SELECT 1 AS one`. */
export const one = { columns: [{ name: 'one', oid: 23 }], rows: [['1']], changed: undefined };

type Own = { readonly house: Warehouse; readonly script: ReturnType<typeof scriptedDatabases> };

/** A folder for each test of a file; `open` has a cloud begin in it, also after another one, which is `own` then. */
export function ownWarehouse() {
  let folder: ReturnType<typeof warehouseFolder>;
  let current: Own | undefined;
  beforeEach(() => {
    folder = warehouseFolder();
  });
  afterEach(async () => {
    await current?.house.close();
    current = undefined;
    folder.remove();
  });
  const own = (): Own => {
    if (current === undefined) throw new Error('no cloud is open');
    return current;
  };
  return {
    own,
    open(answer?: Parameters<typeof scriptedDatabases>[0]): void {
      const script = scriptedDatabases(answer);
      current = { script, house: openWarehouse({ databases: script.databases, stateDir: folder.stateDir }) };
    },
    call: ((...args) => own().house.local.call(...args)) as Warehouse['local']['call'],
  };
}
