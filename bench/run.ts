import { bridgeBenchmark } from './bridge.ts';
import { changesBenchmark } from './changes.ts';
import { coldBenchmark } from './cold.ts';
import { convertBenchmark } from './convert.ts';
import { layersBenchmark } from './layers.ts';
import { memoryBenchmark } from './memory.ts';
import { mergeBenchmark } from './merge.ts';
import { objectBenchmark } from './object.ts';
import { parquetBenchmark } from './parquet-write.ts';
import { parseBenchmark } from './parse.ts';
import { registerBenchmark } from './register.ts';

const benchmarks: ReadonlyMap<string, () => Promise<void>> = new Map([
  ['parse', () => parseBenchmark().then(objectBenchmark).then(memoryBenchmark)],
  ['parquet', parquetBenchmark],
  ['bridge', bridgeBenchmark],
  ['changes', changesBenchmark],
  ['layers', layersBenchmark],
  ['merge', mergeBenchmark],
  ['convert', convertBenchmark],
  ['register', registerBenchmark],
  ['cold', coldBenchmark],
]);

const name = process.argv[2] ?? '';
const benchmark = benchmarks.get(name);
if (benchmark === undefined) {
  console.error(`npm run bench -- ${[...benchmarks.keys()].join(' | ')}`);
  process.exitCode = 2;
} else await benchmark();
