import { chmodSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const others = 0o077;

/** Where engines that are not ours write (LevelDB, DuckDB, the deployment's logs), with whatever mode is theirs. */
const ofEngines = ['dynamodb', 'athena', 'deploy', 'tmp', 'cloud.log'];
const ofServices =
  'cloudformation events firehose glue iam kinesis lambda logs monitoring mq s3 secretsmanager sqs ssm'.split(' ');
const ours = new Set([...ofEngines, ...ofServices, 'lock']);

/**
 * Takes a state folder from everybody but its owner: nobody else comes into it (0700), and its files, should they be moved or
 * copied, are theirs alone (0600). State of an earlier version is gone through whole, once; its root comes last and says that it was.
 * A folder that holds other things is not closed itself, nor are those. The process's umask is not touched: it would reach whatever
 * the process starts, and the zips that a deployment makes.
 */
export function closeToOthers(folder: string): void {
  const isOpen = (lstatSync(folder).mode & others) !== 0;
  const names = readdirSync(folder);
  for (const name of isOpen ? names : ofEngines) if (ours.has(name)) closeWhole(join(folder, name));
  if (isOpen && names.every((name) => ours.has(name) || name.startsWith('.'))) chmodSync(folder, 0o700);
}

/** Links are left alone: what they lead to is not the state's. */
function closeWhole(path: string): void {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined || !(stat.isFile() || stat.isDirectory())) return;
  if ((stat.mode & others) !== 0) chmodSync(path, stat.mode & 0o777 & ~others);
  if (stat.isDirectory()) for (const name of readdirSync(path)) closeWhole(join(path, name));
}
