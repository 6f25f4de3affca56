import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AthenaClient } from '@aws-sdk/client-athena';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { S3Client } from '@aws-sdk/client-s3';
import { buildConsole } from '@tributary/console/build.mjs';
import { type RunningCloud, startCloud } from '@tributary/local/cloud.ts';
import { lockFolder } from '@tributary/local/lock.ts';
import { HostsError } from '@tributary/local/wire/hosts.ts';
import { NeighboursError } from '@tributary/local/wire/neighbours.ts';
import { addressIn } from '../address.ts';
import { createAsk } from '../athena.ts';
import { openConsole } from '../console/open.ts';
import { declaredChanges } from '../declared-changes.ts';
import { deployAll } from '../deploy-all.ts';
import { followDatabase } from '../follow-database.ts';
import { answerSql, farewell } from '../sample/answer.ts';
import type { ChangesSample } from '../sample/changes.ts';
import { expectEvents } from '../sample/events.ts';
import { feedSample } from '../sample/feed.ts';
import { filesSql, landFiles, watchFiles } from '../sample/files.ts';
import { landSample } from '../sample/land-sample.ts';
import { publishOnce } from '../sample/publish-once.ts';
import { createReceiptReader } from '../sample/receipts.ts';
import { type Lake, thousands, watchSample } from '../sample/watch.ts';
import { accountsSql, currentAccounts, watchChanges } from '../sample/watch-changes.ts';
import { watchEvents } from '../sample/watch-events.ts';
import { serviceNames } from '../service-names.ts';
import { checkWritable } from '../surroundings.ts';
import { localClient, namesOf } from '../target.ts';
import { createPatientProgress, type PatientProgress } from '../terminal/patient-progress.ts';
import { renderTable } from '../terminal/table.ts';
import { logToFile } from '../up-log.ts';
import { exitCodes, UsageError } from '../usage.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export type UpFlags = {
  readonly once?: true | undefined;
  readonly fresh?: true | undefined;
  readonly port: number;
  readonly state: string;
};

type Options = {
  readonly once: boolean;
  readonly port: number;
  readonly stateDir: string;
  /** A database that is followed instead of the sample's. */
  readonly databaseUrl: string | undefined;
};

/** `lake up`: the local cloud, the four services deployed into it, the sample run through, the answer; then it stays for more. */
export async function up({ port, state, ...flags }: UpFlags): Promise<number> {
  const once = flags.once === true;
  addressIn('AMQP_URL', ['amqp', 'amqps'], 'amqp://guest:guest@127.0.0.1:5672');
  addressIn('REDSHIFT_URL', ['postgres', 'postgresql'], 'postgres://postgres@127.0.0.1:5432');
  const databaseUrl = addressIn('MYSQL_URL', ['mysql', 'mariadb'], 'mysql://root@127.0.0.1:3306');
  const options: Options = { once, port, stateDir: resolve(state), databaseUrl };
  checkFolders(options.stateDir);
  if (flags.fresh) startOver(options.stateDir);
  const progress = createPatientProgress(process.stdout);
  const looks = setInterval(() => progress.look(), 1000).unref();
  progress.awaits(() => `the state in ${options.stateDir} to open`);
  const running = await start(options);
  const stopped = stopOnSignal(running, progress);
  try {
    await demonstrate(running, options, { progress, signal: stopped.signal });
  } catch (error) {
    if (!stopped.signal.aborted) {
      await running.stop();
      throw error;
    }
  }
  if (once && !stopped.signal.aborted) await running.stop();
  else await stopped.done;
  clearInterval(looks);
  return once && stopped.signal.aborted ? exitCodes.interrupted : exitCodes.done;
}

/** `serverless` packages in the folders of the services; two of them take turns by a lock below node_modules. */
function checkFolders(stateDir: string): void {
  checkWritable(stateDir, 'It is to hold the state of the local cloud: choose another folder with --state DIR.');
  for (const folder of ['node_modules/.cache', ...serviceNames.map((service) => `services/${service}`)])
    checkWritable(join(root, folder), 'serverless packages in the project: run lake up in a copy of it that is yours.');
}

/** Throws away the state, unless another process is using it. */
function startOver(stateDir: string): void {
  lockFolder(stateDir)();
  rmSync(stateDir, { recursive: true, force: true });
}

async function start({ port, stateDir }: Options): Promise<RunningCloud> {
  // As the sources are now; where nothing can be written, what `npm ci` made is shown.
  await buildConsole().catch(() => undefined);
  try {
    return await startCloud({ stateDir, port, log: logToFile(join(stateDir, 'cloud.log')), console: openConsole });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      throw new UsageError(
        `Port ${port} is taken. Choose another with --port N or LAKE_PORT=N, or stop what listens there.`,
      );
    }
    if (error instanceof HostsError || error instanceof NeighboursError) throw new UsageError(error.message);
    throw error;
  }
}

/** Ctrl-C stops the cloud; a second one ends the process at once. */
function stopOnSignal(
  running: RunningCloud,
  progress: PatientProgress,
): { readonly signal: AbortSignal; readonly done: Promise<void> } {
  const controller = new AbortController();
  const done = new Promise<void>((resolveDone) => {
    const stop = () => {
      if (controller.signal.aborted) process.exit(exitCodes.interrupted);
      controller.abort();
      process.stdout.write('\n  Stopping.\n');
      progress.awaits(() => 'functions and connections to end; a second Ctrl-C ends them at once');
      running.stop().then(resolveDone, resolveDone);
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
  return { signal: controller.signal, done };
}

type Way = { readonly progress: PatientProgress; readonly signal: AbortSignal };

async function demonstrate(
  running: RunningCloud,
  { stateDir, databaseUrl }: Options,
  { progress, signal }: Way,
): Promise<void> {
  const { endpoint } = running;
  process.stdout.write(`Tributary's local cloud is on ${endpoint}, its state in ${stateDir}\n`);
  process.stdout.write(`Look at it:  ${endpoint}/_lake/\n\n`);
  await deployAll(serviceNames, { endpoint, logDir: join(stateDir, 'deploy'), progress, signal });
  const client = localClient(endpoint);
  const names = await namesOf({ stage: 'local', client });
  const events = await expectEvents();
  const s3 = new S3Client({ ...client, forcePathStyle: true });
  const changes = declaredChanges();
  if (databaseUrl !== undefined)
    followDatabase(running, changes, { url: databaseUrl, bucket: names.rawBucket, tell: progress.done });
  progress.awaits(() => `CloudWatch Logs to take the sample's lines into ${names.haproxyLogGroup}`);
  const lines = await feedSample(new CloudWatchLogsClient(client), names.haproxyLogGroup, (sent) =>
    progress.running(`${thousands(sent)} lines of the sample are log events`),
  );
  progress.done(`${thousands(lines)} lines of the sample are log events of ${names.haproxyLogGroup}`);
  const lake: Lake = {
    ask: createAsk(new AthenaClient(client)),
    readReceipts: createReceiptReader(s3, names.lakeBucket),
    prefix: names.prefix,
    database: names.lakeDatabase,
    rawDatabase: names.rawDatabase,
    workGroup: names.workGroup,
    endpoint,
  };
  await publishOnce(lake, events, progress);
  // Beside what is waited for first: of the sample, this needs least.
  const [landed] = await Promise.all([
    databaseUrl === undefined ? landSample(s3, names.rawBucket, { changes, progress }) : undefined,
    watchSample(lake, lines, progress).then(() => watchEvents(lake, events, progress)),
    landFiles(s3, names.rawBucket),
  ]);
  const accounts = landed === undefined ? '' : await accountsOf(lake, landed, progress);
  const files = `\n${filesSql}\n${renderTable(await watchFiles(lake, progress), process.stdout.isTTY)}\n`;
  progress.awaits(() => 'Athena to answer the last statement');
  const answer = await lake.ask({ sql: answerSql, database: lake.database, workGroup: lake.workGroup });
  process.stdout.write(
    `\n${answerSql}\n${renderTable(answer, process.stdout.isTTY)}\n${accounts}${files}${farewell(endpoint, lake.rawDatabase)}`,
  );
  progress.rests();
}

async function accountsOf(lake: Lake, landed: ChangesSample, progress: PatientProgress): Promise<string> {
  await watchChanges(lake, landed, progress);
  const accounts = await currentAccounts(lake, landed, progress);
  return accounts === undefined ? '' : `\n${accountsSql}\n${renderTable(accounts, process.stdout.isTTY)}\n`;
}
