import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@tributary/local/aws/athena/federated/servers.ts';
import type { Program } from './servers.ts';

/** A RabbitMQ of a test's own: `url` is an AMQP URL of its default user on its default virtual host. */
export type RabbitMq = {
  readonly url: string;
  /** Ends the broker and starts it again on the same port with the same data. SIGKILL ends it as a power cut does. */
  restart(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  stop(): Promise<void>;
};

/** Not Debian's wrapper in /usr/sbin, which changes to the system's user and folders. */
const server = '/usr/lib/rabbitmq/bin/rabbitmq-server';

export const rabbitMqProgram: Program = { name: 'rabbitmq-server', check: ['test', '-x', server] };

const startMs = 60_000;

/** Starts a private node, with an epmd of its own, that shares nothing with a broker of the machine's. */
export async function startRabbitMq(): Promise<RabbitMq> {
  const folder = mkdtempSync(join(tmpdir(), 'rabbitmq-'));
  const [port, distPort, epmdPort] = [await freePort(), await freePort(), await freePort()];
  const environment = environmentOf(folder, { port, distPort, epmdPort });
  let node = await startNode(folder, port, environment);
  return {
    url: `amqp://guest:guest@127.0.0.1:${port}`,
    async restart(signal = 'SIGTERM') {
      await ended(node, signal);
      node = await startNode(folder, port, environment);
    },
    async stop() {
      await ended(node, 'SIGKILL');
      await endEpmd(epmdPort);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type Ports = { readonly port: number; readonly distPort: number; readonly epmdPort: number };

function environmentOf(folder: string, { port, distPort, epmdPort }: Ports): NodeJS.ProcessEnv {
  writeFileSync(join(folder, 'rabbitmq.conf'), 'log.file.level = warning\n');
  writeFileSync(join(folder, 'rabbitmq-env.conf'), '');
  writeFileSync(join(folder, 'enabled_plugins'), '[].\n');
  return {
    PATH: process.env.PATH,
    HOME: folder,
    LANG: 'C.UTF-8',
    ERL_EPMD_ADDRESS: '127.0.0.1',
    ERL_EPMD_PORT: String(epmdPort),
    // Runs Erlang in the place of the script, so that a signal reaches the broker itself.
    RABBITMQ_ALLOW_INPUT: '1',
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-noinput +sbwt none +sbwtdcpu none +sbwtdio none',
    RABBITMQ_NODENAME: `test-${port}@localhost`,
    RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
    RABBITMQ_NODE_PORT: String(port),
    RABBITMQ_DIST_PORT: String(distPort),
    RABBITMQ_MNESIA_BASE: join(folder, 'data'),
    RABBITMQ_LOG_BASE: join(folder, 'log'),
    RABBITMQ_CONFIG_FILE: join(folder, 'rabbitmq.conf'),
    RABBITMQ_CONF_ENV_FILE: join(folder, 'rabbitmq-env.conf'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'enabled_plugins'),
  };
}

async function startNode(folder: string, port: number, env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const log = join(folder, 'console.log');
  const node = spawn('/bin/sh', ['-c', `exec ${server} >>"$0" 2>&1`, log], { env, cwd: folder, stdio: 'ignore' });
  // A run that is broken off leaves no broker behind.
  const kill = () => node.kill('SIGKILL');
  process.once('exit', kill);
  node.once('exit', () => process.off('exit', kill));
  for (const deadline = Date.now() + startMs; !(await answers(port)); ) {
    if (node.exitCode !== null || node.signalCode !== null || Date.now() > deadline) {
      await ended(node, 'SIGKILL');
      throw new Error(`RabbitMQ did not start:\n${readFileSync(log, 'utf8').slice(-2_000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return node;
}

/** Whether AMQP is spoken there: RabbitMQ opens its port once it is ready, and begins with Connection.Start. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(Buffer.from('AMQP\x00\x00\x09\x01', 'latin1')));
    const done = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('data', () => done(true));
    socket.once('error', () => done(false));
    socket.once('close', () => done(false));
  });
}

/** Erlang's port mapper stays when its nodes are gone; KILL_REQ (https://www.erlang.org/doc/apps/erts/erl_dist_protocol.html) ends it. */
function endEpmd(port: number): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(Buffer.from([0, 1, 'k'.charCodeAt(0)])));
    socket.resume();
    socket.once('error', () => resolve());
    socket.once('close', () => resolve());
  });
}

async function ended(node: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (node.exitCode !== null || node.signalCode !== null) return;
  const exited = new Promise<void>((resolve) => node.once('exit', () => resolve()));
  node.kill(signal);
  await exited;
}
