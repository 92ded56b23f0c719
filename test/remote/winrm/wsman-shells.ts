import { randomUUID } from "node:crypto";
import type { CommandExit, StayingCommand, Transport } from "../../../lib/remote/transport.js";

/** What runs the lines. */
export type Machine = Pick<Transport, "open" | "run">;

type Command = { output: (readonly [string, Buffer])[]; exit: CommandExit | undefined; running: StayingCommand | undefined; wake(): void };
type Reply = Readonly<{ status: number; envelope: string }>;

const SHELL = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell";
const NAMESPACES =
  'xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" xmlns:x="http://schemas.xmlsoap.org/ws/2004/09/transfer"';
/** The server's own time-outs are short, so that a test sees them. */
const NOTHING_AFTER_MS = 300;

/** SIMULATED: the command shell of WS-Man. Answers have the shape of Windows' own. */
export function wsmanShells(machine: Machine) {
  const shells = new Map<string, Map<string, Command>>();
  const answer = async (text: string): Promise<Reply> => {
    const operation = /<a:Action[^>]*>[^<]*\/(\w+)<\/a:Action>/.exec(text)?.[1] ?? "";
    const shellId = /Name="ShellId">([^<]*)</.exec(text)?.[1] ?? "";
    if (operation === "Create") return create();
    const commands = shells.get(shellId);
    if (!commands) return fault(2_150_858_843, "The request for the Windows Remote Shell failed because the shell was not found on the server.");
    if (operation === "Delete") {
      for (const { running } of commands.values()) running?.kill();
      shells.delete(shellId);
      return envelope("");
    }
    if (operation === "Command") return start(commands, plain(/<rsp:Command>([^<]*)</.exec(text)?.[1] ?? ""));
    const command = commands.get(/CommandId="([^"]*)"/.exec(text)?.[1] ?? "");
    if (!command) return fault(2_150_858_843, "The command was not found.");
    if (operation === "Send") {
      command.running?.write(Buffer.from(/<rsp:Stream[^>]*>([^<]*)</.exec(text)?.[1] ?? "", "base64").toString());
      if (/End="true"/i.test(text)) command.running?.end();
      return envelope(`<rsp:SendResponse xmlns:rsp="${SHELL}"/>`);
    }
    if (operation === "Signal") {
      command.running?.kill();
      command.exit ??= { exitCode: 1 };
      command.wake();
      return envelope(`<rsp:SignalResponse xmlns:rsp="${SHELL}"/>`);
    }
    return receive(command);
  };
  const create = (): Reply => {
    const id = randomUUID().toUpperCase();
    shells.set(id, new Map());
    return envelope(
      `<x:ResourceCreated><a:Address>http://x/wsman</a:Address><a:ReferenceParameters><w:ResourceURI>${SHELL}/cmd</w:ResourceURI><w:SelectorSet><w:Selector Name="ShellId">${id}</w:Selector></w:SelectorSet></a:ReferenceParameters></x:ResourceCreated>`,
    );
  };
  const start = async (commands: Map<string, Command>, line: string): Promise<Reply> => {
    const id = randomUUID().toUpperCase();
    const command: Command = { output: [], exit: undefined, running: undefined, wake: () => {} };
    commands.set(id, command);
    if (line.startsWith("echo ")) {
      command.output.push(["stdout", Buffer.from((await machine.run(line)).stdout)]);
      command.exit = { exitCode: 0 };
    } else
      command.running = await machine.open(line, {
        printed: (stream, chunk) => {
          command.output.push([stream, chunk]);
          command.wake();
        },
        ended: (exit) => {
          command.exit ??= exit;
          command.wake();
        },
        giveWay: () => {},
        signal: new AbortController().signal,
      });
    return envelope(`<rsp:CommandResponse xmlns:rsp="${SHELL}"><rsp:CommandId>${id}</rsp:CommandId></rsp:CommandResponse>`);
  };
  const receive = async (command: Command): Promise<Reply> => {
    if (command.output.length === 0 && !command.exit)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, NOTHING_AFTER_MS);
        command.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    const { exit } = command;
    const output = command.output.splice(0);
    if (output.length === 0 && !exit)
      return fault(2_150_858_793, "The WS-Management service cannot complete the operation within the time specified in OperationTimeout.");
    const streams = output.map(([name, bytes]) => `<rsp:Stream Name="${name}" CommandId="x">${bytes.toString("base64")}</rsp:Stream>`);
    const end = exit
      ? `<rsp:Stream Name="stdout" CommandId="x" End="true"></rsp:Stream><rsp:CommandState CommandId="x" State="${SHELL}/CommandState/Done"><rsp:ExitCode>${exit.exitCode}</rsp:ExitCode></rsp:CommandState>`
      : `<rsp:CommandState CommandId="x" State="${SHELL}/CommandState/Running"/>`;
    return envelope(`<rsp:ReceiveResponse xmlns:rsp="${SHELL}">${streams.join("")}${end}</rsp:ReceiveResponse>`);
  };
  return {
    answer,
    end: () => {
      for (const commands of shells.values()) for (const { running } of commands.values()) running?.kill();
    },
  };
}

const plain = (text: string): string =>
  text.replaceAll("&quot;", '"').replaceAll("&apos;", "'").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

const envelope = (body: string, status = 200): Reply => ({
  status,
  envelope: `<s:Envelope xml:lang="en-US" ${NAMESPACES}><s:Header><a:Action>x</a:Action></s:Header><s:Body>${body}</s:Body></s:Envelope>`,
});

export const fault = (code: number, words: string): Reply =>
  envelope(
    `<s:Fault><s:Code><s:Value>s:Receiver</s:Value></s:Code><s:Reason><s:Text xml:lang="en-US">${words}</s:Text></s:Reason><s:Detail><f:WSManFault xmlns:f="http://schemas.microsoft.com/wbem/wsman/1/wsmanfault" Code="${code}" Machine="x"><f:Message>${words}</f:Message></f:WSManFault></s:Detail></s:Fault>`,
    500,
  );
