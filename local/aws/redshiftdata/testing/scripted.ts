import { DatabaseError, type Databases, type SqlResult } from '../engine/session.ts';

export const nothing: SqlResult = { columns: [], rows: [], changed: undefined };

/** Databases that answer as they are told, `hang` until interrupted or released; `said` is what each was asked, `opened` which. */
export function scriptedDatabases(answer: (sql: string) => SqlResult | 'hang' = () => nothing) {
  const said: string[] = [];
  const opened: string[] = [];
  const hanging: (() => void)[] = [];
  const databases: Databases = {
    async open(target, database) {
      opened.push(`${target}/${database}`);
      let interrupt = () => {};
      return {
        run(sql) {
          said.push(sql);
          const answered = answer(sql);
          if (answered !== 'hang') return Promise.resolve(answered);
          return new Promise((resolve, reject) => {
            hanging.push(() => resolve(nothing));
            interrupt = () => reject(new DatabaseError('interrupted', '57014'));
          });
        },
        interrupt: async () => interrupt(),
        close: async () => void said.push('-- closed'),
      };
    },
    close: async () => undefined,
  };
  const release = () => {
    for (const end of hanging) end();
  };
  return { databases, said, opened, release };
}

/** The answer to a statement that fails. */
export function failing(message: string): never {
  throw new DatabaseError(message, '22P02');
}
