import { simulatedMachine } from "../../../proof/machine/simulated-machine.js";
import type { Program } from "../../../proof/machine/simulated-slot.js";
import { type Dialect, remoteMachineContract } from "../../remote/machine.contract.js";

const WORDS: Dialect = { answer: "answer", wait: "wait", make: "make", print: ["print"] };
const END = { stderr: "", truncated: false };

/** A machine whose shell knows the four words of the contract. */
remoteMachineContract("simulated", WORDS, async () => {
  const gates = new Set<string>();
  const said = (args: readonly string[], token = "") => `${args[0]}|${token}\n`;
  const programs: Readonly<Record<string, (args: readonly string[]) => Program>> = {
    answer: (args) => ({ isOver: () => true, end: () => ({ exitCode: 4, log: `${said(args)}err\n` }) }),
    wait: ([gate = ""]) => ({ isOver: () => gates.has(gate), end: () => ({ exitCode: 3, log: "waited\n" }) }),
  };
  const machine = simulatedMachine({
    now: () => Date.now(),
    bootId: () => "boot-1",
    command: (words) => ({ exitCode: 0, stdout: String(words[1]), ...END }),
    begin: ({ script, args }) => programs[script]?.(args) ?? { isOver: () => true, end: () => ({ exitCode: 127, log: "" }) },
    async answer(script, { args = [], secrets }) {
      if (script === "wait") await new Promise(() => {}); // no test opens the gate of such a one
      if (script === "make") gates.add(args[0] ?? "");
      return { exitCode: 4, stdout: said(args, secrets?.TOKEN?.reveal()), ...END, stderr: "err\n" };
    },
  });
  return { machine: machine.connect(), again: async () => machine.connect(), gate: "gate", [Symbol.asyncDispose]: async () => {} };
});
