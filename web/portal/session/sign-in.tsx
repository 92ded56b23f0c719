import { useSignal } from "@preact/signals";
import { ask } from "../api/call.js";
import type { Health } from "../api/objects.js";
import { wordsOfProblem } from "../api/problem.js";
import { arriving, leaveForEntra } from "./entra/sign-in.js";
import { way } from "./entra/way.js";
import { begin, ended } from "./key.js";

/** The page before everything: a fleet key opens it, and the reader stays at the address that was asked for. */
export function SignIn() {
  const busy = useSignal(false);
  const why = useSignal("");
  const byEntra = way() !== undefined;
  async function submit(event: SubmitEvent) {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement; // the form whose event this is
    const key = String(new FormData(form).get("key") ?? "").trim();
    if (!/^[\x21-\x7e]{1,4096}$/.test(key)) {
      why.value = "A fleet key is one word such as mf_…; nothing was sent.";
      return;
    }
    busy.value = true;
    try {
      const { caller, version } = await ask<Health>("/api/health", {}, key);
      begin({ key }, { ...caller, version });
    } catch (error) {
      why.value = wordsOfProblem(error);
    } finally {
      busy.value = false;
    }
  }
  return (
    <main class="sign-in">
      <form onSubmit={submit}>
        <p class="mark" aria-hidden="true">
          MF
        </p>
        <h1>Mobility Fleet</h1>
        <p class="quiet">Looks after the Mobility service of Azure Site Recovery on every protected machine.</p>
        {byEntra && <ByEntra />}
        <input type="text" name="username" autocomplete="username" value="fleet-key" readOnly hidden tabIndex={-1} aria-hidden="true" />
        <label for="key">Fleet key</label>
        <input
          id="key"
          name="key"
          type="password"
          autocomplete="current-password"
          required
          spellcheck={false}
          aria-describedby="key-help"
          aria-invalid={why.value !== ""}
        />
        <button class={byEntra ? "" : "primary"} type="submit" disabled={busy.value}>
          {busy.value ? "Signing in …" : byEntra ? "Sign in with the key" : "Sign in"}
        </button>
        <p class="bad-words" role="alert">
          {why.value || ended.value}
        </p>
        <p class="quiet small" id="key-help">
          The key stays in the memory of this page's open tabs, and in no storage. An administrator makes one:{" "}
          <code>npm run fleet -- new-key --scope operator --label you</code>
        </p>
      </form>
    </main>
  );
}

/** To the tenant and back; nobody types a password here. */
const ByEntra = () => (
  <>
    <button class="primary" type="button" disabled={arriving.value} onClick={() => void leaveForEntra()}>
      {arriving.value ? "Signing in …" : "Sign in with Microsoft Entra ID"}
    </button>
    <p class="quiet small">Or by a fleet key:</p>
  </>
);
