import type { Configuration } from './store.ts';

export type Usage = {
  readonly requestId: string;
  readonly durationMs: number;
  readonly memoryUsedMb: number;
  readonly initMs?: number;
  readonly status?: 'timeout' | 'error';
  readonly errorType?: string;
};

/** The lines that Lambda itself writes around an invocation, in the function's log format. */
export function startLine(configuration: Configuration, requestId: string, now: number): string | undefined {
  const { LoggingConfig: logging, Version: version } = configuration;
  if (logging.LogFormat !== 'JSON') return `START RequestId: ${requestId} Version: ${version}`;
  return platformLine(configuration, now, 'platform.start', { requestId, version });
}

export function endLines(configuration: Configuration, usage: Usage, now: number): readonly string[] {
  if (configuration.LoggingConfig.LogFormat === 'JSON') return jsonReport(configuration, usage, now);
  const report = [
    `REPORT RequestId: ${usage.requestId}`,
    `Duration: ${usage.durationMs.toFixed(2)} ms`,
    `Billed Duration: ${Math.ceil(usage.durationMs + (usage.initMs ?? 0))} ms`,
    `Memory Size: ${configuration.MemorySize} MB`,
    `Max Memory Used: ${usage.memoryUsedMb} MB`,
    ...(usage.initMs === undefined ? [] : [`Init Duration: ${usage.initMs.toFixed(2)} ms`]),
    ...(usage.status === undefined ? [] : [`Status: ${usage.status}`]),
    ...(usage.errorType === undefined ? [] : [`Error Type: ${usage.errorType}`]),
  ];
  return [`END RequestId: ${usage.requestId}`, report.join('\t')];
}

function jsonReport(configuration: Configuration, usage: Usage, now: number): readonly string[] {
  const line = platformLine(configuration, now, 'platform.report', {
    requestId: usage.requestId,
    metrics: {
      durationMs: usage.durationMs,
      billedDurationMs: Math.ceil(usage.durationMs + (usage.initMs ?? 0)),
      memorySizeMB: configuration.MemorySize,
      maxMemoryUsedMB: usage.memoryUsedMb,
      initDurationMs: usage.initMs,
    },
    status: usage.status ?? 'success',
    errorType: usage.errorType,
  });
  return line === undefined ? [] : [line];
}

function platformLine(configuration: Configuration, now: number, type: string, record: object): string | undefined {
  if (configuration.LoggingConfig.SystemLogLevel === 'WARN') return undefined;
  return JSON.stringify({ time: new Date(now).toISOString(), type, record });
}
