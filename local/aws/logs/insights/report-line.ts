const kinds = /^(START|END|REPORT) RequestId: (\S+)/;

const measures: readonly (readonly [name: string, pattern: RegExp, factor: number])[] = [
  ['@duration', /\tDuration: ([\d.]+) ms/, 1],
  ['@billedDuration', /\tBilled Duration: ([\d.]+) ms/, 1],
  ['@initDuration', /\tInit Duration: ([\d.]+) ms/, 1],
  ['@memorySize', /\tMemory Size: ([\d.]+) MB/, 1e6],
  ['@maxMemoryUsed', /\tMax Memory Used: ([\d.]+) MB/, 1e6],
];

/** The fields of Lambda's own lines, memory in bytes as Logs Insights has it. */
export function reportFields(message: string): readonly (readonly [string, string | number])[] {
  const [, type, requestId] = kinds.exec(message) ?? [];
  if (type === undefined || requestId === undefined) return platformFields(message);
  const found = measures.flatMap(([name, pattern, factor]) => {
    const value = pattern.exec(message)?.[1];
    return value === undefined ? [] : [[name, Number(value) * factor] as const];
  });
  return [['@type', type], ['@requestId', requestId], ...found];
}

const platformTypes: Readonly<Record<string, string>> = {
  'platform.start': 'START',
  'platform.runtimeDone': 'END',
  'platform.report': 'REPORT',
};

/** The same of functions that log in JSON. */
function platformFields(message: string): readonly (readonly [string, string | number])[] {
  const type = platformTypes[/"type":"(platform\.\w+)"/.exec(message)?.[1] ?? ''];
  const requestId = /"requestId":"([^"]+)"/.exec(message)?.[1];
  const id = requestId === undefined ? [] : [['@requestId', requestId] as const];
  if (type === undefined) return id;
  const number = (name: string, key: string, factor = 1) => {
    const value = new RegExp(`"${key}":([\\d.]+)`).exec(message)?.[1];
    return value === undefined ? [] : [[name, Number(value) * factor] as const];
  };
  return [
    ['@type', type],
    ...id,
    ...number('@duration', 'durationMs'),
    ...number('@billedDuration', 'billedDurationMs'),
    ...number('@initDuration', 'initDurationMs'),
    ...number('@memorySize', 'memorySizeMB', 1e6),
    ...number('@maxMemoryUsed', 'maxMemoryUsedMB', 1e6),
  ];
}
