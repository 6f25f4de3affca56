import { createRequire } from 'node:module';
import { createByteWindow } from './byte-window.ts';
import { endOfHeader, maxWholeMemberBytes } from './gzip-member.ts';
import { inflateStream } from './inflate-stream.ts';
import type { Salvage } from './read-object.ts';

// Output of a step that fails is lost: small steps lose little.
const stepBytes = 64;
const gzipWindowBits = 31;

type ZlibSync = typeof import('zlib-sync');

/** By zlib-sync, which is native and optional; where it cannot be loaded, by Node's own inflater, step by step, which takes longer. */
export function createSalvage(load: () => ZlibSync = () => createRequire(import.meta.url)('zlib-sync')): Salvage {
  const zlib = attempt(load);
  return async (member) => (zlib === undefined ? inflateStepwise(member) : inflateUntilDamage(zlib, member));
}

function attempt<T>(load: () => T): T | undefined {
  try {
    return load();
  } catch {
    return undefined;
  }
}

function inflateUntilDamage(zlib: ZlibSync, member: Buffer): Buffer {
  const inflate = new zlib.Inflate({ windowBits: gzipWindowBits });
  const saved: Buffer[] = [];
  let size = 0;
  for (let at = 0; at < member.length && size < maxWholeMemberBytes; at += stepBytes) {
    inflate.push(member.subarray(at, at + stepBytes), zlib.Z_SYNC_FLUSH);
    if (inflate.err < 0 && inflate.err !== zlib.Z_BUF_ERROR) break;
    if (!Buffer.isBuffer(inflate.result)) continue;
    saved.push(inflate.result);
    size += inflate.result.length;
  }
  return Buffer.concat(saved);
}

async function inflateStepwise(member: Buffer): Promise<Buffer> {
  const dataAt = endOfHeader(member);
  if (dataAt === undefined) return Buffer.alloc(0);
  const saved: Buffer[] = [];
  const window = createByteWindow(only(member.subarray(dataAt)));
  let size = 0;
  for await (const output of inflateStream(window, stepBytes)) {
    saved.push(output);
    size += output.length;
    if (size >= maxWholeMemberBytes) break;
  }
  return Buffer.concat(saved);
}

async function* only(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
