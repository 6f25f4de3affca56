const formats = ['json', 'jsonl', 'ndjson', 'geojson', 'csv', 'tsv', 'tab', 'parquet', 'avro', 'zip', 'xlsx', 'xml'];
const ofData = new RegExp(`\\.(?:${formats.join('|')})(?:\\.(?:gz|zst|bz2))?$`, 'i');

/** Whether a file is none of log lines, by its name: those are plain or .gz. */
export function isDataName(file: string): boolean {
  return ofData.test(file) || /\.(?:zst|bz2)$/i.test(file);
}
