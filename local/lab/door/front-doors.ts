import { FleetError } from "../../../lib/core/errors.js";
import { which } from "../disk/which.js";
import type { Ground } from "../ground.js";
import type { FrontDoor } from "./front-door.js";
import { inProcessDoor } from "./in-process.js";
import { sshdDoor, sshdStarts } from "./sshd.js";

/** What answers at the machines of a lab: at most of them, and at those that are to be as old as RHEL 6. */
export type FrontDoors = Readonly<{ present: FrontDoor; old: FrontDoor }>;

/** Finds out by trying. Errors: InvalidSettings when sshd is asked for and cannot be had. */
export async function frontDoors(ground: Ground, mode: "auto" | "sshd" | "in-process"): Promise<FrontDoors> {
  const program = mode === "in-process" ? null : await which("sshd");
  if (program && ground.isolation === "namespaces" && (await sshdStarts(program, { legacySsh: false }))) {
    const present = sshdDoor(program);
    return { present, old: (await sshdStarts(program, { legacySsh: true })) ? present : inProcessDoor };
  }
  if (mode !== "sshd") return { present: inProcessDoor, old: inProcessDoor };
  throw new FleetError(
    "InvalidSettings",
    `Mode sshd needs root, namespaces and an OpenSSH server that starts; here: ${ground.isolation}, ${program ?? "no sshd"}`,
  );
}
