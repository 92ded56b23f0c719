import { beforeAll, describe, expect, it } from "vitest";
import type { AsrFabric } from "../../lib/api/objects/fabric.js";
import type { AsrJob } from "../../lib/api/objects/job.js";
import type { LabMachine } from "../../local/lab/machine/machine.js";
import { escaped, expectFailure } from "./faults/expect-failure.js";
import { BEFORE, codeOf, type Item, installedVersion, newFabric, noRealSshd, TARGET, UBUNTU } from "./fleet.js";
import { servedFleet } from "./served-fleet.js";

const ROOT = { name: "root", password: "lab-password-1" };
const JUMPER = { name: "jumper", password: "lab-password-2" };

/** A jump host as the fabric has it, where it is not the right one. */
type Wrong = Readonly<{ Port?: number; HostKeySha256?: string; password?: string }>;

describe.skipIf(noRealSshd)(`machines behind a jump host${noRealSshd}`, { timeout: 120_000, concurrent: true }, () => {
  const fleet = servedFleet([{ version: TARGET, osTag: UBUNTU, seconds: 1 }], { FLEET_SSH_CONNECT_TIMEOUT_SECONDS: "5", FLEET_RETRY_SECONDS: "0.1" });
  let jump: LabMachine;
  beforeAll(async () => {
    jump = await fleet.lab.machine({ name: "dmz", osTag: UBUNTU, account: JUMPER });
  }, 120_000);

  /** A fabric whose machines are reached by the jump host alone, which logs in with an account that is not root. */
  async function site(name: string, { password = JUMPER.password, ...wrong }: Wrong = {}): Promise<string> {
    const container = await newFabric(fleet.client, name);
    const account = (AccountName: string, UserName: string, Password: string) =>
      fleet.client.call<{ AccountId: string }>("New-ASRRunAsAccount", { Fabric: name, AccountName, UserName, Password });
    await account("root", ROOT.name, ROOT.password);
    const { AccountId } = await account("jumper", JUMPER.name, password);
    const { address, port } = jump.place();
    const host = { Name: "dmz", Address: address, Port: port, AccountId, HostKeySha256: jump.hostKey().sha256, ...wrong };
    await fleet.client.call("Set-ASRFabric", { Name: name, JumpHosts: [host], DefaultJumpHost: "dmz" });
    return container;
  }

  /** A machine that is listed by a name which the jump host alone can look up. */
  function placeBehind(name: string) {
    return async ({ place }: LabMachine) => {
      const { address, port } = place();
      await jump.exec(`echo "${address} ${name}.invalid" >>/etc/hosts`);
      return { address: `${name}.invalid`, port };
    };
  }
  const machine = (name: string) => ({ name, osTag: UBUNTU, agent: { version: BEFORE }, account: ROOT }) as const;
  const test = ({ itemId }: Item): Promise<AsrJob> => fleet.run("Test-ASRMobilityService", { ProtectableItem: itemId });

  it("are updated through it, by names that only the jump host knows", async () => {
    const container = await site("dmz-cs");
    const options = { container, account: "root" };
    const items = await Promise.all(["web-01", "web-02"].map((name) => fleet.adopt(machine(name), { ...options, placeOf: placeBehind(name) })));
    for (const job of await Promise.all(items.map((item) => fleet.update(item)))) {
      expect(job, JSON.stringify(job.Errors)).toMatchObject({ State: "Succeeded", FleetDetails: { VersionBefore: BEFORE, VersionAfter: TARGET } });
    }
    for (const { lab } of items) expect(await installedVersion(lab)).toBe(TARGET);
    expect(await jump.readFile("/var/log/sshd.log")).toMatch(/Accepted password for jumper/);
    expect((await jump.exec("ls -d /var/lib/mobility-fleet")).exitCode).not.toBe(0);
  });

  it.each([
    ["shows another key", "forged-cs", { HostKeySha256: "A".repeat(43) }, "HostKeyMismatch", /jump host dmz .*not the registered one/],
    ["does not answer", "closed-cs", { Port: 9 }, "JumpHostUnreachable", /jump host dmz .*port 9/],
  ] as const)("are not reached when it %s, and the error names it", async (_what, name, wrong, code, message) => {
    const item = await fleet.add(machine(`behind-${name}`), { container: await site(name, wrong), account: "root" });
    const job = await test(item);
    expectFailure(job, code, message);
    expect(job.Errors[0]?.ServiceErrorDetails.Message).toMatch(new RegExp(escaped(jump.place().address)));
    expect(await item.lab.readFile("/var/log/sshd.log")).not.toMatch(/Accepted/);
  });

  it("are not reached when it refuses the login, which is tried once for all of them", async () => {
    const container = await site("refused-cs", { password: "wrong" });
    const before = await refusals();
    const items = await Promise.all(["app-01", "app-02"].map((name) => fleet.add(machine(name), { container, account: "root" })));
    const jobs = await Promise.all(items.map(test));
    for (const job of jobs) expect(["JumpHostUnreachable", "AccountStopped"]).toContain(codeOf(job));
    expect((await refusals()) - before).toBe(1);
    const { FabricSpecificDetails } = await fleet.client.call<AsrFabric>("Get-ASRFabric", { Name: "refused-cs" });
    const counted = FabricSpecificDetails.RunAsAccounts.map(({ AccountName, FleetDetails }) => [AccountName, FleetDetails?.RefusedByCount]);
    expect(counted).toEqual([
      ["root", 0],
      ["jumper", 1],
    ]);
  });

  const refusals = async (): Promise<number> => ((await jump.readFile("/var/log/sshd.log")).match(/Failed password for jumper/g) ?? []).length;
});
