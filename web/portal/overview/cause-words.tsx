import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { call } from "../api/call.js";
import type { Update } from "../api/objects.js";
import type { Need } from "./needs.js";

/** What a cause says and what to do about it; of one that stands in the way, in the words of one of its machines, asked for when it is shown. */
export function CauseWords({ need: { message, cure, sample, cause } }: Readonly<{ need: Need }>) {
  const told = useSignal<Readonly<{ message: string; cure: string }>>({ message, cure });
  useEffect(() => {
    if (cure !== "" || sample === undefined) {
      told.value = { message, cure };
      return;
    }
    const code = cause.slice(cause.indexOf(" ") + 1);
    void call<Pick<Update, "BlockedBy">>("Get-ASRMobilityServiceUpdate", { ProtectableItem: sample }).then(
      ({ BlockedBy }) => {
        const blocker = BlockedBy.find(({ Code }) => Code === code);
        told.value = { message: blocker?.Message ?? "", cure: blocker?.RecommendedAction ?? "Open the machine: it says more." };
      },
      () => {
        told.value = { message: "", cure: "Open the machine: it says more." };
      },
    );
  }, [cause, sample, message, cure]);
  return (
    <>
      {told.value.message && <p>{told.value.message}</p>}
      {told.value.cure && <p class="cure">What to do: {told.value.cure}</p>}
    </>
  );
}
