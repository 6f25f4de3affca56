import { type ChildProcess, spawn } from 'node:child_process';

export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

export type RunOptions = {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly input?: string | Buffer;
};

export type Started = {
  readonly child: ChildProcess;
  readonly pid: number;
  stdout(): string;
  stderr(): string;
  readonly ended: Promise<Ended>;
  /** Resolves with the text so far once standard output matches; throws when the program ends before it does. */
  said(pattern: RegExp): Promise<string>;
};

/** Starts a program in a process group of its own, so that what it leaves behind can be found. */
export function start(command: string, args: readonly string[], { env, cwd, input }: RunOptions = {}): Started {
  const child = spawn(command, args, { env: { ...process.env, ...env }, cwd, detached: true });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const stdout = () => Buffer.concat(out).toString('utf8');
  const stderr = () => Buffer.concat(err).toString('utf8');
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout: stdout(), stderr: stderr() }));
  });
  const said = (pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        if (pattern.test(stdout())) resolve(stdout());
      };
      look();
      child.stdout.on('data', look);
      ended.then(
        ({ code }) => reject(new Error(`ended ${code} without ${pattern}:\n${stdout()}\n${stderr()}`)),
        reject,
      );
    });
  return { child, pid: child.pid ?? 0, stdout, stderr, ended, said };
}

/** Runs a program to its end, whatever its exit code. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return start(command, args, options).ended;
}

/** Whether any process of the group that `pid` began is left. */
export function groupLives(pid: number): boolean {
  try {
    process.kill(-pid, 0);
    return true;
  } catch {
    return false;
  }
}
