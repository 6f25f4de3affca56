import type { NativeFunction } from '../functions/function.ts';
import { jsonCastNatives } from './json-cast.ts';
import { momentNatives } from './moment.ts';
import { numberNatives } from './number.ts';

/** Every function of ours in JavaScript. */
export const natives: readonly NativeFunction[] = [...numberNatives, ...momentNatives, ...jsonCastNatives];
