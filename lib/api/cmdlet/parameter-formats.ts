import { isIP } from "node:net";
import { domainToASCII } from "node:url";
import { z } from "zod";
import { unfitInName } from "../../core/unfit-character.js";
import { refuseUnfit } from "./fit-text.js";
import { type MoreFacts, parameter } from "./parameter.js";

export const agentVersion = (description: string, more: MoreFacts = {}) =>
  parameter(
    z
      .string()
      .trim()
      .regex(/^\d{1,9}(\.\d{1,9}){1,3}$/),
    { description, expected: "a version such as 9.62.7096.1", ...more },
  );

/** IPv4, IPv6 or a host name: nothing that a shell or an address parser could take for more. */
export const networkAddress = (description: string, more: MoreFacts = {}) =>
  parameter(z.string().trim().refine(isNetworkAddress).superRefine(refuseUnfit()).superRefine(sayAscii), {
    description,
    expected: "an IPv4 or IPv6 address or a host name",
    ...more,
  });

function sayAscii(came: string, context: z.RefinementCtx): void {
  const ascii = asciiAddress(came);
  if (ascii !== undefined) context.addIssue({ code: "custom", message: `in DNS it is ${ascii}`, params: { said: true } });
}

/** What is dialled for an address with letters or digits that are not ASCII, such as xn--kln-sna.example for köln.example. */
export function asciiAddress(came: string): string | undefined {
  const ascii = /[^\0-\x7F]/.test(came) && !unfitInName(came) ? domainToASCII(came) : "";
  return ascii !== "" && isNetworkAddress(ascii) ? ascii : undefined;
}

/** As DNS has it. */
const MOST_IN_NAME = 253;

/**
 * A name whose last part is a number, such as 10.0.0.300, is an IPv4 address with a slip: no top-level domain is one. Underscores are none of
 * DNS' host names, but they resolve, and Active Directory and VMware give them.
 */
export const isNetworkAddress = (came: string): boolean =>
  isIP(came) !== 0 ||
  (came.length <= MOST_IN_NAME &&
    /^(?!-)[a-z0-9_-]{1,63}(?<!-)(\.(?!-)[a-z0-9_-]{1,63}(?<!-))*\.?$/i.test(came) &&
    !/(^|\.)(\d+|0x[\da-f]*)\.?$/i.test(came));

/** A name that becomes part of ids and keys. */
export const resourceName = (description: string, more: MoreFacts = {}) =>
  parameter(
    z
      .string()
      .trim()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/)
      .superRefine(refuseUnfit()),
    { description, expected: "a name of 1 to 63 letters, digits, dots, hyphens and underscores that begins with a letter or digit", ...more },
  );

/** Handed on as ssh-keygen prints it behind `SHA256:`. */
export const fingerprint = (description: string, more: MoreFacts = {}) =>
  parameter(
    z
      .string()
      .trim()
      .regex(/^(SHA256:)?[A-Za-z0-9+/]{43}=?$/)
      .transform((came) => came.replace(/^SHA256:/, "").replace(/=$/, "")),
    { description, expected: "a SHA-256 fingerprint such as SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpKZIDTMczCvj3tD2s", ...more },
  );

/** 64 hex digits, handed on in lower case. */
export const sha256 = (description: string, more: MoreFacts = {}) =>
  parameter(
    z
      .string()
      .trim()
      .regex(/^[0-9a-fA-F]{64}$/)
      .transform((came) => came.toLowerCase()),
    { description, expected: "64 hex digits", ...more },
  );
