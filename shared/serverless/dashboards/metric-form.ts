import * as z from 'zod';
import { search } from './search.ts';
import type { Metric } from './widget.ts';

export const serviceName = z.enum(['ingest', 'catalog', 'enrich', 'query']);
export type ServiceName = z.infer<typeof serviceName>;

const name = z.string().regex(/^[A-Z]\w*$/, 'a name of a metric is expected: RecordsRejected');
const statistic = z.enum(['Sum', 'Maximum', 'Average', 'p99']);
const common = { service: serviceName.optional(), stat: statistic.default('Sum'), label: z.string().min(1).optional() };

/** A metric that functions write: of the service, of some dimensions more (`by`), or all there are of a dimension (`each`). */
const written = z.strictObject({ ...common, metric: name, by: z.record(z.string(), z.string()).optional() });
const eachWritten = z.strictObject({ ...common, metric: name, each: z.string() });

/** A metric of AWS; words in braces in `of` are names of names.yml, and the stage. */
const ofAws = z.strictObject({
  aws: z.string().regex(/^AWS\/\w+$/, 'a namespace of AWS is expected: AWS/Firehose'),
  metric: z.string(),
  of: z.record(z.string(), z.string()),
  stat: statistic.default('Sum'),
  label: z.string().min(1),
});

export const metricForm = z.union([name, eachWritten, written, ofAws], {
  error: 'a name of a metric, or metric with by, each or aws and of, is expected',
});
export type MetricForm = z.infer<typeof metricForm>;

/** What names are made of: the prefix, the stage, and those of names.yml; `service` where a metric says none. */
export type Naming = {
  readonly prefix: string;
  readonly stage: string;
  readonly service: ServiceName;
  readonly names: Readonly<Record<string, string>>;
};

/** Throws an Error for a name in braces that names.yml does not have. */
export function metricOf(form: MetricForm, naming: Naming): Metric {
  if (typeof form === 'string') return metricOf({ metric: form, stat: 'Sum' }, naming);
  if ('aws' in form) return awsMetric(form, naming);
  const { metric, stat, service = naming.service } = form;
  const namespace = `${naming.prefix}-${naming.stage}`;
  const value = `${naming.prefix}-${service}`;
  if ('each' in form) {
    const dimensions = ['service', form.each];
    return search({ namespace, dimensions, metric, exactly: { service: value }, stat });
  }
  const by = Object.entries(form.by ?? {});
  const label = form.label ?? [metric, ...by.map(([, of]) => of)].join(', ');
  return [namespace, metric, 'service', value, ...by.flat(), { stat, label }];
}

function awsMetric({ aws, metric, of, stat, label }: z.infer<typeof ofAws>, naming: Naming): Metric {
  const dimensions = Object.entries(of).flatMap(([dimension, value]) => [dimension, named(value, naming)]);
  return [aws, metric, ...dimensions, { stat, label }];
}

/** `{prefix}-haproxy-{stage}` → `tributary-haproxy-dev` */
export function named(text: string, { prefix, stage, names }: Naming): string {
  const known: Readonly<Record<string, string>> = { ...names, prefix, stage };
  return text.replace(/\{(\w+)\}/g, (_, word: string) => {
    const value = known[word];
    if (value === undefined) throw new Error(`{${word}} in ${text} is no name of shared/names.yml`);
    return value;
  });
}
