import { originalPositionFor, type TraceMap } from '@jridgewell/trace-mapping';

/** A frame in a bundle: `    at async Xe (file:///var/task/logs/functions/parse-logs/handler.mjs:12:345)` */
const frame = /^(\s*at )(async )?(.*?)\(?(?:file:\/\/)?\/[^\s()]*\/functions\/[^\s():]+\.mjs:(\d+):(\d+)\)?$/;

/** A stack by the source: places of the repository for places in the bundle. Other lines stay as they are. */
export function translateStack(stack: string, map: TraceMap): string {
  const lines = stack.split('\n');
  const positions = lines.map((line) => positionOf(line, map));
  return lines
    .map((line, index) => {
      const position = positions[index];
      if (position === undefined) return line;
      // What stands at the call is the name of what is called: a minified function's own name is told by its caller's place.
      const name = positions[index + 1]?.name;
      return `${position.at}${name === undefined ? position.place : `${name} (${position.place})`}`;
    })
    .join('\n');
}

/** Whether a stack has frames in a bundle. */
export function isTranslatable(stack: string): boolean {
  return stack.split('\n').some((line) => frame.test(line));
}

type Position = { readonly at: string; readonly place: string; readonly name: string | undefined };

function positionOf(line: string, map: TraceMap): Position | undefined {
  const [, at = '', isAsync = '', , row, column] = frame.exec(line) ?? [];
  if (row === undefined || column === undefined) return undefined;
  // V8 counts columns from 1, source maps from 0.
  const found = originalPositionFor(map, { line: Number(row), column: Number(column) - 1 });
  if (found.source === null) return undefined;
  return {
    at: `${at}${isAsync}`,
    place: `${found.source}:${found.line}:${found.column + 1}`,
    name: found.name ?? undefined,
  };
}
