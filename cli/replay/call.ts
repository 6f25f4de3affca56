import type { TargetFlags } from '../target.ts';

type Common = TargetFlags & { readonly go?: true | undefined; readonly json?: true | undefined };

type Named = Common & { readonly again?: true | undefined; readonly run?: string | undefined };

type Range = { readonly from?: string | undefined; readonly to?: string | undefined };

/** What was written after `lake replay`. */
export type ReplayCall =
  | {
      readonly what: 'raw';
      /** Undefined: as the key says, logs without one. */
      readonly which: 'logs' | 'events' | 'db' | undefined;
      readonly options: Named &
        Range & {
          readonly source?: string | undefined;
          readonly key?: string | undefined;
          readonly type?: string | undefined;
        };
    }
  | {
      readonly what: 'failed';
      readonly which: readonly ('events' | 'facts' | 'logs')[];
      readonly options: Named & Range;
    }
  | {
      readonly what: 'rejected';
      readonly which: readonly ('haproxy' | 'changes' | 'bridge' | 'drain')[];
      readonly options: Named & Range & { readonly reason?: string | undefined };
    }
  | { readonly what: 'dead-letters'; readonly which: readonly string[]; readonly options: Common }
  | { readonly what: 'replication'; readonly options: Common & { readonly existing?: true | undefined } };
