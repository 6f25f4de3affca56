/** A widget of a dashboard, without its place: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
export type Widget = {
  readonly type: 'metric' | 'text' | 'alarm';
  readonly width: number;
  readonly height: number;
  readonly properties: Readonly<Record<string, unknown>>;
};

export type PlacedWidget = Widget & { readonly x: number; readonly y: number };

export type Statistic = 'Sum' | 'Maximum' | 'Average' | 'p99';

/** An entry of `metrics`: namespace, name, dimensions by name and value, options; or an expression alone. */
export type Metric = readonly (string | Readonly<Record<string, unknown>>)[];

export const region = `\${AWS::Region}`;
const periodSeconds = 300;

/** In columns of 24 to a row, and units of height. */
export type Size = { readonly width: number; readonly height: number };

/** A graph over time; `unit` is what its axis counts. */
export function graph(
  title: string,
  metrics: readonly Metric[],
  { unit, ...size }: Size & { readonly unit?: string },
): Widget {
  return {
    type: 'metric',
    ...size,
    properties: {
      title,
      region,
      view: 'timeSeries',
      stacked: false,
      period: periodSeconds,
      yAxis: { left: { min: 0, showUnits: false, ...(unit === undefined ? {} : { label: unit }) } },
      metrics,
    },
  };
}

export function text(markdown: string, size: Size): Widget {
  return { type: 'text', ...size, properties: { markdown } };
}

// CloudWatch shows at most so many in one widget
const maxAlarms = 100;

/** The state of alarms, by their ARNs. */
export function alarmStates(title: string, names: readonly string[]): readonly Widget[] {
  const pages = Math.ceil(names.length / maxAlarms);
  return Array.from({ length: pages }, (_, page) => {
    const some = names.slice(page * maxAlarms, (page + 1) * maxAlarms);
    return {
      type: 'alarm',
      width: 24,
      height: 2 + Math.ceil(some.length / 6),
      properties: { title: pages === 1 ? title : `${title}, ${page + 1} of ${pages}`, alarms: some.map(alarmArn) },
    };
  });
}

function alarmArn(name: string): string {
  return `arn:\${AWS::Partition}:cloudwatch:\${AWS::Region}:\${AWS::AccountId}:alarm:${name}`;
}
