import { BlockList, isIPv6 } from 'node:net';

/** Whether an address lies in a CIDR block or equals a single address, IPv4 or IPv6. */
export function isInRange(address: string, range: string): boolean {
  const [network = '', bits] = range.split('/');
  const family = isIPv6(network) ? 'ipv6' : 'ipv4';
  try {
    const block = new BlockList();
    block.addSubnet(network, bits === undefined ? (family === 'ipv6' ? 128 : 32) : Number(bits), family);
    return block.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
  } catch {
    return false;
  }
}
