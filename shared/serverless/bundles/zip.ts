import AdmZip from 'adm-zip';

/** A file of a zip, by its path in there. */
export type ZipFile = { readonly path: string; readonly content: Buffer };

/** The framework deploys what has another hash: the time of every file is the same, the first that a zip can say. */
const anyTime = new Date(1980, 0, 1);
const executable = 0o755;

/** Replaces and adds files of a zip. */
export function rewriteZip(file: string, change: (files: readonly ZipFile[]) => readonly ZipFile[]): void {
  const zip = new AdmZip(file);
  const changed = change(zip.getEntries().map((entry) => ({ path: entry.entryName, content: entry.getData() })));
  if (changed.length === 0) return;
  for (const { path, content } of changed) {
    zip.deleteFile(path);
    zip.addFile(path, content, '', executable);
    const added = zip.getEntry(path);
    if (added !== null) added.header.time = anyTime;
  }
  zip.writeZip(file);
}
