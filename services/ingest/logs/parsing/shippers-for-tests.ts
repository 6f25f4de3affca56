import { gzipSync } from 'node:zlib';
import { rawFrame } from '@tributary/shared/objects/packed/packed-for-tests.ts';

/** A line as rsyslog or HAProxy itself has it, and what a syslog input makes of it. */
const header = /^<(\d+)>\w{3} [ \d]\d (\S+) (\w+)\[(\d+)\]: (.*)$/;
const [date, folder] = ['2026-11-20T13:50:17', '2026/11/20/13'];

type Shape = {
  /** A key as the shipper names it by default, below the prefix that it is told. */
  readonly key: string;
  /** What it writes of these lines; they end without their line feeds. */
  readonly write: (lines: readonly string[]) => Buffer;
  /** It has read the syslog header: the rows have this host. */
  readonly host?: string;
};

/**
 * flb_msgpack_to_json (src/flb_pack.c, src/flb_utils.c: flb_utils_write_str): no blanks; quotes, backslashes and control characters are escaped,
 * and, where json.escape_unicode is on (it is by default), what is not ASCII.
 */
function fluentBitJson(record: Readonly<Record<string, string>>): string {
  return JSON.stringify(record).replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

const ended = (records: readonly string[]) => Buffer.from(records.map((each) => `${each}\n`).join(''));
const halves = <T>(all: readonly T[]) => [all.slice(0, all.length >> 1), all.slice(all.length >> 1)];

function syslogOf(line: string) {
  const [, pri = '', , ident = '', pid = '', message = ''] = header.exec(line) ?? [];
  return { pri, ident, pid, message };
}

/** plugins/out_s3/s3.c: json_date_key `date`, json_date_format `iso8601`, one object of JSON per line. */
const ofTail = (lines: readonly string[]) =>
  ended(lines.map((log, at) => fluentBitJson({ date: `${date}.${`${at}`.padStart(6, '0')}Z`, log })));
/** conf/parsers.conf: syslog-rfc3164, whose time becomes the record's. */
const ofSyslog = (lines: readonly string[]) =>
  ended(lines.map((line) => fluentBitJson({ date: `${date}.000000Z`, ...syslogOf(line), host: 'lb1' })));
/** s3.c, flb_pack_msgpack_extract_log_key: the text as it is, and a line feed. */
const ofLogKey = ended;
/** plugins/out_kinesis_firehose/firehose_api.c, process_event: JSON and a line feed; of a log_key JSON's string without its quotes, escapes and all. */
const ofFirehose = (lines: readonly string[]) => ended(lines.map((log) => fluentBitJson({ log })));
const ofFirehoseLogKey = (lines: readonly string[]) => ended(lines.map((line) => JSON.stringify(line).slice(1, -1)));

export const fluentBit: Readonly<Record<string, Shape>> = {
  's3, the whole by PutObject, gzip': {
    key: `haproxy.lb1/${folder}/50/17-objectAbCdEfGh`,
    write: (lines) => gzipSync(ofTail(lines)),
  },
  // Each part is compressed by itself, and S3 puts them one after another.
  's3, by parts, gzip': {
    key: `haproxy.lb1/${folder}/50/17`,
    write: (lines) => Buffer.concat(halves(lines).map((part) => gzipSync(ofTail(part)))),
  },
  's3, as it comes': { key: `haproxy.lb1/${folder}/50/17`, write: ofTail },
  's3, log_key': { key: `haproxy.lb1/${folder}/50/17-a1.log.gz`, write: (lines) => gzipSync(ofLogKey(lines)) },
  's3, zstd': { key: `haproxy.lb1/${folder}/50/17`, write: (lines) => rawFrame(ofTail(lines)) },
  's3, of its syslog input': { key: `syslog.0/${folder}/50/17`, write: ofSyslog, host: 'lb1' },
  'kinesis_firehose, gzip by Firehose': {
    key: 'year=2026/month=11/day=20/hour=13/stream-1-2026-11-20-13-50-17-uuid.gz',
    write: (lines) => gzipSync(ofFirehose(lines)),
  },
  'kinesis_firehose, log_key': {
    key: 'year=2026/month=11/day=20/hour=13/stream-1-2026-11-20-13-50-17-uuid',
    write: ofFirehoseLogKey,
  },
  // compression gzip: each record is a member.
  'kinesis_firehose, gzip by record': {
    key: 'year=2026/month=11/day=20/hour=13/stream-1-2026-11-20-13-50-17-uuid',
    write: (lines) => Buffer.concat(lines.map((line) => gzipSync(ofFirehose([line])))),
  },
};

/** lib/codecs/src/encoding/format/json.rs: serde_json of a map that is ordered by name; no blanks, what is not ASCII as it is. */
const ofFile = (lines: readonly string[]) =>
  lines.map((message) =>
    JSON.stringify({
      file: '/var/log/haproxy.log',
      host: 'lb1',
      message,
      source_type: 'file',
      timestamp: `${date}.123456789Z`,
    }),
  );
const ofSyslogSource = (lines: readonly string[]) =>
  lines.map(syslogOf).map(({ ident, pid, message }) =>
    JSON.stringify({
      appname: ident,
      facility: 'local0',
      host: 'lb1',
      hostname: 'lb1',
      message,
      procid: Number(pid),
      severity: 'info',
      source_ip: '127.0.0.1',
      source_type: 'syslog',
      timestamp: `${date}Z`,
    }),
  );
/** src/sinks/aws_s3/config.rs: key_prefix `date=%F/`, filename_time_format `%s`, a UUID, and what the compression is called. */
const vectorKey = (extension: string) =>
  `date=2026-11-20/1795182617-0c1f1a2e-6f35-4c5f-9d3a-2b8f3f6f7a10.log${extension}`;

export const vector: Readonly<Record<string, Shape>> = {
  // newline_delimited; before 0.38 no line feed came after the last.
  'aws_s3, text, gzip': { key: vectorKey('.gz'), write: (lines) => gzipSync(lines.join('\n')) },
  'aws_s3, text': { key: vectorKey(''), write: ended },
  'aws_s3, json, gzip': { key: vectorKey('.gz'), write: (lines) => gzipSync(ended(ofFile(lines))), host: 'lb1' },
  'aws_s3, text, zstd': { key: vectorKey('.zst'), write: (lines) => rawFrame(ended(lines)) },
  'aws_s3, json of its syslog source': {
    key: vectorKey('.gz'),
    write: (lines) => gzipSync(ended(ofSyslogSource(lines))),
    host: 'lb1',
  },
  'aws_s3, json, character_delimited': {
    key: vectorKey(''),
    write: (lines) => Buffer.from(`[${ofFile(lines).join(',')}]`),
    host: 'lb1',
  },
  // src/sinks/aws_kinesis/config.rs: Encoder<()>, so nothing stands between two records.
  'aws_kinesis_firehose, json': {
    key: 'year=2026/month=11/day=20/hour=13/stream-1-2026-11-20-13-50-17-uuid.gz',
    write: (lines) => gzipSync(ofFile(lines).join('')),
    host: 'lb1',
  },
};
