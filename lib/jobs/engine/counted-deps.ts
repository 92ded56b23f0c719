import type { ConnectMachine, RemoteMachine } from "../../remote/machine.js";
import type { RunJobDeps } from "./run-deps.js";
import type { TurnCosts } from "./turn-costs.js";

/** The same parts, as a turn uses them that counts what it asks of them. */
export function counted(deps: RunJobDeps, costs: TurnCosts): RunJobDeps {
  const each =
    <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
    (...args: A): Promise<R> => {
      costs.count("storageOperations");
      return call(...args);
    };
  const { machines, accounts, jobLogs } = deps;
  return {
    ...deps,
    machines: { ...machines, find: each(machines.find), replace: each(machines.replace) },
    accounts: { ...accounts, find: each(accounts.find), replace: each(accounts.replace) },
    jobLogs: { ...jobLogs, write: each(jobLogs.write) },
    connect: countedConnect(deps.connect, costs),
  };
}

const countedConnect =
  (connect: ConnectMachine, costs: TurnCosts): ConnectMachine =>
  async (target, signal) => {
    costs.count("logins");
    const remote = await connect(target, signal);
    let seen = 0;
    const countBytes = () => {
      const bytes = remote.bytes?.() ?? 0;
      costs.count("bytes", bytes - seen);
      seen = bytes;
    };
    const after = <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
      ((...args: A) => call(...args).finally(countBytes)) satisfies (...args: A) => Promise<R>;
    return {
      ...remote,
      script: after(remote.script),
      run: after(remote.run),
      stage: after((...args: Parameters<RemoteMachine["stage"]>) => costs.uploading(() => remote.stage(...args))),
      launch: after(remote.launch),
      look: after((...args: Parameters<RemoteMachine["look"]>) => {
        costs.count("looks");
        return remote.look(...args);
      }),
      logTail: after(remote.logTail),
    };
  };
