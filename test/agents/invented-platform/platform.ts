import { z } from "zod";
import type { CommonProbe } from "../../../lib/agents/common-probe.js";
import { verdictReader } from "../../../lib/agents/errors/verdict.js";
import type { LeftOvers } from "../../../lib/agents/left-overs.js";
import type { MachineScript, Platform } from "../../../lib/agents/platform.js";
import { only, problemsOf } from "../../../lib/agents/readiness/readiness.js";
import type { DetectedOs } from "../../../lib/agents/systems/detected-os.js";
import { FleetError } from "../../../lib/core/errors.js";

/** What a machine with Reef says of itself, beside what every system says. */
export type ReefProbe = CommonProbe & Readonly<{ system: "Reef"; tide: "low" | "high" }>;

/** The words of Reef's own language; what else is said to such a machine it does not understand. */
export const WORDS = ["tell-all", "tell-agent", "tell-rest", "tell-files", "moor", "sign-on", "cast-off", "turn-over", "salute"] as const;
export type Word = (typeof WORDS)[number];

export const INSTALL_DIR = "deck:mobility";
export const OS_TAG = "REEF-1";
/** How Reef's installers and uninstallers say that all went well: on Linux it would be a failure. */
export const WELL = 7;
export const SECRET_NAME = "pearl";

const say = (script: Word, ...args: readonly string[]): MachineScript => ({ script, args });

const inTheWay = ({ tide }: ReefProbe) =>
  only([tide === "low" && { code: "ReadOnlyFileSystem", message: "The tide is low: the deck is dry", retryable: true }]);

/** A system that nobody has: its language, its answers, its exit codes and its names are its own. */
export const REEF: Platform<ReefProbe> = {
  probe: { ...say("tell-all"), read: (output) => ({ system: "Reef", antivirus: { products: [], added: [] }, ...parsed(Told, output) }) as ReefProbe }, // its fields are those of the schema
  agentNow: {
    ...say("tell-agent"),
    read: (output) => {
      const { agent, processes } = parsed(Told, output);
      return { ...(agent?.version && { version: agent.version }), processes };
    },
  },
  install: ({ sha256, installed }) => say("moor", sha256, installed ? "again" : "first"),
  register: ({ secret, serverAddress = "", leave = false }) => ({
    ...say("sign-on", serverAddress, leave ? "leave" : "stay"),
    secretFiles: { [SECRET_NAME]: secret },
  }),
  uninstall: (installDir) => say("cast-off", installDir),
  restart: say("turn-over"),
  antivirus: { warnings: () => [] },
  leftOvers: (installDir) => ({ ...say("tell-rest", installDir), read: (output): LeftOvers => parsed(Rest, output) }),
  supportFiles: (mark) => ({
    ...say("tell-files", mark),
    read: (output) => ({ files: [{ name: "log of the deck", text: output.slice(mark.length) }], complete: output.startsWith(mark) }),
  }),
  rightsProof: () => say("salute"),
  detectOs,
  obstacles: (found) => ({ problems: problemsOf(inTheWay(found), REEF.advice), unknown: [] }),
  readiness: (found) => {
    const problems = problemsOf(inTheWay(found), REEF.advice);
    return { ready: problems.length === 0, os: detectOs(found), problems, unknown: [], warnings: [] };
  },
  verdictOf: verdictReader({
    rows: [
      { code: WELL, meaning: "success", kind: "Success" },
      { code: 0, meaning: "the deck did not hold", kind: "Failure", errorCode: "InstallerFailed" },
    ],
    rowsOf: { install: [], register: [], uninstall: [{ code: WELL, meaning: "success", kind: "Success" }] },
    installed: new Map(),
    advice: {},
  }),
  errorsInLog: () => [],
  advice: { ReadOnlyFileSystem: { recommendedAction: "Wait for the high tide." } },
  words: {
    installDir: INSTALL_DIR,
    driver: "anchor",
    room: "a fathom",
    hostKeyCommand: "show pearls",
    actsAs: "the harbour master",
    vmAgentByHand: "Ask the harbour master.",
  },
};

const Told = z.object({
  hostName: z.string(),
  machineId: z.string(),
  bootId: z.string(),
  architecture: z.string(),
  agent: z
    .object({
      version: z.string(),
      installDir: z.string(),
      configured: z.boolean(),
      serverAddress: z.string().optional(),
      servicesRunning: z.boolean(),
    })
    .optional(),
  driverLoaded: z.boolean(),
  processes: z.object({}),
  freeKb: z.object({ systemDisk: z.number(), installDir: z.number() }),
  tide: z.enum(["low", "high"]),
});
/** What a machine with Reef tells. */
export type Told = z.infer<typeof Told>;

const Rest = z.object({ agent: z.array(z.string()), remains: z.array(z.string()), driverLoaded: z.boolean() });

function parsed<T>(schema: z.ZodType<T>, output: string): T {
  try {
    return schema.parse(JSON.parse(output));
  } catch (cause) {
    throw new FleetError("CommandFailed", "Expected the machine to speak as Reef does", { cause });
  }
}

function detectOs({ architecture }: ReefProbe): DetectedOs {
  const name = "Reef 1";
  if (architecture === "coral") return { supported: true, tag: OS_TAG, name };
  return { supported: false, reason: "Architecture", name, message: `${name} on ${architecture}` };
}
