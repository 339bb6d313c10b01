import { BlockList, isIPv6 } from 'node:net';

/** Whether an address is one that a listed origin may have, or any origin, or none. */
export type Reach = 'public' | 'private' | 'never';

/** Where an address leads. Addresses of IPv4 inside IPv6 count as what they are. */
export function reachOf(address: string): Reach {
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  if (never.check(address, family)) return 'never';
  return privateNetworks.check(address, family) ? 'private' : 'public';
}

/** Link-local addresses hold the metadata of clouds; the rest is no single host. */
const never = networks([
  '0.0.0.0/8',
  '169.254.0.0/16',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/128',
  'fe80::/10',
  'ff00::/8',
]);

const privateNetworks = networks([
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '::1/128',
  'fc00::/7',
  // Other ways to write an address of IPv4.
  '64:ff9b::/96',
  '2002::/16',
]);

function networks(list: readonly string[]): BlockList {
  const blocks = new BlockList();
  for (const network of list) {
    const [address = '', bits] = network.split('/');
    blocks.addSubnet(address, Number(bits), isIPv6(address) ? 'ipv6' : 'ipv4');
  }
  return blocks;
}
