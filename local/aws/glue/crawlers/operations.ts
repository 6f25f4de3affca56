import { AwsError } from '../../../kernel/error.ts';
import { type Context, type Operation, operation } from '../../../kernel/operation.ts';
import type { Permission } from '../../../kernel/permission.ts';
import { alreadyExists, required } from '../error.ts';
import { page } from '../paging.ts';
import type { Crawlers } from './crawlers.ts';
import { describeCrawler } from './describe-crawler.ts';
import { settingsOf } from './settings.ts';

/** The operations of crawlers. CreateCrawler and the lists know no resource: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsglue.html */
export function crawlerOperations(crawlers: Crawlers): readonly Operation[] {
  return [
    createCrawler,
    updateCrawler,
    deleteCrawler,
    getCrawler,
    getCrawlers,
    listCrawlers,
    startCrawler,
    stopCrawler,
  ].map((create) => create(crawlers));
}

const createCrawler = (crawlers: Crawlers) =>
  operation('glue', 'CreateCrawler', {
    permissions: ({ Role }, context) => [{ action: 'glue:CreateCrawler', resource: '*' }, ...passed(Role, context)],
    async handle(input, { cloud }) {
      const name = required(input.Name, 'name');
      if (crawlers.store.has(name)) throw alreadyExists(`Crawler ${name} already exists`);
      const settings = await settingsOf(input, cloud);
      const now = cloud.clock.now();
      const about = { name, createdMs: now, updatedMs: now, version: 1, lastCrawl: undefined };
      crawlers.store.put(name, { ...settings, ...about });
      crawlers.reschedule();
      return {};
    },
  });

const updateCrawler = (crawlers: Crawlers) =>
  operation('glue', 'UpdateCrawler', {
    permissions: ({ Name, Role }, context) => [...onCrawler('UpdateCrawler', Name, context), ...passed(Role, context)],
    async handle(input, { cloud }) {
      const known = notRunning(crawlers, input.Name);
      // What is not given stays
      const given = { ...described(crawlers, known.name), ...withoutUndefined(input) };
      const settings = await settingsOf(given, cloud);
      const about = { updatedMs: cloud.clock.now(), version: known.version + 1 };
      crawlers.store.put(known.name, { ...known, ...settings, ...about });
      crawlers.reschedule();
      return {};
    },
  });

const deleteCrawler = (crawlers: Crawlers) =>
  operation('glue', 'DeleteCrawler', {
    permissions: ({ Name }, context) => onCrawler('DeleteCrawler', Name, context),
    handle({ Name }) {
      crawlers.store.delete(notRunning(crawlers, Name).name);
      crawlers.reschedule();
      return {};
    },
  });

const getCrawler = (crawlers: Crawlers) =>
  operation('glue', 'GetCrawler', {
    permissions: ({ Name }, context) => onCrawler('GetCrawler', Name, context),
    handle: ({ Name }) => ({
      Crawler: describeCrawler(crawlers.find(Name), crawlers.stateOf(Name ?? '')),
    }),
  });

const getCrawlers = (crawlers: Crawlers) =>
  operation('glue', 'GetCrawlers', {
    permissions: () => [{ action: 'glue:GetCrawlers', resource: '*' }],
    handle({ NextToken: token, MaxResults: max }) {
      const { items, nextToken } = page([...crawlers.store.entries()], { token, max, limit: 100 });
      return {
        Crawlers: items.map((each) => describeCrawler(each, crawlers.stateOf(each.name))),
        NextToken: nextToken,
      };
    },
  });

const listCrawlers = (crawlers: Crawlers) =>
  operation('glue', 'ListCrawlers', {
    permissions: () => [{ action: 'glue:ListCrawlers', resource: '*' }],
    handle({ NextToken: token, MaxResults: max, Tags }) {
      const entries = Object.keys(Tags ?? {}).length > 0 ? [] : [...crawlers.store.entries()];
      const { items, nextToken } = page(entries, { token, max, limit: 100 });
      return { CrawlerNames: items.map(({ name }) => name), NextToken: nextToken };
    },
  });

const startCrawler = (crawlers: Crawlers) =>
  operation('glue', 'StartCrawler', {
    permissions: ({ Name }, context) => onCrawler('StartCrawler', Name, context),
    handle({ Name }) {
      crawlers.start(Name);
      return {};
    },
  });

const stopCrawler = (crawlers: Crawlers) =>
  operation('glue', 'StopCrawler', {
    permissions: ({ Name }, context) => onCrawler('StopCrawler', Name, context),
    handle({ Name }) {
      crawlers.stop(Name);
      return {};
    },
  });

function onCrawler(action: string, name: string | undefined, { cloud }: Context): readonly Permission[] {
  return [
    { action: `glue:${action}`, resource: `arn:aws:glue:${cloud.region}:${cloud.account}:crawler/${name ?? ''}` },
  ];
}

function passed(role: string | undefined, { cloud }: Context): readonly Permission[] {
  if (role === undefined) return [];
  const resource = role.startsWith('arn:') ? role : `arn:aws:iam::${cloud.account}:role/${role}`;
  return [{ action: 'iam:PassRole', resource, conditions: { 'iam:PassedToService': 'glue.amazonaws.com' } }];
}

function notRunning(crawlers: Crawlers, name: string | undefined) {
  const crawler = crawlers.find(name);
  if (crawlers.stateOf(crawler.name).state !== 'READY')
    throw new AwsError('CrawlerRunningException', `Crawler with name ${name} is running`);
  return crawler;
}

/** What UpdateCrawler would be given to leave a crawler as it is. */
function described(crawlers: Crawlers, name: string) {
  const { roleArn: Role, description, database, prefix, paths, schedule, recrawl, configuration } = crawlers.find(name);
  return {
    Role,
    Description: description,
    DatabaseName: database,
    TablePrefix: prefix,
    Targets: { S3Targets: paths.map((Path) => ({ Path })) },
    Schedule: schedule,
    RecrawlPolicy: { RecrawlBehavior: recrawl },
    SchemaChangePolicy: { UpdateBehavior: 'LOG', DeleteBehavior: 'LOG' } as const,
    Configuration: configuration,
  };
}

function withoutUndefined<T extends object>(input: T): Partial<T> {
  const given: Partial<T> = { ...input };
  for (const [key, value] of Object.entries(input)) if (value === undefined) Reflect.deleteProperty(given, key);
  return given;
}
