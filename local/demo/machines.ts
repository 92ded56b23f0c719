import type { LabMachine } from "../lab/machine/machine.js";
import type { MachineSpec } from "../lab/machine/spec.js";

/** One machine of the demo: how it stands before, what goes wrong with it, how its update is expected to end. */
export type DemoMachine = LinuxOfTheDemo | WindowsOfTheDemo;

type OfTheDemo = Readonly<{
  /** Restarted by its update: its way is longer than four releases, and the restart between two hops is mandatory. */
  restart?: true;
  expected: Readonly<{ state: "Succeeded"; version: string } | { state: "Failed"; code: string }>;
}>;
export type LinuxOfTheDemo = OfTheDemo &
  Readonly<{
    system?: undefined;
    spec: Omit<MachineSpec, "account">;
    account: "key" | "sudo";
    /** What happens to it after it was brought into the fleet and before it is updated. */
    mishap?: (machine: LabMachine) => Promise<void>;
  }>;
export type WindowsOfTheDemo = OfTheDemo &
  Readonly<{
    system: "Windows";
    reachedBy: "Ssh" | "WinRmHttps";
    spec: Readonly<{ name: string; osTag: "Windows"; agent: Readonly<{ version: string }> }>;
    account: "windows";
  }>;

export const OLD = "9.56.6879.1";
export const BETWEEN = "9.60.6956.1";
export const BEFORE = "9.61.7016.1";
export const TARGET = "9.62.7096.1";
const updated = { state: "Succeeded", version: TARGET } as const;

const machine = (
  name: string,
  osTag: MachineSpec["osTag"],
  version: string,
  rest: Partial<Omit<LinuxOfTheDemo, "system">> & { legacySsh?: boolean } = {},
): LinuxOfTheDemo => {
  const { legacySsh, ...more } = rest;
  return { spec: { name, osTag, agent: { version }, ...(legacySsh && { legacySsh }) }, account: "key", expected: updated, ...more };
};

const windows = (name: string, reachedBy: WindowsOfTheDemo["reachedBy"]): WindowsOfTheDemo => ({
  ...{ system: "Windows", account: "windows", reachedBy, expected: updated },
  spec: { name, osTag: "Windows", agent: { version: BEFORE } },
});

/** A dozen machines in different states; the mishaps are those that administrators meet. Where there can be machines with Windows, two of them have it. */
export const demoMachines = (has: Readonly<{ windows: boolean }>): readonly DemoMachine[] =>
  DEMO_MACHINES.map((one) => (has.windows && WINDOWS_INSTEAD_OF[one.spec.name]) || one);

const WINDOWS_INSTEAD_OF: Readonly<Record<string, WindowsOfTheDemo>> = {
  "web-02": windows("win-01", "Ssh"),
  "db-01": windows("win-02", "WinRmHttps"),
};

const DEMO_MACHINES: readonly LinuxOfTheDemo[] = [
  machine("web-01", "UBUNTU-22.04-64", BEFORE),
  machine("web-02", "UBUNTU-20.04-64", BEFORE),
  machine("app-01", "RHEL9-64", BETWEEN),
  machine("app-02", "RHEL8-64", BETWEEN, { account: "sudo" }),
  machine("db-01", "OL8-64", BEFORE),
  machine("db-02", "DEBIAN12-64", OLD, { restart: true }),
  machine("sap-01", "SLES15-64", TARGET),
  machine("legacy-01", "RHEL6-64", BEFORE, { legacySsh: true }),
  machine("mail-01", "UBUNTU-22.04-64", BEFORE, {
    mishap: (lab) => lab.setFaults({ staleLock: true }),
    expected: { state: "Failed", code: "StaleInstallerLock" },
  }),
  machine("file-01", "RHEL9-64", BEFORE, {
    mishap: (lab) => lab.changeHostKey(),
    expected: { state: "Failed", code: "HostKeyMismatch" },
  }),
  machine("crm-01", "RHEL8-64", BEFORE, {
    mishap: (lab) => lab.setFaults({ rebootDuringInstall: true }),
    expected: { state: "Failed", code: "InstallerLost" },
  }),
  machine("erp-01", "SLES15-64", BEFORE, {
    mishap: (lab) => lab.setFaults({ installerExitCode: 150 }),
    expected: { state: "Failed", code: "InstallerFailed" },
  }),
];

/** The installers that the updates need: the target for every system, and one in between for the machine that is five releases behind. */
export const DEMO_INSTALLERS: readonly Readonly<{ version: string; osTag: string }>[] = [
  ...[...new Set(DEMO_MACHINES.map(({ spec }) => spec.osTag))].map((osTag) => ({ version: TARGET, osTag })),
  { version: BETWEEN, osTag: "DEBIAN12-64" },
];
