import { BlockList, isIP } from "node:net";

/** The first address that can be dialled from elsewhere, IPv4 before IPv6; undefined where there is none. */
export function usableAddress(addresses: readonly string[]): string | undefined {
  const usable = addresses.filter(isUsable);
  return usable.find((one) => isIP(one) === 4) ?? usable[0];
}

function isUsable(address: string): boolean {
  const kind = isIP(address);
  if (kind === 0 || address.includes("%")) return false; // a zone names an interface of the machine itself
  return kind === 4 ? !NOWHERE_V4.check(address, "ipv4") : !NOWHERE_V6.check(address, "ipv6");
}

/** Of the machine itself, of its link alone, of groups, or of nobody. Apart, for what is mapped (::ffff:0:0) is each IPv4 address, too. */
const NOWHERE_V4 = subnets("ipv4", [
  ["0.0.0.0", 8],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16], // APIPA: no DHCP server answered
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
]);
const NOWHERE_V6 = subnets("ipv6", [
  ["::", 127],
  ["::ffff:0:0", 96],
  ["100::", 64],
  ["fe80::", 10],
  ["fec0::", 10],
  ["ff00::", 8],
]);

function subnets(kind: "ipv4" | "ipv6", all: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [net, prefix] of all) list.addSubnet(net, prefix, kind);
  return list;
}
