import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';

export type Trino = {
  /** Rows of a statement as Trino's protocol gives them; throws with Trino's error name and message. */
  query(sql: string): Promise<Answer['rows']>;
  answer(sql: string): Promise<Answer>;
  stop(): Promise<void>;
};

export type Answer = {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly unknown[])[];
  /** How many rows it wrote; undefined for what writes none. */
  readonly updateCount: number | undefined;
};

const script = new URL('./trino.sh', import.meta.url).pathname;
const port = 18080;
const run = promisify(execFile);

/** Why no Trino can run here; undefined when one can. With REQUIRE_SERVERS=1 it throws instead. */
export function whyNoTrino(): string | undefined {
  const check = spawnSync('bash', [script, 'check'], { encoding: 'utf8' });
  if (check.status === 0) return undefined;
  const reason = check.stderr.trim();
  if (process.env.REQUIRE_SERVERS === '1') throw new Error(`Trino is required: ${reason}`);
  return reason;
}

/** Starts Trino over the Glue and S3 at this endpoint; the first time it is fetched, which takes minutes. A start that failed is told, also where the next one did not. */
export async function startTrino(endpoint: string): Promise<Trino> {
  const { stderr } = await run('bash', [script, 'start', endpoint, String(port)]);
  process.stderr.write(stderr);
  return {
    query: async (sql) => (await onceReady(sql)).rows,
    answer: onceReady,
    stop: async () => {
      await run('bash', [script, 'stop']);
    },
  };
}

/** The coordinator answers some seconds before it counts a node that runs queries: until then nothing has run, and it is asked again. */
async function onceReady(sql: string): Promise<Answer> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await answer(sql);
    } catch (error) {
      if (tries === 60 || !String(error).includes('NO_NODES_AVAILABLE')) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}

type Page = Answer & {
  readonly nextUri: string | undefined;
  readonly error: string | undefined;
};

function readPage(json: unknown): Page {
  const nextUri = member(json, 'nextUri');
  const data = member(json, 'data');
  const columns = member(json, 'columns');
  const updateCount = member(json, 'updateCount');
  const error = member(json, 'error');
  return {
    nextUri: typeof nextUri === 'string' ? nextUri : undefined,
    rows: Array.isArray(data) ? data.filter(Array.isArray) : [],
    columns: Array.isArray(columns)
      ? columns.map((column) => ({ name: String(member(column, 'name')), type: String(member(column, 'type')) }))
      : [],
    updateCount: typeof updateCount === 'number' ? updateCount : undefined,
    error: error === undefined ? undefined : `${member(error, 'errorName')}: ${member(error, 'message')}`,
  };
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}

async function answer(sql: string): Promise<Answer> {
  const headers = {
    'X-Trino-User': 'check',
    'X-Trino-Catalog': 'awsdatacatalog',
    'X-Trino-Time-Zone': 'UTC',
    'X-Trino-Client-Capabilities': 'PARAMETRIC_DATETIME',
  };
  const rows: (readonly unknown[])[] = [];
  let response = await fetch(`http://127.0.0.1:${port}/v1/statement`, { method: 'POST', body: sql, headers });
  for (;;) {
    const page = readPage(await response.json());
    if (page.error !== undefined) throw new Error(page.error);
    rows.push(...page.rows);
    if (page.nextUri === undefined) return { columns: page.columns, rows, updateCount: page.updateCount };
    response = await fetch(page.nextUri);
  }
}
