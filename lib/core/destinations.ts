import { lookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";
import { FleetError } from "./errors.js";
import { isSpecialAddress } from "./special-addresses.js";

/** Where callers may have connections made to: machines, jump hosts, webhooks. */
export type Destinations = Readonly<{
  /** Throws DestinationDenied when `host` is an address that is denied, in brackets or not; a name is judged when it is resolved. */
  check(host: string): void;
  /** Resolves names and gives the allowed addresses alone; DestinationDenied when none is. */
  lookup: LookupFunction;
}>;

/** Denies special addresses but those of `allowed`: addresses or networks in CIDR notation. Throws SyntaxError that names what is neither. */
export function destinations(allowed: readonly string[] = []): Destinations {
  const exceptions = new BlockList();
  for (const text of allowed) add(exceptions, text);
  const allows = (address: string) => !isSpecialAddress(address) || exceptions.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
  return {
    check: (host) => {
      const address = withoutBrackets(host);
      if (isIP(address) !== 0 && !allows(address)) throw new DestinationDenied(address);
    },
    lookup: (name, options, callback) =>
      lookup(name, { ...options, all: true }, (error, found) => {
        const [first, ...others] = error ? [] : found.filter(({ address }) => allows(address));
        if (!first) return callback(error ?? new DestinationDenied(name, found), "");
        if (options.all) callback(null, [first, ...others]);
        else callback(null, first.address, first.family);
      }),
  };
}

/** An IPv6 address without the brackets that it has in a URL. */
export const withoutBrackets = (host: string): string => host.replace(/^\[(.*)\]$/, "$1");

const NETWORK = /^([0-9a-f.:]+)(?:\/(\d{1,3}))?$/i;

function add(list: BlockList, text: string): void {
  const [, address = "", prefix] = NETWORK.exec(text) ?? [];
  const family = isIP(address) === 6 ? "ipv6" : "ipv4";
  const bits = Number(prefix ?? (family === "ipv6" ? 128 : 32));
  if (isIP(address) === 0 || bits > (family === "ipv6" ? 128 : 32))
    throw new SyntaxError(`"${text}" is no address and no network such as 127.0.0.0/8`);
  list.addSubnet(address, bits, family);
}

/** Nothing may be connected to there; nothing was. */
export class DestinationDenied extends FleetError {
  constructor(host: string, found: readonly Readonly<{ address: string }>[] = []) {
    const leads = found.length === 0 ? "" : ` leads to ${found.map(({ address }) => address).join(", ")}, which`;
    super("DestinationDenied", `${host}${leads} is an address of this host, of its own link or of nobody; no connection is made there`, {
      target: host,
    });
  }
}
