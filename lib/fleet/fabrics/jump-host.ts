import type { Machine } from "../machines/machine.js";
import type { Fabric, JumpHost } from "./fabric.js";

/** Instead of a jump host's name: the machine is reached straight, whatever its fabric says. */
export const DIRECT = "none";

/** By this name the machine's jump host is to be found: its own or, when it names none, that of its fabric; undefined for a direct way. */
export function jumpHostNameOf(fabric: Pick<Fabric, "defaultJumpHost"> | undefined, { jumpHost }: Pick<Machine, "jumpHost">): string | undefined {
  const wanted = jumpHost ?? fabric?.defaultJumpHost;
  return wanted?.toLowerCase() === DIRECT ? undefined : wanted;
}

/** The machine's jump host; undefined for a direct way, and when the fabric has none of that name. */
export function jumpHostOf(fabric: Pick<Fabric, "defaultJumpHost" | "jumpHosts">, machine: Pick<Machine, "jumpHost">): JumpHost | undefined {
  const wanted = jumpHostNameOf(fabric, machine)?.toLowerCase();
  return fabric.jumpHosts.find(({ name }) => name.toLowerCase() === wanted);
}

/** What stands in the row of the jump host's account where the name of a machine stands. */
export const inAccount = ({ name }: JumpHost): string => `jump host ${name}`;
