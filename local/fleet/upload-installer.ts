import { once } from "node:events";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { pipeline } from "node:stream/promises";
import { FleetError } from "../../lib/core/errors.js";
import type { FleetClient } from "../client.js";

export type InstallerFile = Readonly<{ path: string; fileName: string; sha256: string }>;

type Asked = Readonly<{ UploadUrl: string | null; Job: Readonly<{ Name: string }> | null }>;

/** Asks for an upload link and PUTs the file to it. Gives the name of the job that checks and lists the file; none where it is known by now. */
export async function uploadInstaller(client: FleetClient, { path, fileName, sha256 }: InstallerFile): Promise<string | undefined> {
  const { UploadUrl, Job } = await client.call<Asked>("Import-ASRMobilityServiceInstaller", {
    FileName: fileName,
    Sha256: sha256,
  });
  if (UploadUrl === null || Job === null) return undefined;
  const status = await put(UploadUrl, path);
  if (status !== 201) throw new FleetError("CommandFailed", `the storage answered ${status} to the upload; expected 201`);
  return Job.Name;
}

/** Streams the file from the disk in one request; storage wants to know its size beforehand. Gives the status of the answer. */
async function put(link: string, path: string): Promise<number> {
  const { size } = await stat(path);
  const open = link.startsWith("https:") ? httpsRequest : httpRequest;
  const call = open(link, { method: "PUT", headers: { "x-ms-blob-type": "BlockBlob", "content-length": size } });
  const answered = once(call, "response");
  const sent = pipeline(createReadStream(path), call);
  const [answer] = (await Promise.race([answered, sent.then(() => answered)])) as [IncomingMessage]; // the one argument of this event; refusals may come early
  answer.resume();
  return answer.statusCode ?? 0;
}
