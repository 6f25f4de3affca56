import { type AthenaClient, GetWorkGroupCommand } from '@aws-sdk/client-athena';
import { DescribeEventBusCommand, type EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GetDatabaseCommand, type GlueClient } from '@aws-sdk/client-glue';
import type { Names } from '@tributary/shared/names.ts';
import { deployment, type Finding, ok, unless, wrong } from './finding.ts';

/** Whether the databases of the catalog are there. */
export async function databaseFindings(
  glue: Pick<GlueClient, 'send'>,
  { rawDatabase, lakeDatabase }: Pick<Names, 'rawDatabase' | 'lakeDatabase'>,
  flags: string,
): Promise<readonly Finding[]> {
  return Promise.all(
    [rawDatabase, lakeDatabase].map(async (name) => {
      const ask = () => glue.send(new GetDatabaseCommand({ Name: name }));
      const found = await unless(['EntityNotFoundException'], ask);
      return found === undefined
        ? wrong(`database ${name}`, 'is not there', deployment('catalog', flags))
        : ok(`database ${name}`, 'is there');
    }),
  );
}

/** Whether Athena's work groups are there and take statements. */
export async function workGroupFindings(
  athena: Pick<AthenaClient, 'send'>,
  { workGroup, datasetsWorkGroup, enrichWorkGroup }: Pick<Names, 'workGroup' | 'datasetsWorkGroup' | 'enrichWorkGroup'>,
  flags: string,
): Promise<readonly Finding[]> {
  const wanted = [
    [workGroup, 'query'],
    [datasetsWorkGroup, 'query'],
    [enrichWorkGroup, 'enrich'],
  ] as const;
  return Promise.all(
    wanted.map(async ([name, service]) => {
      const of = `work group ${name}`;
      const found = await workGroupNamed(athena, name);
      if (found === undefined) return wrong(of, 'is not there', deployment(service, flags));
      return found.State === 'DISABLED'
        ? wrong(
            of,
            'is switched off: nothing runs in it',
            `aws athena update-work-group --work-group ${name} --state ENABLED`,
          )
        : ok(of, 'takes statements');
    }),
  );
}

async function workGroupNamed(athena: Pick<AthenaClient, 'send'>, WorkGroup: string) {
  try {
    return (await athena.send(new GetWorkGroupCommand({ WorkGroup }))).WorkGroup;
  } catch (error) {
    // Of one that is not there Athena has no error of its own
    if (error instanceof Error && error.name === 'InvalidRequestException') return undefined;
    throw error;
  }
}

/** Whether the bus of the lake's own events is there. */
export async function busFindings(
  events: Pick<EventBridgeClient, 'send'>,
  { bus }: Pick<Names, 'bus'>,
  flags: string,
): Promise<readonly Finding[]> {
  const ask = () => events.send(new DescribeEventBusCommand({ Name: bus }));
  const found = await unless(['ResourceNotFoundException'], ask);
  return [
    found === undefined
      ? wrong(`bus ${bus}`, 'is not there: no stage hears of another', deployment('query', flags))
      : ok(`bus ${bus}`, 'is there'),
  ];
}
