import { pathToFileURL } from 'node:url';

// One cold start: a process of its own, as a Lambda is. Figures are of the processor, all threads, and of memory that is resident.
const [bundle = ''] = process.argv.slice(2);
const atLoad = process.cpuUsage();
const { handler } = await import(pathToFileURL(bundle).href);
const loadMs = msSince(atLoad);
const loadBytes = process.memoryUsage.rss();

/** Nothing that a function expects: its first error, logged as each of its errors is. */
const notAnEvent = null;
const context = {
  functionName: 'f',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:f',
  memoryLimitInMB: '512',
  awsRequestId: 'r',
  getRemainingTimeInMillis: () => 30_000,
};
const atError = process.cpuUsage();
await Promise.resolve()
  .then(() => handler(notAnEvent, context))
  .catch(() => undefined);
const errorMs = msSince(atError);
process.stdout.write(
  `\n${JSON.stringify({ loadMs, loadBytes, errorMs, errorBytes: process.memoryUsage.rss() - loadBytes })}\n`,
);

function msSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
