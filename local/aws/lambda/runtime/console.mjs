import { format } from 'node:util';
import { send } from './channel.mjs';

const levels = { trace: 'TRACE', debug: 'DEBUG', log: 'INFO', info: 'INFO', warn: 'WARN', error: 'ERROR' };
const ranks = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

/** Makes console and standard output write log events as the managed Node.js runtimes do, in text or JSON. */
export function captureOutput(currentRequestId) {
  const json = process.env.AWS_LAMBDA_LOG_FORMAT === 'JSON';
  const lowest = ranks.indexOf(process.env.AWS_LAMBDA_LOG_LEVEL ?? 'TRACE');
  for (const [method, level] of Object.entries(levels)) {
    console[method] = (...values) => {
      if (json && ranks.indexOf(level) < lowest) return;
      const line = json ? jsonLine(level, currentRequestId(), values) : textLine(level, currentRequestId(), values);
      send({ type: 'log', message: line });
    };
  }
  process.stdout.write = lineWriter();
  process.stderr.write = lineWriter();
}

export function errorShape(error) {
  if (error instanceof Error) {
    const trace = (error.stack ?? '').split('\n');
    return { errorType: error.name, errorMessage: error.message, trace };
  }
  if (typeof error === 'object' && error !== null && typeof error.name === 'string')
    return { errorType: error.name, errorMessage: String(error.message), trace: String(error.stack ?? '').split('\n') };
  return { errorType: typeof error, errorMessage: String(error), trace: [] };
}

function textLine(level, requestId, values) {
  return `${new Date().toISOString()}\t${requestId ?? ''}\t${level}\t${format(...values)}`;
}

function jsonLine(level, requestId, values) {
  const record = { timestamp: new Date().toISOString(), level, requestId };
  const error = values.find((value) => value instanceof Error);
  const message = values.length === 1 && error === undefined ? values[0] : format(...values);
  if (error === undefined) return JSON.stringify({ ...record, message });
  const { errorType, errorMessage, trace } = errorShape(error);
  return JSON.stringify({ ...record, message, errorType, errorMessage, stackTrace: trace });
}

function lineWriter() {
  let open = '';
  return (chunk, encodingOrDone, maybeDone) => {
    const encoding = typeof encodingOrDone === 'string' ? encodingOrDone : 'utf8';
    const text = open + (typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString(encoding));
    const lines = text.split('\n');
    open = lines.pop();
    for (const message of lines) send({ type: 'log', message });
    const done = typeof encodingOrDone === 'function' ? encodingOrDone : maybeDone;
    if (done !== undefined) process.nextTick(done);
    return true;
  };
}
