import type { NativeFunction } from '../functions/function.ts';

/** Placeholder-free list of JSON casts. */
export const jsonCastNatives: readonly NativeFunction[] = [];
