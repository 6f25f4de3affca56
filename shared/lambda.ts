import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';

/** What a function writes to its log: one line of JSON with the ids that one searches for. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

/** Counts into CloudWatch, through the log (embedded metric format): no call, no permission. */
export type Count = (name: string, value: number) => void;

/** The same under dimensions of its own, such as a reason. */
export type CountBy = (name: string, dimensions: Readonly<Record<string, string>>, value: number) => void;

export type Telemetry = {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly count: Count;
  readonly countBy: CountBy;
};

/**
 * Logger and metrics of a function; their names come from POWERTOOLS_SERVICE_NAME and POWERTOOLS_METRICS_NAMESPACE. Each line says by BUNDLE
 * which bundle ran, so that `lake logs` finds the source map of its stacks.
 */
export function createTelemetry(): Telemetry {
  const metrics = new Metrics();
  const { BUNDLE: bundle } = process.env;
  return {
    logger: new Logger(bundle === undefined ? {} : { persistentKeys: { bundle } }),
    metrics,
    count: (name, value) => {
      metrics.addMetric(name, unitOf(name), value);
    },
    countBy: (name, dimensions, value) => {
      const single = metrics.singleMetric();
      single.addDimensions({ ...dimensions });
      single.addMetric(name, unitOf(name), value);
    },
  };
}

/** A metric's name says what it counts: `ReadBytes`, `SecondsBehind`, else just how many. */
function unitOf(name: string): 'Bytes' | 'Seconds' | 'Count' {
  if (name.endsWith('Bytes')) return 'Bytes';
  return name.startsWith('Seconds') ? 'Seconds' : 'Count';
}

/** The middy stack around a function: request id in every line, metrics flushed at the end, errors logged once and thrown. */
export function wire<E, R>({ logger, metrics }: Telemetry, handler: (event: E, context: Context) => Promise<R>) {
  return middy<E, R, Error, Context>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use(logMetrics(metrics))
    .use({
      onError: ({ error }) => {
        logger.error('The invocation failed and will be tried again', { error });
      },
    })
    .handler(handler);
}
