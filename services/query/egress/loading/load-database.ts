import type { Copy } from '../core/copy.ts';
import type { DatabaseDestination } from '../core/egress.ts';
import { swapMysql } from './mysql/swap.ts';
import { upsertMysql } from './mysql/upsert.ts';
import type { Loaded, LoadPlan, Session } from './plan.ts';
import { loadPostgresql } from './postgresql/load.ts';
import type { Access } from './secret.ts';
import { type Tls, tlsOf } from './tls.ts';

type Open = (access: Access, tls: Tls | undefined) => Promise<Session>;

export type LoadDatabaseDeps = { readonly open: Readonly<Record<DatabaseDestination['to'], Open>> };

export type DatabaseCopy = Omit<Copy, 'destination'> & { readonly destination: DatabaseDestination };

/** Brings a run's rows to a database, all or none of them; a connection that ends before leaves nothing. */
export function createLoadDatabase({ open }: LoadDatabaseDeps) {
  return async function loadDatabase(plan: LoadPlan, access: Access): Promise<Loaded> {
    const { destination } = plan.copy;
    const session = await open[destination.to](access, tlsOf(destination, access));
    try {
      return await load(session, plan, destination);
    } finally {
      await session.close();
    }
  };
}

function load(session: Session, plan: LoadPlan, destination: DatabaseDestination): Promise<Loaded> {
  if (destination.to === 'postgresql') return loadPostgresql(session, { ...plan, copy: { ...plan.copy, destination } });
  return (destination.mode === 'swap' ? swapMysql : upsertMysql)(session, plan);
}
