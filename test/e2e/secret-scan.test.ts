import { spawn } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { expect, inject, it, onTestFinished } from "vitest";
import { openClients } from "../store/open-storage.js";
import { until } from "../until.js";
import { overheard, placesWith } from "./secret-scan.js";
import { contentsOf, watchProcesses } from "./traces.js";

const secret = () => `planted-${randomUUID()}`;

it.each<[string, (text: string) => string]>([
  ["as it is", (text) => text],
  ["in JSON", (text) => JSON.stringify({ text })],
  ["in a URL", (text) => `https://x/?p=${encodeURIComponent(text)}`],
  ["in base64", (text) => Buffer.from(`a${text}`).toString("base64")],
  ["in base64 behind two characters", (text) => Buffer.from(`ab${text}cd`).toString("base64")],
  ["in base64 of UTF-16", (text) => Buffer.from(text, "utf16le").toString("base64")],
  ["in hex", (text) => Buffer.from(text).toString("hex")],
])("finds a secret %s, and no other", (_form, written) => {
  const text = `${secret()} "&ü`;
  const places = new Map([
    ["here", `before ${written(text)} after`],
    ["there", `before ${written(secret())} after`],
  ]);
  expect(placesWith([text], places)).toEqual(["here"]);
});

it("finds a line of a private key, and passes over what is too short to be told from other text", () => {
  const lines = [randomBytes(48).toString("base64"), randomBytes(48).toString("base64")];
  const key = `-----BEGIN PRIVATE KEY-----\n${lines.join("\n")}\n-----END PRIVATE KEY-----\n`;
  expect(
    placesWith(
      [key, "lab"],
      new Map([
        ["log", `x ${lines[1]} y`],
        ["other", "the lab"],
      ]),
    ),
  ).toEqual(["log"]);
});

it("finds what is planted in a table, a queue, a blob and a command line", async () => {
  const planted = secret();
  const clients = await openClients();
  await clients.tables.events.createEntity({ partitionKey: "p", rowKey: "r", Json0: JSON.stringify({ planted }) });
  await clients.jobQueue.sendMessage(Buffer.from(JSON.stringify({ planted })).toString("base64"));
  await clients.papers.getBlockBlobClient("x").upload(planted, planted.length);
  const places = placesWith([planted], await contentsOf(inject("storage")));
  expect(places.map((place) => place.split(" ")[0]).toSorted()).toEqual(["blob", "queue", "table"]);

  const watch = watchProcesses();
  const child = spawn(process.execPath, ["-e", "process.stdin.resume().on('end', () => {})", planted], { stdio: ["pipe", "ignore", "ignore"] });
  onTestFinished(() => void child.kill());
  await once(child, "spawn");
  await until(async () => (await watch.seen()).some((text) => text.includes(planted)));
  child.stdin.end();
  await once(child, "exit");
  expect(placesWith([planted], new Map([...(await watch.stop())].map((text) => [text, text])))).toHaveLength(1);
});

it("hears the secrets that a client sends, by the declarations of the cmdlets, and what it is answered", async () => {
  const [password, url] = [secret(), secret()];
  const { client, secrets, answers } = overheard({ url: "", call: async () => ({ said: password }) as never });
  await client.call("New-ASRRunAsAccount", { Fabric: "CS1", AccountName: url, Password: password });
  expect([...secrets]).toEqual([password]);
  expect(placesWith(secrets, answers)).toEqual(["answer 0 of New-ASRRunAsAccount"]);
});
