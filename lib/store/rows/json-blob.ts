import type { ContainerClient } from "@azure/storage-blob";
import type { z } from "zod";
import { FleetError } from "../../core/errors.js";
import { refuseNewer, SCHEMA } from "../../core/schema.js";
import { CALL_MS } from "./deadline.js";
import { hasStatus, isAbsent, serviceCode, storageFailure } from "./storage-error.js";

/** Writes a value as one blob, whatever was there. */
export async function putJson(container: ContainerClient, name: string, value: object): Promise<void> {
  const bytes = Buffer.from(textOf(value));
  await container
    .getBlockBlobClient(name)
    .uploadData(bytes, { blobHTTPHeaders: { blobContentType: "application/json" } })
    .catch(storageFailure(name));
}

/** Writes a value as one blob, unless one is there already. */
export async function putNewJson(container: ContainerClient, name: string, value: object): Promise<void> {
  const text = textOf(value);
  await container
    .getBlockBlobClient(name)
    .upload(text, Buffer.byteLength(text), { conditions: { ifNoneMatch: "*" }, blobHTTPHeaders: { blobContentType: "application/json" } })
    .catch((e) => (isThere(e) ? undefined : storageFailure(name)(e)));
}

const textOf = (value: object): string => JSON.stringify({ ...value, schema: SCHEMA });

const isThere = (error: unknown): boolean => serviceCode(error) === "BlobAlreadyExists" || hasStatus(error, 412);

/** Reads what `putJson` wrote; undefined when there is nothing. Throws Internal when it has another shape. */
export async function readJson<T>(container: ContainerClient, name: string, schema: z.ZodType<T>): Promise<T | undefined> {
  const bytes = await container
    .getBlobClient(name)
    .downloadToBuffer(undefined, undefined, { abortSignal: AbortSignal.timeout(CALL_MS) })
    .catch((e) => (isAbsent(e) ? undefined : storageFailure(name)(e)));
  if (!bytes) return undefined;
  const value = parseJson(bytes.toString());
  if (typeof value === "object" && value !== null && "schema" in value) refuseNewer(name, value.schema);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new FleetError("Internal", `${name} is stored in a shape that this version does not know`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the schema says what was expected instead
  }
}
