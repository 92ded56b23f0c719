import { EventEmitter, once } from "node:events";
import type { ClientChannel } from "ssh2";
import { expect, it } from "vitest";
import { hearEnd } from "../../../lib/remote/ssh/hear-end.js";

/** A channel that a test speaks for. */
const newChannel = () => {
  const closed: string[] = [];
  const channel = Object.assign(new EventEmitter(), { stderr: new EventEmitter(), close: () => closed.push("closed") });
  return { channel: channel as EventEmitter & { stderr: EventEmitter }, asClient: channel as unknown as ClientChannel, closed }; // all that is used of one
};

const blockFor = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

it("ends by the exit and a silence, and closes what a server keeps open", async () => {
  const { channel, asClient, closed } = newChannel();
  const ended = new Promise((resolve) => hearEnd(asClient, resolve));
  channel.emit("exit", 0);
  expect(await ended).toEqual({ exitCode: 0 });
  expect(closed).toEqual(["closed"]);
});

it("takes no silence of a process that was held up for one of the machine", async () => {
  const { channel, asClient, closed } = newChannel();
  const heard: string[] = [];
  const ended = new Promise((resolve) => hearEnd(asClient, resolve)).then((exit) => heard.push(JSON.stringify(exit)));
  channel.emit("exit", 0);
  blockFor(4_000);
  // What came meanwhile is read behind the timers that are due.
  const late = new EventEmitter();
  setImmediate(() => setImmediate(() => late.emit("late")));
  await once(late, "late");
  heard.push("late");
  channel.emit("data", Buffer.from("late"));
  channel.emit("close");
  await ended;
  expect(heard).toEqual(["late", '{"exitCode":0}']);
  expect(closed).toEqual([]);
});
