import type { FrontDoors } from "../door/front-doors.js";
import type { Ground } from "../ground.js";
import { OLD_SERVER_STAND_IN, oldAlgorithms } from "./old-server.js";
import { SECOND_ACCOUNT_STAND_IN } from "./second-account.js";
import { SMALL_DISK_STAND_IN } from "./small-disk.js";
import type { StandIn } from "./stand-in.js";
import { SUDO_STAND_IN } from "./sudo.js";

/** What a lab has instead of what its place cannot give. */
export function standInsOf(ground: Ground, doors: FrontDoors): readonly StandIn[] {
  return [
    ...(doors.present.kind === "in-process" ? [OPENSSH_STAND_IN] : []),
    ...(ground.sudo ? [] : [SUDO_STAND_IN]),
    ...(ground.secondAccount ? [] : [SECOND_ACCOUNT_STAND_IN]),
    ...(ground.smallDisk ? [] : [SMALL_DISK_STAND_IN]),
    ...ground.programs,
    ...(doors.old.kind === "in-process" && !oldAlgorithms() ? [OLD_SERVER_STAND_IN] : []),
  ];
}

const OPENSSH_STAND_IN: StandIn = { of: "OpenSSH's server", is: "SSH servers within the lab's process" };
