import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleFolder, manifestFile, root, stampOf } from './fresh.mjs';
import { namesAsBuilt, namesFiles, noPrograms, ownAddress, upFromSource } from './plugins.mjs';

/** Another process may still be loading what an earlier bundle was cut into. */
const keptMs = 3_600_000;

/** What is installed is part of what a bundle is made of, and so is how it is made. */
const madeBy = ['node_modules/.package-lock.json', 'cli/bundle/build.mjs', 'cli/bundle/plugins.mjs', ...namesFiles];

/**
 * Bundles `lake` into cli/dist, a piece per command; gives the module to load. Several processes may do so at once: files are named by
 * what they hold, each is whole when it is there, and the manifest comes last. Throws where it cannot be made or written.
 */
export async function buildBundle() {
  mkdirSync(bundleFolder, { recursive: true });
  const stamps = madeBy.map((file) => stampOf(file));
  const { build } = await import('esbuild');
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['cli/main.ts'],
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    outdir: bundleFolder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    mainFields: ['module', 'main'],
    // Read where they are installed: native, of WebAssembly, or programs' drivers that look for parts of themselves
    external: ['zlib-sync', 'tsx', 'libpg-query', 'mysql2', 'pg', 'playwright-core'],
    minify: true,
    plugins: [namesAsBuilt, noPrograms, ownAddress, upFromSource],
    banner: {
      js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
    },
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const own = Object.keys(metafile.inputs).filter((file) => !/node_modules|^from-source:|^no-programs:/.test(file));
  for (const { path, contents } of outputFiles) writeWhole(path, contents);
  const entry = outputFiles.map(({ path }) => basename(path)).find((name) => name.startsWith('main-'));
  writeWhole(manifestFile, JSON.stringify({ entry, inputs: [...stamps, ...own.map((file) => stampOf(file))] }));
  throwAwayOld(new Set(outputFiles.map(({ path }) => basename(path))));
  return join(bundleFolder, entry);
}

function writeWhole(file, contents) {
  const part = `${file}.${process.pid}`;
  writeFileSync(part, contents);
  renameSync(part, file);
}

function throwAwayOld(names) {
  for (const entry of readdirSync(bundleFolder, { withFileTypes: true })) {
    const file = join(bundleFolder, entry.name);
    if (entry.isDirectory() || names.has(entry.name) || file === manifestFile) continue;
    if (Date.now() - statSync(file).mtimeMs > keptMs) rmSync(file, { force: true });
  }
}

// `npm ci` makes it; where that cannot be, lake runs from its sources.
if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await buildBundle().catch((error) => console.warn(`lake is not bundled, and starts slower: ${error.message}`));
}
