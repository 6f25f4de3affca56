import { span } from '@tributary/shared/span.ts';
import { listMetrics, seriesOf } from '../aws/monitoring.ts';
import { lake } from '../lake/names.ts';
import { Answer } from '../parts/asked.tsx';
import { useAsked } from '../parts/use-asked.ts';
import { type Measure, measuresOf, measuresOfRules } from './measures.ts';
import type { FlowNode } from './nodes.ts';
import { Sparkline } from './sparkline.tsx';

const windowMs = 3 * 60 * 60_000;

/** A node's metrics of the last three hours. */
export function Metrics({ node }: { readonly node: FlowNode }) {
  const asked = useAsked(() => readMetrics(node), [node.id], { everyMs: 10_000 });
  return (
    <Answer of={asked} what="The metrics">
      {({ measures, series, from, to }) =>
        measures.length > 0 && (
          <>
            <h3>Last three hours, by the minute (UTC)</h3>
            <div class="sparks">
              {measures.map((measure, at) => (
                <Sparkline
                  key={measure.metric.name}
                  title={measure.metric.name}
                  series={series[at] ?? { times: [], values: [] }}
                  {...{ from, to, tell: tellerOf(measure), tone: measure.as === 'failed' ? 'bad' : undefined }}
                />
              ))}
            </div>
          </>
        )
      }
    </Answer>
  );
}

async function readMetrics(node: FlowNode) {
  const { names, stage } = await lake();
  const written = node.table === undefined ? [] : await listMetrics(`${names.prefix}-${stage}`);
  const measures = [
    ...measuresOf([node], written),
    ...(node.kind === 'rule' ? measuresOfRules([node], names.bus) : []),
  ];
  const to = Date.now();
  const from = to - windowMs;
  const series = await seriesOf(
    [...measures, ...durationOf(node)].map(({ metric }) => metric),
    { from, to },
  );
  return { measures: [...measures, ...durationOf(node)], series, from, to };
}

/** How long a function takes is no number of the map. */
function durationOf({ id, kind, name }: FlowNode): readonly Measure[] {
  if (kind !== 'function') return [];
  const metric = {
    namespace: 'AWS/Lambda',
    name: 'Duration',
    dimensions: { FunctionName: name },
    statistic: 'Maximum',
  } as const;
  return [{ node: id, as: 'lag', unit: 'long', millis: 1, metric }];
}

function tellerOf({ millis }: Measure): (value: number) => string {
  return millis === undefined ? (value) => value.toLocaleString('en-GB') : (value) => span(value * millis);
}
