import { constants, gunzipSync } from "node:zlib";
import { decompress } from "lzma1";
import { findOsRow, OS_CATALOGUE } from "../systems/os-catalogue.js";
import { contentOf } from "./installer-content.js";

/** How many first bytes of a file `builtFor` wants to see. */
export const BEGINNING_BYTES = 655_360;

/**
 * The OS tags for which an installer's archive says that it was built: by the names of what lies in it, or by a line `OS_BUILT_FOR=` of a file, as the agent's
 * own version file has it. Empty where its beginning says nothing, or cannot be unpacked here.
 */
export function builtFor(beginning: Buffer): readonly string[] {
  const said = entriesIn(unpacked(beginning)).flatMap(({ name, text }) => [...tagsInName(name), ...tagsInText(text)]);
  return [...new Set(said)];
}

/** So much of the unpacked archive is looked at. */
const LOOKED_AT = 524_288;
/** A decoder takes as much memory as the file asks for. */
const MOST_DICTIONARY = 67_108_864;
const LZMA_HEADER = 13;

function unpacked(beginning: Buffer): Buffer {
  try {
    switch (contentOf(beginning)) {
      case "gzip":
        return beginningOfGzip(beginning);
      case "lzma":
        return beginningOfLzma(beginning);
      case "xz":
      case "exe":
      case "unknown":
        return Buffer.alloc(0);
    }
  } catch {
    return Buffer.alloc(0); // what cannot be unpacked says nothing; the machine's own programs will tell
  }
}

/**
 * Cut off where this file's beginning is: that is no fault here. A few bytes may unpack to a thousand times as many, so that more of them are tried only
 * while that is too little.
 */
function beginningOfGzip(beginning: Buffer): Buffer {
  let out: Buffer = Buffer.alloc(0);
  for (let bytes = 1024; out.length < LOOKED_AT; bytes *= 4) {
    try {
      out = gunzipSync(beginning.subarray(0, bytes), { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 16 * LOOKED_AT });
    } catch {
      return out;
    }
    if (bytes >= beginning.length) break;
  }
  return out.subarray(0, LOOKED_AT);
}

/** The header of the copy asks for no more than is looked at; whether the file is longer is not its concern. */
function beginningOfLzma(beginning: Buffer): Buffer {
  if (beginning.length <= LZMA_HEADER || beginning.readUInt32LE(1) > MOST_DICTIONARY) return Buffer.alloc(0);
  const copy = Buffer.from(beginning);
  const size = copy.readBigUInt64LE(5);
  if (size > BigInt(LOOKED_AT)) copy.writeBigUInt64LE(BigInt(LOOKED_AT), 5); // one that is not known is all ones
  return Buffer.from(decompress(copy));
}

type Entry = Readonly<{ name: string; text: string }>;

const BLOCK = 512;
const MOST_TEXT = 65_536;

/** Files of a tar archive, as far as it is there. */
function entriesIn(tar: Buffer): readonly Entry[] {
  const found: Entry[] = [];
  for (let at = 0; at + BLOCK <= tar.length; ) {
    if (tar.toString("latin1", at + 257, at + 262) !== "ustar") break;
    const size = Number.parseInt(tar.toString("latin1", at + 124, at + 135), 8);
    if (!Number.isSafeInteger(size) || size < 0) break;
    const begin = at + BLOCK;
    const name = tar.toString("latin1", at, at + 100).split("\0", 1)[0] ?? "";
    found.push({ name, text: size <= MOST_TEXT ? tar.toString("latin1", begin, begin + size) : "" });
    at = begin + Math.ceil(size / BLOCK) * BLOCK;
  }
  return found;
}

/** `pkg/Microsoft-ASR_UA_9.62.0.0_RHEL8-64_GA_20Jun2024_release.rpm`. */
const tagsInName = (name: string): string[] => {
  const words = name.toLowerCase().split(/[_/]/);
  return OS_CATALOGUE.flatMap(({ tag }) => (tag.includes("-") && words.includes(tag.toLowerCase()) ? [tag] : []));
};

/** Lab installers, which have no agent's version file in them, say it as LAB_TAG. */
const tagsInText = (text: string): string[] =>
  [...text.matchAll(/^(?:OS_BUILT_FOR|LAB_TAG)=([A-Za-z0-9.-]{1,40})\r?$/gm)].flatMap(([, tag = ""]) => findOsRow(tag)?.tag ?? []);
