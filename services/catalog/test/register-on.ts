import type { createRetypeForTests } from '../files/retyping/retype-for-tests.ts';
import { createRegister } from '../tables/functions/register/register.ts';

/** What registers files on a lake in memory. */
export function createRegisterOn({ glue, deps }: Pick<ReturnType<typeof createRetypeForTests>, 'glue' | 'deps'>) {
  const register = createRegister({
    ...glue,
    databases: { raw: 'raw', lake: 'lake' },
    declared: {},
    readFooter: deps.readFooter,
    readJson: async () => ({}),
    countTables: async () => 0,
    sendEvents: deps.sendEvents,
    log: { info: () => undefined },
    count: () => undefined,
    countBy: () => undefined,
    now: Date.now,
  });
  return (key: string) => register({ body: createdEvent(key) });
}

function createdEvent(key: string): unknown {
  return {
    id: 'e',
    source: 'aws.s3',
    'detail-type': 'Object Created',
    detail: { bucket: { name: 'lake-bucket' }, object: { key, size: 1 } },
  };
}
