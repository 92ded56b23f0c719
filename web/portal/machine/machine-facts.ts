import type { MachineDetails, Update } from "../api/objects.js";
import { clockTime } from "../text/times.js";

type Fact = readonly [name: string, value: string];
type Details = MachineDetails["FleetDetails"];

/** What a machine is, in lines of a name and a value; those about Windows and about a failover stand there only where there is something to say. */
export function machineFacts({ FleetDetails: details, ProtectionState, ReplicationHealth }: MachineDetails, update: Update): readonly Fact[] {
  return [
    [
      "Address",
      `${details.Address.includes(":") ? `[${details.Address}]` : details.Address}:${details.Port}${details.JumpHost ? ` by ${details.JumpHost}` : ""}`,
    ],
    ...(details.Transport ? [["Reached over", WAYS[details.Transport]] as const] : []),
    ["Calls itself", details.HostName ?? UNKNOWN],
    ["System", details.OSName ?? update.OSTag ?? UNKNOWN],
    [details.HostKeyType === "x509" ? "Certificate" : "Host key", identityOf(details)],
    ["Run-as account", details.AccountId ?? "none"],
    ["Agent is configured", told(details.AgentConfigured)],
    ["Its services run", told(details.AgentServicesRunning)],
    ["Driver at the last start", details.DriverVersionAtBoot ?? UNKNOWN],
    ["Reports to", details.RegisteredWith ?? UNKNOWN],
    [update.OSTag === "Windows" ? "Free on the system drive" : "Free below /", details.FreeRootMB === null ? UNKNOWN : `${details.FreeRootMB} MB`],
    ...aboutAntivirus(details),
    ...(details.AzureVMAgent ? [["Azure VM agent", details.AzureVMAgent.toLowerCase()] as const] : []),
    ...(details.FailedOverAt ? [["Failed over", clockTime(details.FailedOverAt)] as const] : []),
    ["Availability group", update.AvailabilityGroup ?? "none"],
    ["Tags", tagsOf(update)],
    ["Protection", `${ProtectionState}, replication health ${ReplicationHealth}`],
  ];
}

const UNKNOWN = "not known";
const WAYS: Readonly<Record<NonNullable<Details["Transport"]>, string>> = {
  Ssh: "SSH",
  WinRmHttps: "WinRM, HTTPS",
  WinRmHttp: "WinRM, HTTP, sealed by NTLM",
};

const told = (value: boolean | null) => (value === null ? UNKNOWN : value ? "yes" : "no");

function identityOf({ HostKeyType, HostKeySha256, HostKeyOrigin }: Details): string {
  if (!HostKeySha256) return "none is known";
  return `${HostKeyType ?? ""} SHA256:${HostKeySha256.replace(/^SHA256:/, "")} (${HostKeyOrigin ?? UNKNOWN})`;
}

function aboutAntivirus({ AntivirusProducts: products, AntivirusExclusionsMissing: missing }: Details): readonly Fact[] {
  return [
    ...(products?.length ? [["Virus scanners", products.join(", ")] as const] : []),
    ...(missing?.length ? [["Not left out by Defender", missing.join(", ")] as const] : []),
  ];
}

const tagsOf = ({ Tags }: Update): string =>
  Object.entries(Tags)
    .map(([name, value]) => `${name}=${value}`)
    .join(", ") || "none";
