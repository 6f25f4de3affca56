import type { CrawlerTargets, CreateCrawlerRequest, UpdateCrawlerRequest } from '@aws-sdk/client-glue';
import { z } from 'zod';
import type { Cloud } from '../../../kernel/cloud.ts';
import { notCovered } from '../../../kernel/error.ts';
import { parseCron } from '../../events/cron.ts';
import { roleTrusts } from '../../iam/trusted-service.ts';
import { invalidInput, required } from '../error.ts';
import type { StoredCrawler } from './stored-crawler.ts';

type Settings = Pick<
  StoredCrawler,
  'roleArn' | 'description' | 'database' | 'prefix' | 'paths' | 'schedule' | 'recrawl' | 'configuration' | 'tableLevel'
>;

/** What a crawler is to do. Refused is what crawlers here do not: other targets than S3's, changes of what is there, classifiers. */
export async function settingsOf(
  input: Partial<CreateCrawlerRequest & UpdateCrawlerRequest>,
  cloud: Cloud,
): Promise<Settings> {
  for (const name of refused)
    if (input[name] !== undefined && !isEmpty(input[name])) throw notCovered(`glue crawlers with ${name}`);
  checkPolicy(input);
  return {
    roleArn: await roleOf(required(input.Role, 'role'), cloud),
    description: input.Description,
    database: databaseOf(input.DatabaseName),
    prefix: input.TablePrefix ?? '',
    paths: pathsOf(required(input.Targets, 'targets')),
    schedule: scheduleOf(input.Schedule),
    recrawl: recrawlOf(input.RecrawlPolicy?.RecrawlBehavior),
    configuration: input.Configuration,
    tableLevel: levelOf(input.Configuration),
  };
}

const refused = [
  'Classifiers',
  'LineageConfiguration',
  'LakeFormationConfiguration',
  'CrawlerSecurityConfiguration',
] as const;

function isEmpty(value: unknown): boolean {
  return value === '' || (Array.isArray(value) && value.length === 0);
}

/** Glue's own defaults change and deprecate what is there. */
function checkPolicy({ SchemaChangePolicy: policy }: Partial<CreateCrawlerRequest>): void {
  const { UpdateBehavior = 'UPDATE_IN_DATABASE', DeleteBehavior = 'DEPRECATE_IN_DATABASE' } = policy ?? {};
  if (UpdateBehavior !== 'LOG') throw notCovered(`glue crawlers with UpdateBehavior ${UpdateBehavior}`);
  if (DeleteBehavior !== 'LOG') throw notCovered(`glue crawlers with DeleteBehavior ${DeleteBehavior}`);
}

async function roleOf(role: string, cloud: Cloud): Promise<string> {
  const arn = role.startsWith('arn:') ? role : `arn:aws:iam::${cloud.account}:role/${role}`;
  if (!(await roleTrusts(cloud, arn, 'glue.amazonaws.com')))
    throw invalidInput(`Service is unable to assume provided role. Please verify role's TrustPolicy: ${arn}`);
  return arn;
}

function databaseOf(name: string | undefined): string {
  if (name === undefined || name === '') throw invalidInput('Database name is required for a crawler of S3 targets.');
  return name.toLowerCase();
}

function pathsOf({ S3Targets = [], ...others }: CrawlerTargets): readonly string[] {
  const [other] = Object.entries(others).filter(([, targets]) => targets !== undefined && targets.length > 0);
  if (other !== undefined) throw notCovered(`glue crawlers with ${other[0]}`);
  if (S3Targets.length === 0) throw invalidInput('Targets cannot be empty.');
  return S3Targets.map(({ Path = '', ...more }) => {
    const [setting] = Object.entries(more).filter(([, value]) => value !== undefined && !isEmpty(value));
    if (setting !== undefined) throw notCovered(`glue crawlers with S3 targets that have ${setting[0]}`);
    if (!/^s3:\/\/[a-z0-9][a-z0-9.-]+(?:\/|$)/.test(Path)) throw invalidInput(`Invalid S3 path: ${Path}`);
    return Path;
  });
}

function scheduleOf(schedule: string | undefined): string | undefined {
  if (schedule === undefined || schedule === '') return undefined;
  if (parseCron(/^cron\((.*)\)$/.exec(schedule)?.[1] ?? '') === undefined)
    throw invalidInput(`Invalid schedule expression: ${schedule}`);
  return schedule;
}

function recrawlOf(behavior = 'CRAWL_EVERYTHING'): Settings['recrawl'] {
  if (behavior === 'CRAWL_EVERYTHING' || behavior === 'CRAWL_NEW_FOLDERS_ONLY') return behavior;
  throw notCovered(`glue crawlers with RecrawlBehavior ${behavior}`);
}

const configuration = z.strictObject({
  Version: z.number(),
  CrawlerOutput: z
    .strictObject({ Partitions: z.strictObject({ AddOrUpdateBehavior: z.literal('InheritFromTable') }).optional() })
    .optional(),
  Grouping: z.strictObject({ TableLevelConfiguration: z.number().int().positive().optional() }).optional(),
});

function levelOf(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  const read = configuration.safeParse(parsed(text));
  if (read.success) return read.data.Grouping?.TableLevelConfiguration;
  const [issue] = read.error.issues;
  throw notCovered(`glue crawlers with a Configuration whose ${issue?.path.join('.') || 'member'}: ${issue?.message}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidInput('Configuration is not valid JSON.');
  }
}
