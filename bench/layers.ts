import { cpuSecondsOfAll } from './layers/cpu.ts';
import { type BenchLake, startLake } from './layers/lake.ts';
import { runScript } from './layers/rival.ts';
import { covered, makespan } from './layers/schedule.ts';
import { chain, kinds, type Shape, tens } from './layers/shapes.ts';
import { type Statement, statementsSince, timesOf } from './layers/statements.ts';
import { machine } from './machine.ts';

/** `statementsAtOnce` of a local lake, and of the local Athena. */
const atOnce = 4;
const usualChanges = 5;
const patienceMs = 900_000;
/** Looking whether all is quiet takes some of the processor, too. */
const quietPauseMs = 1_000;

const allShapes = [chain('plain', { tested: false }), chain('tested', { tested: true }), tens('tens')];

/** What orchestration adds to datasets' statements, by layer, after a change upstream: `layers [CHANGES [plain] [tested] [tens]]` on the command line. */
export async function layersBenchmark(): Promise<void> {
  const [count, ...names] = process.argv.slice(3);
  const changes = Number(count ?? usualChanges);
  const shapes = allShapes.filter(({ source }) => names.length === 0 || names.includes(source));
  const single = kinds('kinds');
  const lake = await startLake([...shapes, single]);
  try {
    for (const shape of [...shapes, single]) await settled(lake, shape);
    console.log(`\n${machine()}\n${changes} changes of each, medians; ${atOnce} statements at once`);
    await countKinds(lake, single);
    for (const shape of shapes) await measureShape(lake, shape, changes);
  } finally {
    await lake.stop();
  }
}

async function measureShape(lake: BenchLake, shape: Shape, changes: number): Promise<void> {
  const ours: Round[] = [];
  const rivals: Round[] = [];
  for (let change = 0; change <= changes; change += 1) {
    const { round, statements } = await runLake(lake, shape);
    const rival = await runRival(lake, shape, statements);
    // The first of each starts processes and compiles.
    if (change === 0) continue;
    ours.push(round);
    rivals.push(rival);
  }
  console.log(`\n${shape.title}\n${header}`);
  console.log(rowOf('the lake', shape, ours));
  console.log(rowOf('a script', shape, rivals));
}

/**
 * Seconds of one change: all of it, its statements together, along their critical path, by `atOnce`, with none under way; and of the processor, until all
 * is quiet again.
 */
type Round = {
  readonly cpu: number;
  readonly wall: number;
  readonly statements: number;
  readonly sum: number;
  readonly path: number;
  readonly packed: number;
  readonly idle: number;
};

async function runLake(lake: BenchLake, shape: Shape) {
  await lake.change(shape);
  const cpuBefore = cpuSecondsOfAll();
  const from = Date.now();
  await lake.tell(shape);
  const to = await until(() => lastHeard(lake, shape, from));
  await until(async () => ((await lake.busy(shape)) === 0 ? true : undefined), quietPauseMs);
  const cpu = cpuSecondsOfAll() - cpuBefore;
  const statements = await statementsSince(lake, shape, from);
  const runs = new Set(statements.map(({ run }) => run)).size;
  if (runs !== shape.datasets.length) throw new Error(`${shape.datasets.length} datasets had ${runs} runs`);
  return { statements, round: roundOf(shape, statements, { from, to, cpu }) };
}

async function runRival(lake: BenchLake, shape: Shape, of: readonly Statement[]): Promise<Round> {
  const sqlOf = new Map(
    shape.datasets.map(({ name }) => [name, of.filter(({ dataset }) => dataset === name).map(({ sql }) => sql)]),
  );
  await lake.change(shape);
  const cpuBefore = cpuSecondsOfAll();
  const from = Date.now();
  const ran = await runScript(lake, shape, { sqlOf, atOnce });
  const to = Date.now();
  const cpu = cpuSecondsOfAll() - cpuBefore;
  const times = await timesOf(lake, [...ran.values()].flat());
  const statements = [...ran].flatMap(([dataset, ids]) =>
    ids.flatMap((id) => ({ dataset, run: '', step: '', ...(times.get(id) ?? { sql: '', from: 0, to: 0 }) })),
  );
  return roundOf(shape, statements, { from, to, cpu });
}

type Measured = { readonly from: number; readonly to: number; readonly cpu: number };

function roundOf({ datasets }: Shape, statements: readonly Statement[], { from, to, cpu }: Measured): Round {
  const tasks = datasets.map(({ name, reads: after }) => {
    const own = statements.filter(({ dataset }) => dataset === name);
    // What only tidies up afterwards nobody waits for.
    const until = own.findLastIndex(({ step }) => step === 'publish');
    const needed = until < 0 ? own : own.slice(0, until + 1);
    return { name, after, ms: sumOf(needed.map(msOf)) };
  });
  return {
    cpu,
    wall: (to - from) / 1_000,
    statements: statements.length,
    sum: sumOf(statements.map(msOf)) / 1_000,
    path: makespan(tasks) / 1_000,
    packed: makespan(tasks, atOnce) / 1_000,
    idle: (to - from - covered(statements)) / 1_000,
  };
}

const header = [
  `${''.padEnd(10)} wall s   CPU s  statements   sum s  critical path s  ${atOnce} at once s  idle s`,
  '  a layer: beyond critical path s  beyond at once s  idle s',
].join('');

function rowOf(name: string, { layers }: Shape, rounds: readonly Round[]): string {
  const middle = (of: (round: Round) => number) => median(rounds.map(of));
  const cells: readonly (readonly [number, number, number])[] = [
    [middle(({ wall }) => wall), 6, 2],
    [middle(({ cpu }) => cpu), 7, 2],
    [middle(({ statements }) => statements), 11, 0],
    [middle(({ sum }) => sum), 7, 2],
    [middle(({ path }) => path), 16, 2],
    [middle(({ packed }) => packed), 12, 2],
    [middle(({ idle }) => idle), 7, 2],
    [middle(({ wall, path }) => wall - path) / layers, 33, 3],
    [middle(({ wall, packed }) => wall - packed) / layers, 17, 3],
    [middle(({ idle }) => idle) / layers, 7, 3],
  ];
  return `${name.padEnd(10)}${cells.map(([value, width, digits]) => value.toFixed(digits).padStart(width)).join(' ')}`;
}

async function countKinds(lake: BenchLake, shape: Shape): Promise<void> {
  const { statements } = await runLake(lake, shape);
  console.log('\nstatements of a run');
  for (const { name } of shape.datasets) {
    const steps = statements.filter(({ dataset }) => dataset === name).map(({ step }) => step);
    console.log(`${name.padEnd(34)} ${steps.length}  ${steps.join(', ')}`);
  }
}

/** When the last of a shape's datasets told that its rows have changed; undefined while one has not. */
async function lastHeard({ heard }: BenchLake, { datasets }: Shape, from: number): Promise<number | undefined> {
  const times = heard.since(from);
  const each = datasets.map(({ name }) => times.get(name));
  return each.includes(undefined) ? undefined : Math.max(...each.map((at = 0) => at));
}

const settled = (lake: BenchLake, shape: Shape) =>
  until(async () => {
    const sum = await lake.sumOf(shape).catch(() => 0);
    return sum > 0 && (await lake.busy(shape)) === 0 ? true : undefined;
  }, 2_000);

async function until<T>(look: () => Promise<T | undefined>, pauseMs = 100): Promise<T> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (Date.now() > end) throw new Error(`Not within ${patienceMs / 1_000} s`);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

const msOf = ({ from, to }: Statement) => to - from;
const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = Number.NaN, high = Number.NaN] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}
