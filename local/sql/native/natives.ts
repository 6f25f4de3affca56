import type { NativeFunction } from '../functions/function.ts';
import { arithmeticNatives } from './arithmetic.ts';
import { bytesNatives } from './bytes.ts';
import { formatNatives } from './format.ts';
import { indexListNatives } from './index-list.ts';
import { jsonNatives } from './json.ts';
import { jsonCastNatives } from './json-cast.ts';
import { jsonPathNatives } from './json-path.ts';
import { momentNatives } from './moment.ts';
import { numberNatives } from './number.ts';
import { patternNatives } from './pattern.ts';
import { percentileNatives } from './percentile.ts';
import { regexpNatives } from './regexp.ts';
import { sphereNatives } from './sphere.ts';
import { textNatives } from './text.ts';
import { urlNatives } from './url.ts';

/** Every function of ours in JavaScript. */
export const natives: readonly NativeFunction[] = [
  ...arithmeticNatives,
  ...bytesNatives,
  ...formatNatives,
  ...indexListNatives,
  ...jsonCastNatives,
  ...jsonNatives,
  ...jsonPathNatives,
  ...momentNatives,
  ...numberNatives,
  ...patternNatives,
  ...percentileNatives,
  ...regexpNatives,
  ...sphereNatives,
  ...textNatives,
  ...urlNatives,
];
