import type { Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { Problem } from "../api/problem.js";
import { now } from "../live/now.js";
import type { Live } from "../live/use-live.js";
import { duration } from "../text/times.js";

type Props<T> = Readonly<{ live: Signal<Live<T>>; refresh: () => void; what: string; children: (data: T) => ComponentChildren }>;

/** A view of what was read: how old that is, what is wrong, and until something was read that it is being read. Unknown is never shown as none. */
export function Shown<T>({ live, refresh, what, children }: Props<T>) {
  const { data, problem, at, reading } = live.value;
  return (
    <>
      <p class="age small quiet">
        <Age at={at} reading={reading} what={what} />{" "}
        <button type="button" class="link" onClick={refresh}>
          Refresh
        </button>
      </p>
      {problem && <ProblemNote problem={problem} />}
      {data === undefined ? !problem && <p class="wait">Reading {what} …</p> : children(data)}
    </>
  );
}

function Age({ at, reading, what }: Readonly<{ at: number | undefined; reading: boolean; what: string }>) {
  if (at === undefined) return <>{reading ? `Reading ${what} …` : `${what.charAt(0).toUpperCase()}${what.slice(1)} could not be read.`}</>;
  const age = now.value - at;
  return (
    <>
      As of {age < 5_000 ? "now" : `${duration(age)} ago`}
      {reading && age >= 5_000 && ", reading …"}
    </>
  );
}

/** What went wrong, in the service's words, with what to do. */
export function ProblemNote({ problem }: Readonly<{ problem: Problem }>) {
  return (
    <div class="note bad" role="alert">
      <strong>{problem.code}</strong>
      <p>{problem.message}</p>
      {problem.advice && <p>{problem.advice}</p>}
      {problem.details.length > 0 && (
        <ul>
          {problem.details.slice(0, 50).map((detail) => (
            <li key={detail}>{detail}</li>
          ))}
          {problem.details.length > 50 && <li>and {problem.details.length - 50} more</li>}
        </ul>
      )}
    </div>
  );
}
