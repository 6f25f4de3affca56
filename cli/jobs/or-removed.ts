import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { instant } from '@tributary/shared/span.ts';
import { namesOf, type Target } from '../target.ts';
import { UsageError } from '../usage.ts';
import { createReader, type JobsReader, placeOf } from './place.ts';
import { removedIn } from './survey.ts';

const services = ['query', 'enrich', 'ingest'] as const;

/** What `find` finds of the name; where nothing is declared so that once was, UsageError says since when. */
export async function orRemoved<T>(name: string, target: Target, find: () => T): Promise<T> {
  try {
    return find();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw (await removal(name, target).catch(() => undefined)) ?? error;
  }
}

async function removal(name: string, target: Target): Promise<UsageError | undefined> {
  const { stage, client } = target;
  const { prefix } = await namesOf(target);
  const dynamo = new DynamoDBClient({ ...client, maxAttempts: 1 });
  return removedSince(name, (service) => createReader(dynamo, placeOf(service, { prefix, stage })));
}

/** Of a name that no file declares any more; undefined where it never was one. */
export async function removedSince(
  name: string,
  open: (service: (typeof services)[number]) => Pick<JobsReader, 'standings'>,
): Promise<UsageError | undefined> {
  for (const service of services) {
    const [removed] = removedIn(service, await open(service).standings(), []).filter((each) => each.name === name);
    if (removed !== undefined)
      return new UsageError(
        `${name} was removed from services/${service} ${instant(removed.removedAt)}: nothing of it runs any more. lake jobs says what is left of it.`,
      );
  }
  return undefined;
}
