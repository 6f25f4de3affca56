import { useMemo } from 'preact/hooks';
import { go, hrefOf as pageOf, type Route } from '../app/route.ts';
import { LayeredGraph } from '../parts/graph/graph.tsx';
import { Busy, Failure } from '../parts/notice.tsx';
import { minute } from '../parts/words.ts';
import { NodeList } from './list.tsx';
import type { FlowNode } from './nodes.ts';
import { Panel } from './panel.tsx';
import { type TheMap, useMap } from './use-map.ts';

/** The lake's flow as it is deployed, with its numbers running. */
export function Page({ route }: { readonly route: Route }) {
  const open = useMemo(() => new Set(route.query.get('open')?.split(',')), [route.query.get('open')]);
  const { map, error } = useMap(open);
  return (
    <>
      <h1>Map</h1>
      {error !== undefined && <Failure error={error} what="What is deployed cannot be read." />}
      {map === undefined ? (
        error === undefined && <Busy what="What is deployed is read" />
      ) : (
        <TheMapPage route={route} map={map} open={open} />
      )}
    </>
  );
}

type Props = { readonly route: Route; readonly map: TheMap; readonly open: ReadonlySet<string> };

function TheMapPage({ route: { query }, map, open }: Props) {
  const asked = (name: string) => query.get(name) || undefined;
  const here = { node: asked('node'), find: asked('find'), view: asked('view'), open: asked('open') };
  const hrefOf = (id: string | undefined) => pageOf('', [], { ...here, node: id, ...opened(map, open, id) });
  const chosen = here.node === undefined ? undefined : nodeCalled(map, here.node);
  const isList = (here.view ?? viewAtFirst()) === 'list' || here.find !== undefined;
  return (
    <>
      <Bar map={map} here={here} isList={isList} />
      <Wrongs map={map} hrefOf={hrefOf} />
      <div class={`map ${chosen === undefined ? '' : 'chosen'}`}>
        <div>
          {isList ? (
            <NodeList map={map} find={here.find ?? ''} hrefOf={hrefOf} selected={here.node} />
          ) : (
            <Drawn map={map} hrefOf={hrefOf} selected={here.node} />
          )}
        </div>
        {chosen !== undefined && <Panel node={chosen} map={map} hrefOf={hrefOf} />}
        {here.node !== undefined && chosen === undefined && (
          <p class="notice">Nothing called {here.node} is deployed.</p>
        )}
      </div>
    </>
  );
}

function viewAtFirst(): string {
  return matchMedia('(max-width: 48rem)').matches ? 'list' : 'map';
}

type BarProps = {
  readonly map: TheMap;
  /** What stands in the address. */
  readonly here: Readonly<Record<'node' | 'find' | 'view' | 'open', string | undefined>>;
  readonly isList: boolean;
};

function Bar({ map, here, isList }: BarProps) {
  const find = (text: string) => go(pageOf('', [], { ...here, find: text || undefined }), { replace: true });
  return (
    <div class="bar">
      <label>
        Find <input type="search" value={here.find ?? ''} onInput={({ currentTarget }) => find(currentTarget.value)} />
      </label>
      <a href={pageOf('', [], { ...here, view: 'map', find: undefined })} aria-current={isList ? undefined : 'true'}>
        Map
      </a>
      <a href={pageOf('', [], { ...here, view: 'list' })} aria-current={isList ? 'true' : undefined}>
        List
      </a>
      <span class="quiet">Counted since {minute(map.from)} UTC</span>
      {map.numbers.error !== undefined && <Failure error={map.numbers.error} what="The numbers stand still." />}
    </div>
  );
}

/** A group that is chosen opens; chosen once more it is drawn as one again. */
function opened({ shown }: TheMap, open: ReadonlySet<string>, id: string | undefined) {
  if (!shown.groups.some((group) => group.id === id) || id === undefined) return {};
  const next = open.has(id) ? [...open].filter((each) => each !== id) : [...open, id];
  return { open: next.join(',') || undefined };
}

function nodeCalled({ flow, shown }: TheMap, id: string): FlowNode | undefined {
  const { nodes, aside, dead, rules } = flow;
  return [...shown.groups, ...nodes, ...aside, ...dead, ...rules].find((node) => node.id === id);
}

type Linking = { readonly map: TheMap; readonly hrefOf: (id: string) => string };

function Drawn({ map, hrefOf, selected }: Linking & { readonly selected: string | undefined }) {
  const { shown, standings } = map;
  const nodes = shown.nodes.map(({ id, title, kind }) => {
    const { tone = 'quiet', words = '' } = standings.get(id) ?? {};
    return { id, title, kind, tone, ...(words === '' ? { detail: kind } : { detail: words }) };
  });
  return (
    <LayeredGraph
      label="How data flows, from left to right"
      nodes={nodes}
      edges={shown.edges}
      hrefOf={hrefOf}
      placing={{ sourcesFirst: true }}
      {...(selected === undefined ? {} : { selected })}
    />
  );
}

/** What is wrong or late, in words, for who does not see the colours. */
function Wrongs({ map, hrefOf }: Linking) {
  const { nodes, aside } = map.flow;
  const all = [...nodes, ...aside].flatMap((node) => {
    const standing = map.standings.get(node.id);
    return standing?.tone === 'bad' || standing?.tone === 'warn' ? [{ node, standing }] : [];
  });
  const first = all
    .toSorted((a, b) => Number(a.standing.tone === 'warn') - Number(b.standing.tone === 'warn'))
    .slice(0, 6);
  return (
    <ul class="wrongs" aria-live="polite" aria-label="What is wrong or late">
      {all.length === 0 && <li class="quiet">Nothing fails, and nothing is late.</li>}
      {first.map(({ node, standing }) => (
        <li key={node.id}>
          <a href={hrefOf(node.id)}>{node.title}</a> <span class={`state ${standing.tone}`}>{standing.words}</span>
        </li>
      ))}
      {all.length > first.length && <li class="quiet">and {all.length - first.length} more</li>}
    </ul>
  );
}
