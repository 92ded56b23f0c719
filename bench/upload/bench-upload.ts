import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { destinations } from "../../lib/core/destinations.js";
import { Secret } from "../../lib/core/secret.js";
import { connectMachine } from "../../lib/remote/connect.js";
import { lendFile } from "../../lib/store/rows/lend-file.js";
import { newLabKeyPair } from "../../local/lab-keys.js";
import type { Place } from "../lab/delayed-line.js";
import { type BenchLab, startBenchLab } from "../lab/lab-client.js";
import type { Target } from "../lab/target.js";
import { printTable, shown, writeResult } from "../measure/report.js";
import { type Spread, spread } from "../measure/statistics.js";
import type { BenchOptions } from "../options.js";

const ROUND_TRIPS_MS = [0, 20, 100];
const LONGEST_MS = 600_000;

type Upload = Readonly<{ target: Target; place: Place; privateKey: string; folder: string; file: string; sha256: string; sizeBytes: number }>;

/** Megabytes a second of our staging, from the login to the checked copy in root's cache, beside scp to the same server on the same line. */
export async function benchUpload({ mb, rounds, note }: BenchOptions): Promise<void> {
  const { publicKey, privateKey } = newLabKeyPair();
  const lab = await startBenchLab({ count: 1, publicKey, python: false });
  const folder = await mkdtemp(join(tmpdir(), "fleet-bench-upload-"));
  try {
    const content = randomBytes(mb * 1e6);
    const sha256 = createHash("sha256").update(content).digest("hex");
    await writeFile(join(folder, "file"), content);
    await writeFile(join(folder, "key"), privateKey, { mode: 0o600 });
    const parts = { privateKey, folder, file: join(folder, "file"), sha256, sizeBytes: content.length };
    const results = [];
    for (const roundTripMs of ROUND_TRIPS_MS) results.push({ roundTripMs, ...(await onLine(lab, roundTripMs, rounds, parts)) });
    const cell = ({ median, min, max }: Spread) => `${shown(median)} (${shown(min)}–${shown(max)})`;
    printTable(
      ["round trip", "ours MB/s", "scp MB/s", "ours / scp"],
      results.map(({ roundTripMs, ours, scp, ratio }) => [`${roundTripMs} ms`, cell(ours), cell(scp), shown(ratio)]),
    );
    writeResult("upload", { mb, rounds, results }, note);
  } finally {
    await lab.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function onLine(lab: BenchLab, roundTripMs: number, rounds: number, parts: Omit<Upload, "target" | "place">) {
  const [target] = lab.targets;
  if (!target) throw new Error("the lab has no machine");
  const upload = { ...parts, target, place: roundTripMs === 0 ? target : await lab.line(roundTripMs / 2) };
  const [ours, scp]: [number[], number[]] = [[], []];
  for (let round = 0; round <= rounds; round++) {
    for (const [send, speeds] of [[stageIt, ours] as const, [copyIt, scp] as const]) {
      await lab.reset(1);
      const began = performance.now();
      await send(upload);
      if (round > 0) speeds.push(upload.sizeBytes / 1e6 / ((performance.now() - began) / 1000)); // the first round warms up
    }
  }
  return { ours: spread(ours), scp: spread(scp), ratio: spread(ours).median / spread(scp).median };
}

async function stageIt({ target, place, privateKey, file, sha256, sizeBytes }: Upload): Promise<void> {
  const remote = await connectMachine(destinations(["127.0.0.0/8"]))({
    ...place,
    userName: "root",
    privateKey: new Secret(privateKey),
    hostKeySha256: target.hostKeySha256,
    hostKeyType: target.hostKeyType,
    legacySsh: false,
    acceptUnknownHostKey: false,
    connectTimeoutMs: 20_000,
  });
  try {
    const lend = (offset: number) => lent(file, offset);
    const staged = await remote.stage({ sha256, sizeBytes, lend }, { fence: { installation: "bench", token: 1 }, budgetMs: LONGEST_MS });
    if (!staged.ready) throw new Error(`only ${staged.receivedBytes} bytes arrived`);
  } finally {
    await remote.close();
  }
}

async function* lent(file: string, offset: number) {
  yield* lendFile(await open(file), offset);
}

async function copyIt({ target, place, folder, file }: Upload): Promise<void> {
  const known = join(folder, "known_hosts");
  await writeFile(known, `[${place.address}]:${place.port} ${target.hostPublicKey}\n${place.address} ${target.hostPublicKey}\n`);
  const options = [`UserKnownHostsFile=${known}`, "StrictHostKeyChecking=yes", "BatchMode=yes"].flatMap((option) => ["-o", option]);
  const words = ["-q", "-F", "none", ...options, "-i", join(folder, "key"), "-P", `${place.port}`, file, `root@${place.address}:/root/copied`];
  await promisify(execFile)("scp", words, { timeout: LONGEST_MS });
}
