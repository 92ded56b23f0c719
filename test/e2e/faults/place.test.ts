import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { beforeAll, describe, expect, it } from "vitest";
import { newHostKey } from "../../../local/lab/door/host-key.js";
import type { LabMachine } from "../../../local/lab/machine/machine.js";
import { noLab } from "../../local/lab/here.js";
import { BEFORE, codeOf, installations, installedVersion, noRealSshd, TARGET, taskOf, UBUNTU } from "../fleet.js";
import { servedFleet } from "../served-fleet.js";
import { escaped, expectFailure } from "./expect-failure.js";

const DAY = 86_400;

describe.skipIf(noLab)(
  `troubles with where and when a machine is${noLab ? ` (needs a lab: ${noLab})` : ""}`,
  { timeout: 120_000, concurrent: true },
  () => {
    const fleet = servedFleet([{ version: TARGET, osTag: UBUNTU, seconds: 1 }], {
      FLEET_SSH_CONNECT_TIMEOUT_SECONDS: "2",
      FLEET_RETRY_SECONDS: "0.1",
    });
    beforeAll(async () => {
      const password = { Fabric: "lab-cs", AccountName: "password", UserName: "root", Password: "lab-password-1" };
      await fleet.client.call("New-ASRRunAsAccount", password);
    }, 120_000);

    describe.each([
      ["ahead", DAY],
      ["behind", -DAY],
    ])("a clock that is a day %s", (direction, clockOffsetSeconds) => {
      const says = new RegExp(`clock is 86[34]\\d\\d s ${direction}`);

      it("keeps a machine from being registered, and tells by how much", async () => {
        const item = await fleet.add({ name: `install-${direction}`, osTag: UBUNTU });
        await item.lab.setFaults({ clockOffsetSeconds });
        const install = () => fleet.run("Install-ASRMobilityService", { ProtectableItem: item.itemId });
        const job = await install();
        expectFailure(job, "ClockWrong", says);
        expect(job.Errors[0]?.ServiceErrorDetails.RecommendedAction).toMatch(/Set the machine's clock/);
        expect(await installations(item.lab)).toBe(0);
        await item.lab.setFaults({});
        expect(await install()).toMatchObject({ State: "Succeeded" });
      });

      it("does not keep it from being updated, only warns, and counts no time by that clock", async () => {
        const item = await fleet.adopt({ name: `update-${direction}`, osTag: UBUNTU, agent: { version: BEFORE } });
        await item.lab.setFaults({ clockOffsetSeconds });
        const job = await fleet.update(item);
        expect(job, JSON.stringify(job.Errors)).toMatchObject({ State: "Succeeded", FleetDetails: { VersionAfter: TARGET } });
        expect(taskOf(job, "check-readiness")?.Message).toMatch(says);
      });
    });

    it("is told when the clock is set while an installer runs: it does not time out by that", async () => {
      const item = await fleet.adopt({ name: "clock-set", osTag: UBUNTU, agent: { version: BEFORE } });
      const job = await fleet.start("Update-ASRMobilityService", { ReplicationProtectedItem: item.protectedId });
      while ((await installations(item.lab)) === 0);
      await item.lab.setFaults({ clockOffsetSeconds: DAY });
      expect(await fleet.ended(job)).toMatchObject({ State: "Succeeded", FleetDetails: { VersionAfter: TARGET } });
    });

    it("changes nothing on a clone that took over the address with the same host key", async () => {
      const hostKey = newHostKey({ legacy: false });
      const item = await fleet.adopt({ name: "original", osTag: UBUNTU, agent: { version: BEFORE }, hostKey });
      const place = item.lab.place();
      await item.lab.crash();
      const account = { name: "root", publicKeys: [fleet.publicKey] };
      const clone = await fleet.lab.machine({ name: "clone", osTag: UBUNTU, agent: { version: BEFORE }, account, hostKey });
      await clone.moveTo(place);
      const before = await filesOf(clone);
      expectFailure(
        await fleet.update(item),
        "WrongMachine",
        new RegExp(`${escaped(place.address)} answers, but it is not original: its BIOS id is`),
      );
      expect(await filesOf(clone)).toBe(before);
      expect((await clone.exec("ls -d /var/lib/mobility-fleet")).exitCode).not.toBe(0);
    });

    it.skipIf(noRealSshd)(`sends no password to another machine that took over the address${noRealSshd}`, async () => {
      const account = { name: "root", password: "lab-password-1" };
      const item = await fleet.adopt({ name: "replaced", osTag: UBUNTU, agent: { version: BEFORE }, account }, { account: "password" });
      const place = item.lab.place();
      await item.lab.crash();
      const other = await fleet.lab.machine({ name: "replacement", osTag: UBUNTU, agent: { version: BEFORE }, account });
      await other.moveTo(place);
      expectFailure(await fleet.update(item), "HostKeyMismatch", new RegExp(`${escaped(other.hostKey().sha256)}. Nothing was sent`));
      const log = await other.readFile("/var/log/sshd.log");
      expect(log).toMatch(/Connection (reset|closed) by|Disconnected|Unable to negotiate/i);
      expect(log).not.toMatch(/password/i);
      expect(await installedVersion(other)).toBe(BEFORE);
    });

    describe("a machine that does not answer", () => {
      const adoptAt = (name: string, placeOf: (machine: LabMachine) => Promise<Readonly<{ address: string; port: number }>>) =>
        fleet.add({ name, osTag: UBUNTU }, { placeOf });
      const test = (itemId: string) => fleet.run("Test-ASRMobilityService", { ProtectableItem: itemId });

      it("is told by the seconds when its server accepts and then says nothing", async () => {
        const silent = createServer((socket) => socket.on("error", () => {}));
        silent.listen(0, "127.0.0.1");
        await once(silent, "listening");
        const { port } = silent.address() as AddressInfo; // a TCP server has an address object
        const item = await adoptAt("silent", async () => ({ address: "127.0.0.1", port }));
        expectFailure(await test(item.itemId), "MachineUnreachable", new RegExp(`127.0.0.1 port ${port}: no answer to log in within 2 seconds`));
        silent.close();
      });

      it("is told by its name when that does not resolve", async () => {
        const item = await adoptAt("unnamed", async () => ({ address: "no-such-machine.invalid", port: 22 }));
        const job = await test(item.itemId);
        expectFailure(job, "MachineUnreachable", /no-such-machine\.invalid/);
        expect(job.Errors[0]?.ServiceErrorDetails.PossibleCauses).toMatch(/name or address is wrong/);
      });

      it("is told by its port when that is closed", async () => {
        const item = await adoptAt("closed", async ({ place }) => ({ ...place(), port: 9 }));
        expectFailure(await test(item.itemId), "MachineUnreachable", /port 9: connect ECONNREFUSED/);
        expect(codeOf(await test(item.itemId))).toBe("MachineUnreachable");
      });
    });

    const filesOf = async (machine: LabMachine) =>
      (await machine.exec("find / -xdev -type f -newer /etc/lab/address ! -path '/proc/*' ! -path '/var/log/sshd.log' 2>/dev/null | sort")).stdout;
  },
);
