import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { type FleetClient, fleetClient } from "../client.js";
import { waitForJob } from "../demo/wait-for-job.js";
import type { Command } from "./command.js";
import { type FoundFile, findInstallers } from "./find-installers.js";
import { uploadInstaller } from "./upload-installer.js";
import { readWords, wrong } from "./words.js";

const usage = "import-installers <folder> [--url http://127.0.0.1:7071] [--key-env FLEET_KEY]";

/** Brings the installers of a folder into the catalogue of a running service. Gives 1 when one was refused. */
export const importInstallers: Command = {
  usage,
  does: "uploads every Microsoft-ASR_UA file of a folder to the service; the key comes from an environment variable",
  run: async ({ say, environment }, words) => {
    const options = { url: { type: "string", default: "http://127.0.0.1:7071" }, "key-env": { type: "string", default: "FLEET_KEY" } } as const;
    const { values, positionals } = readWords(words, { options, places: ["folder"], usage });
    const key = environment[values["key-env"]];
    if (!key) throw wrong(`The environment variable ${values["key-env"]} holds no fleet key; export an administrator's`, usage);
    const client = fleetClient(values.url.replace(/\/+$/, ""), key);
    const files = await findInstallers(positionals[0] ?? "");
    const outcomes = await importAll(client, files, say);
    const count = (outcome: Outcome) => outcomes.filter((each) => each === outcome).length;
    say(`${count("imported")} imported, ${count("known")} known already, ${count("skipped")} skipped, ${count("refused")} refused.`);
    return count("refused") > 0 ? 1 : 0;
  },
};

type Outcome = "imported" | "known" | "skipped" | "refused";
type Result = Readonly<{ outcome: Outcome; why?: string }>;
type Say = (line: string) => void;

/** Uploads one after the other; a file is checked by its job while the next one travels. */
async function importAll(client: FleetClient, files: readonly FoundFile[], say: Say): Promise<readonly Outcome[]> {
  const known = await knownInstallers(client);
  const results: Promise<Outcome>[] = [];
  for (const file of files) {
    const begun = await begin(client, file, known).catch(refusal);
    results.push(
      ended(client, begun).then(({ outcome, why }) => {
        say(`${outcome.padEnd(8)}  ${file.fileName}${why === undefined ? "" : `: ${why}`}`);
        return outcome;
      }),
    );
  }
  return Promise.all(results);
}

/** SHA-256 by file name. */
async function knownInstallers(client: FleetClient): Promise<ReadonlyMap<string, string>> {
  const { value } = await client.call<{ value: { FileName: string; Sha256: string }[] }>("Get-ASRMobilityServiceInstaller");
  return new Map(value.map(({ FileName, Sha256 }) => [FileName.toLowerCase(), Sha256]));
}

/** What is clear already, or the job that decides. */
async function begin(
  client: FleetClient,
  { path, fileName, problem }: FoundFile,
  known: ReadonlyMap<string, string>,
): Promise<Result | { job: string }> {
  if (problem !== undefined) return { outcome: "skipped", why: problem };
  const sha256 = await digest(path);
  const listed = known.get(fileName.toLowerCase());
  if (listed === sha256) return { outcome: "known" };
  if (listed !== undefined)
    return { outcome: "refused", why: `the catalogue has another file of this name, with SHA-256 ${listed}; this one has ${sha256}` };
  const job = await uploadInstaller(client, { path, fileName, sha256 });
  return job === undefined ? { outcome: "known" } : { job };
}

async function ended(client: FleetClient, begun: Result | { job: string }): Promise<Result> {
  if ("outcome" in begun) return begun;
  const job = await waitForJob(client, begun.job, { pollMs: 1000 }).catch(refusal);
  if ("outcome" in job) return job;
  if (job.State === "Succeeded") return { outcome: "imported" };
  return { outcome: "refused", why: job.Errors[0]?.ServiceErrorDetails.Message ?? `the job ended as ${job.State}` };
}

const refusal = (error: unknown): Result => ({ outcome: "refused", why: error instanceof Error ? error.message : String(error) });

async function digest(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}
