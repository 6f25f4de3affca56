import { copyOf, stands } from '../../bytes.ts';
import { type Captures, createCaptures } from '../captures.ts';
import { createDateReader } from '../dates.ts';
import type { HaproxySettings } from '../settings.ts';
import { readSyslogHeader, type SyslogHeader } from '../syslog.ts';
import { cellOf, type RequestBatch, textColumn } from './request-batch.ts';

/** What comes again and again from line to line: while the bytes are the last line's, nothing of it is read twice. */
export type Known = {
  /** The syslog header of the line [from, to); undefined where it is one that needs care. */
  readonly headerAt: (batch: RequestBatch, from: number, to: number) => SyslogHeader | undefined;
  /** Where the first `#` stands from a position on, or the bytes' end. */
  readonly hashAt: (batch: RequestBatch, from: number) => number;
  /** `[20/Nov/2026:13:50:17.908] ` at a position as epoch milliseconds; NaN where it is none, and at -1. */
  readonly dateAt: (batch: RequestBatch, from: number) => number;
  readonly dateLength: number;
  /** What the frontend captures whose name begins at a position and is in the batch's next row. */
  readonly capturesAt: (batch: RequestBatch, from: number) => Captures;
};

export function createKnown(settings: HaproxySettings): Known {
  return {
    headerAt: createHeaderAt(),
    hashAt: createHashAt(),
    dateAt: createDateAt(settings.timeZone),
    dateLength,
    capturesAt: createCapturesAt(settings),
  };
}

const none = copyOf(Buffer.from('\n'), 0, 1);

/** Looks for the next one only once the last is behind: lines are asked for in their order. */
function createHashAt(): Known['hashAt'] {
  let searched: Buffer | undefined;
  let from = 0;
  let next = 0;
  return ({ source }, start) => {
    const { bytes } = source;
    if (bytes !== searched || start < from || next < start) {
      const found = bytes.indexOf(hash, start);
      next = found < 0 ? bytes.length : found;
      searched = bytes;
    }
    from = start;
    return next;
  };
}

const hash = 35;
const mostHeaderBytes = 1200;
const dot = 46;
const noHeader: SyslogHeader = { host: null, process: null, processId: null, date: null, messageAt: 0 };

/** A header that ends in `]: ` is kept: text that begins so begins with this header, whatever follows. */
function createHeaderAt(): Known['headerAt'] {
  let lastBytes = none;
  let last = noHeader;
  return ({ source }, from, to) => {
    const { bytes, view } = source;
    if (stands(view, from, lastBytes)) return last;
    if (isIpv4(bytes, from)) return noHeader;
    const text = bytes.toString('latin1', from, Math.min(to, from + mostHeaderBytes));
    const header = readSyslogHeader(text);
    if (!/^[ -[\]-~]*$/.test(text.slice(0, header.messageAt))) return undefined;
    if (text.startsWith(']: ', header.messageAt - 3)) {
      lastBytes = copyOf(bytes, from, from + header.messageAt);
      last = header;
    }
    return header;
  };
}

/** `1.`, `12.` or `123.`: no header begins so. */
function isIpv4(bytes: Buffer, from: number): boolean {
  let at = from;
  while (at < from + 3 && digitAt(bytes, at) >= 0) at += 1;
  return at > from && bytes[at] === dot;
}

/** -1 where none stands. */
function digitAt(bytes: Buffer, at: number): number {
  const digit = (bytes[at] ?? 0) - 48;
  return digit >= 0 && digit <= 9 ? digit : -1;
}

/** With its brackets and the space after it. */
const dateLength = 27;
const secondLength = 21;

/** The seconds in which lines that follow one another began are few; the last ones are kept by their last digit. */
function createDateAt(timeZone: string): Known['dateAt'] {
  const { accept } = createDateReader(timeZone);
  const seconds = Array.from({ length: 10 }, () => ({ text: none, start: Number.NaN }));
  return ({ source }, from) => {
    const { bytes, view } = source;
    const second = seconds[digitAt(bytes, from + secondLength - 1)];
    if (second === undefined || !isInBrackets(bytes, from)) return Number.NaN;
    const milliseconds = threeDigits(bytes, from + secondLength);
    if (stands(view, from, second.text)) return second.start + milliseconds;
    const date = accept(bytes.toString('latin1', from + 1, from + 25), 0, 24);
    if (date === null) return Number.NaN;
    second.text = copyOf(bytes, from, from + secondLength);
    second.start = date - milliseconds;
    return date;
  };
}

function isInBrackets(bytes: Buffer, from: number): boolean {
  return bytes[from] === 91 && bytes[from + 25] === 93 && bytes[from + 26] === 32;
}

/** `.908`, NaN where it is none. */
function threeDigits(bytes: Buffer, at: number): number {
  const first = digitAt(bytes, at + 1);
  const second = digitAt(bytes, at + 2);
  const third = digitAt(bytes, at + 3);
  const isNumber = bytes[at] === dot && first >= 0 && second >= 0 && third >= 0;
  return isNumber ? first * 100 + second * 10 + third : Number.NaN;
}

const frontendName = textColumn('frontend_name');
const mostFrontends = 32;

/** Lines of several frontends stand between one another. */
function createCapturesAt(settings: HaproxySettings): Known['capturesAt'] {
  const capturesOf = createCaptures(settings);
  const seen: { readonly name: DataView; readonly captures: Captures }[] = [];
  const see = (bytes: Buffer, from: number, to: number): Captures => {
    const captures = capturesOf(bytes.toString('latin1', from, to));
    if (seen.length === mostFrontends) seen.length = 0;
    seen.push({ name: copyOf(bytes, from, to), captures });
    return captures;
  };
  return ({ source, textTo, rows }, from) => {
    const { bytes, view } = source;
    const to = textTo[cellOf(frontendName, rows)] ?? from;
    for (const { name, captures } of seen) {
      if (to - from === name.byteLength && stands(view, from, name)) return captures;
    }
    return see(bytes, from, to);
  };
}
