import { templateError } from './validation-error.ts';

/** `count` IPv4 blocks of `hostBits` bits each, from the start of `block`, as Fn::Cidr cuts them. */
export function cidr(block: string, count: number, hostBits: number): readonly string[] {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(block);
  if (!match) throw templateError(`Fn::Cidr takes an IPv4 block, not ${block}`);
  const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = match.slice(1).map(Number);
  const start = ((a * 256 + b) * 256 + c) * 256 + d;
  const size = 2 ** hostBits;
  if (count * size > 2 ** (32 - prefix)) throw templateError(`Fn::Cidr: ${count} blocks do not fit into ${block}`);
  return Array.from({ length: count }, (_, index) => `${address(start + index * size)}/${32 - hostBits}`);
}

function address(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}
