import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { registerArguments } from "../../../lib/agents/linux/commands.js";
import { errorsInLog } from "../../../lib/agents/linux/errors-in-log.js";
import { parseAgentNow, parseProbe } from "../../../lib/agents/linux/probe.js";
import { needs } from "../../here.js";

const SCRIPTS = join(import.meta.dirname, "../../../lib/agents/linux/scripts");
const SHELLS = [["sh"], ["dash"], ["bash"], ["busybox", "sh"]] as const;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "agents-scripts-"));
  for (const name of ["run", "logs", "content"]) mkdirSync(join(folder, name));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const script = (name: string, args: readonly string[], shell: readonly string[] = ["sh"]) => {
  const [program = "sh", ...applet] = shell;
  const env = { ...process.env, MF_RUN: join(folder, "run"), MF_VENDOR_LOGS: join(folder, "logs") };
  return spawnSync(program, [...applet, join(SCRIPTS, name), ...args], { encoding: "utf8", env, timeout: 15_000 });
};

/** An archive that holds a script called install; it is packed by tar's own option. */
const archive = (install: string, { packing = "--gzip", name = "install" } = {}) => {
  writeFileSync(join(folder, "content", name), `#!/bin/sh\n${install}\n`);
  chmodSync(join(folder, "content", name), 0o755);
  const file = join(folder, "agent.tar.gz");
  execFileSync("tar", [packing, "-cf", file, "-C", join(folder, "content"), "."]);
  return file;
};

it.skipIf(needs("shellcheck"))(`are clean for shellcheck${needs("shellcheck")}`, () => {
  const files = readdirSync(SCRIPTS).map((name) => join(SCRIPTS, name));
  expect(spawnSync("shellcheck", ["-s", "sh", ...files], { encoding: "utf8" }).stdout).toBe("");
});

describe("probe.sh", () => {
  for (const shell of SHELLS) {
    it.skipIf(needs(shell[0], "Linux"))(`describes this machine under ${shell.join(" ")}${needs(shell[0], "Linux")}`, () => {
      const { stdout, stderr, status } = script("probe.sh", [], shell);
      expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
      const probe = parseProbe(stdout);
      expect(probe.hostName).toBe(execFileSync("uname", ["-n"], { encoding: "utf8" }).trim());
      expect(probe.kernel).toBe(execFileSync("uname", ["-r"], { encoding: "utf8" }).trim());
      expect(probe.isRoot).toBe(process.getuid?.() === 0);
      expect(probe.freeKb.systemDisk).toBeGreaterThan(0);
      expect(probe.tools).toContain("tar");
      expect(Math.abs((probe.clockSeconds ?? 0) - Date.now() / 1000)).toBeLessThan(30);
    });
    it.skipIf(needs(shell[0], "mount namespaces"))(
      `tells of the agent alone when asked for it, under ${shell.join(" ")}${needs(shell[0], "mount namespaces")}`,
      () => {
        writeFileSync(join(folder, "AgentUpgrade.sh"), "while :; do sleep 0.1; done\n");
        const update = `sh ${folder}/AgentUpgrade.sh >/dev/null 2>&1 & until grep -qs AgentUpgrade /proc/$!/cmdline; do :; done`;
        const version = "mount -t tmpfs none /usr/local && printf 'VERSION=9.62.7096.1\\nBUILD_TAG=x\\n' >/usr/local/.vx_version";
        const command = `${version}; ${update}; ${shell.join(" ")} ${join(SCRIPTS, "probe.sh")} agent; kill $!`;
        const { stdout, stderr } = spawnSync("unshare", ["-m", "sh", "-c", command], { encoding: "utf8", timeout: 15_000 });
        expect(stderr).toBe("");
        expect(parseAgentNow(stdout)).toMatchObject({ version: "9.62.7096.1" });
        expect(stdout).toContain("AgentUpgrade.sh");
        const fields = stdout
          .trim()
          .split("\n")
          .map((line) => line.split(" ")[0]);
        expect(new Set(fields)).toEqual(new Set(["probe", "version-file", "command", "end"]));
      },
    );
    it.skipIf(needs(shell[0], "mount namespaces"))(
      `tells where an installer cannot write, under ${shell.join(" ")}${needs(shell[0], "mount namespaces")}`,
      () => {
        const mounts = "mount --bind /usr/local /usr/local && mount -o remount,bind,ro /usr/local && mount -t tmpfs none /var/log -o ro";
        const command = `${mounts} && exec ${shell.join(" ")} ${join(SCRIPTS, "probe.sh")}`;
        const { stdout, stderr } = spawnSync("unshare", ["-m", "sh", "-c", command], { encoding: "utf8", timeout: 15_000 });
        expect(stderr).toBe("");
        expect(parseProbe(stdout).readOnly).toEqual(["/usr/local", "/var/log"]);
      },
    );
  }
});

describe("what other users of the machine put there", () => {
  const prepared = [
    `mount --bind ${SCRIPTS} /mnt`, // which may lie below /tmp
    "mount -t tmpfs none /tmp && mount -t tmpfs none /var/log && mount -t tmpfs none /usr/local && chmod 1777 /tmp && cd /",
    'as() { setpriv --reuid 65534 --regid 65534 --clear-groups "$@"; }',
  ].join("\n");
  const inside = (lines: readonly string[], command: string) =>
    spawnSync("unshare", ["--mount", "--pid", "--fork", "--mount-proc", "--kill-child", "sh", "-c", [prepared, ...lines, command].join("\n")], {
      encoding: "utf8",
      timeout: 60_000,
    });
  const lacking = needs("mount namespaces", "root");

  for (const shell of SHELLS) {
    it.skipIf(lacking || needs(shell[0]))(
      `is not taken for the agent, an installer or its lock, and is not opened, under ${shell.join(" ")}${lacking}`,
      () => {
        const lines = [
          "as mkfifo /tmp/.install.lck",
          `as sh -c 'cp /bin/sleep /tmp/svagents; cp /bin/sleep /tmp/appservice; chmod 111 /tmp/svagents; /tmp/svagents 60 & /tmp/appservice 60 & wait' &`,
          "as sh -c 'echo \"sleep 60\" >/tmp/install; sh /tmp/install' &",
          "until grep -qs tmp/install /proc/[0-9]*/cmdline; do sleep 0.1; done; sleep 0.3",
          "printf 'VERSION=9.62.7096.1\\nBUILD_TAG=x\\nINSTALLATION_DIR=/x\\n' >/usr/local/.vx_version",
        ];
        const { stdout, status } = inside(lines, `timeout 20 ${shell.join(" ")} ${join("/mnt", "probe.sh")} </dev/null 2>/dev/null; exit $?`);
        const probe = parseProbe(stdout);
        expect(probe.lock).toBeUndefined();
        expect(probe.processes.installer ?? "").not.toContain("/tmp/install");
        expect(probe.agent?.servicesRunning).toBe(false);
        expect(status).toBe(0);
      },
    );

    it.skipIf(lacking || needs(shell[0]))(`is not run, and holds nobody up, where the agent should lie, under ${shell.join(" ")}${lacking}`, () => {
      const probeWith = (...lines: readonly string[]) => {
        const agent = [
          "umask 022; mkdir -p /usr/local/vx/bin /usr/local/vx/etc && echo Role=Agent >/usr/local/vx/etc/drscout.conf",
          "for name in status inm_dmit; do printf '#!/bin/sh\\necho VX Agent daemon is running, Product Version : 9,66,1,7691\\n' >/usr/local/vx/bin/$name; done; chmod 755 /usr/local/vx/bin/*",
          "printf 'VERSION=9.62.7096.1\\nBUILD_TAG=x\\nINSTALLATION_DIR=/usr/local/vx\\n' >/usr/local/vx/version && ln -s vx/version /usr/local/.vx_version",
        ];
        return parseProbe(inside([...agent, ...lines], `timeout 20 ${shell.join(" ")} /mnt/probe.sh </dev/null 2>/dev/null`).stdout);
      };
      expect(probeWith()).toMatchObject({ notRoots: [], driverVersion: "9.66.1.7691", agent: { role: "Agent", version: "9.62.7096.1" } });
      const others: readonly (readonly [change: string, ...paths: readonly string[]])[] = [
        ["chown 65534 /usr/local/vx/bin/status", "/usr/local/vx"],
        ["chmod 777 /usr/local/vx/bin/inm_dmit", "/usr/local/vx"],
        ["chmod o+w /usr/local/vx/bin; rm -f /usr/local/vx/etc/drscout.conf; mkfifo /usr/local/vx/etc/drscout.conf", "/usr/local/vx"],
        ["chown 65534 /usr/local/vx", "/usr/local/.vx_version", "/usr/local/vx"],
        ["chmod 777 /usr/local", "/usr/local/.vx_version", "/usr/local/vx"],
        ["chown -h 65534 /usr/local/.vx_version", "/usr/local/.vx_version"],
      ];
      for (const [change, ...paths] of shell === SHELLS[0] ? others : others.slice(2, 3)) {
        const { notRoots, driverVersion } = probeWith(change);
        expect({ change, notRoots }).toEqual({ change, notRoots: paths });
        expect(driverVersion === undefined).toBe(paths.includes("/usr/local/vx"));
      }
    });

    it.skipIf(lacking || needs(shell[0]))(`is not read into a support bundle, under ${shell.join(" ")}${lacking}`, () => {
      const lines = [
        "printf 'secret-%s\\n' of-root >/root/mf-secret; trap 'rm -f /root/mf-secret' EXIT",
        "echo fine >/var/log/ua_install.log",
        "ln -s /root/mf-secret /var/log/ua_uninstall.log",
        "mkfifo /var/log/cdpcli.log",
        "printf 'twice-%s\\n' named-secret >/var/log/plain && ln /var/log/plain /var/log/uarespawnd.log",
        "as mkdir /tmp/MobilityAgentAutoUpgrade && as ln -s /root/mf-secret /tmp/MobilityAgentAutoUpgrade/a.log && as sh -c 'printf of-%s nobody >/tmp/MobilityAgentAutoUpgrade/b.log'",
        "mkdir /var/log/ASRsetuptelemetry && chmod 777 /var/log/ASRsetuptelemetry && as ln -s /root/mf-secret /var/log/ASRsetuptelemetry/c",
        "ln -s /root /var/log/vxlogs && chown -h 65534 /var/log/vxlogs",
        "mkdir -p /usr/local/ASR/Vx/bin && chown 65534 /usr/local/ASR/Vx && printf '#!/bin/sh\\nprintf ran-%%s as-root\\n' >/usr/local/ASR/Vx/bin/status && chmod 755 /usr/local/ASR/Vx/bin/status",
      ];
      const { stdout } = inside(lines, `timeout 40 ${shell.join(" ")} ${join("/mnt", "support-files.sh")} MARK </dev/null`);
      expect(stdout).toContain("\nMARK /var/log/ua_install.log\nfine\n");
      expect(stdout).toMatch(/\nMARK end\n$/);
      for (const word of ["secret-of-root", "twice-named-secret", "of-nobody", "ran-as-root"]) expect(stdout).not.toContain(word);
    });
  }
});

describe("install-agent.sh", () => {
  it("hands the arguments on, from the installer's own folder, and the exit code back", () => {
    const file = archive('echo "args: $*"; ls; exit 42');
    const { stdout, status } = script("install-agent.sh", [file, "-q", "-r", "MS", "a b"]);
    expect(stdout).toContain("args: -q -r MS a b\ninstall\n");
    expect(status).toBe(42);
    expect(readdirSync(join(folder, "run"))).toEqual([]);
  });

  for (const shell of SHELLS) {
    it.skipIf(needs(shell[0], "xz"))(`unpacks LZMA that is called .tar.gz under ${shell.join(" ")}${needs(shell[0], "xz")}`, () => {
      expect(script("install-agent.sh", [archive("exit 98", { packing: "--lzma" })], shell)).toMatchObject({ status: 98 });
      expect(script("install-agent.sh", [archive("exit 98", { packing: "--gzip" })], shell)).toMatchObject({ status: 98 });
    });
  }

  it.skipIf(needs("xz", "busybox"))(`unpacks LZMA also with a tar that does not see it${needs("xz", "busybox")}`, () => {
    const bin = join(folder, "bin");
    mkdirSync(bin);
    writeFileSync(join(bin, "tar"), `#!/bin/sh\n[ "$2" = - ] || { echo "tar: not in gzip format" >&2; exit 2; }\nexec busybox tar "$@"\n`, {
      mode: 0o755,
    });
    const file = archive("exit 7", { packing: "--lzma" });
    const env = { ...process.env, PATH: `${bin}:${process.env.PATH}`, MF_RUN: join(folder, "run"), MF_VENDOR_LOGS: join(folder, "logs") };
    expect(spawnSync("sh", [join(SCRIPTS, "install-agent.sh"), file], { env, timeout: 15_000 }).status).toBe(7);
  });

  it("shows the errors file and the end of the installer's log when it failed", () => {
    const json = JSON.stringify({ Errors: [{ error_name: "ASRMobilityServiceSecureBootEnabled", default_message: "secure boot" }] });
    const file = archive(`echo '${json}' >"$MF_VENDOR_LOGS/InstallerErrors.json"; echo "it broke" >"$MF_VENDOR_LOGS/ua_install.log"; exit 97`);
    const { stdout, status } = script("install-agent.sh", [file]);
    expect(status).toBe(97);
    expect(stdout).toContain("it broke");
    expect(errorsInLog(stdout)).toMatchObject([{ code: "SecureBootEnabled", message: "secure boot" }]);
  });

  it("shows no file that a link in the folder of logs leads to, and opens no pipe there", () => {
    writeFileSync(join(folder, "secret"), "secret-of-root");
    const traps = `ln -s ${folder}/secret "$MF_VENDOR_LOGS/InstallerErrors.json"; mkfifo "$MF_VENDOR_LOGS/ua_install.log"; exit 9`;
    const { stdout, status } = script("install-agent.sh", [archive(traps)]);
    expect(status).toBe(9);
    expect(stdout).not.toContain("secret-of-root");
  });

  it("does not take an earlier run's errors file for this one's", () => {
    writeFileSync(join(folder, "logs", "InstallerErrors.json"), '{"Errors":[{"error_name":"ASRMobilityServiceSecureBootEnabled"}]}');
    expect(errorsInLog(script("install-agent.sh", [archive("exit 1")]).stdout)).toEqual([]);
  });

  it("waits for no answer: the installer's input is empty", () => {
    expect(script("install-agent.sh", [archive("read -r answer || exit 55")]).status).toBe(55);
  });

  it("says 221 for what is no archive and 222 for an archive without an installer", () => {
    const broken = join(folder, "broken.tar.gz");
    writeFileSync(broken, "<html>not found</html>");
    expect(script("install-agent.sh", [broken])).toMatchObject({ status: 221, stderr: expect.stringContaining("could not be unpacked") });
    expect(script("install-agent.sh", [archive("exit 0", { name: "other" })]).status).toBe(222);
  });

  it("says 220 where it may not unpack for lack of room or of a folder, and 226 when the file is gone", () => {
    const file = archive("exit 0");
    writeFileSync(join(folder, "df"), '#!/bin/sh\nprintf "Filesystem blocks Used Available Capacity Mounted\\nx 9 9 0 100%% /\\n"\n', {
      mode: 0o755,
    });
    writeFileSync(file, Buffer.alloc(2048), { flag: "a" }); // zeros after the end are none of gzip's
    expect(script("install-agent.sh", [file])).toMatchObject({ status: 0 });
    expect(script("install-agent.sh", [file], ["env", `PATH=${folder}:${process.env.PATH}`, "sh"])).toMatchObject({
      ...{ status: 220, stderr: expect.stringMatching(/unpacking needs \d+ KB free at .*, there are 0/) },
    });
    rmSync(join(folder, "run"), { recursive: true });
    expect(script("install-agent.sh", [file])).toMatchObject({ status: 220, stderr: expect.stringContaining("cannot make") });
    rmSync(file);
    expect(script("install-agent.sh", [file])).toMatchObject({ status: 226, stderr: expect.stringContaining("is gone") });
  });

  it.skipIf(needs("mount namespaces"))(`says 223 where programs may not run${needs("mount namespaces")}`, () => {
    const line = `mount -t tmpfs -o noexec none "$MF_RUN" && sh ${join(SCRIPTS, "install-agent.sh")} ${archive("exit 0")}`;
    const env = { ...process.env, MF_RUN: join(folder, "run"), MF_VENDOR_LOGS: join(folder, "logs") };
    const { status, stderr } = spawnSync("unshare", ["-m", "sh", "-c", line], { encoding: "utf8", env, timeout: 15_000 });
    expect({ status, stderr }).toEqual({ status: 223, stderr: expect.stringContaining("may not run in") });
  });
});

describe("register-agent.sh", () => {
  const configurator = (ending = "exit 13") => {
    const bin = join(folder, "Vx/bin");
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, "UnifiedAgentConfigurator.sh"), `#!/bin/sh\necho "$*" >"$MF_VENDOR_LOGS/args"\n${ending}\n`, { mode: 0o755 });
    return registerArguments({ generation: "Classic", agentDir: join(folder, "Vx"), serverAddress: "10.0.0.4" });
  };

  it("gives the configurator the secret by its file alone and passes its code through", () => {
    writeFileSync(join(folder, "run/connection.passphrase"), "open sesame");
    const { status, stdout, stderr } = script("register-agent.sh", configurator());
    expect(status).toBe(13);
    expect(readFileSync(join(folder, "logs/args"), "utf8")).toBe(`-i 10.0.0.4 -q -P ${join(folder, "run/connection.passphrase")}\n`);
    expect(stdout + stderr).not.toContain("open sesame");
  });

  for (const shell of SHELLS) {
    it.skipIf(needs(shell[0]))(`says 227 when the configurator could not reach its server under ${shell.join(" ")}${needs(shell[0])}`, () => {
      writeFileSync(join(folder, "run/connection.passphrase"), "open sesame");
      const says = (text: string, code: number) => configurator(`echo "${text}" >>"$MF_VENDOR_LOGS/ua_install.log"; exit ${code}`);
      const status = (text: string, code: number) => script("register-agent.sh", says(text, code), shell).status;
      expect(status("post request: (7) - Couldn't connect to server", 14)).toBe(227);
      expect(status("the passphrase is refused", 14)).toBe(14); // what an earlier run said does not count
      expect(status("post request: (7) - Couldn't connect to server", 0)).toBe(0);
    });
  }

  it("says 224 without a configurator and 225 without the secret file", () => {
    const args = configurator();
    expect(script("register-agent.sh", args).status).toBe(225);
    rmSync(join(folder, "Vx"), { recursive: true });
    expect(script("register-agent.sh", args).status).toBe(224);
    expect(existsSync(join(folder, "logs/args"))).toBe(false);
  });
});

describe("install-vm-agent.sh", () => {
  /** Programs of a distribution that say in a file what they were told. */
  const distribution = (programs: Readonly<Record<string, string>>) => {
    const bin = join(folder, "bin");
    mkdirSync(bin, { recursive: true });
    for (const name of ["sh", "head", "grep"])
      symlinkSync(execFileSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).trim(), join(bin, name));
    for (const [name, text] of Object.entries(programs)) {
      writeFileSync(join(bin, name), `#!${join(bin, "sh")}\necho "${name} $*" >>${folder}/said\n${text}\n`);
      chmodSync(join(bin, name), 0o755);
    }
    return bin;
  };
  const waagent = (bin: string) => `printf '#!/bin/sh\\necho WALinuxAgent-2.2\\n' >${bin}/waagent; /bin/chmod +x ${bin}/waagent`;
  const install = (bin: string, ...args: string[]) => {
    const text = readFileSync(join(SCRIPTS, "install-vm-agent.sh"), "utf8").replace(/^PATH=.*$/m, `PATH=${bin}`);
    return spawnSync("sh", ["-s", ...args], { encoding: "utf8", input: text, env: { PATH: bin }, timeout: 15_000 });
  };
  const said = () => (existsSync(join(folder, "said")) ? readFileSync(join(folder, "said"), "utf8").trim().split("\n") : []);

  it("asks the distribution's package manager for its package, and starts the service by the name that it has", () => {
    const bin = distribution({ "apt-get": "", systemctl: '[ "$2" != waagent.service ]' });
    writeFileSync(join(bin, "apt-get"), `#!${bin}/sh\necho "apt-get $*" >>${folder}/said\n${waagent(bin)}\n`);
    expect(install(bin, "walinuxagent")).toMatchObject({ status: 0, stdout: expect.stringContaining("WALinuxAgent-2.2") });
    expect(said()).toEqual([
      ...["apt-get -qq update", "apt-get -y -o Dpkg::Options::=--force-confold install walinuxagent"],
      ...["systemctl cat walinuxagent.service", "systemctl enable walinuxagent.service", "systemctl restart walinuxagent.service"],
    ]);
  });

  it("turns on the repository that has it, for this one command", () => {
    const bin = distribution({ systemctl: '[ "$2" = waagent.service ]', yum: "" });
    writeFileSync(join(bin, "yum"), `#!${bin}/sh\necho "yum $*" >>${folder}/said\n${waagent(bin)}\n`);
    expect(install(bin, "WALinuxAgent", "ol7_addons").status).toBe(0);
    expect(said()[0]).toBe("yum -y --enablerepo=ol7_addons install WALinuxAgent");
    expect(said().at(-1)).toBe("systemctl restart waagent.service");
  });

  it("installs nothing where the agent is there, and starts it", () => {
    const bin = distribution({ "apt-get": "exit 1", systemctl: "", waagent: "echo WALinuxAgent-2.9" });
    expect(install(bin, "walinuxagent").status).toBe(0);
    expect(said().some((line) => line.startsWith("apt-get"))).toBe(false);
  });

  it("ends with the code of a package manager that failed, and with codes of its own", () => {
    expect(install(distribution({ zypper: "exit 104" }), "python-azure-agent").status).toBe(104);
    rmSync(join(folder, "bin"), { recursive: true });
    expect(install(distribution({ dnf: "" }), "WALinuxAgent").status).toBe(229);
    rmSync(join(folder, "bin"), { recursive: true });
    expect(install(distribution({}), "WALinuxAgent").status).toBe(228);
    rmSync(join(folder, "bin"), { recursive: true });
    expect(install(distribution({ waagent: "", systemctl: "exit 1" }), "WALinuxAgent").status).toBe(230);
  });
});
