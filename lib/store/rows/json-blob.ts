import { text as textIn } from "node:stream/consumers";
import type { ContainerClient } from "@azure/storage-blob";
import type { z } from "zod";
import { FleetError } from "../../core/errors.js";
import { refuseNewer, SCHEMA } from "../../core/schema.js";
import type { Versioned } from "../../core/versioned.js";
import { CALL_MS } from "./deadline.js";
import { versioned } from "./rows.js";
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

/** Writes a value as one blob in the place of that version; without an etag, where none is. Gives the new etag; Conflict when somebody else was first. */
export async function replaceJson(container: ContainerClient, name: string, value: object, etag: string | undefined): Promise<string> {
  const text = textOf(value);
  const conditions = etag === undefined ? { ifNoneMatch: "*" } : { ifMatch: etag };
  const written = await container
    .getBlockBlobClient(name)
    .upload(text, Buffer.byteLength(text), { conditions, blobHTTPHeaders: { blobContentType: "application/json" } })
    .catch(storageFailure(name));
  return versioned(name, written.etag).etag;
}

const textOf = (value: object): string => JSON.stringify({ ...value, schema: SCHEMA });

const isThere = (error: unknown): boolean => serviceCode(error) === "BlobAlreadyExists" || hasStatus(error, 412);

/** Reads what `putJson` wrote; undefined when there is nothing. Throws Internal when it has another shape. */
export async function readJson<T>(container: ContainerClient, name: string, schema: z.ZodType<T>): Promise<T | undefined> {
  const bytes = await container
    .getBlobClient(name)
    .downloadToBuffer(undefined, undefined, { abortSignal: AbortSignal.timeout(CALL_MS) })
    .catch((e) => (isAbsent(e) ? undefined : storageFailure(name)(e)));
  return bytes && parsed(name, bytes.toString(), schema);
}

/** The same, with the etag of what was read. */
export async function readVersionedJson<T>(container: ContainerClient, name: string, schema: z.ZodType<T>): Promise<Versioned<T> | undefined> {
  const abortSignal = AbortSignal.timeout(CALL_MS);
  try {
    const { etag, readableStreamBody } = await container.getBlobClient(name).download(undefined, undefined, { abortSignal });
    return readableStreamBody && versioned(parsed(name, await textIn(readableStreamBody), schema), etag);
  } catch (error) {
    return isAbsent(error) ? undefined : storageFailure(name)(error);
  }
}

function parsed<T>(name: string, text: string, schema: z.ZodType<T>): T {
  const value = parseJson(text);
  if (typeof value === "object" && value !== null && "schema" in value) refuseNewer(name, value.schema);
  const { success, data } = schema.safeParse(value);
  if (success) return data;
  throw new FleetError("Internal", `${name} is stored in a shape that this version does not know`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the schema says what was expected instead
  }
}
