import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const bundleFolder = join(root, 'cli', 'dist');
const manifestName = 'manifest.json';
export const manifestFile = join(bundleFolder, manifestName);

/** A file as it is now: its path below the project, when it was changed, and its size. */
export function stampOf(file, project = root) {
  const { mtimeMs, size } = statSync(join(project, file));
  return [file, mtimeMs, size];
}

/** The bundle's module, where it was made of the files that are there now; else undefined. */
export function freshBundle(project = root, folder = bundleFolder) {
  try {
    const { entry, inputs } = JSON.parse(readFileSync(join(folder, manifestName), 'utf8'));
    const isFresh = inputs.every((stamp) => String(stampOf(stamp[0], project)) === String(stamp));
    return isFresh ? join(folder, entry) : undefined;
  } catch {
    return undefined;
  }
}
