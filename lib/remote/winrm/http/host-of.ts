import { isIP } from "node:net";
import { withoutBrackets } from "../../../core/destinations.js";
import type { MachineTarget } from "../../machine.js";

/** Address and port as they stand in a URL. */
export function hostOf({ address, port }: Pick<MachineTarget, "address" | "port">): string {
  const bare = withoutBrackets(address);
  return `${isIP(bare) === 6 ? `[${bare}]` : bare}:${port}`;
}
