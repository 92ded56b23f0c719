import { isIP } from "node:net";
import { isSpecialAddress } from "../core/special-addresses.js";

/** The first address that can be dialled from elsewhere, IPv4 before IPv6; undefined where there is none. */
export function usableAddress(addresses: readonly string[]): string | undefined {
  const usable = addresses.filter((one) => !isSpecialAddress(one));
  return usable.find((one) => isIP(one) === 4) ?? usable[0];
}
