import { compareVersions, isNewerRelease } from "../agents/versions/version.js";
import type { RunAsAccount } from "../fleet/accounts/account.js";
import { componentsOlderThan, HEARTBEAT_SECONDS, oldestVersionOf } from "../fleet/fabrics/components.js";
import type { Fabric, FabricServer } from "../fleet/fabrics/fabric.js";
import { expiries } from "./find-expiries.js";
import { lasting, machines, some, warning } from "./finding.js";
import type { FabricTally } from "./tally-fabric.js";
import type { Finding, Told } from "./tell-states.js";

export type Known = Readonly<{
  fabric: Fabric;
  accounts: readonly RunAsAccount[];
  tally: FabricTally;
  newestInCatalogue: string | undefined;
  now: Date;
}>;

/** How everything that is watched of a fabric is now. */
export const findStates = (known: Known): readonly Finding[] => [
  ...updates(known),
  installers(known),
  components(known),
  serverBehind(known),
  ...known.fabric.processServers.flatMap(heartbeat),
  ...known.accounts.filter(({ hasPassword, hasPrivateKey }) => hasPassword || hasPrivateKey).map(account),
  ...expiries(known),
];

/**
 * Once for every version, however often machines come to it and leave it. The vendor gives this notice only while the server is on the newest version;
 * while it is behind, only its own update is due.
 */
const updates = (known: Known): Finding[] => (isBehind(known) ? [] : updatesOf(known));

const updatesOf = ({ fabric, tally }: Known): Finding[] =>
  [...tally.updates].map(([version, { count, names }]) => ({
    subject: `update ${version}`,
    state: "available",
    told: () =>
      warning(
        "AgentUpdateAvailable",
        `New Site recovery replication agent update is available. ${count} of the ${tally.total} machines of ${fabric.friendlyName} can go to ${version}: ${some({ count, names })}`,
        fabric.friendlyName,
        { type: "AgentHealth" },
      ),
  }));

function installers({ fabric, tally }: Known): Finding {
  const tags = [...tally.withoutInstaller].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const list = tags.map(([tag, { count }]) => `${tag} (${machines(count)})`).join(", ");
  return lasting("installers", tags.length === 0 ? "" : `${fabric.serverVersion}: ${tags.map(([tag]) => tag).join(", ")}`, () =>
    warning(
      "InstallerMissing",
      `${fabric.friendlyName} is on ${fabric.serverVersion}, and the catalogue has no installer of that release for ${list}`,
      fabric.friendlyName,
      { type: "AgentHealth" },
    ),
  );
}

function components({ fabric }: Known): Finding {
  const outdated = fabric.serverVersion === undefined ? [] : componentsOlderThan(fabric, fabric.serverVersion);
  const order = outdated.map(({ role, friendlyName, version }, i) => `${i + 1}. ${role} ${friendlyName} (${version})`).join(", ");
  return lasting("components", order && `${fabric.serverVersion}: ${order}`, () =>
    warning(
      "ComponentsOutdated",
      `Servers are older than ${fabric.friendlyName} (${fabric.serverVersion}). Update them in this order: ${order}`,
      fabric.friendlyName,
    ),
  );
}

/** Of an appliance the oldest part counts that is of the agents' series. */
const serverVersionOf = (fabric: Fabric): string | undefined => fabric.serverVersion ?? oldestVersionOf(fabric);

function isBehind({ fabric, newestInCatalogue: newest }: Known): boolean {
  const version = serverVersionOf(fabric);
  return newest !== undefined && version !== undefined && isNewerRelease(newest, version);
}

function serverBehind(known: Known): Finding {
  const { fabric, newestInCatalogue: newest } = known;
  const version = serverVersionOf(fabric);
  return lasting("server", isBehind(known) ? `${version} ${newest}` : "", () =>
    warning(
      "ServerUpdateDue",
      `The catalogue has ${newest}, ${fabric.friendlyName} is on ${version}: no agent may be newer. Update the server first`,
      fabric.friendlyName,
    ),
  );
}

/** As it was when it was read; a server that nobody has read says nothing. */
function heartbeat({ id, friendlyName, lastHeartbeat, readTime }: FabricServer): Finding[] {
  if (lastHeartbeat === undefined || readTime === undefined) return [];
  const silent = Date.parse(readTime) - Date.parse(lastHeartbeat) > HEARTBEAT_SECONDS * 1000;
  const told = (before: string | undefined): Told | undefined => {
    if (silent)
      return warning(
        "ProcessServerSilent",
        `The process server ${friendlyName} had been silent for more than ${HEARTBEAT_SECONDS / 60} minutes: at ${readTime} it was last heard of at ${lastHeartbeat}`,
        friendlyName,
        {
          severity: "Critical",
        },
      );
    return before === undefined
      ? undefined
      : warning("ProcessServerHeard", `The process server ${friendlyName} is heard of again, last at ${lastHeartbeat}`, friendlyName, {
          severity: "OK",
        });
  };
  return [{ subject: `heartbeat ${id}`, state: silent ? "silent" : "heard", told }];
}

/** An account that came from a vault by name has never had a credential that could be refused. */
const account = ({ id, name, stopped }: RunAsAccount): Finding =>
  lasting(`account ${id}`, stopped ? "stopped" : "", () =>
    warning(
      "AccountStopped",
      `The run-as account ${name} was stopped after refused logins; no machine is reached by it any more. Set-AsrRunAsAccount or Test-AsrRunAsAccount lifts that`,
      name,
      { severity: "Critical" },
    ),
  );

/** The newest version that the catalogue has for any system. */
export const newestOf = (versions: readonly string[]): string | undefined => versions.toSorted(compareVersions).at(-1);
