import { compareVersions } from "../../agents/versions/version.js";
import { componentsOlderThan, oldestVersionOf, silentProcessServers } from "../../fleet/fabrics/components.js";
import type { Fabric } from "../../fleet/fabrics/fabric.js";
import { type AgentPath, type Catalogue, planAgentPath } from "../../fleet/installers/plan-agent-path.js";
import { installedVersionOf } from "../../fleet/machines/installed-version.js";
import type { Machine } from "../../fleet/machines/machine.js";
import { type Blocker, blocker } from "./blocker.js";

/** What a way rests on beside the machine. */
export type Ground = Readonly<{ fabric: Fabric | undefined; catalogue: Catalogue; now: Date }>;

/** The way of every machine of the same facts, with what catalogue and fabric have against it. */
export type Way = Readonly<{
  path: AgentPath;
  /** There is something to do, or it is refused: the machine's own state matters. */
  moves: boolean;
}>;

/** Plans each way once: machines of the same facts have the same one, as long as it is the very same fabric, list of installers and holds that is asked. */
export function knownWays(): (ground: Ground, machine: Machine & { osTag: string }, target?: string) => Way {
  const grounds = new WeakMap<Catalogue["installers"], Known>();
  return (ground, machine, target) => {
    const { ways } = knownOf(grounds, ground);
    const wish = wishOf(ground, machine, target);
    const key = JSON.stringify(wish);
    const way = ways.get(key) ?? wayOf(ground, wish);
    ways.set(key, way);
    return way;
  };
}

type Known = Readonly<{ holds: Catalogue["holds"]; fabric: Fabric | undefined; ways: Map<string, Way> }>;

function knownOf(grounds: WeakMap<Catalogue["installers"], Known>, { fabric, catalogue: { installers, holds } }: Ground): Known {
  const known = grounds.get(installers);
  if (known?.holds === holds && known.fabric === fabric) return known;
  const fresh = { holds, fabric, ways: new Map<string, Way>() };
  grounds.set(installers, fresh);
  return fresh;
}

type Wish = Parameters<typeof planAgentPath>[1];

/** Made for each of very many machines: plain properties, since spread ones cost several times as much. */
function wishOf({ fabric }: Ground, machine: Machine & { osTag: string }, target: string | undefined): Wish {
  const { osTag, osName, agent } = machine;
  const installed = installedVersionOf(machine);
  const serverVersion = fabric?.serverVersion ?? (fabric && oldestVersionOf(fabric));
  const driverVersionAtBoot = agent?.driverVersionAtBoot;
  return { osTag, osName, installed, target, serverVersion, driverVersionAtBoot, agent: agent?.traits, generation: fabric?.generation };
}

function wayOf({ fabric, catalogue, now }: Ground, wish: Wish): Way {
  const { held, ...path } = planAgentPath(catalogue, wish);
  const limit = wish.target ?? wish.serverVersion;
  const outdated = fabric && limit ? componentsOlderThan(fabric, limit) : [];
  const components = outdated.map(({ role, friendlyName, version }) =>
    blocker("ComponentsOutdated", `The ${role} ${friendlyName} has ${version}, older than ${limit}`),
  );
  const others = path.blockedBy.filter(({ code }) => code !== "ComponentsOutdated" || components.length === 0);
  const silent = (fabric ? silentProcessServers(fabric, now) : []).map((message) => blocker("ProcessServerSilent", message));
  const newerHeld = held.filter(({ version }) => compareVersions(version, path.targetVersion ?? wish.installed ?? "0.0") > 0);
  return {
    path: { ...path, held: newerHeld, blockedBy: [...migrationBlockers(path, fabric), ...components, ...silent, ...others] },
    moves: path.hops.length > 0 || path.blockedBy.length > 0,
  };
}

/** An agent that was migrated and cannot be registered protects nothing. */
const migrationBlockers = ({ migratesTo, blockedBy }: Pick<AgentPath, "migratesTo" | "blockedBy">, fabric: Fabric | undefined): readonly Blocker[] =>
  migratesTo && blockedBy.length === 0 && fabric?.registrationSecret === undefined
    ? [
        blocker(
          "RegistrationSecretMissing",
          `The migrated agent is to be registered with the appliance, and fabric ${fabric?.friendlyName} has no config.json on record`,
        ),
      ]
    : [];
