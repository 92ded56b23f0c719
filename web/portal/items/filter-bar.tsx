import { useRef } from "preact/hooks";
import { goWith, here } from "../place/here.js";
import type { Filter } from "./filter.js";
import { STATE_NAMES, STATES } from "./rows.js";

type Props = Readonly<{ filter: Filter; shown: number; total: number }>;

/** The search field and the states, both in the address. */
export function FilterBar({ filter, shown, total }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const q = here.value.query.q ?? "";
  const choose = (state: string) => {
    const rest = q.replace(/(^|\s)state:\S+/gi, "").trim();
    goWith({ q: [rest, state && `state:${state}`].filter(Boolean).join(" ") });
  };
  return (
    <search class="filter">
      <label class="grow">
        <span>Search</span>
        <input
          ref={field}
          data-search
          type="search"
          value={q}
          placeholder="web-* os:RHEL8-64 version:9.61 tag:site=berlin"
          onInput={(event) => goWith({ q: event.currentTarget.value })}
          aria-invalid={filter.wrong.length > 0}
          aria-describedby="filter-says"
        />
      </label>
      <label>
        <span>State</span>
        <select value={filter.states.length === 1 ? filter.states[0] : ""} onChange={(event) => choose(event.currentTarget.value)}>
          <option value="">Every state</option>
          {STATES.map((state) => (
            <option key={state} value={state}>
              {STATE_NAMES[state]}
            </option>
          ))}
        </select>
      </label>
      <p id="filter-says" class={filter.wrong.length > 0 ? "small bad-words" : "small quiet"} role="status">
        {filter.wrong.length > 0 ? filter.wrong.join("; ") : `${shown} of ${total} machines`}
      </p>
    </search>
  );
}
