import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type LineReader, readLines } from './sandbox-lines.ts';
import { watchMemory } from './sandbox-memory.ts';

const bootstrap = fileURLToPath(new URL('./runtime/bootstrap.mjs', import.meta.url));

const pipeGraceMs = 1_000;

export type InvocationRequest = {
  readonly requestId: string;
  /** JSON text. */
  readonly payload: string;
  readonly deadline: number;
  readonly invokedFunctionArn: string;
  readonly traceId: string;
  readonly clientContext?: unknown;
};

export type FunctionError = {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[] | undefined;
};

/** How an invocation ended inside its process, or how the process ended under it. */
export type RuntimeAnswer =
  | { readonly kind: 'result'; readonly payload: string }
  | { readonly kind: 'error'; readonly error: FunctionError }
  | { readonly kind: 'exit'; readonly reason: 'timeout' | 'memory' | 'exit'; readonly status: string };

export type SandboxSpec = {
  readonly sessionName: string;
  readonly logStream: string;
  readonly taskRoot: string;
  readonly memoryMb: number;
  readonly env: Readonly<Record<string, string>>;
  readonly onLine: (message: string) => void;
};

/** One process of one function; it takes one request at a time. */
export type Sandbox = {
  readonly sessionName: string;
  readonly logStream: string;
  /** Resolves once the handler is loaded, with its error if that failed. */
  readonly ready: Promise<FunctionError | undefined>;
  readonly exited: Promise<void>;
  alive(): boolean;
  invoke(request: InvocationRequest): Promise<RuntimeAnswer>;
  kill(reason?: 'timeout' | 'memory' | 'exit'): void;
  /** Peak resident memory in MB. */
  memoryUsed(): number;
};

const frameSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('log'), message: z.string() }),
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('result'), payload: z.string() }),
  z.object({
    type: z.enum(['error', 'init-error']),
    error: z.looseObject({
      errorType: z.string(),
      errorMessage: z.string(),
      trace: z.array(z.string()).optional(),
    }),
  }),
]);

type Frame = z.infer<typeof frameSchema>;

/** Starts a function's process, with nothing in its environment but what `spec` names. */
export function startSandbox(spec: SandboxSpec): Sandbox {
  const heapMb = Math.max(32, Math.floor(spec.memoryMb * 0.9));
  const child = spawn(process.execPath, [`--max-old-space-size=${heapMb}`, bootstrap], {
    cwd: spec.taskRoot,
    env: { ...spec.env },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
  });
  let settle: (error: FunctionError | undefined) => void = () => {};
  const ready = new Promise<FunctionError | undefined>((resolve) => {
    settle = resolve;
  });
  let pending: ((answer: RuntimeAnswer) => void) | undefined;
  let initFailure: FunctionError | undefined;
  let killedFor: 'timeout' | 'memory' | 'exit' | undefined;
  let heapExhausted = false;
  let gone = false;

  const answer = (outcome: RuntimeAnswer) => {
    pending?.(outcome);
    pending = undefined;
  };
  const onFrame = (frame: Frame) => {
    if (frame.type === 'log') spec.onLine(frame.message);
    else if (frame.type === 'ready') settle(undefined);
    else if (frame.type === 'result') answer({ kind: 'result', payload: frame.payload });
    else if (frame.type === 'error') answer({ kind: 'error', error: frame.error });
    else initFailure = frame.error;
  };
  const onRawLine = (line: string) => {
    heapExhausted ||= line.includes('JavaScript heap out of memory');
    spec.onLine(line);
  };
  const frames = readLines(child.stdio[3], (line) => onFrame(frameSchema.parse(JSON.parse(line))));
  const raw = [readLines(child.stdout, onRawLine), readLines(child.stderr, onRawLine)];
  const memory = watchMemory(child.pid, spec.memoryMb, () => kill('memory'));

  const exited = ended(child, [frames, ...raw]).then((status) => {
    gone = true;
    memory.stop();
    const reason = heapExhausted ? 'memory' : (killedFor ?? 'exit');
    settle(initFailure ?? exitError(reason, status));
    answer({ kind: 'exit', reason, status });
  });
  function kill(reason: 'timeout' | 'memory' | 'exit' = 'exit'): void {
    killedFor ??= reason;
    child.kill('SIGKILL');
  }
  return {
    sessionName: spec.sessionName,
    logStream: spec.logStream,
    ready,
    exited,
    alive: () => !gone && killedFor === undefined,
    invoke(request) {
      return new Promise((resolve) => {
        if (gone) return resolve({ kind: 'exit', reason: killedFor ?? 'exit', status: 'signal: killed' });
        pending = resolve;
        const requests = child.stdio[4];
        if (requests !== null && requests !== undefined && 'write' in requests)
          requests.write(`${JSON.stringify(request)}\n`);
      });
    },
    kill,
    memoryUsed: memory.peakMb,
  };
}

/** What AWS says of a process that ended by itself. */
export function exitError(reason: 'timeout' | 'memory' | 'exit', status: string): FunctionError {
  return {
    errorType: reason === 'memory' ? 'Runtime.OutOfMemory' : 'Runtime.ExitError',
    errorMessage: `Runtime exited with error: ${reason === 'memory' ? 'signal: killed' : status}`,
  };
}

function ended(child: ChildProcess, readers: readonly LineReader[]): Promise<string> {
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    for (const stream of child.stdio) stream?.on('error', () => {});
    const finish = (code: number | null, signal: NodeJS.Signals | null) => {
      for (const reader of readers) reader.end();
      resolve(statusOf(code, signal));
    };
    child.on('close', finish);
    // A grandchild may hold the pipes open: what the process itself wrote has been read by then.
    child.on('exit', (code, signal) => setTimeout(() => finish(code, signal), pipeGraceMs).unref());
  });
}

function statusOf(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal === null) return `exit status ${code ?? 0}`;
  return `signal: ${signal === 'SIGKILL' ? 'killed' : signal}`;
}
