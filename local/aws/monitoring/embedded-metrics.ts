import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { z } from 'zod';

const directiveSchema = z.object({
  Namespace: z.string(),
  Dimensions: z.array(z.array(z.string())).optional(),
  Metrics: z.array(z.object({ Name: z.string(), Unit: z.string().optional() })),
});

const lineSchema = z.looseObject({
  _aws: z.object({ Timestamp: z.number().optional(), CloudWatchMetrics: z.array(directiveSchema) }),
});

type Line = z.infer<typeof lineSchema>;
type EmbeddedMetric = { readonly namespace: string; readonly datum: MetricDatum };

/**
 * The metrics in a log line of the embedded metric format; none for any other line.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function readEmbeddedMetrics(message: string, timestamp: number): EmbeddedMetric[] {
  const line = readLine(message);
  if (line === undefined) return [];
  const at = new Date(line._aws.Timestamp ?? timestamp);
  return line._aws.CloudWatchMetrics.flatMap((directive) => {
    const sets = directive.Dimensions ?? [[]];
    return sets.flatMap((names) => {
      const Dimensions = names.map((Name) => ({ Name, Value: String(line[Name] ?? '') }));
      return directive.Metrics.flatMap(({ Name }) => {
        const Values = valuesOf(line[Name]);
        if (Values.length === 0) return [];
        const datum = { MetricName: Name, Timestamp: at, Values, Dimensions };
        return [{ namespace: directive.Namespace, datum }];
      });
    });
  });
}

function readLine(message: string): Line | undefined {
  if (!message.includes('"_aws"') || !message.includes('"CloudWatchMetrics"')) return undefined;
  try {
    const parsed = lineSchema.safeParse(JSON.parse(message.slice(message.indexOf('{'))));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

function valuesOf(value: unknown): number[] {
  return [value].flat().filter((one): one is number => typeof one === 'number' && Number.isFinite(one));
}
