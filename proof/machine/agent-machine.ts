import type { DetachedRun, RemoteMachine } from "../../lib/remote/machine.js";
import { agentSeen } from "../../test/jobs/engine/agent-seen.js";
import { simulatedMachine } from "./simulated-machine.js";
import type { Program } from "./simulated-slot.js";

/** What a proof asks of a machine, simulated or real. */
export type AgentMachine = Readonly<{
  connect(): RemoteMachine;
  /** The versions whose installers were started, in order. */
  installed(): readonly string[];
  version(): string | undefined;
  registrations(): number;
  uninstalls(): number;
  restarts(): number;
  isRegistered(): boolean;
  /** What a restart by somebody else does. */
  restart(): void;
  /** Secrets that lie in files there. */
  secrets(): readonly string[];
  /** The process of what runs there goes on in real time. */
  takesRealTime: boolean;
  close(): void;
}>;

/** With `version` an agent is on it, registered. `runSeconds`: how long whatever runs on it takes. */
export type MachineStart = Readonly<{ version?: string; registered?: boolean; runSeconds: number }>;
type Options = MachineStart & Readonly<{ now: () => number }>;

/** A simulated machine with an agent: an installer takes the version away, works for its time and leaves its own; a restart loads the driver of that version. */
export function agentMachine({ version, registered = version !== undefined, runSeconds, now }: Options): AgentMachine {
  let agent = { version, driver: version, registered, hasVmAgent: false };
  let boots = 1;
  const installed: string[] = [];
  const counts = { register: 0, uninstall: 0, restart: 0 };
  const bootId = () => String(boots).padStart(32, "b");
  const restart = () => {
    agent = { ...agent, driver: agent.version };
    boots++;
  };
  const lasting = (end: () => number | undefined, log = ""): Program => {
    const until = now() + runSeconds * 1000;
    return {
      isOver: () => now() >= until,
      end: () => {
        const exitCode = end();
        return { log, ...(exitCode !== undefined && { exitCode }) };
      },
    };
  };
  const begin = ({ run }: DetachedRun): Program => {
    const [what = "", wanted = ""] = run.name.split(" ");
    if (what === "install") {
      installed.push(wanted);
      agent = { ...agent, version: undefined };
      return lasting(() => {
        agent = { ...agent, version: wanted, driver: agent.driver ?? wanted };
        return 98;
      }, `installed ${wanted}\n`);
    }
    if (what === "register" || what === "uninstall" || what === "restart") counts[what]++;
    return lasting(() => {
      if (what === "register") agent = { ...agent, registered: true };
      if (what === "uninstall") agent = { ...agent, version: undefined, driver: undefined, registered: false };
      if (what === "vm-agent") agent = { ...agent, hasVmAgent: true };
      if (what !== "restart") return 0;
      restart();
      return undefined;
    });
  };
  const machine = simulatedMachine({
    now,
    bootId,
    begin,
    answer: async (script) => agentSeen(script, { ...agent, bootId: bootId(), now: new Date(now()) }),
  });
  const settled =
    <T>(read: () => T) =>
    () => {
      machine.settle();
      return read();
    };
  return {
    connect: () => {
      const remote = machine.connect();
      return { ...remote, script: (...given) => settled(() => remote.script(...given))() };
    },
    installed: () => installed,
    version: settled(() => agent.version),
    isRegistered: settled(() => agent.registered),
    registrations: () => counts.register,
    uninstalls: () => counts.uninstall,
    restarts: () => counts.restart,
    restart: settled(restart),
    secrets: machine.secrets,
    takesRealTime: false,
    close: () => {},
  };
}
