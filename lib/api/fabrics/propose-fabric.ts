import { FleetError } from "../../core/errors.js";
import type { Secret } from "../../core/secret.js";
import type { Fabric, FabricServer, JumpHost } from "../../fleet/fabrics/fabric.js";
import { object, type Proposal, proposal } from "../cmdlet/answer.js";
import type { FleetContext } from "../cmdlet/context.js";
import { asrFabric } from "../objects/fabric.js";
import { checkJumpHosts } from "./fabric-jump-hosts.js";
import { changedFabric, type FabricChange, setFabric } from "./set-fabric.js";

type Generation = Fabric["generation"];

/** What a call says of a fabric. */
export type FabricWish = Readonly<{
  Name: string;
  FriendlyName?: string | undefined;
  Generation?: Generation | undefined;
  ServerAddress?: string | undefined;
  ServerPort?: number | undefined;
  ServerVersion?: string | undefined;
  ProcessServers?: readonly FabricServer[] | undefined;
  MasterTargets?: readonly FabricServer[] | undefined;
  JumpHosts?: readonly JumpHost[] | undefined;
  DefaultJumpHost?: string | undefined;
  Passphrase?: Secret | undefined;
  SourceConfig?: Secret | undefined;
}>;

/** Creates or changes a fabric. Errors: InvalidParameter for a way that cannot be gone and for the other generation's secret; see `changedFabric`. */
export async function proposeFabric(context: FleetContext, wish: FabricWish): Promise<Proposal> {
  const { Name, JumpHosts, DefaultJumpHost } = wish;
  const change = changeOf(wish, context.clock.now());
  const known = await context.fabrics.find(Name);
  const changed = changedFabric(known?.value, change);
  if (JumpHosts || DefaultJumpHost !== undefined) await checkJumpHosts(context.accounts, changed.name, changed);
  refuseOtherSecret(wish, changed.generation);
  return proposal({
    target: Name,
    action: known ? "Change fabric" : "Create fabric",
    perform: async () => object(asrFabric(await setFabric(context, change), await context.accounts.list(Name), context.vault)),
  });
}

function changeOf(wish: FabricWish, now: Date): FabricChange {
  const { FriendlyName, Generation, ServerAddress, ServerPort, ServerVersion, ProcessServers, MasterTargets, JumpHosts, DefaultJumpHost } = wish;
  const secret = wish.Passphrase ?? wish.SourceConfig;
  return {
    name: wish.Name,
    ...(FriendlyName !== undefined && { friendlyName: FriendlyName }),
    ...(Generation && { generation: Generation }),
    ...(ServerAddress !== undefined && { serverAddress: ServerAddress }),
    ...(ServerPort !== undefined && { serverPort: ServerPort }),
    ...(ServerVersion !== undefined && { serverVersion: ServerVersion }),
    ...(ProcessServers && { processServers: readAt(now, ProcessServers) }),
    ...(MasterTargets && { masterTargets: readAt(now, MasterTargets) }),
    ...(JumpHosts && { jumpHosts: [...JumpHosts] }),
    ...(DefaultJumpHost !== undefined && { defaultJumpHost: DefaultJumpHost }),
    ...(secret && { secret }),
  };
}

/** A heartbeat is given as the configuration server shows it at this moment. */
const readAt = (now: Date, servers: readonly FabricServer[]): FabricServer[] =>
  servers.map((server) => (server.lastHeartbeat === undefined ? server : { ...server, readTime: now.toISOString() }));

/** Which parameter has what machines register with. */
const SECRET_PARAMETER = { Classic: "Passphrase", Modernized: "SourceConfig" } as const satisfies Record<Generation, keyof FabricWish>;

function refuseOtherSecret(wish: FabricWish, generation: Generation): void {
  const expected = SECRET_PARAMETER[generation];
  const given = Object.values(SECRET_PARAMETER).find((parameter) => parameter !== expected && wish[parameter]);
  if (given === undefined) return;
  throw new FleetError("InvalidParameter", `The parameter ${given} does not belong to a ${generation} fabric; expected ${expected}`, {
    target: given,
  });
}
