import { randomUUID } from "node:crypto";
import { ACTIONS, ANONYMOUS, NAMESPACES, type Operation, RESOURCE } from "./names.js";

/** A message, and what is asked with it. `body` is XML of ours. */
export type Request = Readonly<{
  operation: Operation;
  /** URL of the service. */
  to: string;
  body?: string;
  shellId?: string | undefined;
  options?: Readonly<Record<string, string>>;
  /** After so long the server answers that nothing has come. */
  operationSeconds: number;
}>;

/** The largest answer that is asked for: Windows Server 2008 R2 makes none that is larger. */
export const MAX_ENVELOPE_BYTES = 153_600;

export function writeEnvelope({ operation, to, body = "", shellId, options = {}, operationSeconds }: Request): string {
  const chosen = Object.entries(options).map(([name, value]) => `<w:Option Name="${name}">${escaped(value)}</w:Option>`);
  const header = [
    `<a:To>${escaped(to)}</a:To><a:ReplyTo><a:Address s:mustUnderstand="true">${ANONYMOUS}</a:Address></a:ReplyTo>`,
    `<a:Action s:mustUnderstand="true">${ACTIONS[operation]}</a:Action><a:MessageID>uuid:${randomUUID().toUpperCase()}</a:MessageID>`,
    `<w:ResourceURI s:mustUnderstand="true">${RESOURCE}</w:ResourceURI>`,
    `<w:MaxEnvelopeSize s:mustUnderstand="true">${MAX_ENVELOPE_BYTES}</w:MaxEnvelopeSize><w:OperationTimeout>PT${operationSeconds}S</w:OperationTimeout>`,
    '<w:Locale s:mustUnderstand="false" xml:lang="en-US"/><p:DataLocale s:mustUnderstand="false" xml:lang="en-US"/>', // faults are told in English
    chosen.length > 0 ? `<w:OptionSet>${chosen.join("")}</w:OptionSet>` : "",
    shellId === undefined ? "" : `<w:SelectorSet><w:Selector Name="ShellId">${escaped(shellId)}</w:Selector></w:SelectorSet>`,
  ];
  return `<s:Envelope ${NAMESPACES}><s:Header>${header.join("")}</s:Header><s:Body>${body}</s:Body></s:Envelope>`;
}

const NAMED: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" };

/** Text as XML carries it. Errors: TypeError for characters that it cannot. */
export function escaped(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/.test(text)) throw new TypeError("XML cannot carry a control character");
  return text.replace(/[&<>"']/g, (character) => NAMED[character] ?? "");
}
