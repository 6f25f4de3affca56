import { randomUUID } from 'node:crypto';
import type { Caller } from '../../kernel/caller.ts';
import type { Cloud } from '../../kernel/cloud.ts';
import { codeFolder } from './code.ts';
import { type Credentials, functionEnvironment } from './environment.ts';
import { createLogWriter, type LogWriter } from './log-writer.ts';
import { type Sandbox, startSandbox } from './sandbox.ts';
import type { Configuration, LambdaStore } from './store.ts';

export type IssueCredentials = (roleArn: string, sessionName: string) => Credentials | Promise<Credentials>;

/** A function's process with what belongs to it. `onLine` sees each line while an invocation listens. */
export type Worker = {
  readonly sandbox: Sandbox;
  readonly configuration: Configuration;
  readonly logs: LogWriter;
  readonly startedAt: number;
  onLine: ((line: string) => void) | undefined;
  busy: boolean;
  retired: boolean;
  usedAt: number;
};

export type WorkerSource = {
  readonly cloud: Cloud;
  readonly store: LambdaStore;
  readonly issueCredentials: IssueCredentials;
};

/** Starts a process of a function, with credentials and a log stream of its own; it is busy from the start. */
export async function startWorker(options: WorkerSource, configuration: Configuration): Promise<Worker> {
  const { cloud, store } = options;
  const id = randomUUID().replaceAll('-', '');
  const sessionName = `${configuration.FunctionName.slice(0, 51)}@${id.slice(0, 12)}`;
  const role: Caller = { kind: 'role', roleArn: configuration.Role, sessionName };
  const credentials = await options.issueCredentials(configuration.Role, sessionName);
  const day = new Date(cloud.clock.now()).toISOString().slice(0, 10).replaceAll('-', '/');
  const logStream = `${day}/[${configuration.Version}]${id}`;
  const taskRoot = codeFolder(store, configuration.CodeSha256);
  const logs = createLogWriter(cloud, {
    role,
    logGroupName: configuration.LoggingConfig.LogGroup,
    logStreamName: logStream,
  });
  const onLine = (line: string) => {
    logs.write(line);
    worker.onLine?.(line);
  };
  const sandbox = startSandbox({
    sessionName,
    logStream,
    taskRoot,
    memoryMb: configuration.MemorySize,
    env: functionEnvironment(cloud, configuration, { logStream, taskRoot, credentials }),
    onLine,
  });
  const now = cloud.clock.now();
  const worker: Worker = {
    sandbox,
    configuration,
    logs,
    startedAt: now,
    onLine: undefined,
    busy: true,
    retired: false,
    usedAt: now,
  };
  return worker;
}
