import { size } from '@tributary/shared/size.ts';
import { span } from '@tributary/shared/span.ts';
import { hrefOf } from '../app/route.ts';
import { type GlueTable, tableOf } from '../aws/glue.ts';
import type { Lake } from '../lake/names.ts';
import { folderHref, folderOfUri } from '../objects/address.ts';
import { Answer } from '../parts/asked.tsx';
import { type Fact, Facts } from '../parts/facts.tsx';
import { Failure } from '../parts/notice.tsx';
import { type Asked, useAsked } from '../parts/use-asked.ts';
import { Columns } from './columns.tsx';
import { kindOf } from './kind.ts';
import { LineageTab } from './lineage-tab.tsx';
import { sampleSql } from './partition-values.ts';
import { Partitions } from './partitions.tsx';
import { type Detail, readDetail } from './read-detail.ts';
import { descriptionOf, readDeclared, type TableHeader } from './read-entries.ts';
import { Sample } from './sample.tsx';
import { Snapshots } from './snapshots.tsx';
import { type Tab, Tabs } from './tabs.tsx';
import { viewSql } from './view-sql.ts';

type Names = Lake['names'];
type Props = {
  readonly names: Names;
  readonly database: string;
  readonly name: string;
  readonly query: URLSearchParams;
};

/** All that is known of one table. */
export function TablePage({ names, database, name, query }: Props) {
  const asked = useAsked((signal) => tableOf(database, name, signal), [database, name]);
  const declared = useAsked(readDeclared, []);
  const isLake = database === names.lakeDatabase;
  const header = isLake ? declared.value?.headers.find((each) => each.name === name) : undefined;
  return (
    <>
      <p class="quiet">
        <a href={hrefOf('tables')}>Tables</a> / <a href={hrefOf('tables', [], { database })}>{database}</a>
      </p>
      <h1 class="object-name">{name}</h1>
      <Answer of={asked} what="The table">
        {(table) => <Known names={names} table={table} header={header} query={query} />}
      </Answer>
    </>
  );
}

type KnownProps = {
  readonly names: Names;
  readonly table: GlueTable;
  readonly header: TableHeader | undefined;
  readonly query: URLSearchParams;
};

function Known({ names, table, header, query }: KnownProps) {
  const { DatabaseName: database, Name: name } = table;
  const isOwn = database === names.lakeDatabase || database === names.rawDatabase;
  const detail = useAsked(
    (signal) => (isOwn ? readDetail(database, name, signal) : Promise.resolve(undefined)),
    [database, name],
  );
  const kind = kindOf(table);
  const tabs = tabsOf(table);
  const tab = tabs.find(({ id }) => id === query.get('tab'))?.id ?? 'columns';
  const description = header?.description ?? descriptionOf(table);
  return (
    <>
      {description !== '' && <p>{description}</p>}
      {detail.error !== undefined && <Failure error={detail.error} what="What it holds is not known." />}
      <Facts facts={[['Kind', kind], ...factsOf({ names, table, header, detail })]} />
      <p class="actions">
        <a class="button" href={hrefOf('sql', [], { sql: sampleSql(table, undefined) })}>
          Query it
        </a>
        {header?.kind === 'dataset' && (
          <a class="button" href={hrefOf('datasets', [name])}>
            As a dataset
          </a>
        )}
      </p>
      <Tabs
        tabs={tabs}
        current={tab}
        hrefOf={(id) => hrefOf('tables', [database, name], { tab: id === 'columns' ? undefined : id })}
      />
      <TabContent tab={tab} names={names} table={table} header={header} detail={detail.value} />
    </>
  );
}

type TabProps = Omit<KnownProps, 'query'> & { readonly tab: string; readonly detail: Detail | undefined };

function TabContent({ tab, names, table, header, detail }: TabProps) {
  const { workGroup } = names;
  if (tab === 'sample') return <Sample table={table} workGroup={workGroup} />;
  if (tab === 'partitions') return <Partitions table={table} />;
  if (tab === 'snapshots') return <Snapshots table={table} workGroup={workGroup} />;
  if (tab === 'lineage') return <LineageTab names={names} table={table} />;
  if (tab === 'sql') return <pre class="sql-text">{viewSql(table.ViewOriginalText ?? '')}</pre>;
  return <Columns table={table} header={header} detail={detail} />;
}

function tabsOf(table: GlueTable): readonly Tab[] {
  const kind = kindOf(table);
  return [
    { id: 'columns', title: 'Columns' },
    { id: 'sample', title: 'Sample rows' },
    ...(table.PartitionKeys.length > 0 ? [{ id: 'partitions', title: 'Partitions' }] : []),
    ...(kind === 'Iceberg' ? [{ id: 'snapshots', title: 'Partitions and snapshots' }] : []),
    { id: 'lineage', title: 'Lineage' },
    ...(kind === 'view' ? [{ id: 'sql', title: 'SQL' }] : []),
  ];
}

type Told = Omit<KnownProps, 'query'> & { readonly detail: Asked<Detail | undefined> };

function factsOf({ names, table, header, detail: { value } }: Told): readonly Fact[] {
  const location = table.StorageDescriptor.Location;
  const href = folderOfUri(location);
  return [
    ['Owner', header?.owner ?? table.Owner],
    ['Tags', header?.tags.map((tag) => `#${tag}`).join(' ')],
    ['Rows', value?.rows?.toLocaleString('en-GB')],
    ['Size', sizeOf(value)],
    ['Values that did not fit', value?.rescued?.toLocaleString('en-GB')],
    ['Written', value?.writtenAt ? `${span(Date.now() - Date.parse(value.writtenAt))} ago` : undefined],
    ['Lies in', href === undefined ? location : <a href={href}>{location}</a>],
    ['Comes from', value === undefined ? undefined : <From from={value.from} names={names} />],
  ];
}

function sizeOf(detail: Detail | undefined): string | undefined {
  if (detail?.bytes == null) return undefined;
  const { bytes, objects } = detail;
  return `${size(bytes)}${objects === null ? '' : ` in ${objects.toLocaleString('en-GB')} ${objects === 1 ? 'object' : 'objects'}`}`;
}

/** A folder of the raw bucket is a way there. */
function From({ from, names }: { readonly from: string; readonly names: Names }) {
  if (!from.startsWith('raw/')) return <>{from}</>;
  return (
    <a
      href={folderHref(names.rawBucket, from.endsWith('/') ? from : `${from}/`)}
    >{`s3://${names.rawBucket}/${from}`}</a>
  );
}
