import { createRequire } from 'node:module';
import type { Salvage } from '../../core/cloudwatch/read-object.ts';

// Output of a step that fails is lost: small steps lose little. A damaged member has at most 1 MB.
const stepBytes = 64;
const gzipWindowBits = 31;

type ZlibSync = typeof import('zlib-sync');

/** zlib-sync is native and optional: where it cannot be loaded, a damaged member is rejected whole. */
export function createSalvage(load: () => ZlibSync = () => createRequire(import.meta.url)('zlib-sync')): Salvage {
  const zlib = attempt(load);
  return (member) => (zlib === undefined ? undefined : inflateUntilDamage(zlib, member));
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
  for (let at = 0; at < member.length; at += stepBytes) {
    inflate.push(member.subarray(at, at + stepBytes), zlib.Z_SYNC_FLUSH);
    if (inflate.err < 0 && inflate.err !== zlib.Z_BUF_ERROR) break;
    if (Buffer.isBuffer(inflate.result)) saved.push(inflate.result);
  }
  return Buffer.concat(saved);
}
