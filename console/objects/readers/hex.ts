import type { Cell } from '../../parts/grid.tsx';
import type { Sheet } from '../sheet.ts';

const perRow = 16;
const mostBytes = 4096;

/** The first bytes, sixteen a row, with the characters that they are in ASCII. */
export function readHex(bytes: Uint8Array): Sheet {
  const shown = bytes.subarray(0, mostBytes);
  const rows = Array.from({ length: Math.ceil(shown.length / perRow) }, (_, row): Cell[] => {
    const some = [...shown.subarray(row * perRow, (row + 1) * perRow)];
    return [
      (row * perRow).toString(16).padStart(8, '0'),
      some.map((byte) => byte.toString(16).padStart(2, '0')).join(' '),
      some.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join(''),
    ];
  });
  const notes = bytes.length > mostBytes ? [`The first ${mostBytes.toLocaleString('en-GB')} bytes.`] : [];
  return { columns: [{ name: 'offset' }, { name: 'bytes' }, { name: 'ASCII' }], rows, notes };
}
