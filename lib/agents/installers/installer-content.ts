import { parseInstallerName } from "./installer-name.js";

/** How many first bytes of a file `looksLikeItsName` wants to see. */
export const HEAD_BYTES = 16;

export type Packing = "gzip" | "xz" | "lzma" | "exe" | "unknown";

/** What the first bytes are. LZMA without a container has no magic of its own: the bytes that every usual encoder writes tell it. */
export function contentOf(head: Uint8Array): Packing {
  if (startsWith(head, [0x1f, 0x8b])) return "gzip";
  if (startsWith(head, [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00])) return "xz";
  if (startsWith(head, [0x4d, 0x5a])) return "exe";
  if (startsWith(head, [0x5d, 0x00, 0x00]) && head.length >= 13) return "lzma";
  return "unknown";
}

/** Is the file what its name says? A .tar.gz may be gzip, xz or LZMA, whatever its tag's usual packing. InvalidParameter for a wrong name. */
export function looksLikeItsName(head: Uint8Array, fileName: string): boolean {
  const content = contentOf(head);
  return parseInstallerName(fileName).kind === "exe" ? content === "exe" : content !== "exe" && content !== "unknown";
}

const startsWith = (head: Uint8Array, magic: readonly number[]): boolean => magic.every((byte, i) => head[i] === byte);
