import type { DetachedRun, RemoteMachine, RunState, StagedFile } from "../../../lib/remote/machine.js";
import { INSTALL_DIR, SECRET_NAME, type Told, WELL, WORDS, type Word } from "./platform.js";

/** What an installer for Reef is made of. */
export const contentOf = (version: string): Buffer => Buffer.from(`planks ${version}`);

/** A machine with Reef: it understands Reef's words and nothing else, and remembers what was said to it. */
export function reefBox() {
  const cache = new Map<string, string>();
  const heard: string[] = [];
  let agent: Told["agent"];
  let boots = 1;
  let driver = false;
  let nature: Pick<Told, "architecture" | "tide"> = { architecture: "coral", tide: "high" };
  let slot: RunState = { state: "none" };
  const understand = (script: string): Word => {
    heard.push(script);
    const word = WORDS.find((known) => known === script);
    if (!word) throw new Error(`a machine with Reef does not understand: ${script.slice(0, 40)}`);
    return word;
  };
  const told = (): Told => ({
    ...{ hostName: "reef-1", machineId: "polyp-1", bootId: `boot-${boots}`, ...nature },
    ...(agent && { agent }),
    ...{ driverLoaded: driver, processes: {}, freeKb: { systemDisk: 8_000_000, installDir: 8_000_000 } },
  });
  const work: Partial<Record<Word, (run: DetachedRun) => void>> = {
    moor: ({ args: [sha256 = ""] }) => {
      agent = { configured: false, ...agent, version: cache.get(sha256) ?? "", installDir: INSTALL_DIR, servicesRunning: true };
      driver = true;
    },
    "sign-on": ({ args: [serverAddress = ""], secretFiles }) => {
      if (agent && secretFiles?.[SECRET_NAME]) agent = { ...agent, configured: true, serverAddress };
    },
    "cast-off": () => {
      agent = undefined;
      driver = false;
    },
    "turn-over": () => {
      boots++;
    },
  };
  const answers: Partial<Record<Word, (args: readonly string[]) => string>> = {
    "tell-all": () => JSON.stringify(told()),
    "tell-agent": () => JSON.stringify(told()),
    "tell-rest": () => JSON.stringify({ agent: agent ? ["planks"] : [], remains: [], driverLoaded: driver }),
    "tell-files": ([mark = ""]) => `${mark}all is well on deck`,
    salute: () => "",
  };
  const remote: RemoteMachine = {
    hostKey: { type: "ssh-ed25519", sha256: "x" },
    script: async (text, { args = [] } = {}) => {
      const stdout = answers[understand(text)]?.(args);
      if (stdout === undefined) throw new Error(`"${text}" takes long: it was to run detached`);
      return { stdout, stderr: "", exitCode: 0, truncated: false };
    },
    run: async () => {
      throw new Error("nobody runs a command as the login user here");
    },
    stage: async ({ sha256, sizeBytes, lend }: StagedFile, { signal = AbortSignal.timeout(10_000) }) => {
      const sentBytes = cache.has(sha256) ? 0 : sizeBytes;
      if (sentBytes > 0) for await (const piece of lend(0, signal)) cache.set(sha256, Buffer.from(piece).toString().replace("planks ", ""));
      return { ready: true, path: sha256, sentBytes };
    },
    launch: async (run, { installation }) => {
      if (run.cached && !cache.has(run.cached.sha256)) return { state: "absent" };
      const word = understand(run.script);
      work[word]?.(run);
      const end = word === "turn-over" ? ({ state: "lost", reason: "rebooted" } as const) : ({ state: "ended", exitCode: WELL } as const);
      slot = { ...end, run: run.run, installation };
      return slot;
    },
    look: async () => slot,
    logTail: async () => "",
    clear: async () => {
      slot = { state: "none" };
    },
    close: async () => {},
  };
  const become = (change: Partial<typeof nature>) => {
    nature = { ...nature, ...change };
  };
  return { remote, heard, become, agent: () => agent };
}
