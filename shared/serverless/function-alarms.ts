import type { Framework, FunctionAlarms, FunctionEvent, Hooks, Resource } from './framework.ts';
import { type AlarmForm, alarmOf } from './short-forms/alarm.ts';
import type { Naming } from './short-forms/form.ts';
import { namingOf } from './short-forms/naming.ts';

/** What of a function its alarms are made of. */
export type Watched = {
  readonly name: string;
  readonly id: string;
  readonly timeoutSeconds: number;
  readonly alarms: FunctionAlarms;
  readonly readsStream: boolean;
  readonly condition?: string;
};

const lateMs = 900_000;
const nearTimeout = 80;

/** `alarms: { means, begin, duration }` of a function.yml: alarms for every function, or no package. */
export function functionAlarms(framework: Framework): Hooks {
  framework.configSchemaHandler.defineFunctionProperties('aws', {
    properties: {
      alarms: {
        type: 'object',
        required: ['means'],
        additionalProperties: false,
        properties: {
          means: { type: 'string', minLength: 1 },
          begin: { type: 'string', pattern: '^lake [a-z]' },
          duration: { type: 'integer', minimum: 1, maximum: 99 },
        },
      },
    },
  });
  return {
    'before:aws:package:finalize:mergeCustomProviderResources'() {
      const { Resources } = framework.service.provider.compiledCloudFormationTemplate;
      const naming = namingOf(framework);
      for (const name of framework.service.getAllFunctions())
        Object.assign(Resources, alarmsOfFunction(watched(framework, name, Resources), naming));
    },
  };
}

function watched(framework: Framework, name: string, resources: Readonly<Record<string, Resource>>): Watched {
  const { alarms, events = [] } = framework.service.getFunction(name);
  if (alarms === undefined)
    throw new framework.classes.Error(
      `The function ${name} has no alarms: its function.yml must say below \`alarms\` what its failure \`means\` for the data, and with which command of lake to \`begin\` where that is not its log.`,
      'TRIBUTARY_NO_ALARMS',
    );
  const id = framework.getProvider('aws').naming.getLambdaLogicalId(name);
  const { Condition: condition, Properties = {} } = resources[id] ?? {};
  return {
    name,
    id,
    timeoutSeconds: Number(Properties.Timeout),
    alarms,
    readsStream: events.some(isStream),
    ...(condition !== undefined && { condition }),
  };
}

function isStream({ stream }: FunctionEvent): boolean {
  return stream !== undefined;
}

/** By logical id: `<Function>ErrorsAlarm`, `<Function>ThrottlesAlarm`, `<Function>DurationAlarm`, of a stream's reader `<Function>IteratorAgeAlarm`. */
export function alarmsOfFunction(watched: Watched, naming: Naming): Readonly<Record<string, Resource>> {
  const { name, id, timeoutSeconds, alarms, condition } = watched;
  const { means, begin = `lake logs ${name} --errors`, duration = nearTimeout } = alarms;
  const nearMs = timeoutSeconds * 10 * duration;
  const alarm = (
    page: string,
    form: Pick<AlarmForm, 'wrong' | 'metric' | 'statistic' | 'seconds' | 'periods' | 'above'>,
  ) =>
    alarmOf(
      {
        ...form,
        name: `${page}.${name}`,
        means,
        begin,
        namespace: 'AWS/Lambda',
        of: { FunctionName: { Ref: id } },
        ...(condition !== undefined && { condition }),
      },
      naming,
    );
  return {
    [`${id}ErrorsAlarm`]: alarm('function-errors', {
      wrong: `Calls of the function ${name} fail: it threw, ran out of time or memory, or is not allowed something.`,
      ...{ metric: 'Errors', statistic: 'Sum', seconds: 60 },
    }),
    [`${id}ThrottlesAlarm`]: alarm('function-throttles', {
      wrong: `Calls of the function ${name} have been refused for five minutes, as the account runs as many functions at once as it may.`,
      ...{ metric: 'Throttles', statistic: 'Sum', seconds: 60, periods: 5 },
    }),
    [`${id}DurationAlarm`]: alarm('function-duration', {
      wrong: `A call of the function ${name} took over ${duration} % of the ${timeoutSeconds} seconds that it has: soon calls are cut off.`,
      ...{ metric: 'Duration', statistic: 'Maximum', seconds: 60, above: nearMs },
    }),
    ...(watched.readsStream && {
      [`${id}IteratorAgeAlarm`]: alarm('iterator-age', {
        wrong: `The function ${name} is over 15 minutes behind the stream that it reads.`,
        ...{ metric: 'IteratorAge', statistic: 'Maximum', seconds: 60, above: lateMs },
      }),
    }),
  };
}
