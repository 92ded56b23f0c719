import type { Client } from "ssh2";

type InfoRequest = (protocol: unknown, name: string, instructions: string, prompts: unknown) => void;

/**
 * Hears what a server says in keyboard-interactive without asking anything: ssh2 answers that by itself and shows it to nobody, though it is there
 * that PAM tells why the account may not log in. To be called once the client connects.
 */
export function hearInfo(client: Client, heard: (text: string) => void): void {
  const { _protocol: protocol } = client as unknown as { _protocol?: { _handlers?: { USERAUTH_INFO_REQUEST?: InfoRequest } } }; // ssh2 has no public way
  const handlers = protocol?._handlers;
  const handle = handlers?.USERAUTH_INFO_REQUEST;
  if (!handlers || !handle) return;
  handlers.USERAUTH_INFO_REQUEST = (self, name, instructions, prompts) => {
    if (!Array.isArray(prompts) || prompts.length === 0) heard(`${name}\n${instructions}`);
    handle(self, name, instructions, prompts);
  };
}
