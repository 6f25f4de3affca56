import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';

export type Haproxy = {
  readonly lines: readonly string[];
  /** Sends bytes to a frontend and resolves when the connection has ended. */
  send(frontend: string, bytes: Buffer | string, options?: SendOptions): Promise<void>;
  stop(): Promise<void>;
};

type SendOptions = { readonly tls?: boolean; readonly hangUp?: boolean };

/** By name: the frontend's lines of haproxy.cfg, without its `bind`. */
export type Frontends = Readonly<Record<string, { readonly bind?: string; readonly lines: readonly string[] }>>;

/** Starts the machine's HAProxy on free loopback ports, before a web server of our own; what it logs is in `lines`. */
export async function startHaproxy(program: string, folder: string, frontends: Frontends): Promise<Haproxy> {
  const lines: string[] = [];
  const logs = createSocket({ type: 'udp4', recvBufferSize: 4 << 20 }, (message) =>
    lines.push(message.toString('latin1').replace(/\n$/, '')),
  );
  logs.bind(0, '127.0.0.1');
  await once(logs, 'listening');
  const web = createHttpServer((request, response) => {
    request.on('error', () => undefined);
    response.setHeader('set-cookie', 'SRV=s"1|x{y}; path=/');
    response.setHeader('content-type', 'text/plain; a="b|c{d}"');
    response.statusCode = request.url?.startsWith('/missing') ? 404 : 200;
    response.end('fine');
  });
  web.listen(0, '127.0.0.1');
  await once(web, 'listening');
  const ports = await freePorts(Object.keys(frontends));
  const file = join(folder, 'haproxy.cfg');
  writeFileSync(file, configuration(frontends, ports, { logs: logs.address().port, web: portOf(web.address()) }));
  const process = spawn(program, ['-db', '-f', file], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  process.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  await accepts([...ports.values()], process, () => said);
  return {
    lines,
    send: (frontend, bytes, options = {}) => send(ports.get(frontend) ?? 0, bytes, options),
    stop: async () => {
      process.kill('SIGUSR1');
      if (process.exitCode === null) await once(process, 'exit');
      await new Promise((resolve) => setTimeout(resolve, 100));
      logs.close();
      web.closeAllConnections();
      web.close();
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

async function freePorts(names: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const servers = await Promise.all(
    names.map(async (name) => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return { name, server, port: portOf(server.address()) };
    }),
  );
  for (const { server } of servers) server.close();
  return new Map(servers.map(({ name, port }) => [name, port]));
}

function configuration(
  frontends: Frontends,
  ports: ReadonlyMap<string, number>,
  { logs, web }: { readonly logs: number; readonly web: number },
): string {
  const sections = Object.entries(frontends).map(([name, { bind = '', lines }]) =>
    [`frontend ${name}`, `bind 127.0.0.1:${ports.get(name)} ${bind}`, ...lines].join('\n  '),
  );
  return `global
  log 127.0.0.1:${logs} len 8192 format rfc5424 local0
defaults
  log global
  mode http
  timeout client 1s
  timeout server 2s
  timeout connect 1s
backend web
  server web-1 127.0.0.1:${web}
backend raw
  mode tcp
  server web-1 127.0.0.1:${web}
backend empty
${sections.join('\n')}
`;
}

async function accepts(ports: readonly number[], process: ChildProcess, said: () => string): Promise<void> {
  for (const port of ports) {
    for (let tries = 0; !(await isOpen(port)); tries += 1) {
      if (tries > 100 || process.exitCode !== null) throw new Error(`haproxy does not listen on ${port}:\n${said()}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

function send(port: number, bytes: Buffer | string, { tls = false, hangUp = false }: SendOptions): Promise<void> {
  return new Promise((resolve) => {
    const socket: Socket = tls
      ? connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false, servername: 'sni.example' })
      : connect(port, '127.0.0.1');
    socket.on(tls ? 'secureConnect' : 'connect', () => {
      socket.write(bytes, () => {
        if (hangUp) socket.destroy();
      });
    });
    socket.on('data', () => undefined);
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
  });
}
