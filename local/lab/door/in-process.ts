import type { Box } from "../machine/box.js";
import { oldAlgorithms } from "../stand-ins/old-server.js";
import type { DoorOptions, FrontDoor } from "./front-door.js";
import { serveSession } from "./in-process-session.js";
import { openSshServer } from "./ssh-server.js";

/** An SSH server within this process that runs commands inside the machine: for where there is no sshd, or no root to start it. */
export const inProcessDoor: FrontDoor = {
  kind: "in-process",
  init: ["/bin/sh", "/usr/lib/lab/init.sh"],
  prepare: async () => {},
  open,
};

async function open({ hostKey, account, userId, legacySsh, place }: DoorOptions, box: Box) {
  const algorithms = legacySsh ? oldAlgorithms() : null;
  const config = { hostKeys: [hostKey.privateKey], ...(algorithms && { algorithms }) };
  return openSshServer({ config, place, account, serve: (session) => serveSession(session, { account, userId, box }) });
}
