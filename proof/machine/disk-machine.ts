import { readFileSync } from "node:fs";
import type { RemoteMachine } from "../../lib/remote/machine.js";
import { machineOnDisk } from "../../test/jobs/engine/machine-on-disk.js";
import { REGISTRATION_SECRET } from "../fleet/registration-secret.js";
import type { AgentMachine, MachineStart } from "./agent-machine.js";

/** The product's own scripts in a real sh, on a folder of this computer; what runs there ends when the simulated time has come. */
export function diskMachine({ version, registered, runSeconds, now }: MachineStart & Readonly<{ now: () => number }>): AgentMachine {
  const disk = machineOnDisk(version, registered === undefined ? {} : { registered });
  let until = now();
  const settle = async () => {
    if (now() < until) return;
    disk.letEnd();
    while ((await disk.remote.look({ offset: 0, bytes: 1, waitSeconds: 5 })).state === "running"); // a look waits for the end on the machine itself
  };
  const remote: RemoteMachine = {
    ...disk.remote,
    script: async (...given) => {
      await settle();
      return disk.remote.script(...given);
    },
    async launch(run, fence) {
      await settle();
      const before = await disk.remote.look();
      if (before.state !== "running" && runSeconds > 0) disk.hold();
      if (before.state !== "running") until = now() + runSeconds * 1000;
      const launched = await disk.remote.launch(run, fence);
      await settle();
      return launched;
    },
    async look(range) {
      await settle();
      return disk.remote.look(range && { ...range, waitSeconds: 0 });
    },
    async clear(...given) {
      await settle();
      return disk.remote.clear(...given);
    },
  };
  return {
    connect: () => ({ ...remote }),
    ...{ installed: disk.installed, version: disk.version, isRegistered: disk.isRegistered, restart: disk.restart, close: disk.close },
    ...{ registrations: disk.registrations, uninstalls: disk.uninstalls, restarts: disk.restarts },
    secrets: () => disk.slotFiles().filter((path) => readFileSync(path, "utf8").includes(REGISTRATION_SECRET)),
    takesRealTime: true,
  };
}
