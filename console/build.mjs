import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

const folder = fileURLToPath(new URL('.', import.meta.url));
export const distFolder = join(folder, 'dist');
const keptMs = 3_600_000;

/**
 * Bundles the console into console/dist: the page, and assets named by what they hold, of which a page's own are loaded when it is opened.
 * Gives the bytes of all that a browser may load, gzipped, and of what it loads first. Throws where it cannot be made or written.
 */
export async function buildConsole() {
  const { build } = await import('esbuild');
  const { outputFiles, metafile } = await build({
    absWorkingDir: folder,
    entryPoints: ['app/main.tsx', 'app/style.css'],
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    outdir: distFolder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: ['es2022', 'safari16.4'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minify: true,
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  mkdirSync(distFolder, { recursive: true });
  for (const { path, contents } of outputFiles) writeWhole(path, contents);
  const names = outputFiles.map(({ path }) => basename(path));
  const named = (pattern) => names.find((name) => pattern.test(name));
  const page = readFileSync(join(folder, 'index.html'), 'utf8')
    .replace('STYLE', named(/^style-.*\.css$/))
    .replace('SCRIPT', named(/^main-.*\.js$/));
  writeWhole(join(distFolder, 'icon.svg'), readFileSync(join(folder, 'icon.svg')));
  writeWhole(join(distFolder, 'index.html'), page);
  throwAwayOld(new Set([...names, 'icon.svg', 'index.html']));
  return sizesOf(outputFiles, metafile);
}

/** A page that is open may still load what an earlier one was cut into, and another process may be writing. */
function throwAwayOld(names) {
  for (const name of readdirSync(distFolder)) {
    const file = join(distFolder, name);
    if (!names.has(name) && Date.now() - statSync(file).mtimeMs > keptMs) rmSync(file, { force: true });
  }
}

function sizesOf(outputFiles, { outputs }) {
  const bytes = new Map(outputFiles.map(({ path, contents }) => [basename(path), gzipSync(contents).length]));
  const first = new Set([...bytes.keys()].filter((name) => /^(main|style)-/.test(name)));
  for (const name of first)
    for (const { path, kind } of outputs[`dist/${name}`]?.imports ?? [])
      if (kind === 'import-statement') first.add(basename(path));
  const sum = (names) => [...names].reduce((total, name) => total + (bytes.get(name) ?? 0), 0);
  return { all: sum(bytes.keys()), first: sum(first) };
}

function writeWhole(file, contents) {
  const part = `${file}.${process.pid}`;
  writeFileSync(part, contents);
  renameSync(part, file);
}

// `npm ci` makes it, and `lake up` once more.
if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await buildConsole().catch((error) => console.warn(`The console is not bundled: ${error.message}`));
}
