import { BlockList, isIP } from "node:net";

/**
 * Whether an address is none of another machine on the network: of the host itself, of its link alone (clouds answer there with metadata and
 * tokens), of groups, or of nobody. What is no IP address, or names an interface (`%eth0`), is special, too.
 */
export function isSpecialAddress(address: string): boolean {
  const kind = isIP(address);
  if (kind === 0 || address.includes("%")) return true;
  return kind === 4 ? SPECIAL_V4.check(address, "ipv4") : SPECIAL_V6.check(address, "ipv6");
}

const V4: readonly Subnet[] = [
  ["0.0.0.0", 8],
  ["100.100.100.200", 32], // metadata of a cloud, in the range of carriers
  ["127.0.0.0", 8],
  ["168.63.129.16", 32], // Azure's host of a virtual machine
  ["169.254.0.0", 16], // APIPA: no DHCP server answered
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
];
/** Apart from IPv6, for what is mapped there (::ffff:0:0) is each IPv4 address, too. */
const SPECIAL_V4 = subnets("ipv4", V4);
const SPECIAL_V6 = subnets("ipv6", [
  ["::", 96], // also what once stood for an IPv4 address (::127.0.0.1)
  ["::ffff:0:0", 96],
  ...V4.map(([net, prefix]): Subnet => [`64:ff9b::${net}`, 96 + prefix]), // what NAT64 makes of an IPv4 address
  ...V4.map(([net, prefix]): Subnet => [`64:ff9b:1::${net}`, 96 + prefix]),
  ...V4.map(([net, prefix]): Subnet => [`2002:${groupsOf(net)}::`, 16 + prefix]), // and 6to4
  ["100::", 64],
  ["fd00:ec2::254", 128], // metadata of clouds
  ["fd00:c1::a9fe:a9fe", 128],
  ["fd20:ce::254", 128],
  ["fe80::", 10],
  ["fec0::", 10],
  ["ff00::", 8],
]);

type Subnet = readonly [net: string, prefix: number];

function groupsOf(net: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = net.split(".").map(Number);
  return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
}

function subnets(kind: "ipv4" | "ipv6", all: readonly Subnet[]): BlockList {
  const list = new BlockList();
  for (const [net, prefix] of all) list.addSubnet(net, prefix, kind);
  return list;
}
