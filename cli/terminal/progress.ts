export type Progress = {
  /** Replaces the running line (on a terminal), or says nothing until the step is done. */
  running(text: string): void;
  /** Ends the running line with a mark and keeps it. */
  done(text: string): void;
  failed(text: string): void;
  /** Ends the running line without a word. */
  clear(): void;
};

/** A line that changes while a step runs; where the output is no terminal, only what is done is written. */
export function createProgress(out: Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>): Progress {
  const erase = out.isTTY ? '\r\u001b[2K' : '';
  const fit = (text: string) => (out.isTTY ? text.slice(0, (out.columns || 80) - 4) : text);
  return {
    running(text) {
      if (out.isTTY) out.write(`${erase}  … ${fit(text)}`);
    },
    done: (text) => void out.write(`${erase}  ✓ ${text}\n`),
    failed: (text) => void out.write(`${erase}  ✗ ${text}\n`),
    clear: () => void out.write(erase),
  };
}
