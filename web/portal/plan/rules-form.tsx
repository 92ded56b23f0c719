import { type Rules, rules } from "./selection.js";

/** How many at once, when to stop, whether to restart. */
export function RulesForm() {
  const change = (more: Partial<Rules>) => {
    rules.value = { ...rules.value, ...more };
  };
  const { atOnce, failures, restart } = rules.value;
  return (
    <fieldset class="rules">
      <legend>How</legend>
      <label>
        <span>At the same time</span>
        <input type="text" inputMode="numeric" size={5} value={atOnce} onInput={(event) => change({ atOnce: event.currentTarget.value.trim() })} />
      </label>
      <label>
        <span>Stop after failures</span>
        <input
          type="text"
          size={5}
          placeholder="5 or 10%"
          value={failures}
          onInput={(event) => change({ failures: event.currentTarget.value.trim() })}
        />
      </label>
      <label class="check">
        <input type="checkbox" checked={restart} onChange={(event) => change({ restart: event.currentTarget.checked })} />
        <span>Restart machines where it follows</span>
      </label>
    </fieldset>
  );
}
