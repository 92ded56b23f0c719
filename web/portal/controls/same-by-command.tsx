import { useSignal } from "@preact/signals";
import { way } from "../session/entra/way.js";
import { type Call, curlOf, powershellOf } from "../text/commands.js";

/** The calls behind a view, to copy; the key is not in them. */
export function SameByCommand({ calls }: Readonly<{ calls: readonly Call[] }>) {
  return (
    <details class="commands">
      <summary>The same in PowerShell and curl</summary>
      <Command title="PowerShell" text={calls.map(powershellOf).join("\n")} />
      <Command title="curl" text={calls.map(curlOf).join("\n")} />
      <p class="small quiet">
        <code>$FLEET</code> is the address of the service, <code>$FLEET_KEY</code> your fleet key{way() && " or token of Entra"}.
      </p>
    </details>
  );
}

function Command({ title, text }: Readonly<{ title: string; text: string }>) {
  const copied = useSignal("");
  const copy = async () => {
    copied.value = await navigator.clipboard.writeText(text).then(
      () => "Copied",
      () => "The browser refused; select the text instead",
    );
  };
  return (
    <section class="command" aria-label={title}>
      <header>
        <strong>{title}</strong>
        <span role="status" class="small quiet">
          {copied.value}
        </span>
        <button type="button" onClick={copy}>
          Copy
        </button>
      </header>
      <pre tabIndex={0}>{text}</pre>
    </section>
  );
}
