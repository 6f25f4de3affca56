import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type RunningCloud, startCloud } from './cloud.ts';
import { admin } from './kernel/caller.ts';

const stateDir = mkdtempSync(join(tmpdir(), 'one-port-'));
let running: RunningCloud | undefined;
afterEach(async () => {
  await running?.stop();
  rmSync(stateDir, { recursive: true, force: true });
});

/** The TCP ports on which this process and those that it has started listen. */
function listening(): number[] {
  const sockets = new Set(processes().flatMap(socketsOf));
  return ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/self/net/${table}`, 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state, , , , , , inode = '']) => state === '0A' && sockets.has(`socket:[${inode}]`))
      .map(([, address = '']) => Number.parseInt(address.slice(address.lastIndexOf(':') + 1), 16)),
  );
}

function processes(): number[] {
  const parents = readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0)
    .map((pid) => [pid, parentOf(pid)] as const);
  const found = [process.pid];
  for (const pid of found) found.push(...parents.filter(([, parent]) => parent === pid).map(([child]) => child));
  return found;
}

function parentOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return 0;
  }
}

function socketsOf(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).flatMap((descriptor) => {
    try {
      return [readlinkSync(join(folder, descriptor))];
    } catch {
      return [];
    }
  });
}

test.runIf(process.platform === 'linux')('the local cloud listens on one port, whatever it is asked for', async () => {
  const before = listening();
  running = await startCloud({ stateDir, port: 0 });
  const { cloud, endpoint } = running;
  await cloud.call(admin, 'dynamodb', 'CreateTable', {
    TableName: 'table',
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'k', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'k', AttributeType: 'S' }],
  });
  await cloud.call(admin, 's3', 'CreateBucket', { Bucket: 'results' });
  await cloud.call(admin, 'athena', 'StartQueryExecution', {
    QueryString: 'SELECT 1',
    ResultConfiguration: { OutputLocation: 's3://results/' },
  });
  const headers = { authorization: `Basic ${btoa('guest:guest')}` };
  expect((await fetch(`${endpoint}/api/queues`, { headers })).status).toBe(200);
  const opened = listening().filter((port) => !before.includes(port));
  expect(opened).toEqual([Number(new URL(endpoint).port)]);
});
