import { type OsType, platformOf } from "../../../lib/agents/platform-of.js";
import { Secret } from "../../../lib/core/secret.js";
import type { Fabric } from "../../../lib/fleet/fabrics/fabric.js";
import type { Machine } from "../../../lib/fleet/machines/machine.js";
import type { Hop, Learned } from "../../../lib/jobs/learned.js";
import type { RecipeName } from "../../../lib/jobs/recipe-name.js";
import type { DetachedRun } from "../../../lib/remote/machine.js";
import { memoryInstallers } from "../../store/memory/memory-installers.js";
import { aFabric } from "../../store/samples.js";
import { aMachine, handClock, timing } from "../engine/engine.js";

type Seen = Readonly<{
  /** What the machine's probe prints at each look; the last is repeated. */
  shows: readonly string[];
  learned?: Learned;
  hop?: Hop;
  machine?: Partial<Machine>;
  osType?: OsType;
  recipe?: RecipeName;
  /** What another script of the platform prints. */
  says?: string;
  fabric?: Partial<Fabric>;
  /** The fabric's, where it has one on record. */
  secret?: string;
}>;

/** The context of a step on a machine, with Linux unless it is said, that shows what the test says; nothing else answers. */
export function onMachine({ shows, learned = {}, hop, machine = {}, says = "", osType = "Linux", recipe = "update", fabric = {}, secret }: Seen) {
  const clock = handClock();
  const installers = memoryInstallers();
  const cleared: string[] = [];
  const launched: Pick<DetachedRun, "script" | "args" | "secretFiles">[] = [];
  let looks = 0;
  const look = () => platformOf(osType).probe.read(shows[Math.min(looks++, shows.length - 1)] ?? "");
  let latest: ReturnType<typeof look> | undefined;
  const remote = {
    script: async () => ({ stdout: says, stderr: "", exitCode: 0, truncated: false }),
    clear: async ({ name }: { name: string }) => void cleared.push(name),
    launch: async ({ run, script, args, secretFiles }: DetachedRun) => {
      launched.push({ script, args, ...(secretFiles && { secretFiles }) });
      return { state: "running", run, installation: "i", elapsedSeconds: 0 };
    },
    look: async () => ({ state: "none" }),
  };
  const context = {
    ...{ clock, timing, job: { name: "job-1", recipe, input: {}, step: 0, learned, tasks: [{}] }, fence: { installation: "i", token: 1 } },
    ...(hop && { hop }),
    machine: () => aMachine(machine),
    fabric: async () => aFabric(fabric),
    registrationSecret: async () => (secret === undefined ? undefined : new Secret(secret)),
    installers,
    platform: () => platformOf(osType),
    remote: async () => remote,
    signal: AbortSignal.timeout(60_000),
    probe: async ({ fresh = false } = {}) => {
      if (fresh || !latest) latest = look();
      return latest;
    },
  };
  return { context: context as never, clock, installers, cleared, launched, looks: () => looks }; // a step reads nothing else
}
