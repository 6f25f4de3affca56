import { createRequire } from 'node:module';
import { constants, gzipSync } from 'node:zlib';
import { createSalvage } from '../../shared/objects/salvage.ts';

// What does not repeat, so that what is left of the member is as much of the text.
let state = 1;
const words = Array.from({ length: 20_000 }, () => {
  state = (state * 48_271) % 2_147_483_647;
  return state.toString(36);
});
const text = words.join(' ');
// In fixed codes zeros end a block, and begin another whose length is none: damage that nothing takes for data.
const member = gzipSync(text, { strategy: constants.Z_FIXED });
const damagedAt = Math.floor(member.length / 3);
member.fill(0, damagedAt, damagedAt + 64);

let isNative = false;
const salvage = createSalvage(() => {
  const zlib = createRequire(import.meta.url)('zlib-sync');
  isNative = true;
  return zlib;
});
const saved = (await salvage(member)).toString('latin1');
const beginning = saved.slice(0, Math.floor(saved.length * 0.95));
console.log(JSON.stringify({ isNative, isBeginning: text.startsWith(beginning), share: saved.length / text.length }));
