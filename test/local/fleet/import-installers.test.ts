import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer, json } from "node:stream/consumers";
import { afterEach, beforeEach, expect, it } from "vitest";
import { importInstallers } from "../../../local/fleet/import-installers.js";

const name = (osTag: string, version = "9.62.7096.1") => `Microsoft-ASR_UA_${version}_${osTag}_GA_20Jun2024_release.tar.gz`;
const [GOOD, BAD, KNOWN, OTHER] = ["UBUNTU-22.04-64", "RHEL9-64", "RHEL8-64", "SLES15-64"].map((tag) => name(tag));
const digest = (text: string) => createHash("sha256").update(text).digest("hex");

/** Answers as the service and its storage do, and keeps what came; refuses the job of BAD. */
const server = createServer(async (request, response) => {
  const body = request.method === "PUT" ? await keepUpload(request) : await answer(request);
  response.writeHead(request.method === "PUT" ? 201 : 200).end(JSON.stringify(body));
});
const uploads = new Map<string, { body: string; length: string | undefined }>();
let folder: string;
let url: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "import-installers-"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server has an address object
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  uploads.clear();
  await new Promise((resolve) => server.close(resolve).closeAllConnections());
});

async function keepUpload(request: IncomingMessage): Promise<null> {
  const body = (await buffer(request)).toString();
  uploads.set(decodeURIComponent(request.url?.slice(1) ?? ""), { body, length: request.headers["content-length"] });
  return null;
}

async function answer(request: IncomingMessage): Promise<unknown> {
  expect(request.headers.authorization).toBe("Bearer mf_key");
  const given = (await json(request)) as Record<string, string>; // what our own client sends
  const catalogue = [KNOWN, OTHER].map((FileName) => ({ FileName, Sha256: digest("known") }));
  if (request.url === "/api/Get-ASRMobilityServiceInstaller") return { value: catalogue };
  if (request.url === "/api/Import-ASRMobilityServiceInstaller") {
    expect(given.Sha256).toMatch(/^[0-9a-f]{64}$/);
    return { UploadUrl: `${url}/${given.FileName}`, Job: { Name: given.FileName } };
  }
  const Errors = [{ ServiceErrorDetails: { Message: "It is no archive" } }];
  return given.Name === BAD ? { State: "Failed", Errors } : { State: "Succeeded", Errors: [] };
}

async function run(environment: NodeJS.ProcessEnv = { FLEET_KEY: "mf_key" }) {
  const lines: string[] = [];
  const storage = () => Promise.reject(new Error("not asked for"));
  const code = await importInstallers.run({ say: (line) => lines.push(line), environment, storage }, [folder, "--url", `${url}/`]);
  return { code, said: lines.join("\n") };
}

const put = (file: string | undefined, content: string) => writeFileSync(join(folder, `${file}`), content);

it("uploads each installer with its length, and tells what became of it", async () => {
  put(GOOD, "good".repeat(100_000));
  put(KNOWN, "known");
  put("Microsoft-ASR_UA_renamed.tar.gz", "wrong name");
  put("notes.txt", "not an installer");
  const { code, said } = await run();
  expect(said).toContain(`imported  ${GOOD}`);
  expect(said).toContain(`known     ${KNOWN}`);
  expect(said).toMatch(/skipped {3}Microsoft-ASR_UA_renamed\.tar\.gz: .* is not the name/);
  expect(said).toContain("1 imported, 1 known already, 1 skipped, 0 refused.");
  expect([...uploads]).toEqual([[GOOD, { body: "good".repeat(100_000), length: "400000" }]]);
  expect(code).toBe(0);
});

it("ends with 1 when one was refused, and imports the others", async () => {
  put(BAD, "bad");
  put(GOOD, "good");
  put(OTHER, "another file under a known name");
  const { code, said } = await run();
  expect(said).toContain(`refused   ${BAD}: It is no archive`);
  expect(said).toMatch(new RegExp(`refused {3}${OTHER}: the catalogue has another file of this name`));
  expect(said).toContain(`imported  ${GOOD}`);
  expect(code).toBe(1);
});

it("takes the key from the environment alone", async () => {
  put(GOOD, "good");
  await expect(run({})).rejects.toThrow(/environment variable FLEET_KEY holds no fleet key/);
  await expect(
    importInstallers.run({ say: () => {}, environment: {}, storage: () => Promise.reject() }, [folder, "--key", "mf_key"]),
  ).rejects.toThrow(/--key/);
});

it("says when a folder has no installers", async () => {
  put("notes.txt", "not an installer");
  await expect(run()).rejects.toThrow(/has no installer; expected files such as/);
});
