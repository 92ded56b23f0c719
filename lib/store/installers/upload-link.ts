import {
  type BlobClient,
  BlobSASPermissions,
  type BlobServiceClient,
  generateBlobSASQueryParameters,
  SASProtocol,
  StorageSharedKeyCredential,
} from "@azure/storage-blob";
import { storageFailure } from "../rows/storage-error.js";

/** `fileName`: under which a download is saved, when that is not the blob's own name. */
export type LinkRequest = Readonly<{ service: BlobServiceClient; blob: BlobClient; now: Date; expiresAt: Date; fileName?: string }>;

/** Pinned, so that links stay the same when the SDK learns newer ones, and storage of that age or later takes them. */
const SAS_VERSION = "2020-12-06";
const SKEW_MS = 5 * 60_000; // clocks differ

/**
 * A link that may create this one blob and nothing else. It cannot write over what is there: a file that was checked
 * cannot be exchanged behind the check. Signed by the account's key, or by a delegation key where an identity is used.
 */
export const uploadLink = (request: LinkRequest): Promise<string> => link(request, "c");

/** A link that reads this one blob and nothing else. */
export const downloadLink = (request: LinkRequest): Promise<string> => link(request, "r");

async function link({ service, blob, now, expiresAt, fileName }: LinkRequest, permissions: "c" | "r"): Promise<string> {
  const startsOn = new Date(now.getTime() - SKEW_MS);
  const values = {
    containerName: blob.containerName,
    blobName: blob.name,
    permissions: BlobSASPermissions.parse(permissions),
    version: SAS_VERSION,
    protocol: blob.url.startsWith("https:") ? SASProtocol.Https : SASProtocol.HttpsAndHttp,
    startsOn,
    expiresOn: expiresAt,
    ...(fileName && { contentDisposition: `attachment; filename="${fileName}"` }),
  };
  const { credential } = service;
  if (credential instanceof StorageSharedKeyCredential) return `${blob.url}?${generateBlobSASQueryParameters(values, credential)}`;
  const key = await service.getUserDelegationKey(startsOn, expiresAt).catch(storageFailure("The key for a link"));
  return `${blob.url}?${generateBlobSASQueryParameters(values, key, service.accountName)}`;
}
