import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseProbe } from "../../lib/agents/linux/probe.js";
import { packageFiles } from "../../lib/jobs/deployment/package-files.js";
import type { PackagePlan, PackedInstaller } from "../../lib/jobs/deployment/package-plan.js";
import { type LabInstaller, makeInstaller } from "../../local/lab/installer/installer.js";
import { tarArchive } from "../../local/lab/installer/tar.js";
import { type Lab, startLab } from "../../local/lab/lab.js";
import type { LabMachine } from "../../local/lab/machine/machine.js";
import type { Pose } from "../../local/lab/machine/poses.js";
import { LAB_CONFIGURATION_SERVER, type MachineSpec } from "../../local/lab/machine/spec.js";
import { installations, installedVersion } from "../e2e/fleet.js";
import { needs } from "../here.js";
import { LAB_DIR, noLab } from "../local/lab/here.js";
import { until } from "../until.js";
import { MODERNIZED, plan } from "./plan.js";

const OLD = "9.60.6956.1";
const NEW = "9.62.7096.1";
const SLOW = "9.62.7172.1";
const UBUNTU = "UBUNTU-22.04-64";
const SECRET = "/root/connection.passphrase";

/** The vendor's programs are the lab's stand-ins; the package's scripts are the real ones. */
describe.skipIf(noLab || needs("root"))(
  `the Linux scripts of a package, on lab machines${needs("root") || (noLab ? ` (needs a lab: ${noLab})` : "")}`,
  { timeout: 120_000, concurrent: true },
  () => {
    let lab: Lab;
    const made = new Map<string, LabInstaller>();
    beforeAll(async () => {
      lab = await startLab({ dir: LAB_DIR });
      for (const [version, osTag] of [
        [OLD, UBUNTU],
        [NEW, UBUNTU],
        [NEW, "DEBIAN10-64"],
        [NEW, "RHEL6-64"],
      ] as const)
        made.set(`${version} ${osTag}`, await makeInstaller({ version, osTag, dir: `${lab.folder}/installers` }));
      made.set(`${SLOW} ${UBUNTU}`, await makeInstaller({ version: SLOW, osTag: UBUNTU, seconds: 6, dir: `${lab.folder}/installers` }));
    }, 120_000);
    afterAll(() => lab?.close());

    const packedOf = (version: string, osTag: string): PackedInstaller & { path: string } => {
      const found = made.get(`${version} ${osTag}`);
      if (!found) throw new Error(`no installer of ${version} for ${osTag}`);
      return { version, osTag, ...found };
    };

    type Options = Partial<PackagePlan> & Readonly<{ version?: string; osTag?: Pose; secret?: string | null; without?: readonly string[] }>;

    /** A machine with an unpacked package in /root/package, and its secret where the script looks for it. */
    async function machine(name: string, spec: Partial<MachineSpec> = {}, options: Options = {}): Promise<LabMachine> {
      const started = await lab.machine({ name, osTag: options.osTag ?? UBUNTU, ...spec });
      await unpack(started, options);
      return started;
    }
    async function unpack(started: LabMachine, { version = NEW, osTag = UBUNTU, secret, without = [], ...more }: Options = {}): Promise<void> {
      const installer = packedOf(version, osTag);
      const files = packageFiles(plan({ installers: [installer], ...more })).map(({ name, text }) => ({ name, content: Buffer.from(text) }));
      const content = { name: `linux/installers/${installer.fileName}`, content: await readFile(installer.path) };
      const packed = [...files, content].filter(({ name }) => !without.includes(name.replace(installer.fileName, "*")));
      const entries = packed.map(({ name, content }) => ({ path: name, content, mode: 0o644 }));
      await started.exec("rm -rf /root/package && mkdir /root/package && tar -C /root/package -xf -", tarArchive(entries, new Date()));
      const { passphrase, configJson } = LAB_CONFIGURATION_SERVER;
      const modernized = more.fabric?.generation === "Modernized";
      if (secret !== null)
        await started.exec(`umask 077; cat >${modernized ? "/root/config.json" : SECRET}`, secret ?? (modernized ? configJson : passphrase));
    }
    const install = (on: LabMachine, options = "") => on.exec(`sh /root/package/linux/install.sh ${options}`);
    const last = (text: string) => text.trim().split("\n").at(-1)?.replace(/^\S+ /, "");

    it("install and register a machine that has nothing, and leave nothing of the secret behind but the agent's own copy", async () => {
      const on = await machine("fresh");
      const { exitCode, stdout, stderr } = await install(on);
      expect({ exitCode, stderr }, stdout).toEqual({ exitCode: 0, stderr: "" });
      expect(last(stdout)).toBe(`exit 0: the Mobility service has ${NEW} and is registered`);
      expect(await installedVersion(on)).toBe(NEW);
      expect(await on.readFile("/usr/local/ASR/Vx/etc/drscout.conf")).toContain(`Hostname=${LAB_CONFIGURATION_SERVER.address}`);
      // The text comes by stdin: tests beside this one look for the same passphrase in the words of every process.
      const { stdout: places } = await on.exec(
        `rm ${SECRET}; grep -rlF -f - /root /var /tmp /usr/local /etc`,
        `${LAB_CONFIGURATION_SERVER.passphrase}\n`,
      );
      expect(places.trim()).toBe("/usr/local/InMage/private/connection.passphrase");
      expect((await on.exec("ls -d /var/lib/mobility-service-package.*")).stdout).toBe("");
      expect((await on.exec("stat -c %a /var/log/mobility-service-package.log")).stdout.trim()).toBe("600");
    });

    it("have nothing to do when they run again, and need no secret then", async () => {
      const on = await machine("again");
      expect((await install(on)).exitCode).toBe(0);
      await on.exec(`rm ${SECRET}`);
      const { exitCode, stdout } = await install(on);
      expect({ exitCode, said: last(stdout) }).toEqual({ exitCode: 0, said: `exit 0: the Mobility service has ${NEW} and is registered` });
      expect(await installations(on)).toBe(1);
    });

    it("update an older agent, which stays registered, and say that a restart is recommended", async () => {
      const on = await machine("older", { agent: { version: OLD } }, { secret: null });
      expect((await on.exec("sh /root/package/linux/detect.sh")).exitCode).toBe(1);
      const { exitCode, stdout } = await install(on);
      expect(exitCode, stdout).toBe(0);
      expect(stdout).toContain("a restart is recommended");
      expect(await installedVersion(on)).toBe(NEW);
      expect(await on.exec("sh /root/package/linux/detect.sh")).toMatchObject({ exitCode: 0, stdout: `Mobility service ${NEW}\n` });
      await unpack(on, { version: OLD, secret: null });
      expect((await install(on)).stdout).toContain(`newer than the package's ${OLD}; it stays`);
      expect(await installedVersion(on)).toBe(NEW);
      expect((await on.exec("sh /root/package/linux/detect.sh")).exitCode).toBe(0);
    });

    it("end with a code of one's own when a restart is recommended", async () => {
      const on = await machine("own-code", { agent: { version: OLD } }, { secret: null });
      expect((await install(on, "--restart-code 194")).exitCode).toBe(194);
    });

    it.each([
      ["DEBIAN10-64", "sh", "gzip"],
      ["RHEL6-64", "dash", "LZMA"],
      ["UBUNTU-22.04-64", "bash", "LZMA"],
    ] as const)("install on %s under %s, from an archive that is %s", async (osTag, shell, _packing) => {
      const on = await machine(`system-${osTag.toLowerCase().replaceAll(".", "-")}`, {}, { osTag });
      const { exitCode, stdout } = await on.exec(`${shell} /root/package/linux/install.sh`);
      expect(exitCode, stdout).toBe(0);
      expect(await on.readFile("/usr/local/.vx_version")).toContain(`OS_BUILT_FOR=${osTag}`);
    });

    it("register with an appliance by its config.json", async () => {
      const on = await machine("modernized", {}, { fabric: MODERNIZED });
      const { exitCode, stdout } = await install(on);
      expect(exitCode, stdout).toBe(0);
      expect(await on.readFile("/usr/local/ASR/Vx/etc/drscout.conf")).toContain("CSType=CSPrime");
    });

    it("leave the registration to somebody else when asked to, and need no secret", async () => {
      const on = await machine("unregistered", {}, { secret: null });
      const { exitCode, stdout } = await install(on, "--no-register");
      expect({ exitCode, said: last(stdout) }).toEqual({ exitCode: 0, said: `exit 0: the Mobility service has ${NEW} and is not registered yet` });
      expect((await on.exec("sh /root/package/linux/detect.sh")).exitCode).toBe(1);
      expect((await on.exec("sh /root/package/linux/detect.sh --no-register")).exitCode).toBe(0);
    });

    describe("refuse, and change nothing", () => {
      const untouched = async (on: LabMachine) =>
        expect(await on.exec("cat /var/log/ua_install.log /usr/local/.vx_version")).toMatchObject({ stdout: "" });
      const corrupt = "for f in /root/package/linux/installers/*; do echo x >>$f; done";
      const cases: readonly (readonly [string, number, Readonly<{ options?: Options; before?: string; call?: string; says: RegExp }>])[] = [
        [
          "a system that the package is not for",
          232,
          { options: { osTag: "RHEL6-64" }, before: "sed -i s/6.10/7.9/ /etc/redhat-release", says: /no installer for RHEL7-64; it has RHEL6-64/ },
        ],
        [
          "a system that nobody supports",
          232,
          { before: "rm /etc/lsb-release /etc/debian_version; echo 'Fedora release 40' >/etc/redhat-release", says: /not supported: .*Fedora/ },
        ],
        ["an installer that is missing", 233, { options: { without: ["linux/installers/*"] }, says: /is not there; copy it/ }],
        ["an installer that is damaged", 234, { before: corrupt, says: /SHA-256 [0-9a-f]{64}, expected [0-9a-f]{64}; nothing was run/ }],
        ["a secret that is missing", 235, { options: { secret: null }, says: /connection\.passphrase is not there or empty/ }],
        ["a secret that others can read", 235, { before: `chmod 644 ${SECRET}`, says: /must be root's and closed to others: chown/ }],
        ["a secret that is another user's", 235, { before: `chown 1000 ${SECRET}`, says: /must be root's/ }],
        ["a package that everybody can write", 245, { before: "chmod o+w /root/package/linux/lib", says: /can be written by everybody/ }],
        ["a switch that is none", 230, { call: "--silent", says: /expected \[--secret-file FILE\]/ }],
        [
          "the vendor's own update at work",
          239,
          {
            before:
              "mkdir -p /tmp/MobilityAgentAutoUpgrade; echo 'sleep 30' >/tmp/MobilityAgentAutoUpgrade/AgentUpgrade.sh; sh /tmp/MobilityAgentAutoUpgrade/AgentUpgrade.sh >/dev/null 2>&1 & until tr '\\0' ' ' </proc/$!/cmdline | grep -q '^sh /tmp/Mob'; do :; done",
            says: /at work, try again later/,
          },
        ],
      ];
      it.each(cases)("%s (%i)", async (what, code, { options, before, call, says }) => {
        const on = await machine(what.replace(/\W+/g, "-").slice(0, 40), {}, options);
        if (before) await on.exec(before);
        const { exitCode, stdout, stderr } = await install(on, call);
        expect(stdout + stderr).toMatch(says);
        expect(exitCode).toBe(code);
        await untouched(on);
      });

      it("whoever is not root (231)", async () => {
        const on = await machine("not-root");
        await on.exec("cp -r /root/package /tmp/package && chmod -R a+rX /tmp/package");
        expect((await on.exec("setpriv --reuid 1000 --clear-groups sh /tmp/package/linux/install.sh")).exitCode).toBe(231);
        await untouched(on);
      });

      it("an agent of another server (237)", async () => {
        const on = await machine("elsewhere", { agent: { version: OLD, registered: "elsewhere" } });
        const { exitCode, stdout } = await install(on);
        expect({ exitCode, said: last(stdout) }).toEqual({
          exitCode: 237,
          said: expect.stringContaining("registered with 10.99.0.99, the package is for 10.20.0.4"),
        });
        expect(await installedVersion(on)).toBe(OLD);
      });

      it("an agent that is too old for one step (240)", async () => {
        const on = await machine("too-old", { agent: { version: "9.50.6419.1" } });
        const { exitCode, stdout } = await install(on);
        expect({ exitCode, said: last(stdout) }).toEqual({
          exitCode: 240,
          said: expect.stringMatching(/more than four releases older than 9\.62\.7096\.1; .* is 9\.\d\d\.0\.0$/),
        });
        expect(await installedVersion(on)).toBe("9.50.6419.1");
      });

      it("an agent of another platform (76), a master target (75), one of VMware on a machine of Azure (11)", async () => {
        const on = await machine("unlike", { agent: { version: OLD } });
        await on.exec("sed -i 's/^VM_PLATFORM=.*/VM_PLATFORM=Azure/' /usr/local/ASR/.vx_version");
        expect((await install(on)).exitCode).toBe(76);
        await on.exec("sed -i 's/^VM_PLATFORM=.*/VM_PLATFORM=VmWare/' /usr/local/ASR/.vx_version");
        await on.exec("sed -i 's/^Role=.*/Role=MasterTarget/' /usr/local/ASR/Vx/etc/drscout.conf");
        expect((await install(on)).exitCode).toBe(75);
        await on.exec("sed -i 's/^Role=.*/Role=Agent/' /usr/local/ASR/Vx/etc/drscout.conf");
        await on.exec("echo 7783-7084-3265-9085-8269-3286-77 >/sys/class/dmi/id/chassis_asset_tag");
        await on.exec("sed -i 's/^VERSION=.*/VERSION=9.19.0.0/; s/^BUILD_TAG=.*/BUILD_TAG=/' /usr/local/ASR/.vx_version");
        expect((await install(on)).exitCode).toBe(11);
      });

      it("an agent of the other generation (241), and a damaged one (242)", async () => {
        const on = await machine("other", { agent: { version: OLD } }, { fabric: MODERNIZED });
        expect((await install(on)).exitCode).toBe(241);
        await unpack(on);
        await on.exec("rm -rf /usr/local/ASR/Vx");
        expect((await install(on)).exitCode).toBe(242);
      });
    });

    describe("believe no exit code", () => {
      it("0 of an installer that did nothing (236)", async () => {
        const on = await machine("liar", { faults: { installerDoesNothing: true } });
        const { exitCode, stdout } = await install(on);
        expect({ exitCode, said: last(stdout) }).toEqual({
          exitCode: 236,
          said: "exit 236: the installer ended with 0, which claims success, but the machine has no Mobility service",
        });
      });

      it("98 of an installer that was given the role of the published scripts (236)", async () => {
        const on = await machine("wrong-role");
        await on.exec("sed -i 's/-r MS/-r Agent/' /root/package/linux/package.conf");
        const { exitCode, stdout } = await install(on);
        expect({ exitCode, said: last(stdout) }).toEqual({
          exitCode: 236,
          said: expect.stringContaining("ended with 98, which claims success, but the machine has no Mobility service"),
        });
      });

      it("0 of an uninstaller that did nothing (244)", async () => {
        const on = await machine("liar-too", { agent: { version: NEW }, faults: { uninstallerDoesNothing: true } });
        expect((await on.exec("sh /root/package/linux/uninstall.sh")).exitCode).toBe(244);
      });
    });

    it("are seen at work: by a job of the service, and by a second run, which leaves the machine alone (239)", async () => {
      const on = await machine("at-work", {}, { version: SLOW });
      const first = install(on);
      const found = async () => parseProbe((await on.exec("sh /root/package/linux/lib/probe.sh")).stdout).processes.installer;
      await until(async () => (await found()) !== undefined);
      expect(await found()).toContain("./install -d /usr/local/ASR -q -r MS -v VmWare");
      const second = await install(on);
      expect({ exitCode: second.exitCode, said: last(second.stdout) }).toEqual({
        exitCode: 239,
        said: expect.stringContaining("at work, try again later"),
      });
      expect((await first).exitCode).toBe(0);
      expect(await installations(on)).toBe(1);
    });

    it("hand on the code of an installer, of a lock that it left, and of a refused registration", async () => {
      const on = await machine("handed-on", { faults: { installerExitCode: 150 } });
      expect((await install(on)).exitCode).toBe(150);
      await on.setFaults({ staleLock: true });
      expect((await install(on)).exitCode).toBe(1);
      await on.setFaults({});
      await on.writeFile(SECRET, "wrong");
      const { exitCode, stdout } = await install(on);
      expect({ exitCode, said: last(stdout) }).toEqual({
        exitCode: 14,
        said: expect.stringContaining(`the registration failed with 14; version ${NEW} is installed`),
      });
      expect((await on.exec("ls -d /var/lib/mobility-service-package.*")).stdout).toBe("");
    });

    it("remove the agent, and then have nothing to do", async () => {
      const on = await machine("removed", { agent: { version: NEW } });
      const uninstall = (options = "") => on.exec(`sh /root/package/linux/uninstall.sh ${options}`);
      await on.setFaults({ uninstallerStuck: true });
      expect((await uninstall()).exitCode).toBe(2);
      await on.setFaults({ driverInUse: true });
      const { exitCode, stdout } = await uninstall("--restart-code 194");
      expect({ exitCode, said: last(stdout) }).toEqual({
        exitCode: 194,
        said: "exit 194: the Mobility service is removed; its driver stays loaded until the next restart",
      });
      expect((await on.exec("ls -d /usr/local/ASR /usr/local/.vx_version 2>/dev/null")).stdout).toBe("");
      expect((await uninstall()).exitCode).toBe(0);
      expect((await uninstall("--all")).exitCode).toBe(230);
    });

    describe.each(["curl", "wget"] as const)("fetch an installer by its link with %s", (program) => {
      it.skipIf(needs(program))(`and say when the link has ended${needs(program)}`, async () => {
        const { path } = packedOf(NEW, UBUNTU);
        const seen: string[] = [];
        const server = createServer(async ({ url = "" }, response) => {
          seen.push(url);
          if (url.includes("sig=good")) response.end(await readFile(path));
          else response.writeHead(403).end();
        }).listen(0, "127.0.0.1");
        await once(server, "listening");
        const { port } = server.address() as AddressInfo; // a TCP server has an address object
        const linksEnd = new Date("2026-11-02T10:00:00Z");
        const linked = (sig: string) =>
          plan({ installers: [{ ...packedOf(NEW, UBUNTU), url: `http://127.0.0.1:${port}/installer?sv=1&sig=${sig}%2B` }], linksEnd });
        try {
          const on = await machine(`by-${program}`, {}, { ...linked("bad"), without: ["linux/installers/*"] });
          if (program === "wget") await on.exec("rm $(command -v curl)");
          const refused = await install(on);
          expect({ exitCode: refused.exitCode, said: last(refused.stdout) }).toEqual({
            exitCode: 233,
            said: expect.stringContaining("Its link ends at 2026-11-02T10:00:00Z"),
          });
          await unpack(on, { ...linked("good"), without: ["linux/installers/*"] });
          const { exitCode, stdout } = await install(on);
          expect(exitCode, stdout).toBe(0);
          expect(seen.at(-1)).toBe("/installer?sv=1&sig=good%2B");
          expect(await on.readFile("/var/log/mobility-service-package.log")).not.toContain("sig=");
        } finally {
          server.close();
        }
      });
    });
  },
);
