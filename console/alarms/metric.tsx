import { type Alarm, samples } from '../aws/alarms.ts';
import { Answer } from '../parts/asked.tsx';
import { Nothing } from '../parts/notice.tsx';
import { useAsked } from '../parts/use-asked.ts';
import { watchedBy } from './reading.ts';
import { traceOf } from './trace.ts';

const hours = 3;
const everyMs = 15_000;
const size = { width: 720, height: 120 };

/** Of the last hours what an alarm watches, and its threshold. */
export function MetricOf({ alarm }: { readonly alarm: Alarm }) {
  const watched = watchedBy(alarm);
  const asked = useAsked(
    async (signal) => {
      const to = Date.now();
      const range = { from: to - hours * 3_600_000, to };
      return { range, found: watched === undefined ? [] : await samples(watched, range, signal) };
    },
    [alarm.AlarmName],
    { everyMs },
  );
  if (watched === undefined) return null;
  return (
    <>
      <h2>Its metric</h2>
      <Answer of={asked} what="Its metric">
        {({ range, found }) => {
          const periodMs = (alarm.Period ?? 60) * 1_000;
          const { Threshold: threshold } = alarm;
          const trace = traceOf(found, { threshold, periodMs }, { ...range, ...size });
          if (trace === undefined)
            return (
              <Nothing>
                CloudWatch has no value of the last {hours} hours; what is missing is taken as{' '}
                {alarm.TreatMissingData ?? 'missing'}.
              </Nothing>
            );
          const told = `${found.length} ${found.length === 1 ? 'value' : 'values'} of the last ${hours} hours, from ${trace.least.toLocaleString('en-GB')} to ${trace.most.toLocaleString('en-GB')}${threshold === undefined ? '' : `; the threshold is ${threshold.toLocaleString('en-GB')}`}`;
          return (
            <figure class="metric">
              <svg viewBox={`-6 -6 ${size.width + 12} ${size.height + 12}`} role="img" aria-label={told}>
                {trace.threshold !== undefined && (
                  <line class="threshold" x1="0" x2={size.width} y1={trace.threshold} y2={trace.threshold} />
                )}
                <path class="values" d={trace.path} />
              </svg>
              <div class="ends quiet small">
                <span>{clock(range.from)} UTC</span>
                <span>{clock(range.to)} UTC</span>
              </div>
              <figcaption class="quiet">{told}</figcaption>
            </figure>
          );
        }}
      </Answer>
    </>
  );
}

/** `13:02` */
function clock(millis: number): string {
  return new Date(millis).toISOString().slice(11, 16);
}
